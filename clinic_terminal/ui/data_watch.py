"""Whether the clinic's data are whole and backed up: known to every page, asked of nobody."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from clinic_terminal.application.backup_failures import BackupFailedError
from clinic_terminal.application.backup_ports import is_ahead
from clinic_terminal.application.backups import BackupsView, look_at_backups
from clinic_terminal.application.ports import Operator

if TYPE_CHECKING:
    from clinic_terminal.ui.desk import Desk


@dataclass(frozen=True, slots=True)
class DataState:
    """What is known: the backups with what the last check found, None before the first look at them.

    ``cause``: why the backup of the day was not made, a code of BackupFailedError, empty where nothing is
    wanting; ``since`` when that began.
    """

    view: BackupsView | None = None
    cause: str = ""
    since: datetime | None = None

    @property
    def is_backed_up_since(self) -> bool:
        """Whether a good backup was made after the failure, by hand for example."""
        newest = self.view.newest_good if self.view is not None else None
        if self.view is None or newest is None or self.since is None:
            return False
        return newest.made_at >= self.since and not is_ahead(newest, self.view.now)


class DataWatch(QObject):
    """Looks at the backups when somebody signs in, after each report of the caretaker, and when asked to.

    ``state`` is a DataState; ``changed`` says on the window's thread that there is another.
    """

    changed = Signal()

    _reported = Signal(object)

    def __init__(self, desk: "Desk") -> None:
        super().__init__(desk)
        self._desk = desk
        self.state = DataState()
        self._reported.connect(self._take_report)
        desk.operator_changed.connect(self._take_operator)

    def report(self, failure: BackupFailedError | None) -> None:
        """Take from any thread why the day's backup was not made, or None."""
        self._reported.emit(failure)

    def look(self) -> None:
        """Look at the backups now, beside the window's thread."""
        terminal = self._desk.terminal
        self._desk.ask_outside(partial(look_at_backups, terminal, terminal.backups), self._take)

    def _take(self, view: BackupsView) -> None:
        state = replace(self.state, view=view)
        self.state = DataState(view) if state.is_backed_up_since else state
        self.changed.emit()

    @Slot(object)
    def _take_report(self, failure: BackupFailedError | None) -> None:
        view = self.state.view
        if failure is None:
            self.state = DataState(view)
        else:
            since = self.state.since or self._desk.terminal.clock.now()
            self.state = DataState(view, failure.cause, since)
        self.changed.emit()
        self.look()

    def _take_operator(self, operator: Operator | None) -> None:
        if operator is not None:
            self.look()
