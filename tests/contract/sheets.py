"""Workbooks for tests, and the same ones with parts of them spoiled."""

import io
import zipfile
from collections.abc import Callable, Sequence

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet


def workbook(
    rows: Sequence[Sequence[object]],
    change: Callable[[Worksheet], None] | None = None,
    *,
    title: str = "预约",
) -> bytes:
    """Return a workbook of one sheet; ``change`` may do more to it."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    if change is not None:
        change(sheet)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_part(content: bytes, name: str, text: bytes) -> bytes:
    """Return the packed file with one part replaced, or added."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for part in before.infolist():
            if part.filename != name:
                after.writestr(part, before.read(part))
        after.writestr(name, text)
    return made.getvalue()


def part(content: bytes, name: str) -> bytes:
    """Return one part of the packed file."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return packed.read(name)
