"""Finish, take next and counter with 100,000 acts waiting, against the same with 1,000.

Both queues are filled through the store itself, a chain an act, with bodies of 4,000 bytes. The two stores
take turns; each turn is finishes with a lease, its release, and the counter that the status strip shows.
"""

import gc
import itertools
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.durable_finish import BODY
from benchmarks.measure import Claim, median_ratio, milliseconds, paired
from clinic_terminal.application.acts import Act, ActKind, AuditRow
from clinic_terminal.domain.adjudication import Counters
from clinic_terminal.domain.visit import Stage, Visit
from clinic_terminal.store.store import SqlStore, open_store
from tests.build import CHILD, NOW, TODAY
from tests.fakes.ports import SetClock

SMALL, LARGE = 1_000, 100_000
TURNS = 200
ROUNDS = 15
AT_ONCE = 1_000


def claims() -> list[Claim]:
    """Measure and return the claim."""
    with tempfile.TemporaryDirectory() as folder:
        small, large = (filled(Path(folder) / f"{acts}.db", acts) for acts in (SMALL, LARGE))
        numbers = itertools.count(LARGE)
        _turns(small, numbers)
        _turns(large, numbers)
        gc.collect()
        gc.disable()
        try:
            mine, theirs = paired(lambda: _turns(large, numbers), lambda: _turns(small, numbers), ROUNDS)
        finally:
            gc.enable()
        small.close()
        large.close()
    return [
        Claim(
            "finish, take next and counter with 100,000 waiting",
            "the same with 1,000 waiting",
            median_ratio(mine, theirs),
            1.05,
            at_least=False,
            figures=f"{TURNS} in {milliseconds(mine)} against {milliseconds(theirs)}",
        )
    ]


def filled(path: Path, acts: int) -> SqlStore:
    """Return a new store in which ``acts`` acts wait, each in a chain of its own."""
    store = open_store(path, bytes(32), SetClock())
    for first in range(0, acts, AT_ONCE):
        with store.begin() as uow:
            for number in range(first, min(first + AT_ONCE, acts)):
                uow.queue.add(waiting(number))
    return store


def waiting(number: int) -> Act:
    """Return act ``number``."""
    chain, visit = f"M{number}/POL-{number}", f"V-{number}"
    kind = ActKind.BILL_SIGNED
    return Act(f"A-{number:09}", kind, chain, visit, NOW, BODY, "d" * 64, 41_000, Counters(41_000))


def _turns(store: SqlStore, numbers: Iterator[int]) -> None:
    for _ in range(TURNS):
        act = waiting(next(numbers))
        with store.begin() as uow:
            visit = Visit(act.visit, Stage.DONE, TODAY, CHILD, act.chain, "DENTAL-2021", act=act.id)
            uow.visits.put(visit)
            uow.queue.add(act)
            uow.audit.add(AuditRow(NOW, "O-1", "finish", act.visit, {"act": act.id}))
        with store.begin() as uow:
            (leased,) = uow.queue.lease("bench", NOW, 60)
        with store.begin() as uow:
            uow.queue.release(leased)
        with store.read() as uow:
            uow.queue.exposure()
