"""May this child be billed directly today? One decision from the service manager's snapshot."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from clinic_terminal.domain.adjudication import (
    CardState,
    Counters,
    PolicyPeriod,
    Reason,
    Standing,
    is_first_visit_unbooked,
    is_locked_elsewhere,
)
from clinic_terminal.domain.member import Sex
from clinic_terminal.domain.plan import Category, Plan

NEARLY_EMPTY_FEN = 100_000
"""Below 1,000 yuan the desk is told before the treatment, not after."""


@dataclass(frozen=True, slots=True)
class Person:
    """The insured child as the policy names it."""

    member: str
    name: str
    birth_date: date
    sex: Sex = Sex.UNKNOWN


@dataclass(frozen=True, slots=True)
class Clinic:
    """This branch: ``brand`` is the code that the brand lock compares."""

    id: str
    name: str
    brand: str
    brand_name: str
    city: str = ""


@dataclass(frozen=True, slots=True)
class NetworkRow:
    """That this branch bills a category for the plan, from ``start`` to ``end`` (None: open)."""

    category: Category
    start: date
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Lock:
    """The brand that the family chose, and the visit that made it so."""

    brand: str
    brand_name: str
    since: date
    visit: str = ""


@dataclass(frozen=True, slots=True)
class Authorisation:
    """A guarantee letter; ``items`` empty means all items; amounts in fen."""

    number: str
    items: tuple[str, ...]
    approved_fen: int
    used_fen: int
    start: date
    end: date

    def left_for(self, item: str, day: date) -> int:
        """Return what is still authorised for ``item`` on ``day``, in fen."""
        fits = self.start <= day <= self.end and (not self.items or item in self.items)
        return max(0, self.approved_fen - self.used_fen) if fits else 0


@dataclass(frozen=True, slots=True)
class PastVisit:
    """One line of the visit records: one per visit and category (H1:150-152)."""

    day: date
    clinic: str
    category: Category
    insurer_fen: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the service manager said of one policy at ``as_of`` (server time, UTC)."""

    person: Person
    policy: str
    plan: str
    plan_name: str
    period: PolicyPeriod
    card: CardState
    network: tuple[NetworkRow, ...]
    lock: Lock | None
    booking_ref: str | None
    used: Counters
    authorisations: tuple[Authorisation, ...]
    history: tuple[PastVisit, ...]
    as_of: datetime
    version: int

    @property
    def chain(self) -> str:
        """The order of acts is kept within this key: member and policy."""
        return f"{self.person.member}/{self.policy}"

    def standing(self) -> Standing:
        """Return the standing that the split starts from."""
        return Standing(self.used, self.lock.brand if self.lock else None, self.card)

    def categories_on(self, day: date) -> frozenset[Category]:
        """Return the categories that this branch bills for the plan on ``day``."""
        return frozenset(
            row.category for row in self.network if row.start <= day and (row.end is None or day <= row.end)
        )

    def approved_for(self, item: str, day: date) -> int | None:
        """Return the largest amount that one letter still authorises for ``item``; None without a letter."""
        left = max((letter.left_for(item, day) for letter in self.authorisations), default=0)
        return left or None


class Verdict(StrEnum):
    """The one word that the desk acts on."""

    BILLABLE = "BILLABLE"
    HOLD = "HOLD"
    REFUSED = "REFUSED"
    UNVERIFIED = "UNVERIFIED"


class CheckCode(StrEnum):
    """The checks in the order of the gates, then what is good to know."""

    POLICY = "POLICY"
    CARD = "CARD"
    NETWORK = "NETWORK"
    BRAND = "BRAND"
    FIRST_VISIT = "FIRST_VISIT"
    POOL = "POOL"
    LETTER = "LETTER"


class CheckState(StrEnum):
    """How one check came out."""

    PASS = "PASS"  # noqa: S105  a check's result, not a secret
    NOTE = "NOTE"
    FAIL = "FAIL"


@dataclass(frozen=True, slots=True)
class Check:
    """One check: ``reason`` where it failed; ``facts`` are the values that its sentence names."""

    code: CheckCode
    state: CheckState
    reason: Reason | None = None
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict, the reason that decided it, and each check."""

    verdict: Verdict
    reason: Reason | None
    checks: tuple[Check, ...]


def decide(  # noqa: PLR0913, PLR0917  the facts that the gates compare, each of another kind
    plan: Plan, snapshot: Snapshot, standing: Standing, clinic: Clinic, day: date, booking_ref: str | None
) -> Decision:
    """Run the gates G2 to G6 for ``day`` at ``clinic``; the first that fails decides.

    ``standing`` is the snapshot's own joined with what this terminal has not sent yet.
    """
    checks = (
        _policy_check(snapshot, day),
        _card_check(standing),
        _network_check(snapshot, day),
        _brand_check(plan, snapshot, standing, clinic),
        _first_visit_check(plan, standing, booking_ref or snapshot.booking_ref),
        _pool_check(plan, standing),
        *_letter_checks(snapshot, day),
    )
    failed = next((check for check in checks if check.state is CheckState.FAIL), None)
    if failed is None:
        return Decision(Verdict.BILLABLE, None, checks)
    held = failed.reason is Reason.FIRST_VISIT_UNBOOKED
    return Decision(Verdict.HOLD if held else Verdict.REFUSED, failed.reason, checks)


def _policy_check(snapshot: Snapshot, day: date) -> Check:
    period = snapshot.period
    facts = {
        "start": period.start.isoformat(),
        "end": period.end.isoformat(),
        "days_left": str((period.end - day).days),
    }
    if day < period.start:
        return Check(CheckCode.POLICY, CheckState.FAIL, Reason.POLICY_NOT_STARTED, facts)
    if day > period.end:
        return Check(CheckCode.POLICY, CheckState.FAIL, Reason.POLICY_EXPIRED, facts)
    return Check(CheckCode.POLICY, CheckState.PASS, None, facts)


def _card_check(standing: Standing) -> Check:
    reasons = {CardState.GREYED: Reason.CARD_GREYED, CardState.UNBOUND: Reason.CARD_UNBOUND}
    reason = reasons.get(standing.card)
    return Check(CheckCode.CARD, CheckState.FAIL if reason else CheckState.PASS, reason)


def _network_check(snapshot: Snapshot, day: date) -> Check:
    categories = snapshot.categories_on(day)
    facts = {"categories": ",".join(sorted(categories)), "count": str(len(categories))}
    if not categories:
        return Check(CheckCode.NETWORK, CheckState.FAIL, Reason.NOT_IN_NETWORK, facts)
    return Check(CheckCode.NETWORK, CheckState.PASS, None, facts)


def _brand_check(plan: Plan, snapshot: Snapshot, standing: Standing, clinic: Clinic) -> Check:
    lock = snapshot.lock
    brand = standing.brand_lock
    facts = {
        "brand": lock.brand_name if lock else clinic.brand_name if brand else "",
        "since": lock.since.isoformat() if lock else "",
        "ours": clinic.brand_name,
        "kind": _lock_kind(plan, brand, clinic),
    }
    if is_locked_elsewhere(plan, brand, clinic.brand):
        return Check(CheckCode.BRAND, CheckState.FAIL, Reason.BRAND_LOCKED, facts)
    return Check(CheckCode.BRAND, CheckState.PASS, None, facts)


def _lock_kind(plan: Plan, brand: str | None, clinic: Clinic) -> str:
    if not plan.brand_lock.enabled:
        return "OFF"
    if clinic.brand in plan.brand_lock.exempt:
        return "EXEMPT"
    if brand is None:
        return "NONE_YET"
    return "OURS" if brand == clinic.brand else "OTHER"


def _first_visit_check(plan: Plan, standing: Standing, booking_ref: str | None) -> Check:
    facts = {"reference": booking_ref or "", "required": str(plan.booking_required)}
    if is_first_visit_unbooked(plan, standing, booking_ref):
        return Check(CheckCode.FIRST_VISIT, CheckState.FAIL, Reason.FIRST_VISIT_UNBOOKED, facts)
    return Check(CheckCode.FIRST_VISIT, CheckState.PASS, None, facts)


def _pool_check(plan: Plan, standing: Standing) -> Check:
    left = max(0, plan.pool_fen - standing.used.pool_fen)
    state = CheckState.NOTE if left < NEARLY_EMPTY_FEN else CheckState.PASS
    return Check(CheckCode.POOL, state, None, {"left_fen": str(left), "limit_fen": str(plan.pool_fen)})


def _letter_checks(snapshot: Snapshot, day: date) -> tuple[Check, ...]:
    return tuple(
        Check(
            CheckCode.LETTER,
            CheckState.NOTE,
            None,
            {"number": letter.number, "left_fen": str(letter.approved_fen - letter.used_fen)},
        )
        for letter in snapshot.authorisations
        if letter.start <= day <= letter.end and letter.approved_fen > letter.used_fen
    )
