"""What was paid on site, what went back, and the e-invoice, on a sheet."""

from clinic_terminal.application.paper_orders import BillMatter
from clinic_terminal.domain.invoice import Invoice
from clinic_terminal.domain.money import yuan
from clinic_terminal.domain.payment import Payment, Refund
from clinic_terminal.printing.kinds import Kind, Section
from clinic_terminal.printing.markup import cell, inline, paragraph, row, table, text
from clinic_terminal.printing.page import Page
from clinic_terminal.printing.paper_parts import beijing

_WIDTHS = ("12%", "23%", "16%", "35%", "14%")


def paid_sections(page: Page, about: BillMatter) -> tuple[Section, ...]:
    """Return the payments and the invoices of a bill; nothing where there are none."""
    found = []
    if about.payments or about.owing:
        found.append(Section(Kind.PAID, _payments(page, about)))
    if about.invoices:
        found.append(Section(Kind.NOTE, "".join(invoice_html(page, one) for one in about.invoices)))
    return tuple(found)


def _payments(page: Page, about: BillMatter) -> str:
    rows = [_payment(page, one) for one in about.payments] + [_refund(page, one) for one in about.refunds]
    title = paragraph("strong", inline(page.word("paid"), page.language, "strong"))
    total = paragraph("figure strong", f"¥{yuan(about.paid_fen)}", "right")
    heads = row([cell(title, "80%"), cell(total, "20%", "right")])
    owed = ""
    if about.owing is not None:
        said = page.word("owing", amount=yuan(about.owing.fen), reason=about.owing.reason)
        owed = paragraph("why", inline(said, page.language, "why"))
    return table([heads]) + (table(rows) if rows else "") + owed


def _payment(page: Page, one: Payment) -> str:
    details = [transaction(page, one.reference)] if one.reference else []
    if one.change_fen:
        said = page.word("change", handed=yuan(one.handed_fen), change=yuan(one.change_fen))
        details.append(inline(said, page.language, "quiet"))
    return _row(page, one, details, f"¥{yuan(one.fen)}")


def _refund(page: Page, one: Refund) -> str:
    details = [inline(page.word("refund"), page.language, "why")]
    if one.reference:
        details.append(transaction(page, one.reference))
    return _row(page, one, details, f"−¥{yuan(one.fen)}")


def _row(page: Page, one: Payment | Refund, details: list[str], amount: str) -> str:
    tender = inline(page.word(f"tender.{one.tender.value}"), page.language, "figure")
    receipt = f"{inline(page.word('receipt'), page.language, 'quiet')}&nbsp; {text(one.receipt)}"
    contents = (
        paragraph("figure", tender),
        paragraph("quiet", receipt),
        paragraph("quiet", text(beijing(one.at))),
        paragraph("quiet", " · ".join(details)),
        paragraph("figure", amount, "right"),
    )
    aligns = ("left", "left", "left", "left", "right")
    return row(cell(html, width, align) for html, width, align in zip(contents, _WIDTHS, aligns, strict=True))


def transaction(page: Page, number: str) -> str:
    """Return a transaction number with its name."""
    return f"{inline(page.word('transaction'), page.language, 'quiet')}&nbsp; {text(number)}"


def invoice_html(page: Page, one: Invoice) -> str:
    """Return an e-invoice and, where it was taken back, by which."""
    said = page.word(
        "invoice", number=one.number, day=one.day.isoformat(), amount=yuan(one.fen), buyer=one.buyer
    )
    red = page.word("invoice_red", number=one.red_number) if one.red_number else None
    return "".join(
        paragraph("why", inline(words, page.language, "why")) for words in (said, red) if words is not None
    )
