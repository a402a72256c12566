"""The visits that were finished here: of late, of one day, or of the children that a few letters name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from clinic_terminal.application.acts import ActState
from clinic_terminal.application.store_ports import UnitOfWork
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.domain.eligibility import Person
from clinic_terminal.domain.visit import Stage, Visit
from clinic_terminal.pinyin import Index

RECENT_DAYS: Final = 31
LISTED: Final = 200
MOST_CHILDREN: Final = 20
"""More children of one name are not looked through: who types a letter more finds fewer."""

_FINISHED: Final = (Stage.DONE, Stage.VOIDED)


@dataclass(frozen=True, slots=True)
class PastVisits:
    """Finished visits, the latest first, and what became of their bills; ``more``: not all are listed."""

    visits: tuple[Visit, ...]
    states: Mapping[str, ActState] = field(default_factory=dict)
    more: bool = False


class ChildFinder:
    """The children that this terminal knows, found by name, pinyin, initials or member number."""

    def __init__(self, people: Sequence[Person]) -> None:
        self._index = Index[str]()
        for person in people:
            self._index.add(person.member, (person.name, person.member))

    def find(self, query: str) -> tuple[str, ...]:
        """Return the member numbers of the children that every word of ``query`` is found in."""
        return tuple(self._index.find(query, MOST_CHILDREN))


def child_finder(terminal: Terminal) -> ChildFinder:
    """Return what finds the children that this terminal knows now."""
    with terminal.store.read() as uow:
        return ChildFinder(uow.snapshots.people())


def recent_visits(terminal: Terminal) -> PastVisits:
    """Return what was finished in the last weeks."""
    today = terminal.clock.today()
    days = (today - timedelta(days=back) for back in range(RECENT_DAYS))
    with terminal.store.read() as uow:
        found: list[Visit] = []
        for day in days:
            if len(found) <= LISTED:
                found += reversed(uow.visits.on_day(day, _FINISHED))
        return _listed(uow, found)


def visits_of_day(terminal: Terminal, day: date) -> PastVisits:
    """Return what was finished on a day."""
    with terminal.store.read() as uow:
        return _listed(uow, list(reversed(uow.visits.on_day(day, _FINISHED))))


def visits_of(terminal: Terminal, members: Sequence[str]) -> PastVisits:
    """Return what was finished for these children."""
    with terminal.store.read() as uow:
        found = [
            visit
            for member in dict.fromkeys(members)
            for visit in uow.visits.of_member(member, _FINISHED, LISTED + 1)
        ]
        return _listed(uow, sorted(found, key=lambda visit: visit.day, reverse=True))


def _listed(uow: UnitOfWork, found: Sequence[Visit]) -> PastVisits:
    visits = tuple(found[:LISTED])
    states = uow.act_list.states(tuple(visit.act for visit in visits if visit.act))
    return PastVisits(visits, states, len(found) > LISTED)
