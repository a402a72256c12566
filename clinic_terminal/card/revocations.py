"""The serials of revoked cards."""

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import Final, Self

MAX_SERIAL_BYTES: Final = 16

_WIDTH: Final = 1 + MAX_SERIAL_BYTES  # a record: the serial's length, the serial, zeros
_LENGTHS: Final = range(1, _WIDTH)
_FEWEST_PLACES: Final = 8
_DIGEST_BYTES: Final = 8


class RevocationSet:
    """Revoked card serials (hex of 1 to 16 bytes) as of ``cursor``. Never changed after it is made.

    A look-up costs the same among a million serials as among a thousand, whether it finds its serial or
    not. What grows with the number is the price of memory that no cache holds; so the serials lie packed
    in one table of records at places given by a digest, at most half full, and a look-up nearly always
    touches one place of it. A set of a million texts touches four, and takes four times the memory.
    What is no serial is not in the set, and none of it is kept.
    """

    __slots__ = ("_count", "_mask", "_table", "cursor")

    def __init__(self, serials: Iterable[str] = (), cursor: str = "") -> None:
        records = {record for serial in serials if (record := _record(serial))}
        places = _FEWEST_PLACES
        while places < 2 * len(records):
            places *= 2
        self._count = len(records)
        self._mask = places - 1
        self._table = _packed(records, places)
        self.cursor = cursor

    def __contains__(self, serial: str) -> bool:
        record, table = _record(serial), self._table
        at = _place(record, self._mask)
        while table[at]:
            if table[at : at + _WIDTH] == record:
                return True
            at = (at + _WIDTH) % len(table)
        return False

    def __len__(self) -> int:
        return self._count

    def serials(self) -> list[str]:
        """Return the serials in order (lower-case hex), for keeping."""
        return sorted(self._each())

    def changed(self, added: Iterable[str], removed: Iterable[str], cursor: str) -> Self:
        """Return the set after a difference; what is both added and removed stays revoked."""
        return type(self)(set(self._each()).difference(removed).union(added), cursor)

    def _each(self) -> Iterator[str]:
        table = self._table
        for at in range(0, len(table), _WIDTH):
            if length := table[at]:
                yield table[at + 1 : at + 1 + length].hex()


def _packed(records: Iterable[bytes], places: int) -> bytes:
    """Return the table: each record at its place, or at the first free one after it."""
    table = bytearray(places * _WIDTH)
    size, mask = len(table), places - 1
    for record in records:
        at = _place(record, mask)
        while table[at]:
            at = (at + _WIDTH) % size
        table[at : at + _WIDTH] = record
    return bytes(table)


def _place(record: bytes, mask: int) -> int:
    digest = blake2b(record, digest_size=_DIGEST_BYTES).digest()
    return (int.from_bytes(digest) & mask) * _WIDTH


def _record(serial: str) -> bytes:
    """Return the record of a serial; empty where the text is none."""
    try:
        data = bytes.fromhex(serial)
    except ValueError:
        return b""
    return (bytes((len(data),)) + data).ljust(_WIDTH, b"\0") if len(data) in _LENGTHS else b""
