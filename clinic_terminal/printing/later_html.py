"""The slip on what is paid later: when, how, and that one unpaid amount greys the card."""

from dataclasses import dataclass

from clinic_terminal.domain.bill import FrozenBill
from clinic_terminal.domain.money import yuan
from clinic_terminal.printing.bill_html import BillPage, capitals_html, told
from clinic_terminal.printing.bill_lines import parts_of
from clinic_terminal.printing.kinds import Kind, Section
from clinic_terminal.printing.markup import cell, inline, paragraph, row, table, text
from clinic_terminal.printing.paper_parts import (
    facts,
    head,
    large_money,
    mark_sections,
    notice,
    notices,
    step,
)
from clinic_terminal.printing.slip_html import pair, slip_head
from clinic_terminal.printing.texts import Words


@dataclass(frozen=True, slots=True)
class LaterPage(BillPage):
    """What a family of an online plan takes home."""

    @property
    def group(self) -> str:
        """The group of texts that are said otherwise here."""
        return "pay_later"

    def sections(self) -> tuple[Section, ...]:
        """Return its sections from top to bottom."""
        about = self.about
        roll = self.sheet.is_roll
        said = notices(notice(self, *one) for one in told(self, about, self.shown))
        steps = ["when", "how", "grey", *(["help"] if about.hotline else [])]
        return (
            *(
                slip_head(self, about.bill.clinic.name)
                if roll
                else (Section(Kind.HEAD, head(self, about.bill.clinic)),)
            ),
            *mark_sections(self, about.voided),
            *(Section(Kind.FACTS, html) for html in _facts(self)),
            *((Section(Kind.NOTICE, said),) if said else ()),
            Section(Kind.MONEY, _money(self)),
            *(Section(Kind.STEP, _step(self, number, key)) for number, key in enumerate(steps, 1)),
            *_lines(self),
            Section(Kind.FOOT, _foot(self)),
        )


def _facts(page: LaterPage) -> list[str]:
    bill = page.about.bill
    named = (
        ("child", bill.person.name),
        ("day", bill.day.isoformat()),
        ("plan", bill.plan_name or bill.plan),
    )
    if not page.sheet.is_roll:
        return facts(page, named, (("number", bill.id),))
    rows = [pair(page, key, text(value)) for key, value in named]
    number = inline(page.word("number"), page.language, "label")
    return [table(rows) + paragraph("label", f"{number}&nbsp; {text(bill.id)}")]


def _money(page: LaterPage) -> str:
    totals = page.about.bill.result.totals
    if not totals.online:
        return paragraph("lead", inline(page.word("nothing"), page.language, "lead"))
    later = page.shown.insurer(totals.online)
    align = "center" if page.sheet.is_roll else "left"
    html = paragraph("lead", inline(page.word("amount"), page.language, "lead"), align)
    html += large_money(page, later, align)
    if later is not None:
        html += paragraph("quiet", capitals_html(page, later), align)
        html += "".join(paragraph("why", text(one)) for one in page.word("amount_why").each(page.language))
    today = f"{inline(page.word('paid_today'), page.language, 'figure')}&nbsp; ¥{yuan(totals.on_site)}"
    return html + paragraph("figure", today, align)


def _step(page: LaterPage, number: int, key: str) -> str:
    values = {"how": {"day": page.about.bill.day.isoformat()}, "help": {"hotline": page.about.hotline}}
    return step(page, number, page.word(key), page.word(f"{key}_why", **values.get(key, {})))


def _lines(page: LaterPage) -> tuple[Section, ...]:
    """Return which treatments the amount comes from, where it is known."""
    bill = page.about.bill
    if not bill.result.totals.online or not page.shown.knows_insurer:
        return ()
    title = paragraph("label", inline(page.word("lines"), page.language, "label"))
    rows = [_line(page, bill, number) for number in range(1, len(bill.lines) + 1)]
    return (Section(Kind.NOTE, title + table([one for one in rows if one])),)


def _line(page: LaterPage, bill: FrozenBill, number: int) -> str:
    later = sum(part.deductible + part.coinsurance + part.penalty for part in parts_of(bill.result, number))
    if not later:
        return ""
    line = bill.lines[number - 1]
    name = inline(Words(line.name_zh, line.name_en), page.language, "why")
    return row(
        [
            cell(paragraph("why", f"{number}&nbsp; {name}"), "76%"),
            cell(paragraph("why", yuan(later), "right"), "24%", "right"),
        ]
    )


def _foot(page: LaterPage) -> str:
    estimate = page.texts.reasons["ESTIMATE"]
    return "".join(paragraph("foot", text(one)) for one in estimate.each(page.language))
