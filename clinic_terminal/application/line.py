"""How the line to the service manager stands, as the status pill shows it."""

from dataclasses import dataclass
from enum import StrEnum


class Line(StrEnum):
    """UNKNOWN before the first attempt; REFUSED where the server answers but does not let us in."""

    UNKNOWN = "UNKNOWN"
    ONLINE = "ONLINE"
    OFFLINE = "OFFLINE"
    REFUSED = "REFUSED"


@dataclass(frozen=True, slots=True)
class LineState:
    """The line after the last attempt; ``code`` is the failure's code where there is one."""

    line: Line
    code: str = ""
