"""What the service manager says of a child: the snapshot that every decision rests on."""

from dataclasses import dataclass
from datetime import date, datetime

from clinic_terminal.domain.adjudication import CardState, Counters, PolicyPeriod, Standing
from clinic_terminal.domain.member import Sex
from clinic_terminal.domain.plan import Category


@dataclass(frozen=True, slots=True)
class Person:
    """The insured child as the policy names it.

    ``family`` is the same opaque code for children whose policies one holder has; empty where unknown.
    """

    member: str
    name: str
    birth_date: date
    sex: Sex = Sex.UNKNOWN
    family: str = ""


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
    withdrawn: bool = False
    """The service manager answered since and did not name this policy any more."""

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
