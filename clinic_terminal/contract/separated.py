"""Text with separators: the encoding and the separator are found out, as no file says them."""

import codecs
import csv
import io
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Final

from clinic_terminal.contract.errors import TableFileError
from clinic_terminal.contract.tables import Row

_SEPARATORS: Final = (",", "\t", ";")
_LOOK_AT: Final = 20
_SAID: Final = "sep="
_MARKED: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LAYOUT: Final = frozenset("\t\r\n")


def separated_rows(content: bytes) -> Iterator[Row]:
    """Yield every row of the text; raises TableFileError: ENCODING, NOT_A_TABLE, BAD_CSV with its row."""
    text = _text_of(content)
    lines = text.splitlines()
    first = lines[0].strip().casefold() if lines else ""
    said = first[len(_SAID) :] if first.startswith(_SAID) else ""
    separator = said if len(said) == 1 else _separator_of(lines)
    number = 0
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=separator, strict=True), 1):
            if number > 1 or not said:
                yield Row(number, tuple(cell.strip() for cell in cells))
    except csv.Error:
        raise TableFileError("BAD_CSV", number + 1) from None


def _text_of(content: bytes) -> str:
    """Return the text: Unicode where it says so or reads as such, else the Chinese encoding of Windows."""
    marked = next((name for mark, name in _MARKED if content.startswith(mark)), "")
    if not marked and b"\0" in content:
        raise TableFileError("NOT_A_TABLE")
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        # Old programs end a text with one Ctrl Z.
        text = text.removesuffix("\x1a")
        if any(unicodedata.category(sign) == "Cc" and sign not in _LAYOUT for sign in set(text)):
            raise TableFileError("NOT_A_TABLE")
        return text
    raise TableFileError("ENCODING")


def _separator_of(lines: list[str]) -> str:
    """Return the separator that cuts the first lines into the most even columns."""
    sample = [line for line in lines if line.strip()][:_LOOK_AT]

    def evenness(separator: str) -> tuple[bool, int, int]:
        try:
            widths = Counter(map(len, csv.reader(sample, delimiter=separator)))
        except csv.Error:
            return (False, 0, 0)
        width, times = max(widths.items(), key=lambda found: (found[0] > 1, found[1]), default=(0, 0))
        return (width > 1, times, width)

    return max(_SEPARATORS, key=evenness)
