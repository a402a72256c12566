"""The log as it may leave the house: only our own sentences, with numbers and known codes in their places.

Nothing is searched for names, since no search finds all of them. What is not known by its form is left out:
other programs' sentences, the texts of errors, and whatever stands where a sentence has a place.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from clinic_terminal.application.doctor_codes import is_known

GAP: Final = "[…]"
"""Stands for what was left out."""

SENTENCES: Final = (
    "%s %s %d",
    "Qt's Chinese words are missing",
    "a child was not prefetched: %s",
    "a day could not be compared: %s",
    "a secret out of reach was set aside: %s",
    "a verb failed: %s",
    "answers are kept without a follow-up: a page cannot be read",
    "backup made: %s, %d bytes",
    "backup or check failed: %s",
    "database checked: %s",
    "later editions are not known: %s",
    "nothing was fetched at the first start: %s",
    "paper: no glyph for %s",
    "signing in by the server's time: %s",
    "sync turn failed",
    "sync turn failed: %s",
    "the caretaker's look failed",
    "the look for later editions failed: %s",
    "the server was not reached: %s %s",
    "the sync loop is started anew: %s",
    "the watchdog could not look",
    "the watchdog could not look: %s",
)
"""Every sentence that the program logs; a test compares this list with the source."""

LONGEST_NUMBER: Final = 10

_HEAD: Final = re.compile(
    r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}) (DEBUG|INFO|WARNING|ERROR|CRITICAL) ([\w.]{1,80}) (.*)", re.ASCII
)
_OURS: Final = re.compile(r"clinic_terminal(?:\.[a-z_0-9]+)*", re.ASCII)
_THEIRS: Final = re.compile(r"[a-z][a-z_0-9]{0,30}", re.ASCII)
_FRAME: Final = re.compile(
    r'  File ".*?(clinic_terminal/(?:[a-z_0-9]+/)*[a-z_0-9]+\.py)", line (\d+), in (\w{1,60})', re.ASCII
)
_RAISED: Final = re.compile(r"clinic_terminal(?:\.[a-z_0-9]+)*\.([A-Z]\w{0,60}Error)(?::.*)?", re.ASCII)
_BUILT_IN: Final = frozenset({
    "AssertionError", "AttributeError", "FileNotFoundError", "IndexError", "KeyError", "MemoryError",
    "OSError", "PermissionError", "RecursionError", "RuntimeError", "TimeoutError", "TypeError",
    "UnicodeDecodeError", "ValueError",
})  # fmt: skip
_PLACE: Final = re.compile(r"%[sd]")
_NUMBER: Final = re.compile(rf"\d{{1,{LONGEST_NUMBER}}}", re.ASCII)


def without_persons(text: str) -> Iterator[str]:
    """Return the lines of a log with everything left out that might name a person."""
    gap = False
    for line in text.splitlines():
        shown = _shown(line)
        if shown != GAP or not gap:
            yield shown
        gap = shown == GAP


def _shown(line: str) -> str:
    head = _HEAD.fullmatch(line)
    if head is not None:
        time, level, logger, said = head.groups()
        return f"{time} {level} {_logger(logger)} {_said(said) if _OURS.fullmatch(logger) else GAP}"
    frame = _FRAME.fullmatch(line)
    if frame is not None:
        return f"  {frame[1]}:{frame[2]} {frame[3]}"
    raised = _RAISED.fullmatch(line)
    if raised is not None:
        return f"{raised[1]}: {GAP}"
    kind = line.partition(":")[0]
    return f"{kind}: {GAP}" if kind in _BUILT_IN else GAP


def _logger(name: str) -> str:
    """Return whose line it is: our own modules in full, of other programs only the first name."""
    first = name.partition(".")[0]
    if _OURS.fullmatch(name):
        return name
    return first if _THEIRS.fullmatch(first) and first in _LIBRARIES else GAP


_LIBRARIES: Final = frozenset({
    "PIL", "alembic", "asyncio", "fontTools", "keyring", "pyhanko", "qt", "requests", "root",
    "sqlalchemy", "urllib3", "uvicorn",
})  # fmt: skip


def _said(said: str) -> str:
    for form, pattern in _forms():
        found = pattern.fullmatch(said)
        if found is not None:
            return _filled(form, found.groups())
    return GAP


def _filled(form: str, values: tuple[str, ...]) -> str:
    left = iter(values)
    return _PLACE.sub(lambda _place: _value(next(left)), form)


def _value(value: str) -> str:
    """Return what stands at a sentence's place, where its form says that it can be nobody."""
    inner = re.findall(r"[A-Z0-9_]+", value) if value.startswith("(") else []
    if inner and all(map(is_known, inner)):
        return " ".join(inner)
    return value if is_known(value) or _NUMBER.fullmatch(value) else GAP


@cache
def _forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return each sentence with the pattern of its lines; the one without words of its own comes last."""
    ordered = sorted(SENTENCES, key=lambda form: (form.startswith("%"), -len(form)))
    return tuple((form, re.compile(_pattern(form))) for form in ordered)


def _pattern(form: str) -> str:
    return "(.+?)".join(map(re.escape, _PLACE.split(form)))
