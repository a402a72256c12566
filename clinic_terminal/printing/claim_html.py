"""The cover sheet of a claim package: whose claim it is, how much, and every file with its fingerprint."""

from dataclasses import dataclass

from clinic_terminal.application.paper_orders import BillMatter, ClaimMatter, FileOnPaper
from clinic_terminal.printing.bill_html import capitals_html, told
from clinic_terminal.printing.kinds import Kind, Section
from clinic_terminal.printing.markup import cell, inline, paragraph, row, stacked, table, text
from clinic_terminal.printing.page import Page
from clinic_terminal.printing.paid_parts import invoice_html
from clinic_terminal.printing.paper_forms import check_code
from clinic_terminal.printing.paper_parts import (
    facts,
    head,
    large_money,
    mark_sections,
    notice,
    notices,
    sum_row,
)
from clinic_terminal.printing.shown import Shown, shown_of
from clinic_terminal.printing.texts import Words

_WIDTHS = ("24%", "16%", "9%", "2%", "49%")
_KILO = 1_000


@dataclass(frozen=True, slots=True)
class ClaimPage(Page):
    """What lies on top of a claim package; it goes to the service manager, so numbers are whole."""

    claim: ClaimMatter

    @property
    def about(self) -> BillMatter:
        """The bill and what belongs to it."""
        return self.claim.about

    @property
    def group(self) -> str:
        """The group of texts that are said otherwise here."""
        return "claim"

    @property
    def reference(self) -> str:
        """The bill's id."""
        return self.about.bill.id

    @property
    def issuer(self) -> str:
        """The clinic's name."""
        return self.about.bill.clinic.name

    @property
    def code(self) -> str:
        """The code of the bill."""
        return check_code(self.about.bill.id, self.about.digest)

    @property
    def stamp(self) -> Words | None:
        """Void, where it is."""
        return self.word("void") if self.about.voided else None

    def sections(self) -> tuple[Section, ...]:
        """Return its sections from top to bottom."""
        about = self.about
        shown = shown_of(about.bill.result, about.standing)
        said = notices(notice(self, *one) for one in told(self, about, shown))
        return (
            Section(Kind.HEAD, head(self, about.bill.clinic)),
            *mark_sections(self, about.voided),
            *(Section(Kind.FACTS, html) for html in _facts(self)),
            *((Section(Kind.NOTICE, said),) if said else ()),
            Section(Kind.MONEY, _money(self, shown)),
            Section(Kind.NOTE, _invoices(self)),
            Section(Kind.COLUMNS, _heads(self)),
            *(Section(Kind.LINE, html) for html in _files(self)),
            Section(Kind.CODE, _code(self)),
        )


def _facts(page: ClaimPage) -> list[str]:
    bill = page.about.bill
    return facts(
        page,
        (("child", bill.person.name), ("birth_date", bill.person.birth_date.isoformat()),
         ("member", bill.person.member)),
        (("plan", bill.plan_name or bill.plan), ("policy", bill.policy), ("day", bill.day.isoformat())),
        (("number", bill.id), ("booking", bill.booking_ref or "—"),
         ("letters", ", ".join(page.claim.letters) or "—")),
        (("act", page.claim.act or "—"), ("operator", bill.operator)),
    )  # fmt: skip


def _money(page: ClaimPage, shown: Shown) -> str:
    totals = page.about.bill.result.totals
    claimed = shown.insurer(totals.claim)
    left = paragraph("lead", inline(page.word("claim"), page.language, "lead"))
    left += large_money(page, claimed)
    left += paragraph("quiet", capitals_html(page, claimed)) if claimed is not None else ""
    rows = [
        sum_row(page, "billed", totals.billed, "figure strong"),
        sum_row(page, "insurer_pays", shown.insurer(totals.insurer), "figure ok"),
        sum_row(page, "pay_now", shown.family(totals.on_site), "figure strong"),
    ]
    if totals.online:
        rows.append(sum_row(page, "pay_later", shown.insurer(totals.online), "figure later"))
    return table([row([cell(left, "46%", valign="middle"), cell(table(rows), "54%", valign="middle")])])


def _invoices(page: ClaimPage) -> str:
    if not page.about.invoices:
        return paragraph("why", inline(page.word("invoice_none"), page.language, "why"))
    return "".join(invoice_html(page, one) for one in page.about.invoices)


def _heads(page: ClaimPage) -> str:
    keys = ("file", "kind", "size", "", "fingerprint")
    heads = (stacked(page.word(key), page.language, "head", _align(key)) if key else "" for key in keys)
    return _cells(*heads)


def _files(page: ClaimPage) -> list[str]:
    if not page.claim.files:
        return [paragraph("why", inline(page.word("no_files"), page.language, "why"))]
    return [_file(page, one) for one in page.claim.files]


def _file(page: ClaimPage, one: FileOnPaper) -> str:
    known = f"claim.file_kind.{one.kind}" in page.texts.bill
    kind = page.word(f"file_kind.{one.kind}") if known else Words(one.kind, one.kind)
    size = f"{-(-one.size // _KILO):,} kB"
    return _cells(
        paragraph("why", text(one.name)),
        paragraph("why", inline(kind, page.language, "why")),
        paragraph("why", size, "right"),
        "",
        paragraph("hash", text(one.digest)),
    )


def _cells(*contents: str) -> str:
    aligns = ("left", "left", "right", "left", "left")
    cells = (cell(html, width, align) for html, width, align in zip(contents, _WIDTHS, aligns, strict=True))
    return table([row(cells)])


def _align(key: str) -> str:
    return "right" if key == "size" else "left"


def _code(page: ClaimPage) -> str:
    digest = f"{inline(page.word('digest'), page.language, 'foot')} SHA-256&nbsp; {text(page.about.digest)}"
    estimate = inline(page.texts.reasons["ESTIMATE"], page.language, "foot")
    words = paragraph("foot", estimate) + paragraph("foot", digest)
    return table([row([cell(words, "76%"), cell("", "24%")])])
