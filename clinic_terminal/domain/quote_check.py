"""The insurer's split of a quote held against ours, line by line, and against itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from clinic_terminal.domain.adjudication import Split, SplitStatus, Totals
from clinic_terminal.domain.quote import CentralPart, CentralSplit, Quote

WHOLE_BILL: Final = 0
"""In the place of a line's number (from 1): the bill as a whole."""


class Figure(StrEnum):
    """An amount that both sides state; the values are the names of the fields."""

    BILLED = "billed"
    NOT_COVERED = "not_covered"
    DEDUCTIBLE = "deductible"
    COINSURANCE = "coinsurance"
    OVER_LIMIT = "over_limit"
    PENALTY = "penalty"
    INSURER = "insurer"
    GUARDIAN = "guardian"
    ON_SITE = "on_site"
    ONLINE = "online"
    CLAIM = "claim"
    POOL_BEFORE = "pool_before"
    POOL_AFTER = "pool_after"


class Rule(StrEnum):
    """What must hold between the amounts of one answer."""

    PAYERS = "PAYERS"
    """Insurer and guardian together pay what is billed."""
    PIECES = "PIECES"
    """The guardian's part is the sum of what it is made of."""
    SUMS = "SUMS"
    """A total is the sum of its lines."""
    PLACES = "PLACES"
    """What the guardian pays at the desk and what it pays later make its part."""
    CLAIM = "CLAIM"
    """The clinic is owed the insurer's part and what the guardian pays later."""
    POOL = "POOL"
    """The shared limit goes down by what the insurer pays, and only where the bill is paid."""
    STRANGE = "STRANGE"
    """Every amount belongs to a line that was asked about."""


LINE_FIGURES: Final = (
    Figure.BILLED, Figure.NOT_COVERED, Figure.DEDUCTIBLE, Figure.COINSURANCE, Figure.OVER_LIMIT,
    Figure.PENALTY, Figure.INSURER, Figure.GUARDIAN,
)  # fmt: skip
PIECES: Final = LINE_FIGURES[1:6]
"""What the guardian's part of a line is made of."""
_TOTAL_FIGURES: Final = (
    Figure.BILLED, Figure.INSURER, Figure.GUARDIAN, Figure.ON_SITE, Figure.ONLINE, Figure.CLAIM,
)  # fmt: skip
_SUMMED: Final = (Figure.BILLED, Figure.INSURER, Figure.GUARDIAN)


class Amounts(Protocol):
    """A sub-line of either side."""

    @property
    def line(self) -> int:
        """The line's number, from 1."""
        ...

    @property
    def item(self) -> str:
        """The item's code."""
        ...


@dataclass(frozen=True, slots=True)
class Difference:
    """One amount that the two sides state otherwise, in fen; ``theirs`` None: they name no such line."""

    line: int
    figure: Figure
    ours: int
    theirs: int | None

    @property
    def fen(self) -> int:
        """How much more they say than we, in fen."""
        return (self.theirs or 0) - self.ours


@dataclass(frozen=True, slots=True)
class Gap:
    """An amount in the answer that nothing explains: ``rule`` is broken by ``fen``.

    ``figure`` is the total that is not the sum of its lines, None for the other rules.
    """

    line: int
    rule: Rule
    fen: int
    figure: Figure | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of holding the insurer's split against ours; the whole bill is line 0."""

    differences: tuple[Difference, ...]
    gaps: tuple[Gap, ...]
    same_status: bool

    @property
    def agrees(self) -> bool:
        """Whether both came to the same, and the answer adds up."""
        return self.same_status and not self.differences and not self.gaps

    def of_line(self, line: int) -> tuple[Difference, ...]:
        """Return the differences of one line."""
        return tuple(one for one in self.differences if one.line == line)

    def gaps_of(self, line: int) -> tuple[Gap, ...]:
        """Return what the answer leaves unexplained of one line."""
        return tuple(one for one in self.gaps if one.line == line)


def compared(quote: Quote) -> Comparison | None:
    """Return how the insurer's answer compares with our split; None where no answer came."""
    return None if quote.answer is None else differences(quote.result, quote.answer)


def differences(ours: Split, theirs: CentralSplit) -> Comparison:
    """Hold the insurer's split against ours, each amount of each line, and against itself.

    An amount of theirs that does not add up is a gap of its own; it is never counted as anybody's part.
    """
    items = {part.line: part.item for part in ours.parts}
    known = [part for part in theirs.parts if items.get(part.line) == part.item]
    strange = [part for part in theirs.parts if items.get(part.line) != part.item]
    found = [one for line in items for one in _line_differences(line, ours, known)]
    gaps = [gap for line in items for gap in _line_gaps(line, known)]
    gaps += [Gap(part.line, Rule.STRANGE, part.billed) for part in strange]
    return Comparison(
        (*found, *_whole_differences(ours, theirs)),
        (*gaps, *_whole_gaps(theirs)),
        ours.status is theirs.status,
    )


def sums(parts: Iterable[Amounts], line: int) -> Mapping[Figure, int] | None:
    """Return the amounts of one line, its sub-lines added up; None where there is no such line."""
    own = [part for part in parts if part.line == line]
    return {figure: sum(getattr(part, figure) for part in own) for figure in LINE_FIGURES} if own else None


def _line_differences(line: int, ours: Split, theirs: Iterable[CentralPart]) -> list[Difference]:
    left, right = sums(ours.parts, line), sums(theirs, line)
    if left is None:
        return []
    if right is None:
        return [Difference(line, Figure.BILLED, left[Figure.BILLED], None)]
    return [
        Difference(line, figure, left[figure], right[figure])
        for figure in LINE_FIGURES
        if left[figure] != right[figure]
    ]


def _line_gaps(line: int, theirs: Iterable[CentralPart]) -> list[Gap]:
    amounts = sums(theirs, line)
    if amounts is None:
        return []
    guardian = amounts[Figure.GUARDIAN]
    broken = {
        Rule.PAYERS: amounts[Figure.BILLED] - amounts[Figure.INSURER] - guardian,
        Rule.PIECES: guardian - sum(amounts[figure] for figure in PIECES),
    }
    return [Gap(line, rule, fen) for rule, fen in broken.items() if fen]


def _whole_differences(ours: Split, theirs: CentralSplit) -> list[Difference]:
    left, right = _whole(ours), _whole(theirs)
    return [
        Difference(WHOLE_BILL, figure, left[figure], right[figure])
        for figure in left
        if left[figure] != right[figure]
    ]


def _whole(side: Split | CentralSplit) -> dict[Figure, int]:
    figures = {figure: int(getattr(side.totals, figure)) for figure in _TOTAL_FIGURES}
    return figures | {Figure.POOL_BEFORE: side.pool_before, Figure.POOL_AFTER: side.pool_after}


def _whole_gaps(theirs: CentralSplit) -> list[Gap]:
    totals = theirs.totals
    summed = [
        Gap(
            WHOLE_BILL,
            Rule.SUMS,
            getattr(totals, figure) - sum(getattr(p, figure) for p in theirs.parts),
            figure,
        )
        for figure in _SUMMED
    ]
    broken = {
        Rule.PAYERS: totals.billed - totals.insurer - totals.guardian,
        Rule.PLACES: totals.guardian - totals.on_site - totals.online,
        Rule.CLAIM: totals.claim - totals.insurer - totals.online,
        Rule.POOL: theirs.pool_before - theirs.pool_after - _taken(theirs.status, totals),
    }
    gaps = [*summed, *(Gap(WHOLE_BILL, rule, fen) for rule, fen in broken.items())]
    return [gap for gap in gaps if gap.fen]


def _taken(status: SplitStatus, totals: Totals) -> int:
    return totals.insurer if status is SplitStatus.PAID else 0
