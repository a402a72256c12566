"""What is lost while a guarantee letter is missing: the difference of two splits of one bill."""

from dataclasses import dataclass, replace
from types import MappingProxyType

from clinic_terminal.domain.adjudication import BillInput, PolicyPeriod, Split, Standing, split
from clinic_terminal.domain.money import WHOLE_BP
from clinic_terminal.domain.pipeline import LineInput, Part, Reason
from clinic_terminal.domain.plan import Deductible, PenaltyBase, PenaltyPosition, Plan

_LACKING = frozenset({Reason.PREAUTH_ABSENT, Reason.PREAUTH_EXCEEDED})


@dataclass(frozen=True, slots=True)
class LineLetter:
    """A line that needs a letter, or a larger one: its 0-based place, and whether a letter falls short."""

    line: int
    item: str
    too_small: bool = False


@dataclass(frozen=True, slots=True)
class LetterCost:
    """Which lines lack a letter, and how many fen more the family pays without it."""

    lines: tuple[LineLetter, ...]
    fen: int


def letter_cost(
    plan: Plan, period: PolicyPeriod, standing: Standing, bill: BillInput, result: Split
) -> LetterCost | None:
    """Return what the lack of letters costs in ``result``, the split of ``bill``; None where none lacks.

    Letters that are there already count as they are. Where the insurer pays nothing anyway, as at the
    limit, a letter can be lacking and cost nothing. Raises BillNotSplittableError.
    """
    if not plan.preauth.enabled:
        return None
    lacking = _lacking(split(_open_handed(plan), period, standing, bill).parts)
    if not lacking:
        return None
    letters = replace(bill, lines=tuple(_with_letter(line) for line in bill.lines))
    whole = split(plan, period, standing, letters)
    return LetterCost(lacking, result.totals.guardian - whole.totals.guardian)


def _open_handed(plan: Plan) -> Plan:
    """Return the plan under which every lacking fen shows: it pays whole lines, and nothing without a letter.

    Under the plan itself a line at the limit, or one that the family pays by coinsurance, would hide it.
    """
    without = replace(
        plan.preauth,
        penalty_bp=WHOLE_BP,
        penalty_position=PenaltyPosition.BEFORE_LIMIT,
        penalty_base=PenaltyBase.BENEFIT,
    )
    return replace(
        plan,
        coinsurance_bp=dict.fromkeys(plan.coinsurance_bp, 0),
        sublimit_fen=MappingProxyType({}),
        deductible=Deductible(),
        preauth=without,
    )


def _lacking(parts: tuple[Part, ...]) -> tuple[LineLetter, ...]:
    return tuple(
        LineLetter(part.line - 1, part.item, too_small=Reason.PREAUTH_EXCEEDED in part.reasons)
        for part in parts
        if _LACKING.intersection(part.reasons)
    )


def _with_letter(line: LineInput) -> LineInput:
    return replace(line, approved_fen=line.unit_fen * line.qty)
