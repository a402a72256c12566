"""The verbs of money in the hands of a panel: each runs once, and what it stored is shown at once."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from clinic_terminal.application import payments
from clinic_terminal.application.payments import Offered, Returned
from clinic_terminal.domain.visit import Visit
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.enter_key import ENTER_KEY
from clinic_terminal.ui.pages.pay_panel import PayPanel
from clinic_terminal.ui.pages.runner import Runner
from clinic_terminal.ui.views.payment import pay_view


class PayFlow(QObject):
    """Joins panel and verbs on the visit in hand; `changed` carries the Visit after a verb."""

    changed = Signal(object)

    def __init__(self, desk: Desk, panel: PayPanel, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._panel = panel
        self.runner = Runner(desk, self._failed, self)
        panel.offered.connect(self._take)
        panel.refunded.connect(self._give_back)
        panel.rest_wanted.connect(self._give_back_rest)
        self.runner.busy_changed.connect(self._set_busy)

    def show(self, *, just_taken: bool = False) -> None:
        """Show the money of the visit in hand; ``just_taken``: the change is still to be handed over."""
        visit = self._desk.visit
        if visit is not None:
            self._panel.show_view(pay_view(visit, self._desk.words, just_taken=just_taken))

    def _take(self, offered: Offered) -> None:
        desk = self._desk
        self._run(
            lambda visit: payments.take_payment(desk.terminal, desk.operator, visit, offered),
            just_taken=True,
        )

    def _give_back(self, returned: Returned) -> None:
        desk = self._desk
        self._run(lambda visit: payments.give_back(desk.terminal, desk.operator, visit, returned))

    def _give_back_rest(self) -> None:
        desk = self._desk
        self._run(lambda visit: payments.give_back_rest(desk.terminal, desk.operator, visit))

    def _run(self, verb: Callable[[str], Visit], *, just_taken: bool = False) -> None:
        visit = self._desk.visit
        if visit is not None:
            key = visit.id
            self.runner.run(lambda: verb(key), partial(self._took, just_taken=just_taken))

    def _took(self, visit: Visit, *, just_taken: bool) -> None:
        self._desk.take_visit(visit)
        self.show(just_taken=just_taken)
        ENTER_KEY.turn()
        self.changed.emit(visit)

    def _set_busy(self, busy: bool) -> None:  # noqa: FBT001  a signal's only argument
        self._panel.set_busy(busy=busy)

    def _failed(self, error: Exception) -> None:
        self._panel.refuse(error)
