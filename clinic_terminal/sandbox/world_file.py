"""The form of ``resources/practice/world.toml``: days are counted from today, amounts are fen."""

import json
import tomllib
from datetime import date
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from clinic_terminal.contract.eligibility import PlanEditionMessage
from clinic_terminal.domain.adjudication import CardState
from clinic_terminal.domain.network import Scope
from clinic_terminal.domain.plan import Category


class WorldFileError(Exception):
    """A file of the practice world cannot be used; the sentence names the file and the place."""

    def __init__(self, file: str, place: str) -> None:
        super().__init__(f"The practice file {file} cannot be used: {place}.")
        self.file = file
        self.place = place


class Entry(BaseModel):
    """A table of the file: strict, frozen, and no unknown names."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class BrandEntry(Entry):
    """A clinic brand."""

    code: str
    name: str


_CLOCK = r"([01]\d|2[0-3]):[0-5]\d"
Span = Annotated[str, Field(pattern=rf"^{_CLOCK}-({_CLOCK}|24:00)$")]
"""An opening time such as 09:00-18:00."""


class HoursEntry(Entry):
    """The opening times of a usual day, and of the days that differ from it; none: a day off."""

    usual: list[Span]
    monday: list[Span] | None = None
    tuesday: list[Span] | None = None
    wednesday: list[Span] | None = None
    thursday: list[Span] | None = None
    friday: list[Span] | None = None
    saturday: list[Span] | None = None
    sunday: list[Span] | None = None

    def days(self) -> list[list[Span]]:
        """Return the opening times of the seven days, Monday first."""
        own = (getattr(self, name) for name in type(self).model_fields if name != "usual")
        return [self.usual if day is None else day for day in own]


class ServiceEntry(Entry):
    """What a branch bills for a plan from the first of one month to the last of another.

    Months are counted from this one: 1 is the next; none is open.
    """

    plan: str
    categories: list[Category]
    scope: Scope = Scope.OUTPATIENT
    from_month: int | None = None
    to_month: int | None = None


class ClinicEntry(Entry):
    """A branch as the network lists it, and the codes that enrol a terminal here.

    ``network``: which categories it bills for which plan without an end; ``service``: what begins or ends.
    ``items`` are names of item sets.
    """

    id: str
    name: str
    brand: str
    city: str
    district: str
    address: str
    phone: str
    hours: HoursEntry
    departments: list[str]
    items: list[str]
    activation_codes: list[str] = Field(default_factory=list)
    expired_codes: list[str] = Field(default_factory=list)
    network: dict[str, list[Category]] = Field(default_factory=dict)
    service: list[ServiceEntry] = Field(default_factory=list)


class OperatorEntry(Entry):
    """Somebody who works at the practice terminal."""

    id: str
    name: str
    role: str
    pin: str


class LockEntry(Entry):
    """The brand that a family chose, and on which day."""

    brand: str
    since: int


class UsedEntry(Entry):
    """What the policy period has used so far."""

    pool_fen: int = 0
    covered_fen: int = 0
    category_fen: dict[Category, int] = Field(default_factory=dict)
    deductible_fen: int = 0
    units: dict[str, int] = Field(default_factory=dict)


class LetterEntry(Entry):
    """A guarantee letter."""

    number: str
    items: list[str]
    approved_fen: int
    start: int
    end: int


class RecordEntry(Entry):
    """One line of the visit records."""

    day: int
    clinic: str
    category: Category
    insurer_fen: int


class PolicyEntry(Entry):
    """A policy of a child."""

    number: str
    plan: str
    start: int
    end: int
    card: CardState = CardState.ACTIVE
    lock: LockEntry | None = None
    booking_ref: str | None = None
    used: UsedEntry = UsedEntry()
    letters: list[LetterEntry] = Field(default_factory=list)
    history: list[RecordEntry] = Field(default_factory=list)


class ChildEntry(Entry):
    """An invented child, and the case that it stands for; ``family`` is the same for siblings."""

    case: str
    member: str
    name: str
    birth_date: date
    sex: int
    family: str = ""
    policy: list[PolicyEntry]


class AppointmentEntry(Entry):
    """Somebody is expected at ``time`` (Asia/Shanghai), today, or tomorrow where ``day`` is 1."""

    clinic: str
    policy: str
    time: Annotated[str, Field(pattern=r"^\d\d:\d\d$")]
    note: str
    day: Annotated[int, Field(ge=0, le=1)] = 0


class WorldEntries(Entry):
    """The whole file."""

    practice_clinic: str
    item_sets: dict[str, list[str]]
    brand: list[BrandEntry]
    clinic: list[ClinicEntry]
    operator: list[OperatorEntry]
    child: list[ChildEntry]
    appointment: list[AppointmentEntry]


_Model = TypeVar("_Model", bound=BaseModel)


def read_entries(text: str) -> WorldEntries:
    """Read the world file; raises WorldFileError."""
    return _read(WorldEntries, "world.toml", text)


def read_plan(file: str, text: str) -> PlanEditionMessage:
    """Read one plan file; raises WorldFileError."""
    return _read(PlanEditionMessage, file, text)


def _read(model: type[_Model], file: str, text: str) -> _Model:
    try:
        return model.model_validate_json(json.dumps(tomllib.loads(text)))
    except tomllib.TOMLDecodeError as error:
        raise WorldFileError(file, str(error)) from error
    except ValidationError as error:
        place = ".".join(str(step) for step in error.errors()[0]["loc"])
        raise WorldFileError(file, place) from error
