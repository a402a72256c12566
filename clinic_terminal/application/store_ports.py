"""What the verbs need of the durable store; one transaction gives all of it."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from clinic_terminal.application.acts import Act, Answer, AuditRow, Exposure, Freshness, QueueRow
from clinic_terminal.application.follow_up_record import ActList, FollowUps
from clinic_terminal.application.money_ports import Invoices, Receipts
from clinic_terminal.application.ports import Enrolment, Operator, PlanEdition
from clinic_terminal.application.price_ports import ItemHabits, Quotes, Tariffs
from clinic_terminal.application.print_records import PrintRecord
from clinic_terminal.application.sheet_ports import Attachments
from clinic_terminal.application.statement_ports import Decisions, Statements
from clinic_terminal.domain.dentition import Finding
from clinic_terminal.domain.eligibility import Person, Snapshot
from clinic_terminal.domain.identity import DataConsent, Identity
from clinic_terminal.domain.network import NetworkClinic
from clinic_terminal.domain.visit import Stage, Visit


@dataclass(frozen=True, slots=True)
class MemberRecord:
    """What this branch knows of a child beyond the snapshot: who it showed to be, what the family allowed.

    ``last_seen`` is the day of the latest visit here; ``teeth`` what a dentist saw to be other than the age
    lets expect; ``language``: what the family chose to read, empty where it never chose.
    """

    member: str
    identity: Identity | None = None
    consent: DataConsent | None = None
    last_seen: date | None = None
    teeth: tuple[Finding, ...] = ()
    language: str = ""


class Members(Protocol):
    """The children who were here."""

    def get(self, member: str) -> MemberRecord | None:
        """Return what is known of a child, or None."""
        ...

    def put(self, record: MemberRecord) -> None:
        """Keep the record, replacing the one of the same member."""
        ...

    def seen_since(self, day: date) -> list[MemberRecord]:
        """Return the children who were here on ``day`` or later, the latest first."""
        ...


class Visits(Protocol):
    """The visits of this branch."""

    def get(self, visit_id: str) -> Visit:
        """Return the visit; raises VisitUnknownError (application.failures)."""
        ...

    def put(self, visit: Visit) -> Visit:
        """Store the visit and return it with its next revision.

        Raises VisitChangedElsewhereError where the stored revision is not ``visit.revision``.
        """
        ...

    def on_day(self, day: date, stages: Sequence[Stage] = ()) -> list[Visit]:
        """Return the visits of ``day``, in order of expectation and arrival."""
        ...

    def of_member(self, member: str, stages: Sequence[Stage] = (), most: int = 1_000) -> list[Visit]:
        """Return a child's visits here under any policy, the latest first; those in ``stages`` if any."""
        ...


class Queue(Protocol):
    """The durable queue: append-only rows with states, leases and fencing."""

    def add(self, act: Act, first_error: str = "") -> None:
        """Append an act in state READY and move the kept counters; raises ActExistsError on a reused id."""
        ...

    def get(self, act_id: str) -> QueueRow | None:
        """Return the row, or None."""
        ...

    def lease(
        self, owner: str, now: datetime, seconds: int, limit: int = 1, *, bodies: bool = True
    ) -> list[QueueRow]:
        """Lease up to ``limit`` due rows: READY, or SENDING whose lease lapsed; the oldest of a chain.

        A chain that holds a PARKED row or a live lease gives none. Attempts and fence are raised by one.
        Without ``bodies`` the acts' bodies are empty: no page is read on which one of them may be lost.
        """
        ...

    def settle(self, row: QueueRow, answer: Answer, now: datetime) -> bool:
        """Store a final answer; False (and nothing changed) where the fence is no longer current."""
        ...

    def retry_later(self, row: QueueRow, answer: Answer, at: datetime) -> bool:
        """Put a leased row back to READY with its error; False where the fence is no longer current."""
        ...

    def release(self, row: QueueRow) -> bool:
        """Give a lease back untouched (session answers): the attempt does not count."""
        ...

    def release_all(self) -> int:
        """Give back every lease, and return how many there were.

        For a program that has the file to itself: whoever leased them is gone.
        """
        ...

    def park(self, row: QueueRow, answer: Answer, now: datetime) -> bool:
        """Set a leased row aside for a person; False where the fence is no longer current."""
        ...

    def retry_now(self, act_id: str, now: datetime) -> bool:
        """Make a READY or PARKED row due at once."""
        ...

    def withdraw(self, row: QueueRow, now: datetime) -> tuple[str, ...]:
        """Withdraw a READY or PARKED row, with the waiting void of its bill; return the ids, the row's first.

        Empty, and nothing changed, where the row moved since it was read.
        """
        ...

    def rows(self, limit: int = 500, *, unsent_only: bool = False) -> list[QueueRow]:
        """Return rows, newest first."""
        ...

    def of_chain(self, chain: str) -> list[QueueRow]:
        """Return a member's rows, oldest first, without their bodies (``act.body`` is empty)."""
        ...

    def exposure(self) -> Exposure:
        """Return the kept counters; costs the same at 1,000 and 100,000 rows."""
        ...

    def next_due(self) -> datetime | None:
        """Return when the next row may be tried, or None where nothing waits."""
        ...

    def waiting_since(self, now: datetime) -> datetime | None:
        """Return since when the first row that is due has been due, or None where none is due."""
        ...


class Snapshots(Protocol):
    """The cached facts of members, with the signed text they came in."""

    def put(self, snapshot: Snapshot, signed: str) -> None:
        """Keep the snapshot unless a newer version of it is already here."""
        ...

    def withdraw(self, member: str, kept: Sequence[str] = ()) -> None:
        """Mark the member's policies but ``kept`` as no longer named by the service manager.

        A later copy of a snapshot from the service manager takes the mark away.
        """
        ...

    def of_member(self, member: str) -> list[Snapshot]:
        """Return the latest snapshot of each policy of the member."""
        ...

    def get(self, member: str, policy: str) -> Snapshot | None:
        """Return the latest snapshot of one policy."""
        ...

    def find(self, name: str, birth_date: date, last_four: str) -> list[Snapshot]:
        """Return the latest snapshots of children of this name and birth date.

        Names are compared by ``normalised_name``; ``last_four``: how the policy number ends.
        """
        ...

    def people(self) -> list[Person]:
        """Return every known child once, by member number."""
        ...


class Network(Protocol):
    """The branches of the service manager's network."""

    def put(self, clinic: NetworkClinic) -> None:
        """Keep a branch, replacing the one of the same id."""
        ...

    def remove(self, clinic_id: str) -> None:
        """Forget a branch that left the network; one that is not here is no error."""
        ...

    def clear(self) -> None:
        """Forget all branches: the list comes anew."""
        ...

    def all(self) -> list[NetworkClinic]:
        """Return all branches by id."""
        ...


class Audit(Protocol):
    """The chained audit log."""

    def add(self, row: AuditRow) -> None:
        """Append a row."""
        ...

    def verify(self) -> int:
        """Return the number of rows if the chain is whole; raises AuditBrokenError."""
        ...


class Memory(Protocol):
    """Everything else that lasts: enrolment, plans, card keys, operators, freshness, bill papers."""

    def enrolment(self) -> Enrolment | None:
        """Return what this terminal was enrolled as."""
        ...

    def set_enrolment(self, enrolment: Enrolment) -> None:
        """Keep the enrolment."""
        ...

    def plans(self) -> dict[str, PlanEdition]:
        """Return the plan editions by code."""
        ...

    def put_plan(self, edition: PlanEdition) -> None:
        """Keep a plan edition, replacing the one of the same code."""
        ...

    def card_keys(self) -> str:
        """Return the verified card key document (JSON), or an empty text."""
        ...

    def set_card_keys(self, document: str) -> None:
        """Keep the verified card key document."""
        ...

    def revoked(self) -> frozenset[str]:
        """Return the revoked card serials, lower-case hex."""
        ...

    def add_revoked(self, serials: Sequence[str]) -> None:
        """Add revoked card serials."""
        ...

    def operators(self) -> list[Operator]:
        """Return the operators by name."""
        ...

    def put_operator(self, operator: Operator) -> None:
        """Keep an operator."""
        ...

    def choice(self, name: str) -> str:
        """Return what a person chose under ``name``, or an empty text."""
        ...

    def set_choice(self, name: str, value: str) -> None:
        """Keep what a person chose."""
        ...

    def freshness(self) -> Freshness:
        """Return the freshness marks."""
        ...

    def set_freshness(self, freshness: Freshness) -> None:
        """Keep the freshness marks; called only by the code that received the data."""
        ...


class Prints(Protocol):
    """What was printed of each visit."""

    def put(self, record: PrintRecord) -> None:
        """Keep a printing, with its outcome where it is here already."""
        ...

    def of(self, subject: str) -> list[PrintRecord]:
        """Return the printings of one subject, the latest first."""
        ...


class UnitOfWork(Protocol):
    """One transaction: everything in it is stored together or not at all."""

    @property
    def visits(self) -> Visits:
        """The visits."""
        ...

    @property
    def queue(self) -> Queue:
        """The queue."""
        ...

    @property
    def snapshots(self) -> Snapshots:
        """The snapshots."""
        ...

    @property
    def members(self) -> Members:
        """The children who were here."""
        ...

    @property
    def network(self) -> Network:
        """The branches of the network."""
        ...

    @property
    def audit(self) -> Audit:
        """The audit log."""
        ...

    @property
    def memory(self) -> Memory:
        """Enrolment, plans, keys, operators, marks."""
        ...

    @property
    def tariff(self) -> Tariffs:
        """The clinic's own prices."""
        ...

    @property
    def habits(self) -> ItemHabits:
        """What its people usually do."""
        ...

    @property
    def attachments(self) -> Attachments:
        """The files of visits."""
        ...

    @property
    def quotes(self) -> Quotes:
        """What families were told."""
        ...

    @property
    def statements(self) -> Statements:
        """The comparisons of days with the server's lists."""
        ...

    @property
    def decisions(self) -> Decisions:
        """What became of acts that were pending."""
        ...

    @property
    def prints(self) -> Prints:
        """What was printed."""
        ...

    @property
    def receipts(self) -> Receipts:
        """The receipt numbers."""
        ...

    @property
    def invoices(self) -> Invoices:
        """The e-invoices."""
        ...

    @property
    def act_list(self) -> ActList:
        """The queue as lists for people."""
        ...

    @property
    def follow_ups(self) -> FollowUps:
        """What people did about what came back."""
        ...


class Store(Protocol):
    """The durable store."""

    def begin(self) -> AbstractContextManager[UnitOfWork]:
        """Open a write transaction; leaving the block commits, an exception undoes it.

        Raises StoreFailedError (disk full, unreadable, locked) with the old state untouched.
        """
        ...

    def read(self) -> AbstractContextManager[UnitOfWork]:
        """Open a transaction for reading only."""
        ...
