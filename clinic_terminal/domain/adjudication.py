"""Who pays what: the gates of a visit and the pipeline of a line (product/adjudication.md).

One pure function serves the live estimate, the settlement, the re-check and the practice central API.
All amounts are integer fen, all rates integer basis points, dates are calendar dates in Asia/Shanghai.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from clinic_terminal.domain.errors import DiscountTooLargeError, NegativeAmountError, PeriodError
from clinic_terminal.domain.money import shares
from clinic_terminal.domain.pipeline import LineInput, Part, Reason, Running, line_parts, refused_part
from clinic_terminal.domain.plan import Category, DeductibleScope, Plan, SelfPay


class CardState(StrEnum):
    """What the service manager says of a card."""

    ACTIVE = "ACTIVE"
    GREYED = "GREYED"
    UNBOUND = "UNBOUND"


class SplitStatus(StrEnum):
    """PAID posts; HOLD is an estimate only; NO_DIRECT_BILLING leaves everything to the family."""

    PAID = "PAID"
    HOLD = "HOLD"
    NO_DIRECT_BILLING = "NO_DIRECT_BILLING"


Key = TypeVar("Key")


def _no_figures() -> Mapping[str, int]:
    return MappingProxyType({})


def _no_categories() -> Mapping[Category, int]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class PolicyPeriod:
    """The days on which a policy is in force, both included. Raises PeriodError if turned around."""

    start: date
    end: date

    def __post_init__(self) -> None:
        """Refuse a period that ends before it starts."""
        if self.end < self.start:
            raise PeriodError


@dataclass(frozen=True, slots=True)
class Counters:
    """What a policy period has used so far, in fen and units; also what one bill adds to it."""

    pool_fen: int = 0
    covered_fen: int = 0
    category_fen: Mapping[Category, int] = field(default_factory=_no_categories)
    deductible_fen: int = 0
    units: Mapping[str, int] = field(default_factory=_no_figures)

    def plus(self, other: "Counters", sign: int = 1) -> "Counters":
        """Return these counters with ``other`` posted (sign 1) or given back by a void (sign -1)."""
        return Counters(
            self.pool_fen + sign * other.pool_fen,
            self.covered_fen + sign * other.covered_fen,
            _sum(self.category_fen, other.category_fen, sign),
            self.deductible_fen + sign * other.deductible_fen,
            _sum(self.units, other.units, sign),
        )

    def minus(self, other: "Counters") -> "Counters":
        """Return these counters without ``other``: the exact inverse of ``plus``."""
        return self.plus(other, -1)


def _sum(left: Mapping[Key, int], right: Mapping[Key, int], sign: int) -> Mapping[Key, int]:
    merged = {key: left.get(key, 0) + sign * right.get(key, 0) for key in (*left, *right)}
    return MappingProxyType({key: value for key, value in merged.items() if value})


@dataclass(frozen=True, slots=True)
class Standing:
    """The member's standing under a policy when the bill is split."""

    used: Counters = Counters()
    brand_lock: str | None = None
    card: CardState = CardState.ACTIVE


@dataclass(frozen=True, slots=True)
class BillInput:
    """A bill to split. ``network`` lists the categories that this branch bills; None means all."""

    date: date
    brand: str
    lines: tuple[LineInput, ...]
    booking_ref: str | None = None
    self_pay: bool = False
    discount_fen: int = 0
    network: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums of the line results, in fen; ``claim`` is what the clinic asks of the service manager."""

    billed: int
    insurer: int
    guardian: int
    on_site: int
    online: int
    claim: int


@dataclass(frozen=True, slots=True)
class Split:
    """The result: parts in bill order, totals, the pool before and after, and what was posted."""

    status: SplitStatus
    parts: tuple[Part, ...]
    totals: Totals
    pool_before: int
    pool_after: int
    posted: Counters
    gate: Reason | None = None


def split(plan: Plan, period: PolicyPeriod, standing: Standing, bill: BillInput) -> Split:
    """Split ``bill`` between insurer and guardian.

    Raises BillNotSplittableError (negative figures, a discount over the bill, a rate that the plan
    lacks). The same inputs always give the same output; nothing is changed.
    """
    nets = _net_amounts(bill)
    before = max(0, plan.pool_fen - standing.used.pool_fen)
    gate = failed_gate(plan, period, standing, bill)
    if gate is not None:
        refused = tuple(
            refused_part(number, line, net, gate)
            for number, (line, net) in enumerate(zip(bill.lines, nets, strict=True), 1)
        )
        status = SplitStatus.NO_DIRECT_BILLING
        return Split(status, refused, _totals(plan, refused), before, before, Counters(), gate)
    running = _start(plan, standing.used)
    parts: list[Part] = []
    for number, (line, net) in enumerate(zip(bill.lines, nets, strict=True), 1):
        parts += line_parts(plan, running, number, line, net, bill.network)
    held = is_first_visit_unbooked(plan, standing, bill.booking_ref)
    posted = Counters() if held else _posted(running, standing.used)
    return Split(
        SplitStatus.HOLD if held else SplitStatus.PAID,
        tuple(parts),
        _totals(plan, parts),
        before,
        before - posted.pool_fen,
        posted,
        Reason.FIRST_VISIT_UNBOOKED if held else None,
    )


def failed_gate(plan: Plan, period: PolicyPeriod, standing: Standing, bill: BillInput) -> Reason | None:
    """Return the first gate (G2 to G5, then the family's own choice) that closes direct billing."""
    if bill.date < period.start:
        return Reason.POLICY_NOT_STARTED
    if bill.date > period.end:
        return Reason.POLICY_EXPIRED
    if standing.card is not CardState.ACTIVE:
        return Reason.CARD_GREYED if standing.card is CardState.GREYED else Reason.CARD_UNBOUND
    if bill.network is not None and not bill.network:
        return Reason.NOT_IN_NETWORK
    if is_locked_elsewhere(plan, standing.brand_lock, bill.brand):
        return Reason.BRAND_LOCKED
    return Reason.SELF_PAY_CHOSEN if bill.self_pay else None


def is_locked_elsewhere(plan: Plan, lock: str | None, brand: str) -> bool:
    """Tell whether the family is bound to another brand and ours is not exempt (H1:96, 209)."""
    rule = plan.brand_lock
    return rule.enabled and lock is not None and lock != brand and brand not in rule.exempt


def is_first_visit_unbooked(plan: Plan, standing: Standing, booking_ref: str | None) -> bool:
    """Tell whether the hotline's booking is still missing before a first visit (H1:96)."""
    return plan.booking_required and standing.brand_lock is None and not booking_ref


def sets_lock(plan: Plan, standing: Standing, brand: str, result: Split) -> bool:
    """Tell whether this bill binds the family to ``brand``: the first attended, directly billed visit."""
    rule = plan.brand_lock
    directly_billed = result.status is SplitStatus.PAID
    return rule.enabled and directly_billed and standing.brand_lock is None and brand not in rule.exempt


def after(standing: Standing, result: Split, lock: str | None) -> Standing:
    """Return the standing once ``result`` is posted; ``lock`` is the brand that it set, if any."""
    return replace(standing, used=standing.used.plus(result.posted), brand_lock=standing.brand_lock or lock)


def _net_amounts(bill: BillInput) -> list[int]:
    gross = [line.gross_fen for line in bill.lines]
    if bill.discount_fen < 0:
        raise NegativeAmountError("bill.discount_fen")
    if any(amount < 0 for amount in gross):
        raise DiscountTooLargeError("lines.discount_fen")
    if bill.discount_fen > sum(gross):
        raise DiscountTooLargeError
    off = shares(bill.discount_fen, gross)
    return [whole - part for whole, part in zip(gross, off, strict=True)]


def _start(plan: Plan, used: Counters) -> Running:
    for name in (entry.name for entry in fields(used)):
        value = getattr(used, name)
        if any(figure < 0 for figure in (value.values() if isinstance(value, Mapping) else (value,))):
            raise NegativeAmountError(f"state.{name}")
    scope = plan.deductible.scope
    left = 0
    if scope is DeductibleScope.PER_VISIT:
        left = plan.deductible.fen
    elif scope is DeductibleScope.PER_POLICY_YEAR:
        left = max(0, plan.deductible.fen - used.deductible_fen)
    return Running(
        pool_left=max(0, plan.pool_fen - used.pool_fen),
        deductible_left=left,
        covered=used.covered_fen,
        category_used=dict(used.category_fen),
        units=dict(used.units),
    )


def _posted(running: Running, used: Counters) -> Counters:
    return Counters(
        running.paid,
        running.covered - used.covered_fen,
        _sum(running.category_used, used.category_fen, -1),
        running.deductible_taken,
        _sum(running.units, used.units, -1),
    )


def _totals(plan: Plan, parts: "tuple[Part, ...] | list[Part]") -> Totals:
    in_scope = sum(part.deductible + part.coinsurance + part.penalty for part in parts)
    insurer = sum(part.insurer for part in parts)
    guardian = sum(part.guardian for part in parts)
    online = in_scope if plan.self_pay is SelfPay.ONLINE_LATER else 0
    return Totals(
        billed=sum(part.billed for part in parts),
        insurer=insurer,
        guardian=guardian,
        on_site=guardian - online,
        online=online,
        claim=insurer + online,
    )


__all__ = [
    "BillInput", "CardState", "Category", "Counters", "LineInput", "Part", "PolicyPeriod", "Reason",
    "Split", "SplitStatus", "Standing", "Totals", "after", "failed_gate", "is_first_visit_unbooked",
    "is_locked_elsewhere", "sets_lock", "split",
]  # fmt: skip
