"""A bill as rows: each line with who pays how much of it and why, estimated or frozen alike."""

from collections.abc import Iterable
from dataclasses import dataclass

from clinic_terminal.application.treatment import Chart
from clinic_terminal.domain.adjudication import Part, Reason, Split
from clinic_terminal.domain.bill import BillLine
from clinic_terminal.domain.money import percent
from clinic_terminal.domain.plan import Category, Plan, SelfPay
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.views.bill_words import (
    category_name,
    long_reason,
    named,
    places_text,
    short_reason,
)

_SELF_EVIDENT = frozenset({Reason.COVERED, Reason.COINSURANCE, Reason.DEDUCTIBLE})
"""Reasons whose few words say everything."""


@dataclass(frozen=True, slots=True)
class BillRow:
    """A line of the bill, in fen; ``rate`` is the family's share as text, empty where none is defined.

    ``why`` is a few words; ``letter_missing`` tells that a guarantee letter would have paid more.
    """

    index: int
    name: str
    places: str
    qty: int
    unit_fen: int
    category: str
    billed: int
    covered: int
    deductible: int
    rate: str
    insurer: int
    guardian: int
    why: str
    letter_missing: bool = False
    discount: int = 0
    """What was taken off this line alone."""


@dataclass(frozen=True, slots=True)
class Share:
    """A piece of what the family pays: its words and fen."""

    word: str
    fen: int


def lines_of(chart: Chart) -> tuple[BillLine, ...]:
    """Return the lines to show: the frozen ones where the bill is frozen, else those of the visit."""
    visit = chart.visit
    if visit.bill is not None:
        return visit.bill.lines
    items = [(chart.catalogue.item(line.item), line) for line in visit.lines]
    return tuple(
        BillLine(
            item.code,
            item.name_zh,
            item.name_en,
            item.category,
            line.teeth,
            line.qty,
            line.unit_fen,
            line.surfaces,
            line.discount_fen,
        )
        for item, line in items
    )


def rows_of(chart: Chart, result: Split | None, words: Translate) -> tuple[BillRow, ...]:
    """Return the rows of the bill; without a result (it cannot be split) amounts are the gross ones."""
    parts = result.parts if result else ()
    return tuple(
        _row(index, line, [part for part in parts if part.line == index + 1], chart.edition.plan, words)
        for index, line in enumerate(lines_of(chart))
    )


def _row(index: int, line: BillLine, parts: list[Part], plan: Plan, words: Translate) -> BillRow:
    rate = rate_text(plan, line.category)
    billed = sum(part.billed for part in parts) if parts else line.amount_fen
    reasons: list[Reason] = list(dict.fromkeys(reason for part in parts for reason in part.reasons))
    told = [reason for reason in reasons if reason is not Reason.COVERED] or reasons
    return BillRow(
        index=index,
        name=named(words, line.name_zh, line.name_en),
        places=places_text(line.teeth, words, line.surfaces),
        qty=line.qty,
        unit_fen=line.unit_fen,
        category=line.category,
        billed=billed,
        covered=sum(part.billed - part.not_covered for part in parts),
        deductible=sum(part.deductible for part in parts),
        rate=rate if any(part.billed > part.not_covered for part in parts) else "",
        insurer=sum(part.insurer for part in parts),
        guardian=sum(part.guardian for part in parts),
        why=" · ".join(short_reason(reason, rate, words) for reason in told),
        letter_missing=any(reason in reasons for reason in (Reason.PREAUTH_ABSENT, Reason.PREAUTH_EXCEEDED)),
        discount=line.discount_fen,
    )


def rate_text(plan: Plan, category: str) -> str:
    """Return the family's share of a category, such as ``50%``; empty where the plan names none."""
    rate = next((bp for known, bp in plan.coinsurance_bp.items() if known == category), None)
    return "" if rate is None else percent(rate)


def footnotes(chart: Chart, result: Split, words: Translate) -> tuple[str, ...]:
    """Return the whole sentences behind the short reasons, each once, in the bill's order."""
    lines = lines_of(chart)
    brand = chart.snapshot.lock.brand_name if chart.snapshot.lock else ""
    found: dict[str, None] = {}
    for part in result.parts:
        rate = rate_text(chart.edition.plan, lines[part.line - 1].category)
        for reason in part.reasons:
            if reason not in _SELF_EVIDENT and reason is not result.gate:
                found[long_reason(reason, rate, brand, words)] = None
    return tuple(found)


def family_shares(
    chart: Chart, result: Split, words: Translate
) -> tuple[tuple[Share, ...], tuple[Share, ...]]:
    """Return what the family pays at the desk and what it pays later, each piece with its words."""
    later = chart.edition.plan.self_pay is SelfPay.ONLINE_LATER
    lines = lines_of(chart)
    in_scope: dict[str, int] = {}
    outside: dict[str, int] = {}
    for part in result.parts:
        category = lines[part.line - 1].category
        rate = rate_text(chart.edition.plan, category)
        coinsurance = words(N_("自付 {percent}（{category}）")).format(
            percent=rate, category=category_name(category, words)
        )
        _add(in_scope, short_reason(Reason.DEDUCTIBLE, rate, words), part.deductible)
        _add(in_scope, coinsurance, part.coinsurance)
        for reason in part.reasons:
            word = short_reason(reason, rate, words)
            if reason in {Reason.LIMIT_REACHED, Reason.CATEGORY_LIMIT}:
                _add(outside, word, part.over_limit)
            elif reason in {Reason.PREAUTH_ABSENT, Reason.PREAUTH_EXCEEDED}:
                _add(in_scope, word, part.penalty)
            elif part.not_covered:
                outside_word = category_name(Category.NOT_COVERED, words)
                _add(outside, outside_word if reason is Reason.NOT_COVERED else word, part.not_covered)
    if later:
        return _shares(outside), _shares(in_scope)
    return _shares({**in_scope, **outside}), ()


def _add(sums: dict[str, int], word: str, fen: int) -> None:
    if fen:
        sums[word] = sums.get(word, 0) + fen


def _shares(sums: dict[str, int]) -> tuple[Share, ...]:
    return tuple(Share(word, fen) for word, fen in sums.items())


def missing_letters(rows: Iterable[BillRow]) -> tuple[str, ...]:
    """Return the names of the lines for which a guarantee letter is missing or too small."""
    return tuple(row.name for row in rows if row.letter_missing)


def is_outside(category: str) -> bool:
    """Tell whether a category is one that the plan never covers."""
    return category == Category.NOT_COVERED
