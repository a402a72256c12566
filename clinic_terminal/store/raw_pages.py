"""The last resort: acts out of single pages of the file, when SQLite no longer finds the way to them.

A page that leads to others, a page of the schema or the first page may be gone: the pages with the bodies
of acts are still there, each encrypted for itself. Every page and every logged page is opened with the key
and read as SQLite lays them out; a body counts only if it is an envelope whose own digest holds.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final, Self

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from clinic_terminal.application.acts import Act, ActKind
from clinic_terminal.contract.acts import ActEnvelope, envelope_digest
from clinic_terminal.contract.canonical import canonical_bytes, read_object
from clinic_terminal.contract.errors import NotCanonicalError, NotJsonError
from clinic_terminal.store.connections import PAGE_BYTES

_SEAL: Final = 32
_START: Final = 16
"""Bytes of the vector that a page's encryption starts from; it stands before the page's seal."""

_SECRET: Final = PAGE_BYTES - _SEAL - _START

_USABLE: Final = PAGE_BYTES - 80
"""What SQLite takes of a page: it keeps the room of SQLCipher's larger seal free, which is set first."""

_MOST_LOCAL: Final = _USABLE - 35
_LEAST_LOCAL: Final = (_USABLE - 12) * 32 // 255 - 23
_LEAF_OF_TABLE: Final = 0x0D
_LEAF_HEAD: Final = 8
_NEXT: Final = 4
_LOG_HEAD: Final = 32
_FRAME_HEAD: Final = 24
_NULL: Final = 0
_FIRST_BLOB: Final = 12
_LARGEST: Final = 2_000_000


class RawPages:
    """The pages of one file and its log, opened one by one; use as a context."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._key = algorithms.AES(key)
        self._files: list[BinaryIO] = []
        self._logged: dict[int, int] = {}

    def __enter__(self) -> Self:
        log = self._path.with_name(f"{self._path.name}-wal")
        self._files = [file.open("rb") for file in (self._path, log) if file.exists()]
        for log_file in self._files[1:]:
            size, step = log_file.seek(0, 2), PAGE_BYTES + _FRAME_HEAD
            for at in range(_LOG_HEAD, size - step + 1, step):
                log_file.seek(at)
                self._logged[int.from_bytes(log_file.read(4), "big")] = at + _FRAME_HEAD
        return self

    def __exit__(self, *_: object) -> None:
        for file in self._files:
            file.close()

    def acts(self) -> Iterator[Act]:
        """Yield each act once whose envelope holds; amounts and counters of it are not known here."""
        found: set[str] = set()
        for page in self._pages():
            for body in self._bodies(page):
                act = _act_of(body)
                if act is not None and act.id not in found:
                    found.add(act.id)
                    yield act

    def _pages(self) -> Iterator[bytes]:
        for index, file in enumerate(self._files):
            head, step = (0, PAGE_BYTES) if index == 0 else (_LOG_HEAD, PAGE_BYTES + _FRAME_HEAD)
            size = file.seek(0, 2)
            for at in range(head + step - PAGE_BYTES, size - PAGE_BYTES + 1, step):
                yield self._opened(file, at)

    def _opened(self, file: BinaryIO, at: int) -> bytes:
        file.seek(at)
        page = file.read(PAGE_BYTES)
        start = page[_SECRET : _SECRET + _START]
        reader = Cipher(self._key, modes.CBC(start)).decryptor()
        return reader.update(page[:_SECRET]) + reader.finalize()

    def _numbered(self, number: int) -> bytes:
        """Return page ``number``, as the log has it where it does."""
        if number in self._logged:
            return self._opened(self._files[1], self._logged[number])
        return self._opened(self._files[0], (number - 1) * PAGE_BYTES)

    def _bodies(self, page: bytes) -> Iterator[bytes]:
        if page[0] != _LEAF_OF_TABLE:
            return
        cells = int.from_bytes(page[3:5], "big")
        for index in range(min(cells, _USABLE // 4)):
            at = _LEAF_HEAD + 2 * index
            try:
                body = self._body(page, int.from_bytes(page[at : at + 2], "big"))
            except (IndexError, ValueError, OSError):
                continue
            if body is not None:
                yield body

    def _body(self, page: bytes, at: int) -> bytes | None:
        """Return the second column of a row whose first is its number: the shape of a body's row."""
        size, at = _varint(page, at)
        _row, at = _varint(page, at)
        if not 0 < size < _LARGEST:
            return None
        row = self._row(page, at, size)
        head, place = _varint(row, 0)
        first, place = _varint(row, place)
        second, place = _varint(row, place)
        if first != _NULL or place != head or second < _FIRST_BLOB or second % 2:
            return None
        return row[head : head + (second - _FIRST_BLOB) // 2]

    def _row(self, page: bytes, at: int, size: int) -> bytes:
        if size <= _MOST_LOCAL:
            return page[at : at + size]
        local = _LEAST_LOCAL + (size - _LEAST_LOCAL) % (_USABLE - _NEXT)
        local = local if local <= _MOST_LOCAL else _LEAST_LOCAL
        parts, left = [page[at : at + local]], size - local
        number = int.from_bytes(page[at + local : at + local + _NEXT], "big")
        while left > 0 and number:
            more = self._numbered(number)
            parts.append(more[_NEXT : _NEXT + min(left, _USABLE - _NEXT)])
            left -= len(parts[-1])
            number = int.from_bytes(more[:_NEXT], "big")
        return b"".join(parts)


def _varint(text: bytes, at: int) -> tuple[int, int]:
    """Return SQLite's number of one to nine bytes and the place behind it; raises IndexError."""
    value = 0
    for index in range(8):
        byte = text[at + index]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:  # noqa: PLR2004  the mark of a last byte
            return value, at + index + 1
    return value << 8 | text[at + 8], at + 9


def _act_of(body: bytes) -> Act | None:
    try:
        plain = read_object(body)
        envelope = ActEnvelope.model_validate(plain, strict=False)
        if envelope_digest(plain) != envelope.digest or canonical_bytes(plain) != body:
            return None
    except (NotJsonError, NotCanonicalError, ValueError):
        return None
    bill = envelope.payload.get("bill")
    visit = str(bill.get("visit", "")) if isinstance(bill, dict) else ""
    kind = ActKind(envelope.kind.value)
    return Act(
        envelope.id, kind, envelope.chain, visit, envelope.created_at, body, envelope.digest, amount_fen=0
    )
