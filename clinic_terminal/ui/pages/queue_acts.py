"""What a person does with the queue as a whole: try again, copy for the hotline, write a file."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from clinic_terminal.application.act_case import FollowUpCase
from clinic_terminal.application.acts import UNSENT
from clinic_terminal.application.queue_view import QueueView
from clinic_terminal.application.queueing import retry_all, retry_now
from clinic_terminal.ui.act_file import export_unsent
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.pages.runner import Runner
from clinic_terminal.ui.terms import short_reference
from clinic_terminal.ui.views.follow_up import follow_up_view, support_text


class QueueActs(QObject):
    """Carries them out in the operator's name, one at a time."""

    written = Signal(object)
    """An ExportedFile."""
    busy_changed = Signal(bool)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._runner = Runner(desk, desk.failed.emit, self)
        self._runner.busy_changed.connect(self.busy_changed)

    @property
    def busy(self) -> bool:
        """Whether one is under way."""
        return self._runner.busy

    def retry(self, view: QueueView | None, current: object) -> None:
        """Make the current act due at once where it waits, else all that wait."""
        if view is None or not view.exposure.unsent_count:
            return
        terminal, operator = self._desk.terminal, self._desk.operator
        waits = any(row.act.id == current and row.state in UNSENT for row in view.rows)
        if waits and isinstance(current, str):
            self._runner.run(partial(retry_now, terminal, operator, (current,)), self._retried)
        else:
            self._runner.run(partial(retry_all, terminal, operator), self._retried)

    def copy(self, current: object, found: FollowUpCase | None) -> str:
        """Put the current matter's words for the hotline on the clipboard; return its short reference."""
        if not isinstance(current, str):
            return ""
        text = reference = short_reference(current)
        if found is not None and found.follow_up.subject == current:
            words = self._desk.words
            view = follow_up_view(found, self._desk.terminal.clock.now(), words)
            reference = view.reference
            text = support_text(view, f"{found.clinic.name} {found.terminal}", words)
        QGuiApplication.clipboard().setText(text)
        return reference

    def export_to(self, path: Path) -> None:
        """Write the unsent acts, locked, and say what opens them."""
        terminal, operator = self._desk.terminal, self._desk.operator
        self._runner.run(partial(export_unsent, terminal, operator, path), self.written.emit, outside=True)

    def _retried(self, _count: int) -> None:
        self._desk.wake_sync()
        self._desk.refresh()
