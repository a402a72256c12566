"""What people did about something that came back: who took it over, what was noted, how it was closed.

Most follow-ups follow from the queue's rows themselves, so that none can be missed; a record is kept from the
moment somebody does something about one, and for matters that have no row of their own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final, Protocol

from clinic_terminal.application.acts import ActKind, ActState, Answer, QueueRow

HARMLESS: Final = frozenset({"NOT_VOIDABLE", "ALREADY_VOIDED"})
"""Refusals of a void that ask nothing of anybody: there was nothing to give back."""

ANSWER_SUMS: Final = "ANSWER_SUMS"
"""The code of an answer whose own figures do not add up."""

OUTCOMES: Final = (ActState.ADJUSTED, ActState.REJECTED, ActState.PARKED)
"""The states of an act that somebody has to look at."""

STATEMENT_SUBJECT: Final = "statement"
LIMIT_SUBJECT: Final = "limit"


class Matter(StrEnum):
    """What a follow-up is about."""

    ADJUSTED = "ADJUSTED"
    REJECTED = "REJECTED"
    VOID_REFUSED = "VOID_REFUSED"
    PARKED = "PARKED"
    HELD_UP = "HELD_UP"
    """An act that gets no answer although others do; it is still being tried."""
    SUMS = "SUMS"
    """The server's answer does not add up."""
    STATEMENT = "STATEMENT"
    """Our records of a day and the server's differ."""
    LIMIT = "LIMIT"
    """A hard limit of working without the server is passed."""


class Deed(StrEnum):
    """What was done."""

    OPENED = "OPENED"
    TAKEN = "TAKEN"
    NOTED = "NOTED"
    RETRIED = "RETRIED"
    CLOSED = "CLOSED"
    REOPENED = "REOPENED"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was done: when, by whom (a name, empty: the program itself), and what was written."""

    at: datetime
    deed: Deed
    operator: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class FollowUpRecord:
    """Everything that was done about one matter, the oldest first.

    ``subject``: an act's id, ``statement/DAY/ACT`` or ``limit/NAME/DAY``. ``owner`` is the id of the operator
    who took it over and ``owner_name`` the name, both empty before. ``facts`` are what a matter without a row
    is about; amounts are fen as text.
    """

    subject: str
    matter: Matter
    opened_at: datetime
    owner: str = ""
    owner_name: str = ""
    closed_at: datetime | None = None
    entries: tuple[Entry, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def closing(self) -> Entry | None:
        """How it was closed; None while it is open."""
        if self.closed_at is None:
            return None
        return next((entry for entry in reversed(self.entries) if entry.deed is Deed.CLOSED), None)

    def with_entry(self, entry: Entry) -> "FollowUpRecord":
        """Return the record with one more thing done."""
        return replace(self, entries=(*self.entries, entry))


class FollowUps(Protocol):
    """The kept records of follow-ups."""

    def get(self, subject: str) -> FollowUpRecord | None:
        """Return the record of a matter, or None."""
        ...

    def put(self, record: FollowUpRecord) -> None:
        """Keep the record, replacing the one of the same subject."""
        ...

    def waiting(self, most: int = 500) -> list[FollowUpRecord]:
        """Return the open records that wait for a person beside ``ActList.for_a_person``, the oldest first.

        Of a matter without an act, of an act that gets no answer, or of one that was decided adversely later.
        """
        ...

    def count_waiting(self) -> int:
        """Return how many records there are in ``waiting``, however many."""
        ...

    def tried_again(self, most: int = 500) -> list[FollowUpRecord]:
        """Return the open records whose act is on its way again, the oldest first."""
        ...

    def over(self, most: int = 200) -> list[FollowUpRecord]:
        """Return the open records whose act was delivered or withdrawn and waits for nobody, latest first."""
        ...

    def closed(self, most: int = 200) -> list[FollowUpRecord]:
        """Return the closed records, the one closed last first."""
        ...


class ActList(Protocol):
    """The queue as lists for people: rows without their bodies (``act.body`` is empty)."""

    def for_a_person(self, most: int = 500) -> list[QueueRow]:
        """Return the rows whose outcome somebody has to deal with, the oldest first.

        Set aside, adjusted or refused; without those whose record is closed, whose bill was voided since, or
        whose refusal asks nothing of anybody. An outcome that was decided later has a record instead.
        """
        ...

    def count_for_a_person(self) -> int:
        """Return how many rows there are in ``for_a_person``, however many."""
        ...

    def waits(self, act: str) -> bool:
        """Tell whether the row of an act is one of ``for_a_person``, or would be as it was decided later."""
        ...

    def dealt_with(self, most: int = 200) -> list[QueueRow]:
        """Return the rows that came back and need nobody any more, the latest first."""
        ...

    def unsent(self, most: int = 200) -> list[QueueRow]:
        """Return the rows without a final answer, the oldest first."""
        ...

    def settled(self, most: int = 200) -> list[QueueRow]:
        """Return the rows with a final answer, the latest act first."""
        ...

    def of_ids(self, acts: tuple[str, ...]) -> list[QueueRow]:
        """Return the rows of these acts that are here, in their order."""
        ...

    def of_visit(self, chain: str, visit: str) -> list[QueueRow]:
        """Return the rows of a child's visit, the oldest first."""
        ...

    def unsent_ids(self) -> tuple[str, ...]:
        """Return the ids of all acts without a final answer, the oldest first."""
        ...

    def largest_unsent_fen(self) -> int:
        """Return the largest amount of the insurer among the bills that are not sent; 0 without any."""
        ...

    def oldest_facts(self, day: date) -> datetime | None:
        """Return how old the oldest facts are that an unfinished visit of ``day`` rests on; None without."""
        ...

    def states(self, acts: tuple[str, ...]) -> dict[str, ActState]:
        """Return the state of each of these acts that is here, by its id."""
        ...


class FollowUpWork(Protocol):
    """What opening a record needs of a transaction."""

    @property
    def follow_ups(self) -> FollowUps:
        """The kept records."""
        ...


def matter_of(row: QueueRow) -> Matter:
    """Return what a row that came back is about; for one that did not, what it would be: PARKED."""
    if row.state is ActState.ADJUSTED:
        return Matter.SUMS if row.last_error == ANSWER_SUMS else Matter.ADJUSTED
    if row.state is ActState.REJECTED:
        return Matter.VOID_REFUSED if row.act.kind is ActKind.BILL_VOIDED else Matter.REJECTED
    return Matter.PARKED


def is_harmless(row: QueueRow) -> bool:
    """Tell whether a refusal asks nothing of anybody: there was nothing to void."""
    return row.state is ActState.REJECTED and row.last_error in HARMLESS


def open_record(
    uow: FollowUpWork, subject: str, matter: Matter, at: datetime, facts: Mapping[str, str] | None = None
) -> bool:
    """Open a matter that has no row of its own; False, and nothing changed, where it is known already.

    A matter that was closed with the same facts stays closed; with other facts it is opened again.
    """
    given = dict(facts or {})
    known = uow.follow_ups.get(subject)
    if known is None:
        opened = FollowUpRecord(subject, matter, at, entries=(Entry(at, Deed.OPENED),), facts=given)
        uow.follow_ups.put(opened)
        return True
    if dict(known.facts) == given:
        return False
    changed = replace(known, facts=given)
    if known.closed_at is not None:
        changed = replace(changed, closed_at=None).with_entry(Entry(at, Deed.REOPENED))
    uow.follow_ups.put(changed)
    return True


def open_decided(uow: FollowUpWork, row: QueueRow, said: Answer, at: datetime) -> None:
    """Open the matter of an act on which an adverse decision came after its first answer.

    One that was closed is opened again by another decision; a good one opens nothing, and leaves what a
    person took in hand for the person to see.
    """
    known = uow.follow_ups.get(row.act.id)
    facts = {"state": said.state.value if said.state else "", "code": said.code}
    if said.state is not None and said.state in OUTCOMES:
        matter = matter_of(replace(row, state=said.state, last_error=said.code))
        open_record(uow, row.act.id, matter, at, facts)
    elif known is not None:
        uow.follow_ups.put(replace(known, facts=facts))


def statement_subject(day: date, act: str) -> str:
    """Return the subject of a difference between our records of a day and the server's."""
    return f"{STATEMENT_SUBJECT}/{day.isoformat()}/{act}"


def limit_subject(limit: str, day: date) -> str:
    """Return the subject of a limit that was passed on a day."""
    return f"{LIMIT_SUBJECT}/{limit}/{day.isoformat()}"
