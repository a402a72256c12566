"""Deterministic CBOR (RFC 8949, 4.2.1), checked before any library builds a value from it.

An e-card needs integers, byte strings, texts, arrays and maps. Tags, floats, booleans and null have no
place in it, so they are refused here together with everything that could be written in two ways.
"""

from typing import Final

import cbor2

MAX_DEPTH: Final = 8

_UNSIGNED, _NEGATIVE, _BYTES, _TEXT, _ARRAY, _MAP = range(6)
_ARGUMENT_BITS: Final = 5
_ARGUMENT_MASK: Final = 0x1F
_DIRECT_LIMIT: Final = 24  # arguments below stand in the initial byte itself
_WIDTHS: Final = {24: 1, 25: 2, 26: 4, 27: 8}
_SMALLEST: Final = {1: 24, 2: 1 << 8, 4: 1 << 16, 8: 1 << 32}  # smaller arguments have a shorter form


class CborNotStrictError(Exception):
    """The bytes are not one deterministic CBOR item of the kinds an e-card uses."""

    def __init__(self) -> None:
        super().__init__("The bytes are not deterministic CBOR.")


def load_strict(data: bytes) -> object:
    """Return the value of exactly one deterministic CBOR item; raises CborNotStrictError."""
    if _walk(data, 0, 1) != len(data):
        raise CborNotStrictError
    try:
        return cbor2.loads(data, max_depth=MAX_DEPTH)
    except cbor2.CBORDecodeError:  # a text that is not UTF-8
        raise CborNotStrictError from None


def dump_strict(value: object) -> bytes:
    """Return ``value`` as CBOR; maps must list their keys in the order of their encoded bytes."""
    return cbor2.dumps(value)


def _walk(data: bytes, at: int, depth: int) -> int:
    """Check the item that starts at ``at`` and return the place after it."""
    if depth > MAX_DEPTH:
        raise CborNotStrictError
    major, argument, at = _head(data, at)
    if major in {_UNSIGNED, _NEGATIVE}:
        return at
    if major in {_BYTES, _TEXT}:
        return _within(data, at + argument)
    if major == _ARRAY:
        _within(data, at + argument)  # every element takes a byte or more
        for _ in range(argument):
            at = _walk(data, at, depth + 1)
        return at
    if major == _MAP:
        return _walk_map(data, at, argument, depth)
    raise CborNotStrictError


def _walk_map(data: bytes, at: int, pairs: int, depth: int) -> int:
    _within(data, at + 2 * pairs)
    last_key = b""
    for _ in range(pairs):
        end = _walk(data, at, depth + 1)
        key = data[at:end]
        if key <= last_key:
            raise CborNotStrictError
        last_key = key
        at = _walk(data, end, depth + 1)
    return at


def _head(data: bytes, at: int) -> tuple[int, int, int]:
    """Return major type, argument and the place after them; refuse indefinite and overlong forms."""
    _within(data, at + 1)
    major, short = data[at] >> _ARGUMENT_BITS, data[at] & _ARGUMENT_MASK
    at += 1
    if short < _DIRECT_LIMIT:
        return major, short, at
    width = _WIDTHS.get(short)
    if width is None:
        raise CborNotStrictError
    end = _within(data, at + width)
    argument = int.from_bytes(data[at:end], "big")
    if argument < _SMALLEST[width]:
        raise CborNotStrictError
    return major, argument, end


def _within(data: bytes, end: int) -> int:
    if end > len(data):
        raise CborNotStrictError
    return end
