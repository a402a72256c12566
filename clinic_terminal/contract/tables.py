"""Tables out of the files that clinics have: CSV in the usual encodings, and XLSX.

A table is rows of texts, numbered as a spreadsheet numbers them, so that a fault can name its place. Values
of a spreadsheet become the text that a hand would have typed: ``2026-05-21``, ``09:30``, ``350.5``. What a
cell hides (a merged cell, a formula that nobody computed) is marked and never guessed. Nothing here knows
what the columns mean; ``columns_of`` finds them by their names.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

from clinic_terminal.contract.errors import TableFileError

_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER_WITHIN: Final = 10
_BRACKETS: Final = re.compile(r"\([^)]*\)|\[[^\]]*\]|【[^】]*】")
_NOT_LETTERS: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read at most: bytes of the file and unpacked, rows below the header, columns, letters."""

    file_bytes: int = 10 * 1024 * 1024
    unpacked_bytes: int = 64 * 1024 * 1024
    rows: int = 10_000
    columns: int = 100
    cell_letters: int = 2_000


LIMITS: Final = Limits()


class Mark(StrEnum):
    """What a cell of a spreadsheet hides.

    MERGED: empty, since it is merged with another. FORMULA: never computed. ERROR: its formula failed.
    CUT: a number of more digits than a spreadsheet keeps.
    """

    MERGED = "MERGED"
    FORMULA = "FORMULA"
    ERROR = "ERROR"
    CUT = "CUT"


@dataclass(frozen=True, slots=True)
class Row:
    """A row that holds anything: its number from 1, its trimmed texts, the marks by column from 0."""

    number: int
    cells: tuple[str, ...]
    marks: Mapping[int, Mark] = field(default_factory=dict)

    def text(self, column: int) -> str:
        """Return the text of a column from 0; a column that the row does not reach is empty."""
        return self.cells[column] if 0 <= column < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Table:
    """The rows that hold anything, in their order; the first may be a title, a header, or a value."""

    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns are and what stands below them.

    ``places``: column from 0 by its field. ``missing``, ``twice``: fields that the header does not name, and
    those that it names more than once. ``header``: the header's number, 0 where no row looks like one.
    """

    header: int
    places: Mapping[str, int]
    missing: tuple[str, ...]
    twice: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(source: Path | bytes, limits: Limits = LIMITS) -> Table:
    """Return the table of a file, or of its bytes; the content tells its kind, not its name.

    Raises TableFileError: MISSING, NO_PERMISSION, UNREADABLE, EMPTY, TOO_LARGE, OLD_EXCEL, NOT_A_TABLE,
    ENCODING, BAD_CSV, TOO_MANY_ROWS, TOO_MANY_COLUMNS or CELL_TOO_LONG, the last four with row and column.
    """
    content = _bytes_of(source, limits) if isinstance(source, Path) else source
    if len(content) > limits.file_bytes:
        raise TableFileError("TOO_LARGE")
    if content.startswith(_OLE):
        raise TableFileError("OLD_EXCEL")
    rows = tuple(_limited(_rows_of(content, limits), limits))
    if not rows:
        raise TableFileError("EMPTY")
    return Table(rows)


def columns_of(table: Table, names: Mapping[str, Sequence[str]], optional: Sequence[str] = ()) -> Columns:
    """Find the header among the first rows: the one that names most of the fields.

    ``names``: what a column may be called, by its field; case, blanks, signs and remarks in brackets do not
    count.
    """
    known = {_plain(name): one for one, several in names.items() for name in several}
    best, found = 0, dict[str, list[int]]()
    for place, row in enumerate(table.rows[:_HEADER_WITHIN]):
        named = _named(row, known)
        if len(named) > len(found):
            best, found = place, named
    missing = tuple(one for one in names if one not in found and one not in optional)
    return Columns(
        table.rows[best].number if found else 0,
        {one: places[0] for one, places in found.items()},
        missing,
        tuple(one for one, places in found.items() if len(places) > 1),
        table.rows[best + 1 :] if found else table.rows,
    )


def _bytes_of(path: Path, limits: Limits) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise TableFileError("UNREADABLE")
        with path.open("rb") as file:
            return file.read(limits.file_bytes + 1)
    except FileNotFoundError:
        raise TableFileError("MISSING") from None
    except PermissionError:
        raise TableFileError("NO_PERMISSION") from None
    except OSError:
        raise TableFileError("UNREADABLE") from None


def _rows_of(content: bytes, limits: Limits) -> Iterator[Row]:
    # Loaded here, because the library of spreadsheets takes its time and most starts never need it.
    if content.startswith(_ZIP):
        from clinic_terminal.contract.spreadsheet import spreadsheet_rows

        return spreadsheet_rows(content, limits.unpacked_bytes, limits.columns)
    from clinic_terminal.contract.separated import separated_rows

    return separated_rows(content)


def _limited(rows: Iterator[Row], limits: Limits) -> Iterator[Row]:
    """Pass on the rows that hold anything, and stop at the first that goes over a limit."""
    kept = 0
    for row in rows:
        if not any(row.cells) and not set(row.marks.values()) - {Mark.MERGED}:
            continue
        kept += 1
        if kept > limits.rows + 1:
            raise TableFileError("TOO_MANY_ROWS", row.number)
        if len(row.cells) > limits.columns:
            raise TableFileError("TOO_MANY_COLUMNS", row.number)
        for place, text in enumerate(row.cells):
            if len(text) > limits.cell_letters:
                raise TableFileError("CELL_TOO_LONG", row.number, column_letters(place))
        yield row


def column_letters(place: int) -> str:
    """Return a column from 0 as a spreadsheet names it: A, B, ... Z, AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _named(row: Row, known: Mapping[str, str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for place, text in enumerate(row.cells):
        one = known.get(_plain(text))
        if one is not None:
            found.setdefault(one, []).append(place)
    return found


def _plain(name: str) -> str:
    """Return a column's name without what people add to it: case, blanks, signs, a remark in brackets."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return _NOT_LETTERS.sub("", _BRACKETS.sub("", folded))
