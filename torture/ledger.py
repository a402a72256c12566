"""The ledger of a counted run: a JSON line for every finished slice, so that a run can go on later."""

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

from torture.places import ROOT
from torture.results import Result

OTHERS: Final = tuple(
    f"clinic_terminal/{place}"
    for place in (
        "__main__.py",
        "bootstrap/",
        "cli.py",
        "printing/",
        "showcase/",
        "store/key",
        "ui/",
        "updates/",
    )
)
"""What no class runs."""

ALL_THE_SAME: Final = ("clinic_terminal/bootstrap/catalogues.py", "clinic_terminal/bootstrap/clocks.py")
"""What lies there and is run."""

TELLERS: Final = ("torture/ledger.py", "torture/mutant_list.py", "torture/mutants.py", "torture/report.py")
"""What only deals with results that are there."""


class SourcesChangedError(Exception):
    """The sources are no longer those that the run began with: what it counts now would be of both."""

    def __init__(self) -> None:
        super().__init__("the sources were changed during the run; the same command begins anew with them")


@dataclass(frozen=True, slots=True)
class Slice:
    """One slice of a class that is through. ``asked``: the count that it was to reach.

    ``began`` and ``ended``: UTC as ISO text. ``failed``: it ended with an error and is to be run again.
    """

    name: str
    number: int
    asked: int
    result: Result
    began: str
    ended: str
    failed: bool = False

    def line(self, fingerprint: str) -> str:
        """Return it as one line of JSON."""
        plain = {
            "class": self.name,
            "slice": self.number,
            "asked": self.asked,
            "seed": self.result.seed,
            "count": self.result.count,
            "violations": self.result.violations,
            "seconds": round(self.result.seconds, 2),
            "broken": list(self.result.broken),
            "figures": dict(sorted(self.result.figures.items())),
            "began": self.began,
            "ended": self.ended,
            "failed": self.failed,
            "fingerprint": fingerprint,
        }
        return json.dumps(plain, ensure_ascii=False)

    @classmethod
    def read(cls, plain: dict[str, Any]) -> Self:
        """Return the slice of a line; raises KeyError where something is missing."""
        result = Result(
            plain["class"],
            plain["count"],
            plain["violations"],
            plain["seconds"],
            plain["seed"],
            tuple(plain["broken"]),
            Counter(plain["figures"]),
        )
        number, asked, failed = plain["slice"], plain["asked"], plain["failed"]
        return cls(plain["class"], number, asked, result, plain["began"], plain["ended"], failed)


class Ledger:
    """The file. Only lines of the same ``fingerprint`` and of slices of the same ``seed`` count."""

    def __init__(self, file: Path, seed: int, root: Path = ROOT) -> None:
        self._file = file
        self._seed = seed
        self._root = root
        self._fingerprint = fingerprint(root)

    def slices(self) -> list[Slice]:
        """Return what counts, each slice once: the last line of it holds. A torn line is none."""
        found = {(one.name, one.number): one for one in self._read()}
        return sorted(found.values(), key=lambda one: (one.name, one.number))

    def times(self) -> tuple[str, str] | tuple[()]:
        """Return when the first slice began and the last one ended; empty where there is none."""
        found = self.slices()
        return (min(one.began for one in found), max(one.ended for one in found)) if found else ()

    def _read(self) -> Iterator[Slice]:
        if not self._file.is_file():
            return
        for line in self._file.read_text(encoding="utf-8", errors="replace").splitlines():
            try:
                plain = json.loads(line)
                one = Slice.read(plain)
                counts = plain["fingerprint"] == self._fingerprint
            except (ValueError, KeyError, TypeError):
                continue
            if counts and one.result.seed == slice_seed(self._seed, one.number):
                yield one

    def add(self, one: Slice) -> None:
        """Keep a slice, on the disk before this returns; raises SourcesChangedError, keeping nothing."""
        if fingerprint(self._root) != self._fingerprint:
            raise SourcesChangedError
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._file.open("ab") as file:
            if file.tell() and not self._file.read_bytes().endswith(b"\n"):
                file.write(b"\n")
            file.write(one.line(self._fingerprint).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())


def slice_seed(seed: int, number: int) -> int:
    """Return the seed of a slice of a run."""
    return seed * 10_000 + number


def fingerprint(root: Path = ROOT) -> str:
    """Return the SHA-256 over the sources that the classes run: names and contents."""
    digest = hashlib.sha256()
    files = sorted((*root.glob("clinic_terminal/**/*.py"), *root.glob("torture/*.py")))
    for file in files:
        name = file.relative_to(root).as_posix()
        if name in ALL_THE_SAME or (not name.startswith(OTHERS) and name not in TELLERS):
            digest.update(f"{name}\n{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()
