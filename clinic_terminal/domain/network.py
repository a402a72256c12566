"""The network: which branch of which brand serves which plan, from when to when, and when it is open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from clinic_terminal.domain.plan import COVERED_CATEGORIES, Category

WEEK: Final = 7


class Scope(StrEnum):
    """What a branch is in the network for (H2:181)."""

    OUTPATIENT = "OUTPATIENT"
    INPATIENT = "INPATIENT"


@dataclass(frozen=True, slots=True)
class Opening:
    """A time of the day at which the door is open, in minutes after midnight; ``closes`` is not included."""

    opens: int
    closes: int


@dataclass(frozen=True, slots=True)
class Service:
    """That a branch bills a category for a plan, from ``start`` to ``end`` (None: open), both included."""

    plan: str
    category: Category
    start: date
    end: date | None = None
    scope: Scope = Scope.OUTPATIENT

    def is_on(self, day: date) -> bool:
        """Tell whether the service is in force on ``day``."""
        return self.start <= day and (self.end is None or day <= self.end)

    def is_ahead(self, day: date) -> bool:
        """Tell whether the service is still to begin after ``day``."""
        return day < self.start and (self.end is None or self.start <= self.end)


@dataclass(frozen=True, slots=True)
class NetworkClinic:
    """A branch as the service manager lists it.

    ``hours`` are the opening times of the week's days, Monday first; a day without any is a day off.
    ``items`` are catalogue codes of what is done there; ``phone`` takes appointments.
    """

    id: str
    name: str
    brand: str
    brand_name: str
    city: str
    district: str
    address: str
    phone: str
    hours: tuple[tuple[Opening, ...], ...]
    departments: tuple[str, ...]
    items: tuple[str, ...]
    services: tuple[Service, ...]

    def serves(self, plan: str, category: Category, day: date, scope: Scope = Scope.OUTPATIENT) -> bool:
        """Tell whether the branch bills ``category`` for ``plan`` on ``day``."""
        return any(
            service.plan == plan and service.category is category and service.scope is scope
            for service in self.services
            if service.is_on(day)
        )

    def open_at(self, local: datetime) -> bool:
        """Tell whether the door is open at ``local``, a wall-clock time in Asia/Shanghai."""
        return self.closing_at(local) is not None

    def closing_at(self, local: datetime) -> int | None:
        """Return when the door that is open at ``local`` closes, in minutes after midnight; None: shut."""
        minute = _minute(local)
        return next((one.closes for one in self.on_weekday(local) if one.opens <= minute < one.closes), None)

    def opening_after(self, local: datetime) -> datetime | None:
        """Return the wall-clock time at which the door opens next after ``local``; None: not in a week."""
        for ahead in range(WEEK + 1):
            day = _midnight(local) + timedelta(days=ahead)
            starts = (
                day + timedelta(minutes=one.opens) for one in self.on_weekday(day) if one.opens < one.closes
            )
            later = [start for start in starts if start > local]
            if later:
                return min(later)
        return None

    def on_weekday(self, local: date) -> tuple[Opening, ...]:
        """Return the opening times of a day's weekday; none where the list does not say."""
        weekday = local.weekday()
        return self.hours[weekday] if weekday < len(self.hours) else ()


class Reach(StrEnum):
    """Whether a branch serves what is looked for, and the nearest reason why not."""

    SERVES = "SERVES"
    STARTS_LATER = "STARTS_LATER"
    OTHER_CATEGORIES = "OTHER_CATEGORIES"
    ENDED = "ENDED"
    INPATIENT_ONLY = "INPATIENT_ONLY"
    NOT_IN_PLAN = "NOT_IN_PLAN"


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a branch is worth to a family on a day.

    ``categories`` are what it bills for the plan on that day, whatever was looked for. ``turn`` is the day
    on which it starts, or the last day on which it served.
    """

    reach: Reach
    categories: tuple[Category, ...] = ()
    turn: date | None = None


def outlook(clinic: NetworkClinic, plan: str, category: Category | None, day: date) -> Outlook:
    """Return whether ``clinic`` serves ``plan`` (empty: any) with ``category`` (None: any) on ``day``."""
    rows = [row for row in clinic.services if plan in {"", row.plan} and row.category in COVERED_CATEGORIES]
    visits = [row for row in rows if row.scope is Scope.OUTPATIENT]
    wanted = [row for row in visits if category in {None, row.category}]
    now = _categories(row for row in visits if row.is_on(day))
    if any(row.is_on(day) for row in wanted):
        return Outlook(Reach.SERVES, now)
    ahead = [row.start for row in wanted if row.is_ahead(day)]
    if ahead:
        return Outlook(Reach.STARTS_LATER, now, min(ahead))
    if now:
        return Outlook(Reach.OTHER_CATEGORIES, now)
    ended = [row.end for row in wanted if row.end is not None and row.start <= row.end < day]
    if ended:
        return Outlook(Reach.ENDED, turn=max(ended))
    inpatient = any(row.scope is Scope.INPATIENT and row.is_on(day) for row in rows)
    return Outlook(Reach.INPATIENT_ONLY if inpatient else Reach.NOT_IN_PLAN)


def _categories(rows: Iterable[Service]) -> tuple[Category, ...]:
    found = {row.category for row in rows}
    return tuple(category for category in COVERED_CATEGORIES if category in found)


def _minute(local: datetime) -> int:
    return local.hour * 60 + local.minute


def _midnight(local: datetime) -> datetime:
    return local.replace(hour=0, minute=0, second=0, microsecond=0)
