"""From an order to the page that is drawn, and to the name of its file."""

import re
from hashlib import sha256

from clinic_terminal.application.failures import PaperFailedError
from clinic_terminal.application.paper_orders import (
    SIZES,
    BillMatter,
    BindingMatter,
    ClaimMatter,
    PaperKind,
    PaperOrder,
)
from clinic_terminal.domain.quote import Quote
from clinic_terminal.printing.bill_html import BillPage
from clinic_terminal.printing.binding_html import BindingPage
from clinic_terminal.printing.claim_html import ClaimPage
from clinic_terminal.printing.later_html import LaterPage
from clinic_terminal.printing.page import Look, Page
from clinic_terminal.printing.quote_html import QuotePage
from clinic_terminal.printing.sheets import SHEETS
from clinic_terminal.printing.sign_sheet_html import SignSheetPage
from clinic_terminal.printing.slip_html import SlipPage
from clinic_terminal.printing.texts import load_quote_texts, load_texts

BAD_ORDER = "BAD_ORDER"

_OF_BILLS: dict[PaperKind, type[BillPage]] = {
    PaperKind.BILL: BillPage,
    PaperKind.SLIP: SlipPage,
    PaperKind.SIGN_SHEET: SignSheetPage,
    PaperKind.PAY_LATER: LaterPage,
}
_COPIES = frozenset({PaperKind.BILL, PaperKind.SLIP, PaperKind.PAY_LATER})
"""Of the others there is one, or it is clear whose they are."""

_NOT_IN_NAMES = re.compile(r"[^0-9A-Za-z-]")
_LONGEST_ID = 80


def page_of(order: PaperOrder, *, practice: bool) -> Page:
    """Return the page of an order; raises PaperFailedError (BAD_ORDER) where its parts do not fit."""
    if order.size not in SIZES[order.kind]:
        raise PaperFailedError(BAD_ORDER)
    kind, about = order.kind, order.about
    whose = order.copy if kind in _COPIES else None
    look = Look(order.language, practice, SHEETS[order.size], whose, order.reprint)
    if kind in _OF_BILLS and isinstance(about, BillMatter):
        return _OF_BILLS[kind](look, load_texts(), about)
    if kind is PaperKind.BINDING and isinstance(about, BindingMatter):
        return BindingPage(look, load_texts(), about)
    if kind is PaperKind.CLAIM_SUMMARY and isinstance(about, ClaimMatter):
        return ClaimPage(look, load_texts(), about)
    if kind is PaperKind.QUOTE and isinstance(about, Quote):
        return QuotePage(look, load_quote_texts(), about)
    raise PaperFailedError(BAD_ORDER)


def file_name(kind: str, day: str, matter_id: str, *more: str) -> str:
    """Return a file's name: kind, date, id and what tells it from others, never a person."""
    clean = _NOT_IN_NAMES.sub("_", matter_id)
    if len(clean) > _LONGEST_ID:
        clean = sha256(matter_id.encode("utf-8", "surrogateescape")).hexdigest()
    return "-".join([kind, day, clean, *more]) + ".pdf"


def name_of(order: PaperOrder) -> str:
    """Return the name of an order's file; each copy, size, language and reprint has its own."""
    about = order.about.about.bill if isinstance(order.about, ClaimMatter) else order.about
    matter = about.bill if isinstance(about, BillMatter) else about
    again = [f"copy{order.reprint}"] if order.reprint else []
    parts = (order.copy.value.lower(), order.size.value.lower(), order.language)
    return file_name(
        order.kind.value.lower().replace("_", "-"), matter.day.isoformat(), matter.id, *parts, *again
    )
