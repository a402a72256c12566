"""How the log is written: of an error its kind and where it was raised, never what it says.

An error's text, and the path of a file in somebody's home, may name a person; support gets the log as it is.
"""

import copy
import logging
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Final

from typing_extensions import override

LINE: Final = "%(asctime)s %(levelname)s %(name)s %(message)s"

MOST_FRAMES: Final = 40
"""Frames of one error that are written, the last ones: an endless recursion has a thousand."""

_OURS: Final = "clinic_terminal/"

_ErrorInfo = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)  # as `logging` hands it over


class NamelessForm(logging.Formatter):
    """Writes records with errors reduced to kinds and places, whoever else has formatted them before."""

    def __init__(self) -> None:
        super().__init__(LINE)

    @override
    def format(self, record: logging.LogRecord) -> str:
        # Another handler leaves the whole text of the error on the record, for the next one to take.
        own = copy.copy(record)
        own.exc_text = own.stack_info = None
        return super().format(own)

    @override
    def formatException(self, ei: _ErrorInfo) -> str:
        return "\n".join(line for error in _chain(ei[1]) for line in _lines(error))


def log_to(file: Path) -> logging.Handler:
    """Return what writes the log to a file, in UTF-8 on every system; its first line opens the file."""
    handler = logging.FileHandler(file, encoding="utf-8", errors="backslashreplace", delay=True)
    handler.setFormatter(NamelessForm())
    return handler


def _chain(error: BaseException | None) -> list[BaseException]:
    """Return an error after those that led to it, as Python tells them."""
    found: list[BaseException] = []
    while error is not None and all(error is not one for one in found):
        found.insert(0, error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return found


def _lines(error: BaseException) -> Iterator[str]:
    yield "Traceback (most recent call last):"
    for frame, line in list(traceback.walk_tb(error.__traceback__))[-MOST_FRAMES:]:
        yield f'  File "{_place(frame.f_code.co_filename)}", line {line}, in {frame.f_code.co_name}'
    kind = type(error)
    yield kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"


def _place(file: str) -> str:
    """Return a source file without the folders that it is installed in."""
    plain = file.replace("\\", "/")
    _before, ours, rest = plain.rpartition(_OURS)
    return f"{ours}{rest}" if ours else plain.rpartition("/")[2]
