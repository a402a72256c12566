"""The papers whose HTML is kept word for word; run this module to renew the files after a wanted change."""

from dataclasses import replace
from pathlib import Path

from clinic_terminal.application.paper_orders import Copy, PaperKind, PaperOrder, PaperSize
from clinic_terminal.domain.adjudication import Reason
from clinic_terminal.printing.drafts import page_of
from clinic_terminal.printing.paper_parts import page_html
from clinic_terminal.printing.texts import PaperLanguage
from tests.printing import bills, orders
from tests.printing.pages import html_for

FOLDER = Path(__file__).with_name("snapshots")
CASES: dict[str, tuple[bills.Case, PaperLanguage, bool]] = {
    "usual-zh": (bills.Case(), "zh", True),
    "usual-en": (bills.Case(), "en", True),
    "every-reason-both": (bills.EVERY_REASON, "both", True),
    "refused-unsigned-both": (bills.CLOSED_GATES[Reason.CARD_GREYED], "both", False),
}
_LATER = bills.Case(plan=bills.GROWTH)
_PAID = orders.everything()
ORDERS: dict[str, PaperOrder] = {
    "paid-a4-zh": PaperOrder(PaperKind.BILL, _PAID),
    "void-copy-a5-both": PaperOrder(
        PaperKind.BILL, replace(_PAID, voided=orders.VOIDED), PaperSize.A5, "both", Copy.CLINIC, 2
    ),
    "offline-a4-zh": orders.order(case=bills.Case(plan=bills.GROWTH, offline=True)),
    "slip-zh": PaperOrder(PaperKind.SLIP, _PAID, PaperSize.MM80),
    "slip-later-en": replace(orders.order(PaperKind.SLIP, PaperSize.MM80, _LATER), language="en"),
    "sign-sheet-both": replace(orders.order(PaperKind.SIGN_SHEET, case=_LATER), language="both"),
    "pay-later-zh": orders.order(PaperKind.PAY_LATER, PaperSize.A5, _LATER),
    "binding-both": replace(orders.order(PaperKind.BINDING, PaperSize.A5), language="both"),
    "claim-zh": orders.order(PaperKind.CLAIM_SUMMARY, case=_LATER),
    "quote-held-both": replace(orders.order(PaperKind.QUOTE, case=bills.HELD), language="both"),
}
NAMES = (*CASES, *ORDERS)


def page(name: str) -> str:
    """Return the HTML of a kept case as it is today."""
    if name in ORDERS:
        return page_html(page_of(ORDERS[name], practice=False))
    case, language, signed = CASES[name]
    one = bills.bill(case)
    return html_for(one, bills.consent(one) if signed else None, language, practice=True)


def kept(name: str) -> Path:
    """Return where a case is kept."""
    return FOLDER / f"{name}.html"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for case_name in NAMES:
        kept(case_name).write_text(page(case_name), encoding="utf-8")
