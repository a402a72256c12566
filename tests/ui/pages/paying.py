"""A signed bill on the bench, and the buttons of the payment panel."""

from PySide6.QtWidgets import QApplication

from clinic_terminal.application import settlement, signing, treatment
from clinic_terminal.application.payments import Offered, take_payment
from clinic_terminal.application.signing import Signing
from clinic_terminal.domain.payment import Tender
from clinic_terminal.domain.visit import Stage, Visit
from clinic_terminal.ui.pages.pay_panel import PayPanel
from clinic_terminal.ui.widgets.buttons import GhostButton
from tests.build import ink
from tests.ui.pages.bench import MOTHER, Bench, Lines

WECHAT_NUMBER = "4200001234202605211234567890"


def signed_visit(bench: Bench, lines: Lines, *, paid: int = 0, cheaper_by: int = 0) -> Visit:
    """Put a signed visit into the desk's hand; ``paid`` in cash, after which the bill got cheaper."""
    terminal, operator = bench.desk.terminal, bench.desk.operator
    visit = _signed(bench, bench.visit(Stage.TO_SETTLE, lines))
    if paid:
        visit = take_payment(terminal, operator, visit.id, Offered(Tender.CASH, paid))
    if cheaper_by:
        settlement.thaw(terminal, operator, visit.id)
        last = len(lines) - 1
        treatment.change_line_discount(terminal, operator, visit.id, last, cheaper_by)
        with bench.store.read() as uow:
            visit = _signed(bench, uow.visits.get(visit.id))
    bench.desk.take_visit(visit)
    return visit


def _signed(bench: Bench, visit: Visit) -> Visit:
    terminal, operator = bench.desk.terminal, bench.desk.operator
    frozen = settlement.freeze(terminal, operator, visit.id, online=True)
    given = Signing("林悦", MOTHER, ink(), 5_000, "zh_CN")
    return signing.sign(terminal, operator, visit.id, frozen.digest, given)


def refund_of(panel: PayPanel, number: int = 0) -> GhostButton:
    """Return the button that gives a payment back."""
    # A row that was made just now is shown with the next turn of the events.
    QApplication.processEvents()
    buttons = panel.paid.findChildren(GhostButton)
    return [button for button in buttons if button.isVisible()][number]
