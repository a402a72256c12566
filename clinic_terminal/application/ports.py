"""What the verbs need from the world; the adapters implement these, tests may fake them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from clinic_terminal.application.acts import (
    Act,
    Answer,
)
from clinic_terminal.application.paper_orders import PaperLanguage, PaperOrder
from clinic_terminal.domain.bill import FrozenBill
from clinic_terminal.domain.consent import Consent
from clinic_terminal.domain.eligibility import Clinic, Snapshot
from clinic_terminal.domain.network import NetworkClinic
from clinic_terminal.domain.plan import Plan
from clinic_terminal.domain.quote import CentralSplit, Quote


class Clock(Protocol):
    """The time of day and a time that never jumps."""

    def now(self) -> datetime:
        """Return the present, aware, in UTC, corrected by the last signed server time."""
        ...

    def machine(self) -> datetime:
        """Return what the computer's own clock shows, aware, in UTC, corrected by nothing."""
        ...

    def monotonic(self) -> float:
        """Return seconds that only grow."""
        ...

    def today(self) -> date:
        """Return the calendar date in Asia/Shanghai."""
        ...

    def heard(self, server_time: datetime) -> None:
        """Take the server's fresh signed time, by which the present is corrected from now on."""
        ...


class Ids(Protocol):
    """A source of ids."""

    def new(self) -> str:
        """Return a new UUIDv7 as text."""
        ...


@dataclass(frozen=True, slots=True)
class Operator:
    """A person who works here; ``pin_hash`` is argon2's encoded form.

    A ``manager`` may set this terminal up again.
    """

    id: str
    name: str
    pin_hash: str
    active: bool = True
    manager: bool = False


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What this terminal was told when it was enrolled. ``root_key`` is base64url of Ed25519 bytes."""

    terminal: str
    clinic: Clinic
    api_url: str
    root_key: str


@dataclass(frozen=True, slots=True)
class PlanEdition:
    """A plan with what the screens say about it: names, hotline and hours, hint for binding."""

    plan: Plan
    name_zh: str
    name_en: str
    hotline: str
    weekday_hours: tuple[int, int]
    weekend_hours: tuple[int, int]
    holiday_hours: tuple[int, int]
    bind_hint_zh: str
    bind_hint_en: str


@dataclass(frozen=True, slots=True)
class EligibilityQuery:
    """Who is asked about: the card token, or a member number typed by hand; ``day`` of the visit.

    ``birth_date`` is the second factor beside a member number, where it is known.
    """

    day: date
    member: str
    card: str = ""
    birth_date: date | None = None


@dataclass(frozen=True, slots=True)
class QuoteQuery:
    """A bill to be split for one policy without any effect.

    ``lines`` are item, fen per unit, units, and fen off the line.
    """

    member: str
    policy: str
    day: date
    lines: tuple[tuple[str, int, int, int], ...]
    booking_ref: str | None = None
    self_pay: bool = False
    discount_fen: int = 0


@dataclass(frozen=True, slots=True)
class SignedSnapshot:
    """A snapshot and the signed text that it was read from."""

    snapshot: Snapshot
    signed: str


@dataclass(frozen=True, slots=True)
class Appointment:
    """A child that is expected."""

    id: str
    member: str
    policy: str
    at: datetime
    booking_ref: str | None
    note: str = ""
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of an act whose first answer was PENDING; ``digest`` names the act's content."""

    act: str
    digest: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Unbelieved:
    """A part of a page that its signature does not confirm: which kind, why, and the SHA-256 of its text."""

    kind: str
    cause: str
    digest: str


@dataclass(frozen=True, slots=True)
class Changes:
    """One page of what changed at the service manager since a cursor.

    ``clinics`` are new or changed branches of the network, ``clinics_left`` ids of those that left it.
    ``from_start``: the page was asked for without a cursor, so that what it does not name may be stale.
    """

    cursor: str
    more: bool
    server_time: datetime
    snapshots: tuple[SignedSnapshot, ...] = ()
    plans: tuple[PlanEdition, ...] = ()
    card_keys: str | None = None
    revoked: tuple[str, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    clinics: tuple[NetworkClinic, ...] = ()
    clinics_left: tuple[str, ...] = ()
    from_start: bool = False
    decisions: tuple[Decision, ...] = ()
    unbelieved: tuple[Unbelieved, ...] = ()


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One act as the server booked it; amounts in fen. ``terminal`` is empty where it does not say."""

    act: str
    kind: str
    state: str
    digest: str
    insurer_fen: int
    guardian_fen: int
    terminal: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """The server's list of this clinic's acts of one day, the digest over their ids, and when it said so."""

    day: date
    rows: tuple[StatementRow, ...]
    digest: str
    server_time: datetime | None = None


class CentralApi(Protocol):
    """The service manager's system. Every method that asks raises CentralUnreachableError,
    CentralSessionError or CentralRefusedError (application.failures); what sends acts answers with a class.
    """  # noqa: D205  one sentence that needs its length

    def eligibility(self, query: EligibilityQuery) -> list[SignedSnapshot]:
        """Return one signed snapshot a policy; empty where the member is not known."""
        ...

    def quote(self, query: QuoteQuery) -> CentralSplit:
        """Return the insurer's own split of a bill; nothing is posted, nothing of it is checked here."""
        ...

    def put_act(self, act: Act) -> Answer:
        """Send an act's bytes as they are and say what came of it; never raises for the server's sake."""
        ...

    def put_batch(self, acts: Sequence[Act]) -> list[Answer]:
        """Send acts of different chains together; each is judged by itself, as `put_act` would.

        Answers are in the order of ``acts``; fewer than acts where the rest was not sent at all.
        """
        ...

    def find_act(self, act_id: str) -> str | None:
        """Return the digest of the act that the server has under this id, None where it has none."""
        ...

    def changes(self, cursor: str) -> Changes:
        """Return the page after ``cursor`` (empty: from the start)."""
        ...

    def statement(self, day: date) -> Statement:
        """Return the server's list of one day."""
        ...


class Papers(Protocol):
    """Papers as files. Every method raises PaperFailedError; repeating is harmless.

    What a paper had to show otherwise (a sign that no font has) is logged, never a reason to fail.
    """

    def produce(self, bill: FrozenBill, digest: str, consent: Consent) -> Path:
        """Write the sealed PDF of a signed bill and return where it is."""
        ...

    def produce_quote(self, quote: Quote, language: PaperLanguage) -> Path:
        """Write a quote as PDF and return where it is."""
        ...

    def produce_sign_sheet(self, bill: FrozenBill, digest: str, language: PaperLanguage) -> Path:
        """Write the frozen bill as a sheet to be signed by hand (A4) and return where it is."""
        ...

    def draw(self, order: PaperOrder) -> Path:
        """Write an unsealed PDF to look at and to print, and return where it is."""
        ...
