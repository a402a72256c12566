"""The bill as HTML: a list of sections that the painter keeps whole, and the same joined into one page."""

from dataclasses import dataclass

from clinic_terminal.application.paper_orders import BillMatter
from clinic_terminal.domain.adjudication import SplitStatus
from clinic_terminal.domain.consent import Consent, Way
from clinic_terminal.domain.member import masked_member
from clinic_terminal.domain.money import capitals
from clinic_terminal.printing.bill_consent import consent_html, unsigned_html
from clinic_terminal.printing.bill_lines import LineTable
from clinic_terminal.printing.kinds import Kind, Section
from clinic_terminal.printing.markup import cell, inline, paragraph, row, stacked, table, text
from clinic_terminal.printing.page import Page
from clinic_terminal.printing.paid_parts import paid_sections
from clinic_terminal.printing.paper_forms import check_code
from clinic_terminal.printing.paper_parts import (
    beijing,
    facts,
    head,
    large_money,
    mark_sections,
    moved,
    notice,
    notices,
    policy_shown,
    pool,
    sum_row,
)
from clinic_terminal.printing.shown import Shown, shown_of
from clinic_terminal.printing.texts import Words

SIGN_COLUMNS = (44, 4, 33, 19)
"""The signature section's columns in percent: words, gap, ink, code. The painter draws into the last two."""


@dataclass(frozen=True, slots=True)
class BillPage(Page):
    """An itemised bill on a sheet. ``sealed``: it is the file that carries the terminal's seal."""

    about: BillMatter
    sealed: bool = False

    @property
    def shown(self) -> Shown:
        """Which of its figures may be printed."""
        return shown_of(self.about.bill.result, self.about.standing)

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
        """What the paper is and the digest it was signed under; an unsigned copy has no code."""
        return "" if self.about.consent is None else check_code(self.about.bill.id, self.about.digest)

    @property
    def ink(self) -> Consent | None:
        """The signature; who signed on paper left none here."""
        consent = self.about.consent
        return consent if consent is not None and consent.way is Way.PAD else None

    @property
    def stamp(self) -> Words | None:
        """Void, where it is."""
        return self.word("void") if self.about.voided else None

    def proofs(self) -> tuple[Section, ...]:
        """Return who signed, with room for ink and code."""
        return sign_sections(self)

    def sections(self) -> tuple[Section, ...]:
        """Return its sections from top to bottom."""
        return sections(self)


def sections(page: BillPage) -> tuple[Section, ...]:
    """Return the bill's sections from top to bottom."""
    about, told = page.about, _notices(page)
    lines = LineTable(page.texts, page.language, page.shown, page.sheet.size)
    return (
        Section(Kind.HEAD, head(page, about.bill.clinic)),
        *mark_sections(page, about.voided),
        *(Section(Kind.FACTS, html) for html in _facts(page)),
        *((Section(Kind.NOTICE, told),) if told else ()),
        Section(Kind.MONEY, _money(page)),
        Section(Kind.COLUMNS, lines.heads()),
        *(Section(Kind.LINE, html) for html in lines.rows(about.bill)),
        Section(Kind.TOTALS, lines.sums(about.bill)),
        Section(Kind.POOL, bill_pool(page, page.shown)),
        *paid_sections(page, about),
        *((Section(Kind.NOTE, note_html(page, about.note)),) if about.note else ()),
        *page.proofs(),
        Section(Kind.FOOT, foot_html(page)),
    )


def _facts(page: BillPage) -> list[str]:
    bill = page.about.bill
    doctor = (("doctor", page.about.doctor),) if page.about.doctor else ()
    return facts(
        page,
        (("child", bill.person.name), ("birth_date", bill.person.birth_date.isoformat()),
         ("member", masked_member(bill.person.member))),
        (("plan", bill.plan_name or bill.plan), ("policy", policy_shown(page, bill.policy)),
         ("day", bill.day.isoformat())),
        (("number", bill.id), ("operator", bill.operator), ("booking", bill.booking_ref or "—")),
        doctor,
    )  # fmt: skip


def _notices(page: BillPage) -> str:
    """Return what must be known before the figures are read; empty for an ordinary signed bill."""
    found = [notice(page, *said) for said in told(page, page.about, page.shown)]
    if page.about.consent is None:
        found.append(notice(page, page.word("unsigned"), None))
    return notices(found)


def told(page: Page, about: BillMatter, shown: Shown) -> list[tuple[Words, Words | None]]:
    """Return what stands above the figures: the head of each notice, and why."""
    found: list[tuple[Words, Words | None]] = []
    status, gate = about.bill.result.status, about.bill.result.gate
    if status is not SplitStatus.PAID:
        what = page.word("held" if status is SplitStatus.HOLD else "refused")
        found.append((what, page.texts.plain_reasons[gate] if gate else None))
    if about.bill.offline and not shown.knows_insurer:
        found.append((page.word("offline"), page.word("offline_why", as_of=beijing(about.bill.as_of))))
    return found


def _money(page: BillPage) -> str:
    totals, shown = page.about.bill.result.totals, page.shown
    on_site = shown.family(totals.on_site)
    now = (
        paragraph("lead", inline(page.word("pay_now"), page.language, "lead"))
        + large_money(page, on_site)
        + (paragraph("quiet", capitals_html(page, on_site)) if on_site is not None else "")
    )
    rows = [sum_row(page, "insurer_pays", shown.insurer(totals.insurer), "figure ok")]
    if totals.online:
        rows.append(sum_row(page, "pay_later", shown.insurer(totals.online), "figure later"))
    rows.append(sum_row(page, "billed", totals.billed, "figure strong"))
    sums = table(rows) + paragraph("quiet", capitals_html(page, totals.billed), "right")
    return table([row([cell(now, "46%", valign="middle"), cell(sums, "54%", valign="middle")])])


def capitals_html(page: Page, fen: int) -> str:
    """Return an amount in capitals behind the words that say what they are."""
    return f"{inline(page.word('capitals'), page.language, 'quiet')}&nbsp; {text(capitals(fen))}"


def bill_pool(page: Page, shown: Shown) -> str:
    """Return what the bill does to the shared limit, as far as that is known."""
    if shown.knows_insurer:
        return pool(page, shown.result)
    return moved(page, page.word("pool_open"))


def note_html(page: Page, note: str) -> str:
    """Return a note of the clinic."""
    return paragraph("why", f"{inline(page.word('note'), page.language, 'label')}&nbsp; {text(note)}")


def sign_sections(page: BillPage) -> tuple[Section, ...]:
    """Return who signed, with room for ink and code."""
    widths = [f"{part}%" for part in SIGN_COLUMNS]
    consent = page.about.consent
    ink = stacked(page.word("signature"), page.language, "label")
    if consent is not None and consent.way is Way.PAPER:
        ink += paragraph("why", inline(page.word("signed_on_paper"), page.language, "why"))
    check = stacked(page.word("check"), page.language, "label", "right") if consent else ""
    words = unsigned_html(page) if consent is None else consent_html(page, page.about.bill, consent)
    contents = (words, "", ink, check)
    return (
        Section(
            Kind.SIGN, table([row(cell(html, width) for html, width in zip(contents, widths, strict=True))])
        ),
    )


def foot_html(page: BillPage) -> str:
    """Return what the paper rests on: an estimate, the seal, the digest."""
    bill = page.about.bill
    said = [page.texts.reasons["ESTIMATE"]]
    if page.about.consent is not None:
        said.append(page.word("seal" if page.sealed else "sealed_elsewhere", terminal=bill.terminal))
    digest = f"{inline(page.word('digest'), page.language, 'foot')} SHA-256&nbsp; {text(page.about.digest)}"
    sentences = (inline(words, page.language, "foot") for words in said)
    return "".join(paragraph("foot", line) for line in (*sentences, digest))
