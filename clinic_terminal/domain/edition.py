"""An edition of the program as its publisher tells of it, and which of two versions is the later one."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

LONGEST_NOTE: Final = 300

_VERSION: Final = re.compile(r"[0-9]{1,5}(\.[0-9]{1,5}){1,3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class EditionPackage:
    """A package of an edition, for whoever compares it before installing: bytes, and SHA-256 in hex."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition. ``note_zh`` and ``note_en`` are one sentence each of what is new.

    ``minimum_schema``: the oldest state of a clinic's data that this edition can bring up to date by itself;
    empty where it can any.
    """

    version: str
    released: date
    note_zh: str = ""
    note_en: str = ""
    minimum_schema: str = ""
    packages: tuple[EditionPackage, ...] = ()

    def is_later_than(self, version: str) -> bool:
        """Say whether this edition came after the one with ``version``; both must be versions."""
        return order_of(self.version) > order_of(version)


def is_version(text: str) -> bool:
    """Say whether a text is a version: two to four numbers with dots between."""
    return _VERSION.fullmatch(text) is not None


def order_of(version: str) -> tuple[int, ...]:
    """Return what versions are ordered by: 1.2 and 1.2.0 are the same, and a suffix does not count."""
    found = _VERSION.match(version)
    numbers = [int(part) for part in found.group().split(".")] if found else []
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)
