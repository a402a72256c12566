"""The practice world: invented brands, clinics, plans and children, as they stand on a given day."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property

from clinic_terminal.contract.catalogue_file import read_catalogue
from clinic_terminal.contract.eligibility import PlanEditionMessage
from clinic_terminal.domain.adjudication import CardState, Counters, PolicyPeriod
from clinic_terminal.domain.catalogue import Catalogue
from clinic_terminal.domain.eligibility import Authorisation, Clinic, Lock, NetworkRow, PastVisit, Person
from clinic_terminal.domain.member import CardClaims, CardMode, CardPolicy, Sex
from clinic_terminal.domain.network import NetworkClinic, Scope
from clinic_terminal.domain.plan import Plan
from clinic_terminal.domain.shanghai import SHANGHAI
from clinic_terminal.sandbox.keys import CARD_ISSUER
from clinic_terminal.sandbox.world_file import (
    AppointmentEntry,
    ChildEntry,
    ClinicEntry,
    OperatorEntry,
    PolicyEntry,
    WorldEntries,
    WorldFileError,
    read_entries,
    read_plan,
)
from clinic_terminal.sandbox.world_network import NETWORK_START, clinic_on, services_on
from clinic_terminal.settings import resource

"""China keeps one time all year; a fixed offset needs no time zone files."""
_ISSUED_DAYS_AGO = 30
_CARD_OUTLIVES_POLICY_DAYS = 30
_SERIAL_BYTES = 8


@dataclass(frozen=True, slots=True)
class PolicyOnDay:
    """A policy as the world file has it, counted from one day."""

    person: Person
    number: str
    plan: str
    plan_name: str
    period: PolicyPeriod
    card: CardState
    lock: Lock | None
    booking_ref: str | None
    used: Counters
    letters: tuple[Authorisation, ...]
    history: tuple[PastVisit, ...]

    @property
    def chain(self) -> str:
        """The key of the member's acts: member and policy."""
        return f"{self.person.member}/{self.number}"


@dataclass(frozen=True, slots=True)
class AppointmentOnDay:
    """A child that is expected at a clinic; ``at`` in UTC."""

    id: str
    clinic: str
    member: str
    policy: str
    at: datetime
    booking_ref: str | None
    note: str


@dataclass(frozen=True)
class World:
    """Everything invented; use ``load_world`` to get it."""

    entries: WorldEntries
    editions: dict[str, PlanEditionMessage]
    catalogue: Catalogue

    @cached_property
    def plans(self) -> dict[str, Plan]:
        """The plans' rules by code."""
        return {code: edition.plan.to_domain() for code, edition in self.editions.items()}

    @cached_property
    def clinics(self) -> dict[str, Clinic]:
        """The branches by id."""
        names = {brand.code: brand.name for brand in self.entries.brand}
        return {
            row.id: Clinic(row.id, row.name, row.brand, names[row.brand], row.city)
            for row in self.entries.clinic
        }

    @cached_property
    def people(self) -> dict[str, Person]:
        """The children by member number."""
        return {child.member: _person(child) for child in self.entries.child}

    @property
    def operators(self) -> tuple[OperatorEntry, ...]:
        """The people who work at the practice terminal."""
        return tuple(self.entries.operator)

    @property
    def activation_code(self) -> str:
        """The code in the guide: it enrols the first terminal of the practice clinic."""
        return self._clinic_entry(self.entries.practice_clinic).activation_codes[0]

    @cached_property
    def activation_codes(self) -> dict[str, str]:
        """All codes, each with its clinic's id."""
        return {code: row.id for row in self.entries.clinic for code in row.activation_codes}

    @cached_property
    def expired_codes(self) -> frozenset[str]:
        """Codes that were not used in time."""
        return frozenset(code for row in self.entries.clinic for code in row.expired_codes)

    def brand_name(self, brand: str) -> str:
        """Return a brand's name, or its code where it has none here."""
        return next((row.name for row in self.entries.brand if row.code == brand), brand)

    def network(self, clinic: str, plan: str, day: date) -> tuple[NetworkRow, ...]:
        """Return what a branch bills for visits under a plan, as it stands on ``day``."""
        services = services_on(self._clinic_entry(clinic), day)
        return tuple(
            NetworkRow(row.category, row.start, row.end)
            for row in services
            if row.plan == plan and row.scope is Scope.OUTPATIENT
        )

    def network_clinics(self, day: date) -> dict[str, NetworkClinic]:
        """Return the whole network by clinic id, as it stands on ``day``."""
        entries = self.entries
        return {
            row.id: clinic_on(row, self.brand_name(row.brand), entries.item_sets, self.catalogue, day)
            for row in entries.clinic
        }

    def policies(self, day: date) -> tuple[PolicyOnDay, ...]:
        """Return every policy, counted from ``day``."""
        return tuple(
            self._policy(child, policy, day) for child in self.entries.child for policy in child.policy
        )

    def appointments(self, day: date) -> tuple[AppointmentOnDay, ...]:
        """Return who is expected on ``day`` and on the day after."""
        policies = {policy.number: policy for policy in self.policies(day)}
        return tuple(
            self._appointment(number, row, policies[row.policy], day)
            for number, row in enumerate(self.entries.appointment, 1)
        )

    def member_of(self, case: str) -> str:
        """Return the member number of the child that stands for ``case``."""
        return next(child.member for child in self.entries.child if child.case == case)

    def card_claims(self, now: datetime) -> list[CardClaims]:
        """Return what each child's e-card says; an unbound child has none.

        A card outlives its last policy by 30 days, so that the desk reads a POLICY_EXPIRED instead of an
        expired picture.
        """
        day = now.astimezone(SHANGHAI).date()
        return [
            self._claims(child, day)
            for child in self.entries.child
            if any(policy.card is not CardState.UNBOUND for policy in child.policy)
        ]

    def _clinic_entry(self, clinic: str) -> ClinicEntry:
        return next(row for row in self.entries.clinic if row.id == clinic)

    def _policy(self, child: ChildEntry, entry: PolicyEntry, day: date) -> PolicyOnDay:
        lock = entry.lock
        return PolicyOnDay(
            person=_person(child),
            number=entry.number,
            plan=entry.plan,
            plan_name=self.editions[entry.plan].name_zh,
            period=_period(entry, day),
            card=entry.card,
            lock=None
            if lock is None
            else Lock(lock.brand, self.brand_name(lock.brand), day + _days(lock.since)),
            booking_ref=entry.booking_ref,
            used=Counters(**dict(entry.used)),
            letters=tuple(
                Authorisation(
                    row.number,
                    tuple(row.items),
                    row.approved_fen,
                    0,
                    day + _days(row.start),
                    day + _days(row.end),
                )
                for row in entry.letters
            ),
            history=tuple(
                PastVisit(day + _days(row.day), self.clinics[row.clinic].name, row.category, row.insurer_fen)
                for row in entry.history
            ),
        )

    def _appointment(
        self, number: int, row: AppointmentEntry, policy: PolicyOnDay, day: date
    ) -> AppointmentOnDay:
        at = day + _days(row.day)
        return AppointmentOnDay(
            id=f"{at:%Y%m%d}-{number:02d}",
            clinic=row.clinic,
            member=policy.person.member,
            policy=row.policy,
            at=datetime.combine(at, time.fromisoformat(row.time), SHANGHAI).astimezone(UTC),
            booking_ref=policy.booking_ref,
            note=row.note,
        )

    def _claims(self, child: ChildEntry, day: date) -> CardClaims:
        policies = tuple(
            CardPolicy(entry.number, entry.plan, period.start, period.end)
            for entry in child.policy
            for period in (_period(entry, day),)
        )
        issued = datetime.combine(day - _days(_ISSUED_DAYS_AGO), time(), SHANGHAI).astimezone(UTC)
        last_day = max(policy.end for policy in policies) + _days(_CARD_OUTLIVES_POLICY_DAYS)
        expires = datetime.combine(last_day, time(23, 59, 59), SHANGHAI).astimezone(UTC)
        person = _person(child)
        return CardClaims(
            issuer=CARD_ISSUER,
            member=child.member,
            expires=expires,
            not_before=issued,
            issued=issued,
            serial=card_serial(child.member),
            name=child.name,
            birth_date=child.birth_date,
            sex=person.sex,
            policies=policies,
            mode=CardMode.STATIC,
        )


def card_serial(member: str) -> str:
    """Return the serial of a child's practice card: always the same 8 bytes, lower-case hex."""
    return hashlib.sha256(f"practice-card:{member}".encode()).digest()[:_SERIAL_BYTES].hex()


def load_world() -> World:
    """Return the practice world of the program's own files; raises WorldFileError, CatalogueFileError."""
    plans = [
        read_plan(file.name, file.read_text(encoding="utf-8"))
        for file in sorted(resource("plans").glob("*.toml"))
    ]
    catalogue = read_catalogue(
        resource("catalogue", "catalogue.csv").read_text(encoding="utf-8"),
        resource("catalogue", "packages.toml").read_text(encoding="utf-8"),
    )
    return world_of(resource("practice", "world.toml").read_text(encoding="utf-8"), plans, catalogue)


def world_of(text: str, plans: list[PlanEditionMessage], catalogue: Catalogue) -> World:
    """Return the world of a file's text; raises WorldFileError where it names what is not there."""
    world = World(read_entries(text), {edition.plan.code: edition for edition in plans}, catalogue)
    try:
        _ask_everything(world)
    except (KeyError, StopIteration) as error:
        raise WorldFileError("world.toml", f"a name that is not there: {error}") from error
    return world


def _ask_everything(world: World) -> None:
    """Ask for all that follows names; raises KeyError, StopIteration for one that is not there."""
    world.appointments(NETWORK_START)
    world.activation_code  # noqa: B018  asked for its errors
    billed = (row.plan for clinic in world.network_clinics(NETWORK_START).values() for row in clinic.services)
    for plan in billed:
        world.editions[plan]


def shanghai_day(moment: datetime) -> date:
    """Return the calendar date in Asia/Shanghai."""
    return moment.astimezone(SHANGHAI).date()


def _person(child: ChildEntry) -> Person:
    return Person(child.member, child.name, child.birth_date, Sex(child.sex), child.family)


def _period(entry: PolicyEntry, day: date) -> PolicyPeriod:
    return PolicyPeriod(day + _days(entry.start), day + _days(entry.end))


def _days(count: int) -> timedelta:
    return timedelta(days=count)
