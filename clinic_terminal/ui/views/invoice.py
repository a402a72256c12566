"""How e-invoices are typed, searched and shown."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Final

from clinic_terminal.application.invoices import Found, Wanted
from clinic_terminal.domain.errors import AmountError
from clinic_terminal.domain.invoice import DIGITS, Invoice, InvoiceStatus, plain_invoice_number
from clinic_terminal.domain.money import fen_from_yuan
from clinic_terminal.domain.visit import Visit
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.widgets.money import yuan
from clinic_terminal.ui.widgets.pill import PillView
from clinic_terminal.ui.widgets.tone import Tone

_DAY: Final = re.compile(r"(20[0-9]{2})[-/.年]?([0-9]{1,2})[-/.月]?([0-9]{1,2})日?")
_GROUP: Final = 4
_LEAST_ENDING: Final = 4
_NUMBER_PLACE, _AMOUNT_PLACE, _DAY_PLACE = 3, 4, 5
"""Where these stand, from 0, between the commas of the code on an invoice."""


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """An invoice in a list; ``may_reverse``: no red-letter invoice took it back yet."""

    number: str
    title: str
    about: str
    pill: PillView
    may_reverse: bool


@dataclass(frozen=True, slots=True)
class ScannedInvoice:
    """What a scanner read of an invoice; parts that it did not say are None."""

    number: str
    day: date | None = None
    fen: int | None = None


def day_of(text: str) -> date | None:
    """Return a typed date, such as 2026-05-21, 20260521 or 2026年5月21日; None where it is none."""
    match = _DAY.fullmatch("".join(text.split()))
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def scanned_invoice(text: str) -> ScannedInvoice:
    """Return what the code of an invoice says: kind, form, an empty place, number, amount, date, check.

    A text without commas is the number itself.
    """
    parts = [part.strip() for part in text.split(",")]
    if len(parts) <= _DAY_PLACE:
        return ScannedInvoice(plain_invoice_number(text))
    fen = None
    with suppress(AmountError):
        fen = fen_from_yuan(parts[_AMOUNT_PLACE])
    return ScannedInvoice(parts[_NUMBER_PLACE], day_of(parts[_DAY_PLACE]), fen)


def grouped(number: str) -> str:
    """Return a number in groups of four, as it is compared with a paper."""
    return " ".join(number[start : start + _GROUP] for start in range(0, len(number), _GROUP))


def wanted_of(text: str) -> tuple[Wanted, ...]:
    """Return what a search field may mean: a date, an amount in yuan, the end of a number."""
    plain = plain_invoice_number(text)
    if not plain:
        return ()
    found: list[Wanted] = []
    day = day_of(plain)
    if day is not None:
        found.append(Wanted(day=day))
    if len(plain) < DIGITS:
        with suppress(AmountError):
            found.append(Wanted(fen=fen_from_yuan(plain)))
    if plain.isdigit() and len(plain) >= _LEAST_ENDING:
        found.append(Wanted(ending=plain))
    return tuple(found)


def invoice_row(invoice: Invoice, words: Translate, child: str = "") -> InvoiceRow:
    """Return an invoice for a list; ``child`` where the list is of several visits."""
    parts = [invoice.day.isoformat(), yuan(invoice.fen), invoice.buyer, child]
    red = words(N_("红字 {number}")).format(number=grouped(invoice.red_number)) if invoice.red_number else ""
    is_reversed = invoice.status is InvoiceStatus.REVERSED
    pill = PillView(words(N_("已冲红")), Tone.WARN) if is_reversed else PillView(words(N_("已开票")), Tone.OK)
    about = " · ".join(filter(None, (*parts, red)))
    return InvoiceRow(invoice.number, grouped(invoice.number), about, pill, not is_reversed)


def found_row(found: Found, words: Translate) -> InvoiceRow:
    """Return a found invoice with the child it was written for."""
    return invoice_row(found.invoice, words, found.visit.person.name)


def invoice_fact(
    invoices: tuple[Invoice, ...], words: Translate, *, voided: bool = False
) -> tuple[PillView, str]:
    """Return what the done page says of a visit's invoices; those of a void bill are to be taken back."""
    if not invoices:
        return PillView(words(N_("发票"))), words(N_("还没有登记电子发票。"))
    last = invoice_row(invoices[-1], words)
    more = words(N_("，共 {count} 张")).format(count=len(invoices)) if len(invoices) > 1 else ""
    if voided and any(one.status is InvoiceStatus.ISSUED for one in invoices):
        told = words(N_("账单已作废，请在开票软件里冲红，再登记红字发票。"))
        return PillView(words(N_("要冲红")), Tone.WARN), told
    return last.pill, f"{last.title} · {yuan(invoices[-1].fen)}{more}"


def proposed_buyer(visit: Visit) -> str:
    """Return who the invoice is probably for: the guardian who signed."""
    return visit.consent.signer if visit.consent else ""
