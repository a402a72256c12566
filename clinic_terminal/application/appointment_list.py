"""A list of appointments compared with what is known: what of each row is new, changed, odd or refused.

A row stands for the child's appointment of its day, or for the one under the same booking reference on
another day, so that a list may be taken twice and changes only what changed. What a list does not name stays
as it is, and an empty text takes nothing away.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from clinic_terminal.application.expected import facts_of, joined
from clinic_terminal.application.store_ports import UnitOfWork
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.domain.appointment import is_missed, move, unnamed
from clinic_terminal.domain.eligibility import Person, Snapshot
from clinic_terminal.domain.member import normalised_name
from clinic_terminal.domain.shanghai import shanghai_date
from clinic_terminal.domain.visit import Origin, Stage, Visit

FARTHEST: Final = timedelta(days=366)
"""An appointment beyond is a slip of the pen."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An appointment as somebody wrote it; ``row`` is its place in the list. Empty texts were not given."""

    row: int
    at: datetime
    member: str
    policy: str = ""
    name: str = ""
    booking_ref: str = ""
    note: str = ""


class Slip(StrEnum):
    """What is odd about a row, once it is compared with what is known."""

    NAME_DIFFERS = "NAME_DIFFERS"
    TWICE = "TWICE"
    TOO_FAR = "TOO_FAR"
    IN_THE_PAST = "IN_THE_PAST"
    REPEATED = "REPEATED"
    UNKNOWN_MEMBER = "UNKNOWN_MEMBER"
    UNKNOWN_POLICY = "UNKNOWN_POLICY"


REFUSED: Final = frozenset({Slip.NAME_DIFFERS, Slip.TWICE, Slip.TOO_FAR})
"""With one of these nothing of the list is taken, until it is corrected."""

PASSED_OVER: Final = frozenset({Slip.IN_THE_PAST, Slip.REPEATED})
"""A row with one of these is left out, and the others are taken."""


class Fate(StrEnum):
    """What becomes of a row."""

    NEW = "NEW"
    CHANGED = "CHANGED"
    UNCHANGED = "UNCHANGED"
    PASSED_OVER = "PASSED_OVER"
    REFUSED = "REFUSED"


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A row with its fate; ``before`` and ``after`` are its visit, ``twin`` the row it collides with."""

    wanted: Wanted
    fate: Fate
    slips: tuple[Slip, ...]
    person: Person
    before: Visit | None = None
    after: Visit | None = None
    twin: int = 0


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What taking a list would do."""

    rows: tuple[PlannedRow, ...]

    @property
    def is_refused(self) -> bool:
        """Whether a row keeps the list from being taken."""
        return self.count(Fate.REFUSED) > 0

    @property
    def does_something(self) -> bool:
        """Whether anything would be stored."""
        return not self.is_refused and self.count(Fate.NEW, Fate.CHANGED) > 0

    def count(self, *fates: Fate) -> int:
        """Return how many rows have one of the fates."""
        return sum(row.fate in fates for row in self.rows)


class Planning:
    """One comparison of a list with one state of the store."""

    def __init__(self, terminal: Terminal, uow: UnitOfWork, origin: Origin) -> None:
        self._uow = uow
        self._ids = terminal.ids
        self._today = terminal.clock.today()
        self._origin = origin
        self._days: dict[date, list[Visit]] = {}
        self._taken: set[str] = set()

    def plan(self, wanted: Sequence[Wanted]) -> ImportPlan:
        """Compare every row; those that name their day go first, so that no other row takes their visit."""
        rows = [self._spelled(one) for one in wanted]
        here = [self._of_its_day(one) for one in rows]
        self._taken.update(visit.id for visit in here if visit is not None)
        return ImportPlan(tuple(map(self._planned, rows, here, _twins(rows))))

    def _spelled(self, wanted: Wanted) -> Wanted:
        """Return the row with its member number as it is known here, small letters or not."""
        if self._uow.snapshots.of_member(wanted.member):
            return wanted
        upper = wanted.member.upper()
        return replace(wanted, member=upper) if self._uow.snapshots.of_member(upper) else wanted

    def _planned(self, wanted: Wanted, visit: Visit | None, twin: "_Twin | None") -> PlannedRow:
        before = visit or self._of_its_booking(wanted)
        after = self._new(wanted) if before is None else _updated(before, wanted)
        known = self._uow.snapshots.of_member(wanted.member)
        person = known[0].person if known else after.person
        slips = self._slips(wanted, known, twin)
        return PlannedRow(
            wanted, _fate(slips, before, after), slips, person, before, after, twin.row if twin else 0
        )

    def _of_its_day(self, wanted: Wanted) -> Visit | None:
        """Return the child's visit of the day: the one that is expected still, else the one that began."""
        day = shanghai_date(wanted.at)
        if day not in self._days:
            self._days[day] = self._uow.visits.on_day(day)
        own = [visit for visit in self._days[day] if _may_be(visit, wanted)]
        return min(
            own, key=lambda one: (one.stage is not Stage.EXPECTED, one.expected_at != wanted.at), default=None
        )

    def _of_its_booking(self, wanted: Wanted) -> Visit | None:
        """Return the child's expected visit of another day under the same booking reference."""
        if not wanted.booking_ref or shanghai_date(wanted.at) < self._today:
            return None
        for visit in self._uow.visits.of_member(wanted.member):
            same = visit.booking_ref == wanted.booking_ref and _may_be(visit, wanted)
            ahead = visit.stage is Stage.EXPECTED and visit.day >= self._today and not is_missed(visit)
            if same and ahead and visit.id not in self._taken:
                self._taken.add(visit.id)
                return visit
        return None

    def _new(self, wanted: Wanted) -> Visit:
        visit = Visit(
            id=self._ids.new(),
            stage=Stage.EXPECTED,
            day=shanghai_date(wanted.at),
            person=unnamed(wanted.member),
            policy=wanted.policy,
            plan="",
            booking_ref=wanted.booking_ref or None,
            expected_at=wanted.at,
            note=wanted.note,
            origin=self._origin,
            listed_name=wanted.name,
        )
        return joined(visit, facts_of(self._uow, visit))

    def _slips(self, wanted: Wanted, known: Sequence[Snapshot], twin: "_Twin | None") -> tuple[Slip, ...]:
        day = shanghai_date(wanted.at)
        if day < self._today:
            return (Slip.IN_THE_PAST,)
        if twin is not None and twin.is_same:
            return (Slip.REPEATED,)
        named = normalised_name(wanted.name)
        found = {
            Slip.NAME_DIFFERS: bool(named and known) and named != normalised_name(known[0].person.name),
            Slip.TWICE: twin is not None,
            Slip.TOO_FAR: day - self._today > FARTHEST,
            Slip.UNKNOWN_MEMBER: not known,
            Slip.UNKNOWN_POLICY: bool(wanted.policy and known)
            and all(one.policy != wanted.policy for one in known),
        }
        return tuple(slip for slip, is_so in found.items() if is_so)


@dataclass(frozen=True, slots=True)
class _Twin:
    """An earlier row about the same child and day; ``is_same`` where it says the same."""

    row: int
    is_same: bool


def _twins(rows: Sequence[Wanted]) -> list[_Twin | None]:
    """Return for each row the first one before it that means the same appointment, or None."""
    seen: dict[tuple[str, date], list[Wanted]] = {}
    found: list[_Twin | None] = []
    for row in rows:
        group = seen.setdefault((row.member, shanghai_date(row.at)), [])
        first = next((one for one in group if _fits(one.policy, row.policy)), None)
        found.append(_Twin(first.row, replace(row, row=first.row) == first) if first is not None else None)
        group.append(row)
    return found


def _may_be(visit: Visit, wanted: Wanted) -> bool:
    same_child = visit.person.member == wanted.member and visit.stage is not Stage.CANCELLED
    return same_child and _fits(visit.policy, wanted.policy)


def _fits(policy: str, other: str) -> bool:
    """Tell whether two policies can be the same; one that was not named can be any."""
    return policy == other or not (policy and other)


def _updated(visit: Visit, wanted: Wanted) -> Visit:
    """Return the visit as the row has it; a visit that began stays, and so does what the row leaves open."""
    if visit.stage is not Stage.EXPECTED:
        return visit
    return replace(
        move(visit, shanghai_date(wanted.at), wanted.at),
        policy=visit.policy or wanted.policy,
        booking_ref=wanted.booking_ref or visit.booking_ref,
        note=wanted.note or visit.note,
        listed_name=wanted.name or visit.listed_name,
    )


def _fate(slips: tuple[Slip, ...], before: Visit | None, after: Visit) -> Fate:
    if not REFUSED.isdisjoint(slips):
        return Fate.REFUSED
    if not PASSED_OVER.isdisjoint(slips):
        return Fate.PASSED_OVER
    if before is None:
        return Fate.NEW
    return Fate.UNCHANGED if before == after else Fate.CHANGED
