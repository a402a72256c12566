"""A plan edition: the rules of one insurance product, as synced data and never as constants in code."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from clinic_terminal.domain.errors import NegativeAmountError, RateOutOfRangeError
from clinic_terminal.domain.money import WHOLE_BP


class Category(StrEnum):
    """The benefit categories of the dental handbook, and what it does not list."""

    PREVENTIVE = "PREVENTIVE"
    BASIC = "BASIC"
    ORTHODONTIC = "ORTHODONTIC"
    NOT_COVERED = "NOT_COVERED"


COVERED_CATEGORIES = (Category.PREVENTIVE, Category.BASIC, Category.ORTHODONTIC)


class DeductibleScope(StrEnum):
    """Where a deductible starts anew."""

    NONE = "NONE"
    PER_VISIT = "PER_VISIT"
    PER_POLICY_YEAR = "PER_POLICY_YEAR"


class PenaltyPosition(StrEnum):
    """Whether the 40 % is taken before or after the limit cuts."""

    AFTER_LIMIT = "AFTER_LIMIT"
    BEFORE_LIMIT = "BEFORE_LIMIT"


class PenaltyBase(StrEnum):
    """What the 40 % is a share of (facts.md, C13)."""

    BENEFIT = "BENEFIT"
    COVERED_COST = "COVERED_COST"


class SelfPay(StrEnum):
    """Where the family pays its in-scope share (facts.md, C21)."""

    ON_SITE = "ON_SITE"
    ONLINE_LATER = "ONLINE_LATER"


@dataclass(frozen=True, slots=True)
class Deductible:
    """An amount that the family pays before the plan does."""

    fen: int = 0
    scope: DeductibleScope = DeductibleScope.NONE


@dataclass(frozen=True, slots=True)
class Preauth:
    """When a guarantee letter is needed and what its absence costs (H2:217-240)."""

    enabled: bool = False
    big_exam_unit_fen: int = 500_000
    cumulative_fen: int = 3_000_000
    penalty_bp: int = 4_000
    penalty_position: PenaltyPosition = PenaltyPosition.AFTER_LIMIT
    penalty_base: PenaltyBase = PenaltyBase.BENEFIT


@dataclass(frozen=True, slots=True)
class BrandLockRule:
    """Whether a family is bound to the first clinic brand it attended, and which brands are exempt."""

    enabled: bool = True
    exempt: frozenset[str] = frozenset()


def _empty() -> Mapping[str, int]:
    return MappingProxyType({})


def _no_sublimits() -> Mapping[Category, int]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Plan:
    """What the split needs of a plan edition; amounts in fen, rates in basis points.

    ``coinsurance_bp`` is the share that the family pays per category. ``frequency`` is units per
    policy year per item. Raises NegativeAmountError for figures below zero, RateOutOfRangeError for rates
    over 100 %.
    """

    code: str
    pool_fen: int
    coinsurance_bp: Mapping[Category, int]
    sublimit_fen: Mapping[Category, int] = field(default_factory=_no_sublimits)
    deductible: Deductible = Deductible()
    frequency: Mapping[str, int] = field(default_factory=_empty)
    preauth: Preauth = Preauth()
    self_pay: SelfPay = SelfPay.ON_SITE
    brand_lock: BrandLockRule = BrandLockRule()
    booking_required: bool = False

    def __post_init__(self) -> None:
        """Refuse figures that cannot be."""
        _not_negative("plan.pool_fen", self.pool_fen)
        _not_negative("plan.deductible.fen", self.deductible.fen)
        for category, limit in self.sublimit_fen.items():
            _not_negative(f"plan.sublimit_fen.{category}", limit)
        for item, units in self.frequency.items():
            _not_negative(f"plan.frequency.{item}", units)
        for category, rate in self.coinsurance_bp.items():
            _is_rate(f"plan.coinsurance_bp.{category}", rate)
        _is_rate("plan.preauth.penalty_bp", self.preauth.penalty_bp)


def _not_negative(field_name: str, value: int) -> None:
    if value < 0:
        raise NegativeAmountError(field_name)


def _is_rate(field_name: str, value: int) -> None:
    if not 0 <= value <= WHOLE_BP:
        raise RateOutOfRangeError(field_name)
