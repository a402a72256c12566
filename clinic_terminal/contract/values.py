"""The values that messages are made of: instants, days, codes, keys, and amounts in fen."""

import re
from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema

from clinic_terminal.contract.split import BasisPoints, Code, Fen, Message, Units

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class NotAnInstantError(ValueError):
    """The text is no RFC 3339 time in UTC."""

    def __init__(self) -> None:
        super().__init__("a time is written as 2026-01-31T08:30:00Z")


class NotADayError(ValueError):
    """The text is no calendar date."""

    def __init__(self) -> None:
        super().__init__("a date is written as 2026-01-31")


def instant_text(moment: datetime) -> str:
    """Return an aware time as RFC 3339 in UTC, to the second: ``2026-01-31T08:30:00Z``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def instant_from(text: str) -> datetime:
    """Read an RFC 3339 time in UTC; raises NotAnInstantError (a ValueError)."""
    if _INSTANT.fullmatch(text) is None:
        raise NotAnInstantError
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise NotAnInstantError from error


def day_from(text: str) -> date:
    """Read a calendar date; raises NotADayError (a ValueError)."""
    if _DAY.fullmatch(text) is None:
        raise NotADayError
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise NotADayError from error


def _instant(value: object) -> object:
    return instant_from(value) if isinstance(value, str) else value


def _day(value: object) -> object:
    return day_from(value) if isinstance(value, str) else value


_MEMBER_PATTERN = r"^[0-9A-Za-z]{1,32}$"
_POLICY_PATTERN = r"^[0-9A-Za-z._-]{1,32}$"
_UUID_PATTERN = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"

Instant = Annotated[
    datetime,
    BeforeValidator(_instant),
    PlainSerializer(instant_text, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
MemberNumber = Annotated[str, Field(pattern=_MEMBER_PATTERN)]
PolicyNumber = Annotated[str, Field(pattern=_POLICY_PATTERN)]
Chain = Annotated[str, Field(pattern=r"^[0-9A-Za-z]{1,32}/[0-9A-Za-z._-]{1,32}$")]
ActId = Annotated[str, Field(pattern=_UUID_PATTERN)]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
KeyText = Annotated[str, Field(pattern=r"^[0-9A-Za-z_-]{43}$")]
SignedText = Annotated[str, Field(pattern=r"^[0-9A-Za-z_-]+\.[0-9A-Za-z_-]+\.[0-9A-Za-z_-]+$")]
Text = Annotated[str, Field(max_length=2000)]
SignedFen = Annotated[int, Field(ge=-100_000_000_000, le=100_000_000_000)]

__all__ = [
    "ActId", "BasisPoints", "Chain", "Code", "Day", "Digest", "Fen", "Instant", "KeyText", "MemberNumber",
    "Message", "NotADayError", "NotAnInstantError", "PolicyNumber", "SignedFen", "SignedText", "Text",
    "Units", "day_from", "instant_from", "instant_text",
]  # fmt: skip
