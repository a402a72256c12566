"""Which characters the papers' own font files have glyphs for, read from the files: no window, any thread.

Formats 4 and 12 of the table `cmap` (OpenType 1.9) are what the bundled fonts use for Unicode.
"""

import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from clinic_terminal.settings import resource

_UNICODE = {(0, 3), (0, 4), (0, 6), (3, 1), (3, 10)}
"""Platform and encoding of the sub-tables that map Unicode."""


@cache
def covered_codes() -> frozenset[int]:
    """Return the code points that at least one font file of the program shows."""
    return frozenset(code for file in sorted(resource("fonts").glob("*.[to]tf")) for code in codes_of(file))


def codes_of(file: Path) -> set[int]:
    """Return the code points that a font file has glyphs for."""
    data = file.read_bytes()
    table = _cmap(data)
    (count,) = struct.unpack_from(">H", table, 2)
    found: set[int] = set()
    for number in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", table, 4 + 8 * number)
        if (platform, encoding) in _UNICODE:
            found.update(_codes(table[offset:]))
    return found


def _cmap(data: bytes) -> bytes:
    (count,) = struct.unpack_from(">H", data, 4)
    for number in range(count):
        tag, _sum, offset, length = struct.unpack_from(">4sIII", data, 12 + 16 * number)
        if tag == b"cmap":
            return data[offset : offset + length]
    return b"\0\0\0\0"


def _codes(table: bytes) -> Iterator[int]:
    (form,) = struct.unpack_from(">H", table, 0)
    if form == 4:  # noqa: PLR2004  the format's number
        yield from _segments(table)
    elif form == 12:  # noqa: PLR2004  the format's number
        (groups,) = struct.unpack_from(">I", table, 12)
        for number in range(groups):
            first, last, _glyph = struct.unpack_from(">III", table, 16 + 12 * number)
            yield from range(first, last + 1)


def _segments(table: bytes) -> Iterator[int]:
    """Read format 4: segments with a delta, or with an array of glyphs in which 0 is none."""
    (twice,) = struct.unpack_from(">H", table, 6)
    count = twice // 2
    ends = struct.unpack_from(f">{count}H", table, 14)
    starts, deltas, offsets = (
        struct.unpack_from(f">{count}H", table, 16 + twice * part) for part in (1, 2, 3)
    )
    for number, (start, end, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        for code in range(start, end + 1):
            if offset:
                place = 16 + 3 * twice + 2 * number + offset + 2 * (code - start)
                (glyph,) = struct.unpack_from(">H", table, place)
                glyph = (glyph + delta) % 0x10000 if glyph else 0
            else:
                glyph = (code + delta) % 0x10000
            if glyph and code != 0xFFFF:  # noqa: PLR2004  the last segment's end is no character
                yield code
