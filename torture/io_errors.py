"""R3: an I/O error at the N-th call, for N = 1 until a run is clean, once and for ever.

A stretch of a day plays on the real store; one call to the disk is refused, or it and all after it. The
program may say that a step was not stored, in its own words; it may never lose what it said was stored,
store half a step, or fall over. After a single refusal the next step has to work.
"""

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from random import Random
from typing import Final

from clinic_terminal.application.failures import ApplicationError
from clinic_terminal.store import connections
from clinic_terminal.store.store import open_store
from tests.fakes.ports import SetClock
from torture.desk import KEY, NAME, Desk, Known, wrongs_in
from torture.places import fast
from torture.results import MOST_SHOWN, Result, scaled
from torture.vfs import watched

GOAL: Final = 20_000
SMALL: Final = 0.005

_STEPS: Final = 5
_ONCE_MORE: Final = 3
"""Steps after a single refusal that must work: the first may still meet what the refused call left."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A refusal: SQLite's code for it, and the calls that it comes from."""

    name: str
    code: int
    calls: frozenset[str]


FAULTS: Final = (
    Fault("ENOSPC", 13, frozenset({"write"})),
    Fault("EIO write", 778, frozenset({"write"})),
    Fault("EIO read", 266, frozenset({"read"})),
    Fault("EIO fsync", 1034, frozenset({"sync"})),
    Fault("EIO truncate", 1546, frozenset({"truncate"})),
    Fault("EIO delete", 2570, frozenset({"delete"})),
    Fault("read-only", 8, frozenset({"write", "truncate"})),
    Fault("busy", 5, frozenset({"lock", "shm_lock"})),
    Fault("no index of the log", 5386, frozenset({"shm_map"})),
    Fault("cannot open", 14, frozenset({"open"})),
)


class Refusing:
    """Counts the calls of a fault and refuses number ``at``, with ``forever`` those after it too."""

    def __init__(self, fault: Fault, at: int, *, forever: bool) -> None:
        self._fault = fault
        self._at = at
        self._forever = forever
        self.seen = 0
        self.refused = 0

    def __call__(self, call: str, file: str, offset: int, data: bytes) -> int:
        """Refuse the call whose turn it is."""
        del file, offset, data
        if call not in self._fault.calls:
            return 0
        self.seen += 1
        if self.seen == self._at or (self._forever and self.seen > self._at > 0):
            self.refused += 1
            return self._fault.code
        return 0


def run(share: float, seed: int) -> Result:
    """Do a share of the cases: whole walks of N where the share is large enough, else cases by chance."""
    started = time.perf_counter()
    wanted, chance = scaled(GOAL, share), Random(seed)  # noqa: S311  a plan, no secret
    figures: Counter[str] = Counter()
    broken: list[str] = []
    count = violations = 0
    with _unwaiting():
        while count < wanted:
            day = chance.getrandbits(32)
            morning = _morning(day)
            cases = list(_cases(morning))
            figures["days"] += 1
            for fault, at, forever in chance.sample(cases, min(len(cases), wanted - count)):
                wrong = _played(morning, fault, at, forever=forever, figures=figures)
                count += 1
                figures[f"{fault.name}{' for ever' if forever else ''}"] += 1
                if wrong:
                    violations += 1
                    broken.append(f"day {day}, {fault.name} at {at}, for ever {forever}: {wrong[0]}")
    return Result(
        "R3", count, violations, time.perf_counter() - started, seed, tuple(broken[:MOST_SHOWN]), figures
    )


@dataclass(frozen=True, slots=True)
class _Morning:
    """The file that a day begins with, what is known of it, and the seed of the day."""

    seed: int
    database: bytes
    known: Known


def _morning(seed: int) -> _Morning:
    with tempfile.TemporaryDirectory(dir=fast()) as name:
        desk = Desk(open_store(Path(name) / NAME, KEY, SetClock()), Random(seed))  # noqa: S311  a plan, no secret
        desk.finish()
        desk.store.close()
        return _Morning(seed, (Path(name) / NAME).read_bytes(), desk.known)


def _cases(morning: _Morning) -> Iterator[tuple[Fault, int, bool]]:
    """Yield every N of every fault of a day, once and for ever; the run behind the last N is clean."""
    for fault, forever in product(FAULTS, (False, True)):
        counting = Refusing(fault, 0, forever=False)
        _day(morning, counting)
        yield from ((fault, at, forever) for at in range(1, counting.seen + 2))


def _played(morning: _Morning, fault: Fault, at: int, *, forever: bool, figures: Counter[str]) -> list[str]:
    refusing = Refusing(fault, at, forever=forever)
    wrong = _day(morning, refusing)
    figures["refused calls"] += refusing.refused
    figures["clean runs"] += not refusing.refused
    return wrong


def _day(morning: _Morning, refusing: Refusing) -> list[str]:
    """Play a day with refusals and return what went wrong."""
    known, wrong = morning.known.copy(), []
    with tempfile.TemporaryDirectory(dir=fast()) as name:
        folder = Path(name)
        (folder / NAME).write_bytes(morning.database)
        try:
            with watched(folder, refusing):
                wrong = _steps(folder, Random(morning.seed), known, refusing)  # noqa: S311  a plan, no secret
        except Exception as error:  # noqa: BLE001  whatever is not said in the program's own words
            wrong.append(f"raised {type(error).__name__}")
        return wrong or wrongs_in(folder, known)


def _steps(folder: Path, chance: Random, known: Known, refusing: Refusing) -> list[str]:
    try:
        store = open_store(folder / NAME, KEY, SetClock())
    except ApplicationError:
        return []
    desk, failed_since = Desk(store, chance, known), 0
    try:
        for _ in range(_STEPS):
            before = refusing.refused
            try:
                desk.step()
                failed_since = 0
            except ApplicationError:
                failed_since = 0 if refusing.refused > before else failed_since + 1
            if failed_since > _ONCE_MORE:
                return ["a single refusal stays for ever"]
    finally:
        store.close()
    return []


@contextmanager
def _unwaiting() -> Iterator[None]:
    """Do not wait for locks: a refusal that stays would be waited for at each step."""
    waiting = connections.PRAGMAS
    connections.PRAGMAS = {**waiting, "busy_timeout": 0}
    try:
        yield
    finally:
        connections.PRAGMAS = waiting


if __name__ == "__main__":
    from torture.__main__ import alone

    sys.exit(alone(sys.modules[__name__]))
