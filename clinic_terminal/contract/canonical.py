"""One form of bytes for one value: RFC 8785, and the digest over it."""

import hashlib
import json
from json.encoder import encode_basestring
from typing import Any, NoReturn

import rfc8785

from clinic_terminal.contract.errors import NotCanonicalError, NotJsonError

LARGEST_DEPTH = 32
"""Messages are a few levels deep; more is an attack on the reader's stack."""

_LARGEST_INTEGER = 2**53 - 1

_encode = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, allow_nan=False, sort_keys=True, separators=(",", ":")
).encode


def canonical_bytes(value: object) -> bytes:
    """Return the RFC 8785 form of a plain value (dict, list, text, integer, bool, None).

    Raises NotCanonicalError for what has none: NaN, integers past 2**53, lone surrogates, other types.
    """
    try:
        # Python's own encoder escapes as RFC 8785 does, and is many times faster.
        if type(value) is str:
            return encode_basestring(value).encode("utf-8")
        if _is_simple(value):
            return _encode(value).encode("utf-8")
        return rfc8785.dumps(value)  # type: ignore[arg-type]  # it checks the types itself
    except (ValueError, RecursionError) as error:
        raise NotCanonicalError from error


def _is_simple(value: object) -> bool:
    """Tell whether a value is written alike by both: no float, no large number, no name beyond ASCII.

    Names beyond ASCII may sort otherwise by UTF-16 than by character.
    """
    kind = type(value)
    if value is None or kind is bool or kind is str:
        return True
    if isinstance(value, int):
        return kind is int and -_LARGEST_INTEGER <= value <= _LARGEST_INTEGER
    if isinstance(value, dict):
        names = all(type(name) is str and name.isascii() for name in value)
        return names and kind is dict and all(map(_is_simple, value.values()))
    return isinstance(value, list | tuple) and all(map(_is_simple, value))


def digest(value: object) -> str:
    """Return the SHA-256 over the canonical form, 64 lower-case hex digits; raises NotCanonicalError."""
    return hashlib.sha256(canonical_bytes(value)).hexdigest()


def read_object(text: bytes) -> dict[str, Any]:
    """Read a JSON object that every reader would read alike.

    Raises NotJsonError for bytes that are not UTF-8 JSON, duplicate keys, NaN, integers past 2**53, or
    more than LARGEST_DEPTH levels.
    """
    try:
        value = json.loads(
            text.decode("utf-8"), object_pairs_hook=_object, parse_constant=_refuse, parse_int=_integer
        )
    except RecursionError as error:
        raise NotJsonError("TOO_DEEP") from error
    except ValueError as error:
        raise NotJsonError("NOT_JSON") from error
    if not isinstance(value, dict):
        raise NotJsonError("NOT_AN_OBJECT")
    if _is_too_deep(value):
        raise NotJsonError("TOO_DEEP")
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise NotJsonError("DUPLICATE_KEY")
    return result


def _refuse(_constant: str) -> NoReturn:
    raise NotJsonError("NOT_JSON")


def _integer(digits: str) -> int:
    if len(digits) > len(str(_LARGEST_INTEGER)) + 1 or abs(int(digits)) > _LARGEST_INTEGER:
        raise NotJsonError("NUMBER_TOO_LARGE")
    return int(digits)


def _is_too_deep(value: object) -> bool:
    level: list[object] = [value]
    for _ in range(LARGEST_DEPTH):
        level = [child for parent in level for child in _children(parent)]
        if not level:
            return False
    return True


def _children(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return list(value) if isinstance(value, list) else []
