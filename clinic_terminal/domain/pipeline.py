"""The pipeline of one bill line: scope, frequency, authorisation, deductible, coinsurance, limit, 40 %."""

from dataclasses import dataclass, field
from enum import StrEnum

from clinic_terminal.domain.errors import NegativeAmountError, RateMissingError
from clinic_terminal.domain.money import WHOLE_BP, half_up
from clinic_terminal.domain.plan import Category, PenaltyBase, PenaltyPosition, Plan, Preauth


class Reason(StrEnum):
    """Why an amount falls to whom; the product's own codes, in no code list of others."""

    COVERED = "COVERED"
    NOT_COVERED = "NOT_COVERED"
    FREQUENCY = "FREQUENCY"
    DEDUCTIBLE = "DEDUCTIBLE"
    COINSURANCE = "COINSURANCE"
    LIMIT_REACHED = "LIMIT_REACHED"
    CATEGORY_LIMIT = "CATEGORY_LIMIT"
    PREAUTH_ABSENT = "PREAUTH_ABSENT"
    PREAUTH_EXCEEDED = "PREAUTH_EXCEEDED"
    POLICY_NOT_STARTED = "POLICY_NOT_STARTED"
    POLICY_EXPIRED = "POLICY_EXPIRED"
    NOT_IN_NETWORK = "NOT_IN_NETWORK"
    BRAND_LOCKED = "BRAND_LOCKED"
    CARD_GREYED = "CARD_GREYED"
    CARD_UNBOUND = "CARD_UNBOUND"
    FIRST_VISIT_UNBOOKED = "FIRST_VISIT_UNBOOKED"
    SELF_PAY_CHOSEN = "SELF_PAY_CHOSEN"


@dataclass(frozen=True, slots=True)
class LineInput:
    """One line of a bill: price in fen per unit, whole units, and the letter's approved amount if any.

    ``discount_fen`` is taken off the whole line, before it takes its share of the bill's discount; the
    split refuses one over the line. Raises NegativeAmountError for a price, discount or letter below zero,
    or fewer than one unit.
    """

    item: str
    category: Category
    unit_fen: int
    qty: int
    surgery: bool = False
    exam: bool = False
    approved_fen: int | None = None
    discount_fen: int = 0

    def __post_init__(self) -> None:
        """Refuse figures that cannot be."""
        if self.unit_fen < 0:
            raise NegativeAmountError("unit_fen")
        if self.qty < 1:
            raise NegativeAmountError("qty")
        if self.approved_fen is not None and self.approved_fen < 0:
            raise NegativeAmountError("approved_fen")
        if self.discount_fen < 0:
            raise NegativeAmountError("discount_fen")

    @property
    def gross_fen(self) -> int:
        """What the line comes to before a share of the bill's discount."""
        return self.unit_fen * self.qty - self.discount_fen


@dataclass(frozen=True, slots=True)
class Part:
    """A sub-line of the result, in fen; ``billed`` = ``insurer`` + ``guardian`` always holds."""

    line: int
    item: str
    billed: int
    not_covered: int
    deductible: int
    coinsurance: int
    over_limit: int
    penalty: int
    insurer: int
    guardian: int
    reasons: tuple[Reason, ...]


@dataclass(slots=True)
class Running:
    """The figures that move from line to line while one bill is split."""

    pool_left: int
    deductible_left: int
    covered: int
    category_used: dict[Category, int] = field(default_factory=dict)
    units: dict[str, int] = field(default_factory=dict)
    paid: int = 0
    deductible_taken: int = 0


def refused_part(number: int, line: LineInput, net: int, reason: Reason) -> Part:
    """Return the one sub-line of a line that the insurer has no part in."""
    return Part(number, line.item, net, net, 0, 0, 0, 0, 0, net, (reason,))


def line_parts(  # noqa: PLR0913, PLR0917  the pipeline's inputs, each of another kind
    plan: Plan, running: Running, number: int, line: LineInput, net: int, network: frozenset[str] | None
) -> list[Part]:
    """Run steps 2 to 9 for one line and move ``running`` on.

    Returns its sub-lines in the order authorised, unauthorised, frequency excess. Raises
    RateMissingError where the plan covers the category without a rate.
    """
    if line.category is Category.NOT_COVERED:
        return [refused_part(number, line, net, Reason.NOT_COVERED)]
    if network is not None and line.category not in network:
        return [refused_part(number, line, net, Reason.NOT_IN_NETWORK)]
    if line.category not in plan.coinsurance_bp:
        raise RateMissingError(line.category)
    within = _units_within_frequency(plan, running, line)
    eligible = net * within // line.qty
    authorised, unauthorised = _authorisation(plan.preauth, running, line, eligible)
    parts = [_covered_part(plan, running, number, line, authorised, None)] if authorised else []
    if unauthorised:
        lacking = Reason.PREAUTH_EXCEEDED if line.approved_fen else Reason.PREAUTH_ABSENT
        parts.append(_covered_part(plan, running, number, line, unauthorised, lacking))
    if net > eligible:
        parts.append(refused_part(number, line, net - eligible, Reason.FREQUENCY))
    running.covered += eligible
    running.units[line.item] = running.units.get(line.item, 0) + within
    return parts or [Part(number, line.item, 0, 0, 0, 0, 0, 0, 0, 0, (Reason.COVERED,))]


def _units_within_frequency(plan: Plan, running: Running, line: LineInput) -> int:
    limit = plan.frequency.get(line.item)
    if limit is None:
        return line.qty
    return min(line.qty, max(0, limit - running.units.get(line.item, 0)))


def _authorisation(preauth: Preauth, running: Running, line: LineInput, eligible: int) -> tuple[int, int]:
    """Return the authorised and the unauthorised share of ``eligible`` (H2:227-240; facts.md, C18-C20)."""
    big_exam = line.exam and line.unit_fen >= preauth.big_exam_unit_fen
    cumulative = running.covered + eligible > preauth.cumulative_fen
    if not preauth.enabled or not (line.surgery or big_exam or cumulative):
        return eligible, 0
    authorised = min(eligible, line.approved_fen or 0)
    return authorised, eligible - authorised


def _covered_part(  # noqa: PLR0913, PLR0917  the pipeline's inputs, each of another kind
    plan: Plan, running: Running, number: int, line: LineInput, eligible: int, lacking: Reason | None
) -> Part:
    deductible = min(eligible, running.deductible_left)
    rest = eligible - deductible
    benefit = half_up(rest * (WHOLE_BP - plan.coinsurance_bp[line.category]), WHOLE_BP)
    room, limit_reason = _room(plan, running, line.category)
    paid, penalty, over = _limit_and_penalty(plan.preauth, eligible, benefit, room, lacking)
    _take(running, line.category, deductible, paid)
    amounts = (
        (Reason.DEDUCTIBLE, deductible),
        (Reason.COINSURANCE, rest - benefit),
        (limit_reason, over),
        (lacking, penalty),
    )
    reasons = tuple(reason for reason, amount in amounts if reason is not None and amount)
    guardian = eligible - paid
    return Part(
        number, line.item, eligible, 0, deductible, rest - benefit, over, penalty, paid, guardian,
        reasons or (Reason.COVERED,),
    )  # fmt: skip


def _room(plan: Plan, running: Running, category: Category) -> tuple[int, Reason]:
    """Return what may still be paid, and the reason to give where that is too little."""
    sublimit = plan.sublimit_fen.get(category)
    if sublimit is None:
        return running.pool_left, Reason.LIMIT_REACHED
    category_left = max(0, sublimit - running.category_used.get(category, 0))
    if running.pool_left <= category_left:
        return running.pool_left, Reason.LIMIT_REACHED
    return category_left, Reason.CATEGORY_LIMIT


def _limit_and_penalty(
    preauth: Preauth, eligible: int, benefit: int, room: int, lacking: Reason | None
) -> tuple[int, int, int]:
    """Return what the insurer pays, the 40 %, and what is over the limit; they sum to ``benefit``."""
    on_cost = preauth.penalty_base is PenaltyBase.COVERED_COST
    if lacking is None:
        paid = min(benefit, room)
        return paid, 0, benefit - paid
    if preauth.penalty_position is PenaltyPosition.BEFORE_LIMIT:
        penalty = min(benefit, half_up((eligible if on_cost else benefit) * preauth.penalty_bp, WHOLE_BP))
        paid = min(benefit - penalty, room)
        return paid, penalty, benefit - penalty - paid
    within = min(benefit, room)
    if on_cost:
        paid = max(0, within - half_up(eligible * preauth.penalty_bp, WHOLE_BP))
    else:
        paid = half_up(within * (WHOLE_BP - preauth.penalty_bp), WHOLE_BP)
    return paid, within - paid, benefit - within


def _take(running: Running, category: Category, deductible: int, paid: int) -> None:
    running.deductible_left -= deductible
    running.deductible_taken += deductible
    running.pool_left -= paid
    running.paid += paid
    if paid:
        running.category_used[category] = running.category_used.get(category, 0) + paid
