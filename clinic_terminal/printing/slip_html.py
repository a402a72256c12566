"""The bill on a slip of 80 mm: one large amount, each line in the width of a hand, how it was paid."""

from dataclasses import dataclass

from clinic_terminal.domain.adjudication import Part
from clinic_terminal.domain.bill import BillLine
from clinic_terminal.domain.member import masked_member
from clinic_terminal.domain.money import capitals, yuan
from clinic_terminal.domain.payment import Payment, Refund
from clinic_terminal.printing.bill_html import BillPage, bill_pool, capitals_html, note_html, told
from clinic_terminal.printing.bill_lines import parts_of, places, signed, units
from clinic_terminal.printing.bill_reasons import reasons_of
from clinic_terminal.printing.kinds import Kind, Section
from clinic_terminal.printing.markup import cell, inline, paragraph, row, span, table, text
from clinic_terminal.printing.page import Page
from clinic_terminal.printing.paid_parts import transaction
from clinic_terminal.printing.paper_parts import beijing, large_money, mark_sections, money_words, notice
from clinic_terminal.printing.texts import Words

_NAMES, _NAMES_BOTH = 40, 56
"""The share of a slip's width for names, in percent; in two languages they need more."""


@dataclass(frozen=True, slots=True)
class SlipPage(BillPage):
    """The bill on a roll."""

    @property
    def group(self) -> str:
        """The group of texts that are said otherwise here."""
        return "slip"

    def sections(self) -> tuple[Section, ...]:
        """Return its sections from top to bottom."""
        about = self.about
        bill = about.bill
        notices = told(self, about, self.shown)
        if about.consent is None:
            notices.append((self.word("unsigned"), None))
        return (
            *slip_head(self, bill.clinic.name),
            *mark_sections(self, about.voided),
            Section(Kind.FACTS, _facts(self)),
            *(Section(Kind.NOTICE, notice(self, *said)) for said in notices),
            Section(Kind.MONEY, _money(self)),
            *(
                Section(Kind.LINE, _line(self, number, line, parts_of(bill.result, number)))
                for number, line in enumerate(bill.lines, 1)
            ),
            Section(Kind.TOTALS, _totals(self)),
            Section(Kind.POOL, bill_pool(self, self.shown)),
            *_paid(self),
            *_hints(self),
            *((Section(Kind.CODE, slip_caption(self, "check")),) if self.code else ()),
            Section(Kind.FOOT, _foot(self)),
        )


def slip_head(page: Page, clinic: str) -> tuple[Section, ...]:
    """Return clinic, title and whose copy it is, in the middle; practice above all."""
    title, *second = page.word("title").each(page.language)
    html = paragraph("clinic", text(clinic), "center") + paragraph("title", text(title), "center")
    html += "".join(paragraph("subtitle", text(one), "center") for one in second)
    if page.look.copy:
        whose = inline(page.word(f"copy.{page.look.copy.value}"), page.language, "whose")
        html += paragraph("whose", whose, "center")
    practice = " ".join(page.word("practice").each(page.language))
    mark = (Section(Kind.MARK, paragraph("practice", text(practice), "center")),) if page.practice else ()
    return (*mark, Section(Kind.HEAD, html))


def slip_caption(page: Page, key: str) -> str:
    """Return the words above a code."""
    return "".join(paragraph("label", text(one), "center") for one in page.word(key).each(page.language))


def pair(page: Page, key: str, value: str, css: str = "value") -> str:
    """Return a name on the left and its value on the right of a slip."""
    label = paragraph("label", inline(page.word(key), page.language, "label"))
    share = _NAMES_BOTH if page.language == "both" else _NAMES
    return row([cell(label, f"{share}%"), cell(paragraph(css, value, "right"), f"{100 - share}%", "right")])


def _facts(page: SlipPage) -> str:
    bill = page.about.bill
    rows = [
        pair(page, "child", text(bill.person.name)),
        pair(page, "member", text(masked_member(bill.person.member))),
        pair(page, "plan", text(bill.plan_name or bill.plan)),
        pair(page, "day", bill.day.isoformat()),
    ]
    if page.about.doctor:
        rows.append(pair(page, "doctor", text(page.about.doctor)))
    rows.append(pair(page, "operator", text(bill.operator)))
    number = paragraph(
        "label", f"{inline(page.word('number'), page.language, 'label')}&nbsp; {text(bill.id)}"
    )
    return table(rows) + number


def _money(page: SlipPage) -> str:
    totals, shown = page.about.bill.result.totals, page.shown
    on_site = shown.family(totals.on_site)
    large = paragraph("lead", inline(page.word("pay_now"), page.language, "lead"), "center")
    large += large_money(page, on_site, "center")
    if on_site is not None:
        large += paragraph("quiet", capitals_html(page, on_site), "center")
    rows = [
        pair(page, "insurer_pays", money_words(page, shown.insurer(totals.insurer)), "figure strong"),
        *(
            [pair(page, "pay_later", money_words(page, shown.insurer(totals.online)), "figure strong")]
            if totals.online
            else []
        ),
        pair(page, "billed", f"¥{yuan(totals.billed)}", "figure strong"),
    ]
    return large + paragraph("gap", "&nbsp;") + table(rows)


def _line(page: SlipPage, number: int, line: BillLine, parts: list[Part]) -> str:
    net = sum(part.billed for part in parts)
    first, *second = Words(line.name_zh, line.name_en).each(page.language)
    name = paragraph("item", f"{number}&nbsp; {text(first)}")
    amount = paragraph("figure strong", yuan(net), "right")
    html = table([row([cell(name, "74%"), cell(amount, "26%", "right")])])
    html += "".join(paragraph("quiet", text(one)) for one in second)
    where = f" · {text(places(line, page.texts, page.language))}" if line.teeth else ""
    counted = f"{units(line, page.texts, page.language)} × {yuan(line.unit_fen)}"
    html += paragraph("quiet", f"{text(line.item)}{where} · {counted}")
    off = line.unit_fen * line.qty - net
    if off:
        said = inline(page.word("discount"), page.language, "why")
        html += paragraph("why", f"{said}&nbsp; {signed(-off)}")
    return html + paragraph("quiet", _shares(page, parts)) + _whys(page, parts)


def _shares(page: SlipPage, parts: list[Part]) -> str:
    known = [page.shown.family_of(part) for part in parts]
    family = None if None in known else sum(fen for fen in known if fen is not None)
    insurer = page.shown.insurer(sum(part.insurer for part in parts))
    said: list[tuple[str, int | None]] = [("insurer", insurer), (_family_key(page), family)]
    if _is_open(page) and any(part.deductible + part.coinsurance + part.penalty for part in parts):
        said.append(("later", None))
    return "&nbsp;&nbsp; ".join(
        f"{inline(page.word(key), page.language, 'quiet')}&nbsp;{span('strong', _figure(page, fen))}"
        for key, fen in said
    )


def _is_open(page: SlipPage) -> bool:
    """Tell whether the family's part is known only as far as it is collected now; the rest comes later."""
    shown = page.shown
    return not shown.knows_insurer and not shown.is_held and bool(page.about.bill.result.totals.online)


def _family_key(page: SlipPage) -> str:
    return "guardian_now" if _is_open(page) else "guardian"


def _figure(page: SlipPage, fen: int | None) -> str:
    return money_words(page, None) if fen is None else yuan(fen)


def _whys(page: SlipPage, parts: list[Part]) -> str:
    return "".join(
        paragraph(
            "why",
            inline(why.words, page.language, "why") + (f"&nbsp; {yuan(why.fen)}" if why.fen else ""),
        )
        for why in reasons_of(parts, page.texts, page.shown)
    )


def _totals(page: SlipPage) -> str:
    bill = page.about.bill
    sums, shown = bill.result.totals, page.shown
    family = sums.guardian if shown.knows_insurer else sums.on_site
    off = bill.discount_fen + sum(line.discount_fen for line in bill.lines)
    rows = [pair(page, "discount", f"−{yuan(off)}", "figure")] if off else []
    rows += [
        pair(page, "billed", f"¥{yuan(sums.billed)}", "figure strong"),
        pair(page, "capitals", text(capitals(sums.billed)), "quiet"),
        pair(page, "insurer", money_words(page, shown.insurer(sums.insurer)), "figure strong"),
        pair(page, _family_key(page), money_words(page, shown.family(family)), "figure strong"),
    ]
    if _is_open(page):
        rows.append(pair(page, "later", money_words(page, None), "figure strong"))
    return table(rows)


def _paid(page: SlipPage) -> tuple[Section, ...]:
    about, html = page.about, ""
    taken: tuple[Payment | Refund, ...] = (*about.payments, *about.refunds)
    html += "".join(_taken(page, one) for one in taken)
    if about.owing is not None:
        said = page.word("owing", amount=yuan(about.owing.fen), reason=about.owing.reason)
        html += paragraph("why", inline(said, page.language, "why"))
    if about.payments:
        html += table([pair(page, "paid", f"¥{yuan(about.paid_fen)}", "figure strong")])
    for bill in about.invoices:
        html += paragraph(
            "why", f"{inline(page.word('invoice_short'), page.language, 'why')} {text(bill.number)}"
        )
    return (Section(Kind.PAID, html),) if html else ()


def _taken(page: SlipPage, one: Payment | Refund) -> str:
    is_refund = isinstance(one, Refund)
    amount = f"−¥{yuan(one.fen)}" if is_refund else f"¥{yuan(one.fen)}"
    tender = page.word(f"tender.{one.tender.value}")
    refund = page.word("refund")
    named = Words(f"{refund.zh} {tender.zh}", f"{refund.en} {tender.en}") if is_refund else tender
    label = paragraph("figure", inline(named, page.language, "figure"))
    figure = paragraph("figure strong", amount, "right")
    html = table([row([cell(label, "60%"), cell(figure, "40%", "right")])])
    if isinstance(one, Payment) and one.change_fen:
        said = page.word("change", handed=yuan(one.handed_fen), change=yuan(one.change_fen))
        html += paragraph("quiet", inline(said, page.language, "quiet"))
    if one.reference:
        html += paragraph("quiet", transaction(page, one.reference))
    receipt = inline(page.word("receipt"), page.language, "quiet")
    return html + paragraph("quiet", f"{receipt}&nbsp; {text(one.receipt)} · {text(beijing(one.at))}")


def _hints(page: SlipPage) -> tuple[Section, ...]:
    found = []
    later = page.about.bill.result.totals.online
    if later and page.about.voided is None:
        known = page.shown.insurer(later)
        said = page.word("later_open") if known is None else page.word("later_hint", amount=yuan(known))
        lines = "".join(paragraph("why strong", text(one)) for one in said.each(page.language))
        found.append(Section(Kind.NOTICE, lines))
    if page.about.note:
        found.append(Section(Kind.NOTE, note_html(page, page.about.note)))
    return tuple(found)


def _foot(page: SlipPage) -> str:
    said = [page.texts.reasons["ESTIMATE"]]
    if page.about.consent is not None:
        said.append(page.word("keep"))
    lines = "".join(paragraph("foot", text(one)) for words in said for one in words.each(page.language))
    digest = f"{inline(page.word('digest'), page.language, 'foot')} SHA-256 {text(page.about.digest)}"
    return lines + paragraph("foot", digest)
