"""The bill as HTML: a list of sections that the painter keeps whole, and the same joined into one page."""

from dataclasses import dataclass

from clinic_terminal.domain.adjudication import SplitStatus
from clinic_terminal.domain.bill import FrozenBill
from clinic_terminal.domain.consent import Consent
from clinic_terminal.domain.money import capitals, yuan
from clinic_terminal.printing import bill_lines
from clinic_terminal.printing.markup import cell, inline, paragraph, row, stacked, table, text
from clinic_terminal.printing.paper_forms import check_code
from clinic_terminal.printing.paper_parts import (
    Kind,
    Section,
    beijing,
    facts,
    head,
    notice,
    notices,
    pool,
    sum_row,
)
from clinic_terminal.printing.paper_style import stylesheet
from clinic_terminal.printing.texts import PaperLanguage, Texts, Words

SIGN_COLUMNS = (44, 4, 33, 19)
"""The signature section's columns in percent: words, gap, ink, code. The painter draws into the last two."""


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

    @property
    def reference(self) -> str:
        """The bill's id."""
        return self.bill.id

    @property
    def issuer(self) -> str:
        """The clinic's name."""
        return self.bill.clinic.name

    @property
    def style(self) -> str:
        """The stylesheet of its sections."""
        return stylesheet()

    @property
    def proofs(self) -> tuple[Consent, str] | None:
        """The signature and the text of the code; None for an unsigned copy."""
        return None if self.consent is None else (self.consent, self.code)

    def sections(self) -> tuple[Section, ...]:
        """Return its sections from top to bottom."""
        return sections(self)


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
    told = _notices(page)
    lines = (Section(Kind.LINE, html) for html in bill_lines.lines(page.bill, page.texts, page.language))
    return (
        Section(Kind.HEAD, head(page, page.bill.clinic)),
        *(Section(Kind.FACTS, html) for html in _facts(page)),
        *((Section(Kind.NOTICE, told),) if told else ()),
        Section(Kind.MONEY, _money(page)),
        Section(Kind.COLUMNS, bill_lines.columns(page.texts, page.language)),
        *lines,
        Section(Kind.TOTALS, bill_lines.totals(page.bill, page.texts, page.language)),
        Section(Kind.POOL, pool(page, page.bill.result)),
        Section(Kind.SIGN, _sign(page)),
        Section(Kind.FOOT, _foot(page)),
    )


def _facts(page: BillPage) -> list[str]:
    bill = page.bill
    return facts(
        page,
        (("child", bill.person.name), ("birth_date", bill.person.birth_date.isoformat()),
         ("member", bill.person.member)),
        (("plan", bill.plan_name or bill.plan), ("policy", bill.policy), ("day", bill.day.isoformat())),
        (("booking", bill.booking_ref or "—"), ("operator", bill.operator), ("number", bill.id)),
    )  # fmt: skip


def _notices(page: BillPage) -> str:
    """Return what must be known before the figures are read; empty for an ordinary signed bill."""
    bill, found = page.bill, []
    status, gate = bill.result.status, bill.result.gate
    if status is not SplitStatus.PAID:
        what = page.word("held" if status is SplitStatus.HOLD else "refused")
        found.append(notice(page, what, page.texts.plain_reasons[gate] if gate else None))
    if bill.offline:
        why = page.word("offline_why", as_of=beijing(bill.as_of))
        found.append(notice(page, page.word("offline"), why))
    if page.consent is None:
        found.append(notice(page, page.word("unsigned"), None))
    return notices(found)


def _money(page: BillPage) -> str:
    totals = page.bill.result.totals
    now = (
        paragraph("lead", inline(page.word("pay_now"), page.language, "lead"))
        + paragraph("money", f"¥{yuan(totals.on_site)}")
        + paragraph("quiet", _capitals(page, totals.on_site))
    )
    rows = [sum_row(page, "insurer_pays", totals.insurer, "figure ok")]
    if totals.online:
        rows.append(sum_row(page, "pay_later", totals.online, "figure later"))
    rows.append(sum_row(page, "billed", totals.billed, "figure strong"))
    sums = table(rows) + paragraph("quiet", _capitals(page, totals.billed), "right")
    return table([row([cell(now, "46%", valign="middle"), cell(sums, "54%", valign="middle")])])


def _capitals(page: BillPage, fen: int) -> str:
    return f"{inline(page.word('capitals'), page.language, 'quiet')}&nbsp; {text(capitals(fen))}"


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
        ("signed_at", f"{beijing(consent.signed_at)} {inline(page.word('zone'), page.language, 'why')}"),
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
