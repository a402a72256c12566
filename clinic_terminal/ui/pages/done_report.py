"""On the done page: where the report of the bill is, as the row of its own act says."""

from functools import partial

from PySide6.QtCore import QObject

from clinic_terminal.application.acts import QueueRow
from clinic_terminal.application.day import QueueView
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.domain.visit import Visit
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.pages.done_card import DoneCard
from clinic_terminal.ui.views.done import kept_here, refusal_note, upload, void_upload
from clinic_terminal.ui.widgets.pill import PillView


class DoneReport(QObject):
    """Reads the act of the visit on show whenever the queue may have changed, and tells of it on the card.

    The lists of the queue hold the latest rows alone: a bill of last month is in none of them.
    """

    def __init__(self, desk: Desk, card: DoneCard, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._card = card
        self._visit: Visit | None = None
        self._row: QueueRow | None = None
        desk.queue_changed.connect(self._read_again)

    def show(self, visit: Visit) -> None:
        """Tell of a closed visit; until its row has come nothing is said of another act, or of none."""
        if self._row is not None and self._row.act.id != _act_of(visit):
            self._row = None
        self._visit = visit
        self._tell(visit)
        self._read(visit)

    def _read_again(self, _view: QueueView) -> None:
        visit, here = self._visit, self._desk.visit
        if visit is not None and here is not None and here.id == visit.id:
            self._read(visit)

    def _read(self, visit: Visit) -> None:
        terminal, act = self._desk.terminal, _act_of(visit)
        if act and not visit.is_withheld:
            self._desk.ask(lambda: _row_of(terminal, act), partial(self._take, act))

    def _take(self, act: str, row: QueueRow | None) -> None:
        visit = self._visit
        if visit is not None and _act_of(visit) == act:
            self._row = row
            self._tell(visit)

    def _tell(self, visit: Visit) -> None:
        words = self._desk.words
        self._card.show_upload(*self._report(visit))
        if visit.voided is None:
            refusal = refusal_note(self._row, words)
            self._card.show_standing(refusal, stands=not refusal)

    def _report(self, visit: Visit) -> tuple[PillView, str]:
        if visit.is_withheld:
            return kept_here(self._desk.words)
        return (void_upload if visit.voided else upload)(self._row, self._desk.words)


def _act_of(visit: Visit) -> str:
    """Return the act that tells of a closed visit: its void's, else its bill's."""
    return (visit.voided.act if visit.voided else "") or visit.act


def _row_of(terminal: Terminal, act: str) -> QueueRow | None:
    with terminal.store.read() as uow:
        return next(iter(uow.act_list.of_ids((act,))), None)
