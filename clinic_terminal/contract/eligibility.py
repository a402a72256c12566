"""Eligibility: who is asked about, and the signed snapshots that answer."""

from typing import Annotated

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import Field, ValidationError

from clinic_terminal.contract.canonical import canonical_bytes
from clinic_terminal.contract.errors import SignatureInvalidError
from clinic_terminal.contract.keys import KeyDocument
from clinic_terminal.contract.signing import Purpose, kid_of, sign, verify
from clinic_terminal.contract.split import PlanMessage
from clinic_terminal.contract.values import (
    Code,
    Day,
    Fen,
    Instant,
    MemberNumber,
    Message,
    PolicyNumber,
    SignedText,
    Units,
)
from clinic_terminal.domain.adjudication import CardState, Counters, PolicyPeriod
from clinic_terminal.domain.eligibility import Authorisation, Lock, NetworkRow, PastVisit, Person, Snapshot
from clinic_terminal.domain.errors import DomainError
from clinic_terminal.domain.member import Sex
from clinic_terminal.domain.plan import Category

Hour = Annotated[int, Field(ge=0, le=24)]


class PlanEditionMessage(Message):
    """A plan edition with what the screens say about it; hours are (opens, closes) of the hotline."""

    plan: PlanMessage
    name_zh: str
    name_en: str
    hotline: str
    weekday_hours: Annotated[list[Hour], Field(min_length=2, max_length=2)]
    weekend_hours: Annotated[list[Hour], Field(min_length=2, max_length=2)]
    holiday_hours: Annotated[list[Hour], Field(min_length=2, max_length=2)]
    bind_hint_zh: str
    bind_hint_en: str


class EligibilityRequest(Message):
    """Who is asked about: a card token, or a member number; ``birth_date`` is the second factor.

    ``day`` is the day of the visit. ``clinic`` must be the terminal's own where it is given.
    """

    day: Day
    member: MemberNumber | None = None
    card: Annotated[str, Field(max_length=1024)] = ""
    birth_date: Day | None = None
    clinic: Code | None = None


class EligibilityAnswer(Message):
    """One signed snapshot a policy; none where the member is not known."""

    snapshots: list[SignedText]
    server_time: SignedText


class PersonMessage(Message):
    """The insured child; ``sex`` as in GB/T 2261.1, ``family`` the same for children of one policyholder."""

    member: MemberNumber
    name: str
    birth_date: Day
    sex: Annotated[int, Field(ge=0, le=9)]
    family: Annotated[str, Field(max_length=64)] = ""


class PeriodMessage(Message):
    """The days on which the policy is in force, both included."""

    start: Day
    end: Day


class NetworkMessage(Message):
    """That the branch bills a category from ``start`` to ``end`` (none: open)."""

    category: Category
    start: Day
    end: Day | None = None


class LockMessage(Message):
    """The brand that the family chose, since when, and the visit that made it so."""

    brand: Code
    brand_name: str
    since: Day
    visit: str = ""

    def to_domain(self) -> Lock:
        """Return the lock as the rules take it."""
        return Lock(self.brand, self.brand_name, self.since, self.visit)

    @classmethod
    def from_domain(cls, lock: Lock) -> "LockMessage":
        """Return the message of a lock."""
        return cls(brand=lock.brand, brand_name=lock.brand_name, since=lock.since, visit=lock.visit)


class CountersMessage(Message):
    """What the policy period has used so far, in fen and units."""

    pool_fen: Fen
    covered_fen: Fen
    category_fen: dict[Category, Fen]
    deductible_fen: Fen
    units: dict[str, Units]

    def to_domain(self) -> Counters:
        """Return the counters as the rules take them."""
        return Counters(**dict(self))

    @classmethod
    def from_domain(cls, used: Counters) -> "CountersMessage":
        """Return the message of counters."""
        return cls(
            pool_fen=used.pool_fen,
            covered_fen=used.covered_fen,
            category_fen=dict(used.category_fen),
            deductible_fen=used.deductible_fen,
            units=dict(used.units),
        )


class AuthorisationMessage(Message):
    """A guarantee letter; no items means all items."""

    number: Code
    items: list[Code]
    approved_fen: Fen
    used_fen: Fen
    start: Day
    end: Day


class PastVisitMessage(Message):
    """One line of the visit records: one per visit and category."""

    day: Day
    clinic: str
    category: Category
    insurer_fen: Fen


class SnapshotMessage(Message):
    """What the service manager says of one policy at ``as_of``; ``version`` grows with each change."""

    person: PersonMessage
    policy: PolicyNumber
    plan: Code
    plan_name: str
    period: PeriodMessage
    card: CardState
    network: list[NetworkMessage]
    lock: LockMessage | None
    booking_ref: str | None
    used: CountersMessage
    authorisations: list[AuthorisationMessage]
    history: list[PastVisitMessage]
    as_of: Instant
    version: Annotated[int, Field(ge=0)]

    def to_domain(self) -> Snapshot:
        """Return the snapshot as the rules take it."""
        person = self.person
        return Snapshot(
            person=Person(person.member, person.name, person.birth_date, _sex(person.sex), person.family),
            policy=self.policy,
            plan=self.plan,
            plan_name=self.plan_name,
            period=PolicyPeriod(self.period.start, self.period.end),
            card=self.card,
            network=tuple(NetworkRow(row.category, row.start, row.end) for row in self.network),
            lock=None if self.lock is None else self.lock.to_domain(),
            booking_ref=self.booking_ref,
            used=self.used.to_domain(),
            authorisations=tuple(_letter(letter) for letter in self.authorisations),
            history=tuple(PastVisit(**dict(visit)) for visit in self.history),
            as_of=self.as_of,
            version=self.version,
        )

    @classmethod
    def from_domain(cls, snapshot: Snapshot) -> "SnapshotMessage":
        """Return the message of a snapshot."""
        return cls(
            person=_person_message(snapshot.person),
            policy=snapshot.policy,
            plan=snapshot.plan,
            plan_name=snapshot.plan_name,
            period=PeriodMessage(start=snapshot.period.start, end=snapshot.period.end),
            card=snapshot.card,
            network=[
                NetworkMessage(category=row.category, start=row.start, end=row.end)
                for row in snapshot.network
            ],
            lock=None if snapshot.lock is None else LockMessage.from_domain(snapshot.lock),
            booking_ref=snapshot.booking_ref,
            used=CountersMessage.from_domain(snapshot.used),
            authorisations=[_letter_message(letter) for letter in snapshot.authorisations],
            history=[_visit_message(visit) for visit in snapshot.history],
            as_of=snapshot.as_of,
            version=snapshot.version,
        )

    def signed(self, private_key: Ed25519PrivateKey, kid: str) -> str:
        """Return the snapshot as signed text."""
        return sign(canonical_bytes(self.model_dump(mode="json")), private_key, kid, Purpose.SNAPSHOT)


class AppointmentMessage(Message):
    """A child that is expected at ``at``; ``withdrawn`` takes an appointment back."""

    id: Code
    member: MemberNumber
    policy: PolicyNumber
    at: Instant
    booking_ref: str | None = None
    note: str = ""
    withdrawn: bool = False


def read_snapshot(signed: str, keys: KeyDocument) -> Snapshot:
    """Verify a signed snapshot and return it; raises SignatureInvalidError, KeyUnknownError."""
    payload = verify(signed, keys.signing_key(kid_of(signed)), Purpose.SNAPSHOT)
    try:
        return SnapshotMessage.model_validate_json(payload).to_domain()
    except (ValidationError, DomainError) as error:
        raise SignatureInvalidError from error


def _sex(code: int) -> Sex:
    return Sex(code) if code in list(Sex) else Sex.UNKNOWN


def _letter(message: AuthorisationMessage) -> Authorisation:
    return Authorisation(
        message.number,
        tuple(message.items),
        message.approved_fen,
        message.used_fen,
        message.start,
        message.end,
    )


def _person_message(person: Person) -> PersonMessage:
    return PersonMessage(
        member=person.member,
        name=person.name,
        birth_date=person.birth_date,
        sex=int(person.sex),
        family=person.family,
    )


def _letter_message(letter: Authorisation) -> AuthorisationMessage:
    return AuthorisationMessage(
        number=letter.number,
        items=list(letter.items),
        approved_fen=letter.approved_fen,
        used_fen=letter.used_fen,
        start=letter.start,
        end=letter.end,
    )


def _visit_message(visit: PastVisit) -> PastVisitMessage:
    return PastVisitMessage(
        day=visit.day, clinic=visit.clinic, category=visit.category, insurer_fen=visit.insurer_fen
    )


__all__ = [
    "AppointmentMessage", "AuthorisationMessage", "CountersMessage", "EligibilityAnswer",
    "EligibilityRequest", "LockMessage", "NetworkMessage", "PastVisitMessage", "PeriodMessage",
    "PersonMessage", "PlanEditionMessage", "SnapshotMessage", "read_snapshot",
]  # fmt: skip
