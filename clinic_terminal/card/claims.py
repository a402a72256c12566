"""The claims of an e-card as CBOR values, and as the domain's values."""

import re
from datetime import UTC, date, datetime
from typing import Final, cast

from clinic_terminal.card.malformed import MalformedPart, TokenMalformedError
from clinic_terminal.domain.member import CardClaims, CardMode, CardPolicy, Sex, is_member_number

DYNAMIC_SECONDS: Final = 600
MAX_POLICIES: Final = 8

_ISS, _SUB, _EXP, _NBF, _IAT, _CTI, _CARD = 1, 2, 4, 5, 6, 7, -65537
_NAME, _BIRTH_DATE, _SEX, _POLICIES, _MODE = 1, 2, 3, 4, 5
_CLAIM_KEYS: Final = [_ISS, _SUB, _EXP, _NBF, _IAT, _CTI, _CARD]
_CARD_KEYS: Final = [_NAME, _BIRTH_DATE, _SEX, _POLICIES, _MODE]
_POLICY_FIELDS: Final = 4
_SERIAL_BYTES: Final = range(8, 17)
_LAST_SECOND: Final = 253_402_300_799  # 9999-12-31T23:59:59Z, where the calendar of Python ends
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def claims_from_cbor(value: object) -> CardClaims:
    """Return the claims of a decoded payload; raises TokenMalformedError (CLAIMS)."""
    claims = _map(value, _CLAIM_KEYS)
    card = _map(claims[_CARD], _CARD_KEYS)
    member = _text(claims[_SUB])
    serial = claims[_CTI]
    _require(is_member_number(member))
    _require(type(serial) is bytes and len(serial) in _SERIAL_BYTES)
    issued, expires = _seconds(claims[_IAT]), _seconds(claims[_EXP])
    mode = _mode(card[_MODE])
    _require(mode is not CardMode.DYNAMIC or expires <= issued + DYNAMIC_SECONDS)
    return CardClaims(
        issuer=_text(claims[_ISS]),
        member=member,
        expires=_moment(expires),
        not_before=_moment(_seconds(claims[_NBF])),
        issued=_moment(issued),
        serial=cast("bytes", serial).hex(),
        name=_text(card[_NAME]),
        birth_date=_date(card[_BIRTH_DATE]),
        sex=_sex(card[_SEX]),
        policies=_policies(card[_POLICIES]),
        mode=mode,
    )


def claims_to_cbor(claims: CardClaims) -> dict[int, object]:
    """Return the claims as a CBOR value whose maps are in deterministic order."""
    card = {
        _NAME: claims.name,
        _BIRTH_DATE: claims.birth_date.isoformat(),
        _SEX: int(claims.sex),
        _POLICIES: [[p.number, p.plan, p.start.isoformat(), p.end.isoformat()] for p in claims.policies],
        _MODE: str(claims.mode),
    }
    return {
        _ISS: claims.issuer,
        _SUB: claims.member,
        _EXP: int(claims.expires.timestamp()),
        _NBF: int(claims.not_before.timestamp()),
        _IAT: int(claims.issued.timestamp()),
        _CTI: bytes.fromhex(claims.serial),
        _CARD: card,
    }


def _require(holds: bool) -> None:  # noqa: FBT001  the one argument is what must hold
    if not holds:
        raise TokenMalformedError(MalformedPart.CLAIMS)


def _map(value: object, keys: list[int]) -> dict[int, object]:
    """Return ``value`` where it is a map of exactly ``keys``; the order was checked with the bytes."""
    _require(type(value) is dict and list(value) == keys)
    return cast("dict[int, object]", value)


def _text(value: object) -> str:
    _require(type(value) is str)
    return cast("str", value)


def _seconds(value: object) -> int:
    _require(type(value) is int and 0 <= value <= _LAST_SECOND)
    return cast("int", value)


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _date(value: object) -> date:
    text = _text(value)
    _require(_DATE.fullmatch(text) is not None)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise TokenMalformedError(MalformedPart.CLAIMS) from None


def _sex(value: object) -> Sex:
    _require(type(value) is int and value in set(Sex))
    return Sex(cast("int", value))


def _mode(value: object) -> CardMode:
    text = _text(value)
    _require(text in set(CardMode))
    return CardMode(text)


def _policies(value: object) -> tuple[CardPolicy, ...]:
    _require(type(value) is list and 1 <= len(value) <= MAX_POLICIES)
    return tuple(_policy(item) for item in cast("list[object]", value))


def _policy(value: object) -> CardPolicy:
    _require(type(value) is list and len(value) == _POLICY_FIELDS)
    number, plan, start, end = cast("list[object]", value)
    policy = CardPolicy(_text(number), _text(plan), _date(start), _date(end))
    _require(policy.start <= policy.end)
    return policy
