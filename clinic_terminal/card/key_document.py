"""The key document (JSON) that sync brings: read as strictly as a card, since every verdict rests on it."""

import base64
import json
import re
from typing import Final, Never, cast

from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePublicKey,
    EllipticCurvePublicNumbers,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from clinic_terminal.card.keys import CardKey, KeySet

_COMMON: Final = {"kid", "iss", "alg", "x", "nbf", "exp"}
_MEMBERS: Final = {"EdDSA": _COMMON, "ES256": _COMMON | {"y"}}
_KID = re.compile(r"[0-9a-fA-F]{16}")
_BASE64URL = re.compile(r"[0-9A-Za-z_-]{43}=?")  # 32 bytes; a padding sign is harmless
_LAST_SECOND: Final = 253_402_300_799  # 9999-12-31T23:59:59Z


class CardKeysUnreadableError(Exception):
    """The key document cannot be used; ``place`` says where, such as ``keys[2].x``, never the content."""

    def __init__(self, place: str) -> None:
        super().__init__(f"The card keys cannot be used: {place} is not as it must be.")
        self.place = place


def read_keys(document: str) -> KeySet:
    """Return the keys of a key document; raises CardKeysUnreadableError for the slightest fault."""
    entries = _entries(document)
    keys = [_key(entry, f"keys[{index}]") for index, entry in enumerate(entries)]
    key_set = KeySet(keys)
    if len(key_set) != len(keys):
        raise CardKeysUnreadableError("keys (one key id twice)")
    return key_set


def _entries(document: str) -> list[object]:
    try:
        value = json.loads(document, object_pairs_hook=_object, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise CardKeysUnreadableError("the JSON text") from None
    if type(value) is not dict or value.keys() != {"keys"} or type(value["keys"]) is not list:
        raise CardKeysUnreadableError("keys")
    return cast("list[object]", value["keys"])


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise CardKeysUnreadableError("a name that stands twice in one object")
    return members


def _refuse(constant: str) -> Never:
    raise CardKeysUnreadableError(constant)


def _key(entry: object, place: str) -> CardKey:
    if type(entry) is not dict:
        raise CardKeysUnreadableError(place)
    members = cast("dict[str, object]", entry)
    algorithm = _text(members, "alg", place)
    if members.keys() != _MEMBERS.get(algorithm):
        raise CardKeysUnreadableError(place)
    kid = _text(members, "kid", place)
    if _KID.fullmatch(kid) is None:
        raise CardKeysUnreadableError(f"{place}.kid")
    expires = _seconds(members, "exp", place)
    return CardKey(
        kid=bytes.fromhex(kid),
        issuer=_text(members, "iss", place),
        public=_ed25519(members, place) if algorithm == "EdDSA" else _p256(members, place),
        not_before=_seconds(members, "nbf", place),
        expires=expires or None,  # 0 stands for "no end known"
    )


def _ed25519(members: dict[str, object], place: str) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(_coordinate(members, "x", place))


def _p256(members: dict[str, object], place: str) -> EllipticCurvePublicKey:
    """Return the key of a point that lies on the curve; the library checks that it does."""
    x = int.from_bytes(_coordinate(members, "x", place), "big")
    y = int.from_bytes(_coordinate(members, "y", place), "big")
    try:
        return EllipticCurvePublicNumbers(x, y, SECP256R1()).public_key()
    except ValueError:
        raise CardKeysUnreadableError(f"{place}.x, y") from None


def _coordinate(members: dict[str, object], name: str, place: str) -> bytes:
    text = _text(members, name, place)
    if _BASE64URL.fullmatch(text) is None:
        raise CardKeysUnreadableError(f"{place}.{name}")
    coded = text.rstrip("=")
    data = base64.urlsafe_b64decode(coded + "=")
    if base64.urlsafe_b64encode(data).decode("ascii").rstrip("=") != coded:
        raise CardKeysUnreadableError(f"{place}.{name}")  # bits set that no byte holds
    return data


def _text(members: dict[str, object], name: str, place: str) -> str:
    value = members.get(name)
    if type(value) is not str:
        raise CardKeysUnreadableError(f"{place}.{name}")
    return value


def _seconds(members: dict[str, object], name: str, place: str) -> int:
    value = members.get(name)
    if type(value) is not int or not 0 <= value <= _LAST_SECOND:
        raise CardKeysUnreadableError(f"{place}.{name}")
    return value
