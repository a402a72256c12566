"""One line of the doctor: what was looked at, how it is, and the facts behind it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from clinic_terminal.application.doctor_ports import Value

Facts = Mapping[str, Value]
NO_FACTS: Final[Facts] = MappingProxyType({})


class Code(StrEnum):
    """What is looked at, in the order in which it is shown."""

    VERSIONS = "VERSIONS"
    EDITION = "EDITION"
    SETTINGS = "SETTINGS"
    DATABASE = "DATABASE"
    BACKUP = "BACKUP"
    DISK = "DISK"
    KEY = "KEY"
    ENROLMENT = "ENROLMENT"
    SERVER = "SERVER"
    CERTIFICATE = "CERTIFICATE"
    CLOCK = "CLOCK"
    QUEUE = "QUEUE"
    SEAL = "SEAL"
    PRINTERS = "PRINTERS"
    SCANNER = "SCANNER"
    CAMERAS = "CAMERAS"
    SCREEN = "SCREEN"
    FONTS = "FONTS"
    WORDS = "WORDS"
    LOG = "LOG"


class State(StrEnum):
    """How it is."""

    OK = "OK"
    WARNING = "WARNING"
    FAULT = "FAULT"


NOT_LOOKED: Final = "NOT_LOOKED"
"""The finding of a line that could not be looked at; the fact ``kind`` names the failure."""

CLOSED: Final = "CLOSED"
"""The finding of a line that stands in the database, which is not open."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line. ``finding`` is a stable code, of which `ui.views.doctor` has the words.

    ``facts`` are figures and codes that may leave the house. ``names`` are what owners and makers called
    their devices: they are shown here, and never put into a support bundle.
    """

    code: Code
    state: State
    finding: str
    facts: Facts = field(default_factory=dict)
    names: tuple[str, ...] = ()


def ok(code: Code, finding: str, facts: Facts = NO_FACTS, names: tuple[str, ...] = ()) -> Line:
    """Return a line that is as it should be."""
    return Line(code, State.OK, finding, facts, names)


def warning(code: Code, finding: str, facts: Facts = NO_FACTS, names: tuple[str, ...] = ()) -> Line:
    """Return a line that somebody should see to."""
    return Line(code, State.WARNING, finding, facts, names)


def fault(code: Code, finding: str, facts: Facts = NO_FACTS, names: tuple[str, ...] = ()) -> Line:
    """Return a line that does not work."""
    return Line(code, State.FAULT, finding, facts, names)
