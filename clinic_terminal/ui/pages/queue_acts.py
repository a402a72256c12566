"""What a person does with the queue as a whole: try again, copy for the hotline, write a file."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from clinic_terminal.application.act_case import follow_up_case
from clinic_terminal.application.acts import UNSENT
from clinic_terminal.application.follow_up_failures import FollowUpUnknownError
from clinic_terminal.application.queue_view import QueueView
from clinic_terminal.application.queueing import retry_all, retry_now
from clinic_terminal.application.terminal import Terminal, enrolment_of
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.act_file import export_unsent
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.pages.runner import Runner
from clinic_terminal.ui.views.follow_up import follow_up_view
from clinic_terminal.ui.views.support import Copied, Place, copied_act, copied_matter, copied_reference


class QueueActs(QObject):
    """Carries them out in the operator's name, one at a time."""

    written = Signal(object)
    """An ExportedFile."""
    said = Signal(str)
    """What was copied."""
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

    def copy(self, current: object) -> None:
        """Put what the hotline asks of the current matter on the clipboard, as it stands now."""
        if isinstance(current, str):
            self._desk.ask(partial(_copied, self._desk.terminal, current, self._desk.words), self._put)

    def export_to(self, path: Path) -> None:
        """Write the unsent acts, locked, and say what opens them."""
        terminal, operator = self._desk.terminal, self._desk.operator
        self._runner.run(partial(export_unsent, terminal, operator, path), self.written.emit, outside=True)

    def _put(self, copied: Copied) -> None:
        QGuiApplication.clipboard().setText(copied.text)
        self.said.emit(self._desk.words(N_("已复制 {reference}")).format(reference=copied.reference))

    def _retried(self, _count: int) -> None:
        self._desk.wake_sync()
        self._desk.refresh()


def _copied(terminal: Terminal, subject: str, words: Translate) -> Copied:
    """Return what is to be copied of a matter, or of an act that nobody has to deal with."""
    with terminal.store.read() as uow:
        enrolment = enrolment_of(uow)
        row = next(iter(uow.act_list.of_ids((subject,))), None)
    place = Place(enrolment.clinic.name, enrolment.terminal)
    try:
        found = follow_up_case(terminal, subject)
    except FollowUpUnknownError:
        return copied_act(row, place, words) if row else copied_reference(subject, place, words)
    if found.follow_up.row is None:
        return copied_matter(found.follow_up, place, words)
    title = follow_up_view(found, terminal.clock.now(), words).title
    return copied_act(found.follow_up.row, place, words, title)
