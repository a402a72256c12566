"""The insured child as an e-card or a hand-typed number names it."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum

_MEMBER_NUMBER = re.compile(r"[0-9A-Za-z]{1,32}")
_IGNORED_IN_NAMES = str.maketrans({"·": None, "•": None, "．": None, ".": None, " ": None, "\u3000": None})
_FULL_TO_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


class Sex(IntEnum):
    """Sex codes of GB/T 2261.1."""

    UNKNOWN = 0
    MALE = 1
    FEMALE = 2
    NOT_STATED = 9


class CardOutcome(StrEnum):
    """The closed list of what reading an e-card can lead to."""

    OK = "OK"
    NOT_A_CARD = "NOT_A_CARD"
    MALFORMED = "MALFORMED"
    UNSUPPORTED_VERSION = "UNSUPPORTED_VERSION"
    KEYS_MISSING = "KEYS_MISSING"
    UNKNOWN_KEY = "UNKNOWN_KEY"
    BAD_SIGNATURE = "BAD_SIGNATURE"
    NOT_YET_VALID = "NOT_YET_VALID"
    EXPIRED = "EXPIRED"
    REVOKED = "REVOKED"


class CardMode(StrEnum):
    """S: a lasting picture; D: refreshed by the phone, at most 600 s old."""

    STATIC = "S"
    DYNAMIC = "D"


@dataclass(frozen=True, slots=True)
class CardPolicy:
    """One policy as the card lists it; both dates are included."""

    number: str
    plan: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class CardClaims:
    """What a verified card says; ``serial`` is lower-case hex, times are UTC."""

    issuer: str
    member: str
    expires: datetime
    not_before: datetime
    issued: datetime
    serial: str
    name: str
    birth_date: date
    sex: Sex
    policies: tuple[CardPolicy, ...]
    mode: CardMode


@dataclass(frozen=True, slots=True)
class CardReading:
    """The answer to one scanned text: an outcome, its claims where OK, else a detail for the screen.

    ``detail`` is a stable code (never the card's content), for example ``PAYMENT_CODE``.
    ``token`` is the scanned text, kept as evidence of an accepted card. ``member`` is set where the
    text identifies a member without proof (a bare number, an address).
    """

    outcome: CardOutcome
    claims: CardClaims | None = None
    detail: str = ""
    token: str = ""
    kid: str = ""
    member: str = ""


def is_member_number(text: str) -> bool:
    """Tell whether ``text`` has the form of a member number: 1 to 32 ASCII letters and digits."""
    return _MEMBER_NUMBER.fullmatch(text) is not None


def normalised_name(name: str) -> str:
    """Return ``name`` for an exact comparison: no spaces or middle dots, half-width, upper case (H1:38)."""
    return half_width(name).translate(_IGNORED_IN_NAMES).upper()


def half_width(text: str) -> str:
    """Return ``text`` with the letters, digits and signs of a Chinese keyboard in their plain form."""
    return text.translate(_FULL_TO_HALF)


def masked_name(name: str) -> str:
    """Return ``name`` with all but its first character hidden, for screens that others can see."""
    return name[:1] + "*" * max(len(name) - 1, 0)


def masked_member(number: str) -> str:
    """Return the member number with its middle hidden; short numbers keep their last two only."""
    if len(number) <= 6:  # noqa: PLR2004  six characters or fewer would show nearly everything
        return "*" * max(len(number) - 2, 0) + number[-2:]
    return number[:4] + "*" * (len(number) - 8) + number[-4:]
