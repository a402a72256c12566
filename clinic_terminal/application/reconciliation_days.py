"""Which days are still to be compared with the server's list, by what is stored: a restart forgets none."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Final

from clinic_terminal.application.day_comparison import DayComparison
from clinic_terminal.application.store_ports import UnitOfWork
from clinic_terminal.domain.shanghai import SHANGHAI, shanghai_date

DAYS_BACK: Final = 31
"""How far the days are followed back, and how many are listed."""

SET_BACK: Final = timedelta(days=7)
"""How far to look at least where the server forgot our place in its changes."""

_NAME: Final = "days_to_compare"
_DAY: Final = timedelta(days=1)

_AHEAD: Final = timedelta(hours=1)
"""A comparison that lies further ahead was made by a wrong clock, and says nothing about its day."""


def noted(uow: UnitOfWork) -> frozenset[date]:
    """Return the days that were noted to be compared and were not yet."""
    return frozenset(date.fromisoformat(day) for day in uow.memory.choice(_NAME).split())


def note(uow: UnitOfWork, days: Iterable[date]) -> None:
    """Note days to be compared as soon as the line allows, whatever was compared of them before."""
    _keep(uow, noted(uow).union(days))


def note_last_days(uow: UnitOfWork, today: date) -> None:
    """Note today and the last days: the server seems to be set back, or this terminal to have lost some."""
    note(uow, (today - _DAY * back for back in range(SET_BACK.days + 1)))


def go_on(uow: UnitOfWork, one: DayComparison, before: DayComparison | None, today: date) -> None:
    """Strike off a day that was compared, now and ``before``; note the day before where it may differ too.

    It may where differences were found that were not known, and where a noted day is empty: so a server that
    lost a month is found out as a whole.
    """
    days = noted(uow)
    known = {difference.act for difference in before.differences} if before else set()
    found = {difference.act for difference in one.differences} - known
    rest = days - {one.day}
    if (found or (one.is_empty and one.day in days)) and one.day - _DAY >= _earliest(today):
        rest |= {one.day - _DAY}
    if rest != days:
        _keep(uow, rest)


def due(uow: UnitOfWork, now: datetime) -> frozenset[date]:
    """Return the past days to compare on the day of ``now``; looks at every act, so ask once a day.

    Yesterday; every day since the first act here that was not compared after it was over; once a day again
    the last one with acts, one that differed, and one with acts that got their answer since.
    """
    today = shanghai_date(now)
    morning = _start(today)
    acts = uow.statements.days_with_acts(_start(_earliest(today)), morning)
    first, last = (least(acts, default=today - _DAY) for least in (min, max))
    days = (today - _DAY * back for back in range(1, (today - first).days + 1))
    return frozenset(
        day
        for day in days
        if _is_due(uow.statements.get(day), now, settled=acts.get(day))
        or (day == last and _compared_before(uow, day, morning))
    )


def _is_due(known: DayComparison | None, now: datetime, *, settled: datetime | None) -> bool:
    if known is None or not _start(known.day + _DAY) <= known.compared_at <= now + _AHEAD:
        return True
    if known.compared_at >= _start(shanghai_date(now)):
        return bool(known.missing_there)
    late = settled is not None and settled > known.compared_at
    return late or bool(known.waiting) or not known.equal


def _compared_before(uow: UnitOfWork, day: date, morning: datetime) -> bool:
    known = uow.statements.get(day)
    return known is not None and known.compared_at < morning


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


def _earliest(today: date) -> date:
    return today - _DAY * DAYS_BACK


def _keep(uow: UnitOfWork, days: Iterable[date]) -> None:
    uow.memory.set_choice(_NAME, " ".join(day.isoformat() for day in sorted(days)))
