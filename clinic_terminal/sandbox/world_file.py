"""The form of ``resources/practice/world.toml``: days are counted from today, amounts are fen."""

import json
import tomllib
from datetime import date
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from clinic_terminal.contract.eligibility import PlanEditionMessage
from clinic_terminal.domain.adjudication import CardState
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


class ClinicEntry(Entry):
    """A branch: which categories it bills for which plan, and the codes that enrol a terminal here."""

    id: str
    name: str
    brand: str
    city: str
    activation_codes: list[str]
    network: dict[str, list[Category]]


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
    """An invented child, and the case that it stands for."""

    case: str
    member: str
    name: str
    birth_date: date
    sex: int
    policy: list[PolicyEntry]


class AppointmentEntry(Entry):
    """Somebody is expected today at ``time``, hours and minutes in Asia/Shanghai."""

    clinic: str
    policy: str
    time: Annotated[str, Field(pattern=r"^\d\d:\d\d$")]
    note: str


class WorldEntries(Entry):
    """The whole file."""

    practice_clinic: str
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
