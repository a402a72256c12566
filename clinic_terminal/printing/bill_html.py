"""The bill as HTML: a list of sections that the painter keeps whole, and the same joined into one page."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from enum import StrEnum

from clinic_terminal.domain.adjudication import SplitStatus
from clinic_terminal.domain.bill import FrozenBill
from clinic_terminal.domain.consent import Consent
from clinic_terminal.domain.money import capitals, yuan
from clinic_terminal.printing import bill_lines
from clinic_terminal.printing.markup import cell, inline, paragraph, row, span, stacked, table, text
from clinic_terminal.printing.paper_forms import check_code
from clinic_terminal.printing.paper_style import stylesheet
from clinic_terminal.printing.texts import PaperLanguage, Texts, Words

SIGN_COLUMNS = (44, 4, 33, 19)
"""The signature section's columns in percent: words, gap, ink, code. The painter draws into the last two."""

_FACT_WIDTHS = ("34%", "26%", "34%")
_LONGEST_VALUE = 24
"""Longer facts (ids, long names) are set smaller, so that they stay on one line where they can."""

_BEIJING = timezone(timedelta(hours=8))
"""China keeps one time without summer time; a fixed offset needs no time zone files."""


class Kind(StrEnum):
    """What a section is, which decides its space, ground and rule."""

    HEAD = "head"
    FACTS = "facts"
    NOTICE = "notice"
    MONEY = "money"
    COLUMNS = "columns"
    LINE = "line"
    TOTALS = "totals"
    POOL = "pool"
    SIGN = "sign"
    FOOT = "foot"


@dataclass(frozen=True, slots=True)
class Section:
    """A piece of the bill that is not torn apart by the end of a page."""

    kind: Kind
    html: str


@dataclass(frozen=True, slots=True)
class BillPage:
    """What one bill is made from. ``consent`` None makes an unsigned copy."""

    bill: FrozenBill
    digest: str
    consent: Consent | None
    language: PaperLanguage
    texts: Texts
    practice: bool = False

    def word(self, key: str, **values: str) -> Words:
        """Return a text of the bill, its placeholders filled."""
        words = self.texts.bill[key]
        return words.filled(**values) if values else words

    @property
    def code(self) -> str:
        """The text of the QR code: what the paper is and the digest it was signed under."""
        return check_code(self.bill.id, self.digest)


def bill_html(  # noqa: PLR0913  what a paper depends on, each of another kind
    bill: FrozenBill,
    digest: str,
    consent: Consent | None,
    language: PaperLanguage,
    texts: Texts,
    *,
    practice: bool = False,
) -> str:
    """Return the whole bill as one HTML page; pure, all text escaped."""
    page = BillPage(bill, digest, consent, language, texts, practice)
    mark = f"{inline(page.word('practice'), language, 'mark')}\n" if practice else ""
    body = "\n".join(
        f'<div class="section-{section.kind.value}">{section.html}</div>' for section in sections(page)
    )
    return (
        f'<!DOCTYPE html>\n<html><head><meta charset="utf-8">'
        f"<title>{text(page.word('title').each(language)[0])}</title>\n"
        f"<style>\n{stylesheet()}\n</style></head>\n<body>\n{mark}{body}\n</body></html>\n"
    )


def sections(page: BillPage) -> tuple[Section, ...]:
    """Return the bill's sections from top to bottom."""
    notices = _notices(page)
    lines = (Section(Kind.LINE, html) for html in bill_lines.lines(page.bill, page.texts, page.language))
    return (
        Section(Kind.HEAD, _head(page)),
        *(Section(Kind.FACTS, html) for html in _facts(page)),
        *((Section(Kind.NOTICE, notices),) if notices else ()),
        Section(Kind.MONEY, _money(page)),
        Section(Kind.COLUMNS, bill_lines.columns(page.texts, page.language)),
        *lines,
        Section(Kind.TOTALS, bill_lines.totals(page.bill, page.texts, page.language)),
        Section(Kind.POOL, _pool(page)),
        Section(Kind.SIGN, _sign(page)),
        Section(Kind.FOOT, _foot(page)),
    )


def _head(page: BillPage) -> str:
    clinic = page.bill.clinic
    place = [page.word("brand", brand=clinic.brand_name).each(page.language)[0]] if clinic.brand_name else []
    place += [clinic.city] if clinic.city else []
    title, *second = page.word("title").each(page.language)
    left = paragraph("clinic", text(clinic.name)) + paragraph("quiet", text(" · ".join(place)))
    right = paragraph("title", text(title), "right") + "".join(
        paragraph("subtitle", text(one), "right") for one in second
    )
    return table([row([cell(left, "60%", valign="bottom"), cell(right, "40%", "right", "bottom")])])


def _facts(page: BillPage) -> list[str]:
    bill = page.bill
    grid = (
        (("child", bill.person.name), ("birth_date", bill.person.birth_date.isoformat()),
         ("member", bill.person.member)),
        (("plan", bill.plan_name or bill.plan), ("policy", bill.policy), ("day", bill.day.isoformat())),
        (("booking", bill.booking_ref or "—"), ("operator", bill.operator), ("number", bill.id)),
    )  # fmt: skip
    gap = cell("", "2%")
    return [
        table(
            [
                row(
                    cell(_fact(page, *fact), width) + gap
                    for fact, width in zip(facts, _FACT_WIDTHS, strict=True)
                )
            ]
        )
        for facts in grid
    ]


def _fact(page: BillPage, key: str, value: str) -> str:
    css = "value small" if len(value) > _LONGEST_VALUE else "value"
    return paragraph("label", inline(page.word(key), page.language, "label")) + paragraph(css, text(value))


def _notices(page: BillPage) -> str:
    """Return what must be known before the figures are read; empty for an ordinary signed bill."""
    bill, found = page.bill, []
    status, gate = bill.result.status, bill.result.gate
    if status is not SplitStatus.PAID:
        what = page.word("held" if status is SplitStatus.HOLD else "refused")
        found.append(_notice(page, what, page.texts.plain_reasons[gate] if gate else None))
    if bill.offline:
        why = page.word("offline_why", as_of=_beijing(bill.as_of))
        found.append(_notice(page, page.word("offline"), why))
    if page.consent is None:
        found.append(_notice(page, page.word("unsigned"), None))
    return paragraph("gap", "&nbsp;").join(found)


def _notice(page: BillPage, what: Words, why: Words | None) -> str:
    heads = what.each(page.language)
    tails = why.each(page.language) if why else ("",) * len(heads)
    return "".join(
        paragraph("notice", span("notice strong", text(head)) + (f"&nbsp; {text(tail)}" if tail else ""))
        for head, tail in zip(heads, tails, strict=True)
    )


def _money(page: BillPage) -> str:
    totals = page.bill.result.totals
    now = (
        paragraph("lead", inline(page.word("pay_now"), page.language, "lead"))
        + paragraph("money", f"¥{yuan(totals.on_site)}")
        + paragraph("quiet", _capitals(page, totals.on_site))
    )
    rows = [_sum_row(page, "insurer_pays", totals.insurer, "figure ok")]
    if totals.online:
        rows.append(_sum_row(page, "pay_later", totals.online, "figure later"))
    rows.append(_sum_row(page, "billed", totals.billed, "figure strong"))
    sums = table(rows) + paragraph("quiet", _capitals(page, totals.billed), "right")
    return table([row([cell(now, "46%", valign="middle"), cell(sums, "54%", valign="middle")])])


def _capitals(page: BillPage, fen: int) -> str:
    return f"{inline(page.word('capitals'), page.language, 'quiet')}&nbsp; {text(capitals(fen))}"


def _sum_row(page: BillPage, key: str, fen: int, css: str) -> str:
    label = paragraph("figure", inline(page.word(key), page.language, "figure"))
    return row([cell(label, "70%"), cell(paragraph(css, f"¥{yuan(fen)}", "right"), "30%", "right")])


def _pool(page: BillPage) -> str:
    before, after = page.bill.result.pool_before, page.bill.result.pool_after
    if before == after:
        moves = page.word("pool_stays", before=yuan(before))
    else:
        moves = page.word("pool_moves", before=yuan(before), after=yuan(after))
    spoken = zip(page.word("pool").each(page.language), moves.each(page.language), strict=True)
    return "".join(
        paragraph("why", f"{span('why strong', text(head))}&nbsp; {text(tail)}") for head, tail in spoken
    )


def _sign(page: BillPage) -> str:
    widths = [f"{part}%" for part in SIGN_COLUMNS]
    ink = stacked(page.word("signature"), page.language, "label")
    check = stacked(page.word("check"), page.language, "label", "right") if page.consent else ""
    contents = (_consent(page), "", ink, check)
    return table([row(cell(html, width) for html, width in zip(contents, widths, strict=True))])


def _consent(page: BillPage) -> str:
    consent = page.consent
    if consent is None:
        return paragraph("sentence", inline(page.word("unsigned"), page.language, "sentence"))
    relationship = page.word(f"relationship.{consent.relationship.value}")
    facts = (
        ("signer", f"{text(consent.signer)} · {inline(relationship, page.language, 'why')}"),
        ("signed_at", f"{_beijing(consent.signed_at)} {inline(page.word('zone'), page.language, 'why')}"),
        ("witness", text(consent.witness)),
    )
    return (
        _sentences(page, consent)
        + paragraph("gap", "&nbsp;")
        + "".join(
            paragraph("why", f"{inline(page.word(key), page.language, 'label')}&nbsp; {value}")
            for key, value in facts
        )
    )


def _sentences(page: BillPage, consent: Consent) -> str:
    """Return the sentence that was signed, in the paper's languages and in the one the signer read."""
    kind = "direct" if page.bill.is_direct else "self_paid"
    words = page.texts.consents.get(f"{consent.text_version}.{kind}")
    if words is None:
        return paragraph("sentence", text(consent.text_version))
    who = page.texts.consents[f"relationship.{consent.relationship.value}"]
    values = {"child": page.bill.person.name, "signer": consent.signer}
    said = Words(
        words.zh.format(relationship=who.zh, **values), words.en.format(relationship=who.en, **values)
    )
    read = "zh" if consent.language.startswith("zh") else "en"
    language = page.language if read == page.language else "both"
    return "".join(paragraph("sentence", text(one)) for one in said.each(language))


def _foot(page: BillPage) -> str:
    estimate = page.texts.reasons["ESTIMATE"]
    seal = page.word("seal", terminal=page.bill.terminal)
    digest = f"{inline(page.word('digest'), page.language, 'foot')} SHA-256&nbsp; {text(page.digest)}"
    sentences = (
        inline(words, page.language, "foot") for words in (estimate, *([seal] if page.consent else []))
    )
    return "".join(paragraph("foot", line) for line in (*sentences, digest))


def _beijing(moment: datetime) -> str:
    return moment.astimezone(_BEIJING).strftime("%Y-%m-%d %H:%M")
