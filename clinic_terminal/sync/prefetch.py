"""Facts ahead of the child: what will be asked at the desk is fetched before anybody asks.

An outage is harmless to a clinic whose children of the day are known already. Today's facts are kept
half an hour fresh, those of tomorrow and of recent visitors half a day.
"""

import logging
from collections import deque
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import chain, islice
from typing import Final

from clinic_terminal.application.expected import facts_of, joined
from clinic_terminal.application.failures import (
    CentralRefusedError,
    CentralSessionError,
    CentralUnreachableError,
    MemberUnknownError,
)
from clinic_terminal.application.inquiry import inquire, keep
from clinic_terminal.application.ports import EligibilityQuery
from clinic_terminal.application.store_ports import MemberRecord, UnitOfWork
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.domain.appointment import birth_date_of
from clinic_terminal.domain.visit import Stage

TODAY_AGE: Final = timedelta(minutes=30)
LATER_AGE: Final = timedelta(hours=12)
RECENT: Final = timedelta(days=30)

PLAN_EVERY_S: Final = 60.0
"""The list of who is due is made anew so often, so that a new appointment need not wait long."""

MOST_A_PLAN: Final = 50
"""A long tail of recent visitors must not keep today's children waiting for the next list."""

PASS_OVER_S: Final = 600.0
"""Whoever was asked about is not asked about again before, whatever came of it."""

REST_S: Final = 60.0
"""After a failure the line is left to the acts and the changes for so long."""

_log = logging.getLogger(__name__)


class Prefetcher:
    """Asks about one child a step; used by the sync thread alone.

    A failure goes to whoever calls (the line's keeper has heard of it by then), prefetching rests for
    ``REST_S``, and the child is passed over for ``PASS_OVER_S``: nothing is asked in a circle. A refusal
    that concerns the child alone ends nothing; an answer that cannot be believed is left out as at the desk.
    """

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._clock = terminal.clock
        self._due: deque[EligibilityQuery] = deque()
        self._next_plan = 0.0
        self._rest_until = 0.0
        self._asked: dict[str, float] = {}

    def step(self) -> bool:
        """Refresh the facts of the next child; False where nobody's are due.

        Raises CentralUnreachableError, CentralSessionError, StoreFailedError.
        """
        query = self._next()
        if query is None:
            return False
        self._asked[query.member] = self._clock.monotonic()
        try:
            inquiry = inquire(self._terminal, query)
        except (MemberUnknownError, CentralRefusedError) as error:
            _log.info("a child was not prefetched: %s", error.code)
            return True
        if isinstance(inquiry.failure, CentralUnreachableError | CentralSessionError):
            self._rest_until = self._clock.monotonic() + REST_S
            raise inquiry.failure
        with self._terminal.store.begin() as uow:
            keep(uow, inquiry, self._clock.now())
        return True

    def _next(self) -> EligibilityQuery | None:
        now = self._clock.monotonic()
        if now < self._rest_until:
            return None
        if not self._due and now >= self._next_plan:
            self._next_plan = now + PLAN_EVERY_S
            self._plan(now)
        return self._due.popleft() if self._due else None

    def _plan(self, now: float) -> None:
        self._asked = {member: at for member, at in self._asked.items() if now - at < PASS_OVER_S}
        with self._terminal.store.read() as uow:
            due = (one for one in self._wanted(uow) if one.member not in self._asked)
            self._due.extend(islice(due, MOST_A_PLAN))

    def _wanted(self, uow: UnitOfWork) -> Iterator[EligibilityQuery]:
        """Yield each child whose facts are too old once, the most urgent first."""
        today, now = self._clock.today(), self._clock.now()
        seen: set[str] = set()
        for query, as_of, age in chain(
            _expected(uow, today, TODAY_AGE),
            _expected(uow, today + timedelta(days=1), LATER_AGE),
            _recent(uow, today),
        ):
            if query.member not in seen:
                seen.add(query.member)
                if as_of is None or now - as_of > age:
                    yield query


Candidate = tuple[EligibilityQuery, datetime | None, timedelta]
"""Whom to ask about, how old the facts are that are here, and how old they may be."""


def _expected(uow: UnitOfWork, day: date, age: timedelta) -> Iterator[Candidate]:
    for visit in uow.visits.on_day(day, (Stage.EXPECTED,)):
        if _has_refused(uow.members.get(visit.person.member)):
            continue
        facts = facts_of(uow, visit)
        born = birth_date_of(joined(visit, facts))
        query = EligibilityQuery(day, visit.person.member, birth_date=born)
        yield query, min((one.as_of for one in facts), default=None), age


def _recent(uow: UnitOfWork, today: date) -> Iterator[Candidate]:
    """Yield who was here lately; of several policies the freshest tells when the child was asked about."""
    for record in uow.members.seen_since(today - RECENT):
        if _has_refused(record):
            continue
        known = uow.snapshots.of_member(record.member)
        freshest = max(known, key=lambda one: one.as_of, default=None)
        if freshest is not None:
            query = EligibilityQuery(today, record.member, birth_date=freshest.person.birth_date)
            yield query, freshest.as_of, LATER_AGE


def _has_refused(record: MemberRecord | None) -> bool:
    """Tell whether a guardian refused the use of the child's data: then nobody is asked unless it comes."""
    return record is not None and record.consent is not None and not record.consent.given
