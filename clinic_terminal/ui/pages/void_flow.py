"""How a bill is taken back on the done page: the panel asks, the verb runs once, the page shows it."""

from PySide6.QtCore import QObject, Signal

from clinic_terminal.application.voiding import void
from clinic_terminal.domain.visit import Stage, Visit
from clinic_terminal.domain.voiding import VoidReason
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.pages.runner import Runner
from clinic_terminal.ui.pages.void_panel import VoidPanel
from clinic_terminal.ui.views.voiding import void_view


class VoidFlow(QObject):
    """Joins panel and verb; `done` says that the visit in hand is void now."""

    done = Signal()

    def __init__(self, desk: Desk, panel: VoidPanel, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._panel = panel
        self._runner = Runner(desk, self._failed, self)
        panel.confirmed.connect(self._void)

    def ask(self, *, refused: bool) -> bool:
        """Ask about the visit in hand; False where it has no bill that stands.

        ``refused``: the insurer did not take the bill.
        """
        desk = self._desk
        visit = desk.visit
        view = void_view(visit, desk.operator.name, desk.words, refused=refused) if visit else None
        if visit is None or view is None or visit.stage is not Stage.DONE:
            return False
        self._panel.ask(visit, view)
        return True

    def _void(self, reason: VoidReason, note: str) -> None:
        visit, terminal, operator = self._desk.visit, self._desk.terminal, self._desk.operator
        if visit is not None:
            self._runner.run(lambda: void(terminal, operator, visit.id, reason, note), self._voided)
            self._panel.set_busy(busy=self._runner.busy)

    def _voided(self, visit: Visit) -> None:
        self._panel.set_busy(busy=False)
        self._desk.wake_sync()
        here = self._desk.visit
        if here is not None and here.id == visit.id:
            self._desk.take_visit(visit)
            self.done.emit()

    def _failed(self, error: Exception) -> None:
        self._panel.set_busy(busy=False)
        self._desk.failed.emit(error)
