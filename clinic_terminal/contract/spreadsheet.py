"""XLSX: opened only after its size unpacked is known, its values as the text that a hand would have typed."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import zip_longest
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string
from openpyxl.workbook import Workbook

from clinic_terminal.contract.errors import TableFileError
from clinic_terminal.contract.tables import Mark, Row

_PARTS: Final = 2_000
_ROWS_AND_GAPS: Final = 200_000
_MERGES: Final = 20_000
_SURE_DIGITS: Final = 10**15
_MARKUP: Final = (".xml", ".rels")
_DECLARATIONS: Final = (b"<!DOCTYPE", b"<!ENTITY")
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[ >/]")
_MERGE: Final = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})\""
)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The rows of the sheet on top; ``formulas``: the same rows with their formulas, where it has any."""

    rows: Iterator[Sequence[Any]]
    formulas: Iterator[Sequence[Any]]
    merged: "_Merged"


class _Merged:
    """Which cells are empty because they are merged with the one at their upper left."""

    def __init__(self, part: bytes, columns: int) -> None:
        self._covered: dict[int, set[int]] = {}
        room = _MERGES
        for found in _MERGE.finditer(part):
            start, top, end, bottom = found.group(1).decode(), int(found[2]), found[3].decode(), int(found[4])
            left, right = column_index_from_string(start), min(column_index_from_string(end), columns)
            room -= (bottom - top + 1) * max(1, right - left + 1)
            if room < 0:
                raise TableFileError("TOO_LARGE")
            for row in range(top, bottom + 1):
                places = {place - 1 for place in range(left, right + 1)}
                self._covered.setdefault(row, set()).update(places - ({left - 1} if row == top else set()))

    def of(self, row: int) -> set[int]:
        """Return the columns from 0 of a row that are covered."""
        return self._covered.get(row, set())


def spreadsheet_rows(content: bytes, unpacked_bytes: int, columns: int) -> Iterator[Row]:
    """Yield every row of the first visible sheet that has any.

    Raises TableFileError: TOO_LARGE where it unpacks to more than ``unpacked_bytes``, NOT_A_TABLE where it
    is no workbook or is damaged, TOO_MANY_ROWS.
    """
    try:
        _check_size(content, unpacked_bytes)
        sheet = _sheet_of(content, columns)
        yield from _rows(sheet)
    except TableFileError:
        raise
    except Exception:  # noqa: BLE001  a foreign parser over foreign bytes fails in ways that nobody listed
        raise TableFileError("NOT_A_TABLE") from None


def _check_size(content: bytes, unpacked_bytes: int) -> None:
    """Refuse what would unpack to too much, or could multiply itself while its XML is read."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = packed.infolist()
        # No reader takes more of a part than is declared here.
        if len(parts) > _PARTS or sum(part.file_size for part in parts) > unpacked_bytes:
            raise TableFileError("TOO_LARGE")
        for part in parts:
            text = packed.read(part) if part.filename.endswith(_MARKUP) else b""
            if any(mark in text for mark in _DECLARATIONS):
                raise TableFileError("NOT_A_TABLE")


def _sheet_of(content: bytes, columns: int) -> _Sheet:
    computed = _opened(content, computed=True)
    for number, sheet in enumerate(computed.worksheets):
        if sheet.sheet_state != "visible":
            continue
        part = _part_of(content, sheet)
        if b"<row" not in part and b":row" not in part:
            continue
        written = _opened(content, computed=False).worksheets[number] if _FORMULA.search(part) else None
        return _Sheet(_all_rows(sheet), _all_rows(written) if written else iter(()), _Merged(part, columns))
    raise TableFileError("EMPTY")


def _opened(content: bytes, *, computed: bool) -> Workbook:
    return load_workbook(io.BytesIO(content), read_only=True, data_only=computed, keep_links=False)


def _part_of(content: bytes, sheet: Any) -> bytes:  # noqa: ANN401  the reading sheet's class has no types
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        path: str = sheet._worksheet_path  # noqa: SLF001  nothing else names the sheet's own part
        return packed.read(path)


def _all_rows(sheet: Any) -> Iterator[Sequence[Any]]:  # noqa: ANN401  as above
    # What a file says of its own size is not believed: it may be a million empty rows.
    sheet.reset_dimensions()
    rows: Iterator[Sequence[Any]] = sheet.iter_rows()
    return rows


def _rows(sheet: _Sheet) -> Iterator[Row]:
    for number, (cells, written) in enumerate(zip_longest(sheet.rows, sheet.formulas, fillvalue=()), 1):
        if number > _ROWS_AND_GAPS:
            raise TableFileError("TOO_MANY_ROWS", number)
        texts = [_text(cell.value) for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        marks = {place: Mark.MERGED for place in sheet.merged.of(number) if not _at(texts, place)}
        for place, (cell, formula) in enumerate(zip_longest(cells, written)):
            mark = _mark(cell, formula)
            if mark is not None:
                marks[place] = mark
        yield Row(number, tuple(texts), marks)


def _at(texts: Sequence[str], place: int) -> str:
    return texts[place] if place < len(texts) else ""


def _mark(cell: Any, formula: Any) -> Mark | None:  # noqa: ANN401  cells of two kinds, or none
    value = None if cell is None else cell.value
    if value is None:
        typed = None if formula is None else formula.value
        return Mark.FORMULA if isinstance(typed, str) and typed.startswith("=") else None
    if getattr(cell, "data_type", "") == "e":
        return Mark.ERROR
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= _SURE_DIGITS:
        return Mark.CUT
    return None


def _text(value: object) -> str:  # noqa: PLR0911  one return a kind of value
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return (
            value.date().isoformat() if value.time() == time() else f"{value.date()} {_clock(value.time())}"
        )
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return _clock(value)
    if isinstance(value, timedelta):
        minutes = value % timedelta(days=1) // timedelta(minutes=1)
        return _clock(time(minutes // 60, minutes % 60))
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value)


def _clock(moment: time) -> str:
    return moment.isoformat("seconds" if moment.second else "minutes")
