"""The quote as sections for the painter: what it would cost, for how long that is good, and who says so."""

from dataclasses import dataclass

from clinic_terminal.domain.adjudication import SplitStatus
from clinic_terminal.domain.member import masked_member
from clinic_terminal.domain.money import yuan
from clinic_terminal.domain.quote import Quote
from clinic_terminal.domain.quote_check import compared
from clinic_terminal.printing.bill_lines import LineTable
from clinic_terminal.printing.kinds import Kind, Section
from clinic_terminal.printing.markup import cell, inline, paragraph, row, span, stacked, table, text
from clinic_terminal.printing.page import Page
from clinic_terminal.printing.paper_parts import (
    beijing,
    facts,
    head,
    hidden_end,
    moved,
    notice,
    notices,
    pool,
    sum_row,
)
from clinic_terminal.printing.paper_style import stylesheet
from clinic_terminal.printing.quote_compare import comparison
from clinic_terminal.printing.shown import Shown
from clinic_terminal.printing.texts import Words


@dataclass(frozen=True, slots=True)
class QuotePage(Page):
    """What one quote is made from; its texts are those of quotes."""

    quote: Quote

    @property
    def reference(self) -> str:
        """The number that can be read out."""
        return self.quote.number

    @property
    def issuer(self) -> str:
        """The clinic's name."""
        return self.quote.clinic.name

    @property
    def style(self) -> str:
        """The stylesheet of its sections."""
        return stylesheet("bill", "quote")

    def sections(self) -> tuple[Section, ...]:
        """Return its sections from top to bottom."""
        quote, texts, language = self.quote, self.texts, self.language
        lines = LineTable(texts, language, Shown(quote.result))
        return (
            Section(Kind.HEAD, head(self, quote.clinic)),
            Section(Kind.VALID, _valid(self)),
            *(Section(Kind.FACTS, html) for html in _facts(self)),
            Section(_tone(self.quote), _notices(self)),
            Section(Kind.MONEY, _money(self)),
            Section(Kind.COLUMNS, lines.heads()),
            *(Section(Kind.LINE, html) for html in lines.rows(quote)),
            Section(Kind.TOTALS, lines.sums(quote)),
            Section(Kind.POOL, _pool(self)),
            *(Section(Kind.COMPARE, html) for html in comparison(quote, texts, language)),
            Section(Kind.FOOT, _foot(self)),
        )


def _valid(page: QuotePage) -> str:
    """Return the mark that nobody can miss: when it was made, and that it is good for that moment only."""
    mark, *second = page.word("valid").each(page.language)
    left = paragraph("valid", text(mark)) + "".join(paragraph("valid-second", text(one)) for one in second)
    left += "".join(paragraph("why", text(one)) for one in page.word("valid_why").each(page.language))
    right = (
        stacked(page.word("made_at"), page.language, "label", "right")
        + paragraph("when", beijing(page.quote.made_at), "right")
        + paragraph("label", inline(page.word("number"), page.language, "label"), "right")
        + paragraph("strong", span("strong", text(page.quote.number)), "right")
    )
    return table([row([cell(left, "66%", valign="middle"), cell(right, "34%", "right", "middle")])])


def _facts(page: QuotePage) -> list[str]:
    quote = page.quote
    return facts(
        page,
        (("child", quote.person.name), ("birth_date", quote.person.birth_date.isoformat()),
         ("member", masked_member(quote.person.member))),
        (("plan", quote.plan_name or quote.plan), ("day", quote.day.isoformat()),
         ("policy", hidden_end(quote.policy))),
        (("booking", quote.booking_ref or "—"), ("operator", quote.made_by)),
    )  # fmt: skip


def _tone(quote: Quote) -> Kind:
    """Return what the notices are: a good answer, or something to look at."""
    found = compared(quote)
    agreed = found is not None and found.agrees and quote.result.status is SplitStatus.PAID
    return Kind.AGREED if agreed else Kind.NOTICE


def _notices(page: QuotePage) -> str:
    """Return what must be known before the figures are read: who worked them out, and whether both agree."""
    found = []
    status, gate = page.quote.result.status, page.quote.result.gate
    if status is not SplitStatus.PAID:
        what = page.word("held" if status is SplitStatus.HOLD else "refused")
        found.append(notice(page, what, page.texts.plain_reasons[gate] if gate else None))
    found.append(_answered(page))
    return notices(found)


def _answered(page: QuotePage) -> str:
    answer, comparison = page.quote.answer, compared(page.quote)
    if answer is None or comparison is None:
        why = page.word("offline_why", as_of=beijing(page.quote.as_of))
        return notice(page, page.word("offline"), why)
    at = beijing(answer.answered_at)
    if comparison.agrees:
        return notice(page, page.word("agreed"), page.word("agreed_why", at=at), "agreed")
    said = notice(page, page.word("differs"), page.word("differs_why", at=at))
    return said + (notice(page, page.word("gap"), page.word("gap_why")) if comparison.gaps else "")


def _money(page: QuotePage) -> str:
    totals = page.quote.result.totals
    now = paragraph("lead", inline(page.word("pay_now"), page.language, "lead")) + paragraph(
        "money", f"¥{yuan(totals.on_site)}"
    )
    rows = [sum_row(page, "insurer_pays", totals.insurer, "figure strong")]
    if totals.online:
        rows.append(sum_row(page, "pay_later", totals.online, "figure later"))
    rows.append(sum_row(page, "billed", totals.billed, "figure strong"))
    if (theirs := _theirs_now(page.quote)) is not None:
        rows.append(sum_row(page, "theirs_now", theirs, "figure later"))
    return table([row([cell(now, "46%", valign="middle"), cell(table(rows), "54%", valign="middle")])])


def _pool(page: QuotePage) -> str:
    result = page.quote.result
    if result.status is not SplitStatus.HOLD:
        return pool(page, result)
    return moved(page, page.word("pool_held", before=yuan(result.pool_before)))


def _theirs_now(quote: Quote) -> int | None:
    """Return what the family pays on site by the insurer's figures, where those are others and add up."""
    found = compared(quote)
    if quote.answer is None or found is None or found.gaps:
        return None
    theirs = quote.answer.totals.on_site
    return theirs if theirs != quote.result.totals.on_site else None


def _foot(page: QuotePage) -> str:
    estimate, valid = page.texts.reasons["ESTIMATE"], page.word("valid")
    said = Words(f"{estimate.zh}。{valid.zh}。", f"{estimate.en}. {valid.en}.")
    return "".join(paragraph("foot", text(one)) for one in said.each(page.language))
