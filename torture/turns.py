"""Which class gets the next slice, and the processes that run it."""

import multiprocessing
import os
import sys
import threading
import time
from collections.abc import Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing.connection import wait as wait_for_end
from types import ModuleType
from typing import Final

from torture.ledger import Ledger, Slice, slice_seed
from torture.results import Result, scaled

SLICE: Final = 0.01
_EVERY: Final = 3
"""Every third slice goes to the class that is farthest behind."""


@dataclass(slots=True)
class Standing:
    """How far one class is; ``begun`` is the next slice, ``asked`` what all until now were asked for.

    ``done``: slices that an earlier sitting brought through. ``waits``: it mostly waits, for other processes.
    """

    name: str
    module: str
    goal: int
    wanted: int
    slice: float
    seed: int
    waits: bool = False
    done: set[int] = field(default_factory=set)
    begun: int = 0
    asked: int = 0
    result: Result | None = None
    failed: bool = False

    @property
    def is_through(self) -> bool:
        """Whether nothing more is to be begun."""
        return self.failed or self.asked >= self.wanted

    @property
    def progress(self) -> float:
        """The share of what is wanted that was begun."""
        return self.asked / self.wanted

    @property
    def seconds_left(self) -> float:
        """How long the rest takes at the speed so far; nothing where no slice is back yet."""
        if self.result is None or not self.result.count:
            return 0.0
        return (self.wanted - self.asked) * self.result.seconds / self.result.count

    def taken(self) -> "Taken":
        """Return the next slice that is to be run."""
        while self.begun in self.done:
            self.begun += 1
        number, self.begun = self.begun, self.begun + 1
        share = min(self.slice, (self.wanted - self.asked) / self.goal)
        asked = scaled(self.goal, share)
        self.asked += asked
        return Taken(self, number, share, asked, _now())

    def add(self, result: Result) -> Result:
        """Add what a slice came to, and return the sum."""
        self.result = result if self.result is None else self.result.plus(result)
        return self.result


@dataclass(frozen=True, slots=True)
class Taken:
    """A slice that is being run."""

    standing: Standing
    number: int
    share: float
    asked: int
    began: str

    @property
    def seed(self) -> int:
        """The slice's own seed."""
        return slice_seed(self.standing.seed, self.number)

    def through(self, result: Result, *, failed: bool) -> Slice:
        """Return what the ledger keeps of it."""
        return Slice(self.standing.name, self.number, self.asked, result, self.began, _now(), failed)


@dataclass(slots=True)
class Turns:
    """Runs the slices of all classes, going on where ``ledger`` says that an earlier sitting ended.

    With more ``processes`` than ``cores`` the rest of them takes the classes that mostly wait.
    """

    modules: Mapping[str, ModuleType]
    share: float
    seed: int
    processes: int
    ledger: Ledger | None = None
    cores: int = field(default_factory=lambda: os.cpu_count() or 1)
    standings: list[Standing] = field(init=False)
    _given: int = 0

    def __post_init__(self) -> None:
        """Begin with what the ledger has."""
        self.standings = [
            Standing(
                name=name,
                module=module.__name__,
                goal=module.GOAL,
                wanted=scaled(module.GOAL, self.share),
                slice=min(self.share, getattr(module, "SLICE", SLICE)),
                seed=self.seed,
                waits=getattr(module, "WAITS", False),
            )
            for name, module in self.modules.items()
        ]
        by_name = {one.name: one for one in self.standings}
        for one in self.ledger.slices() if self.ledger else ():
            if one.name in by_name and not one.failed:
                standing = by_name[one.name]
                standing.done.add(one.number)
                standing.asked += one.asked
                standing.add(one.result)

    def run(self, seconds: float | None = None) -> dict[str, Result]:
        """Run until all is done, or begin nothing new after so many seconds; return the results by class.

        Raises BrokenProcessPool where a process of it was killed, and SourcesChangedError.
        """
        started = time.monotonic()
        running: dict[Future[Result], Taken] = {}
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(self.processes, context, initializer=_end_with_the_first) as pool:
            while True:
                may_begin = seconds is None or time.monotonic() - started < seconds
                while may_begin and len(running) < self.processes:
                    standing = self._next(sum(one.standing.waits for one in running.values()), len(running))
                    if standing is None:
                        break
                    taken = standing.taken()
                    running[pool.submit(run_slice, standing.module, taken.share, taken.seed)] = taken
                if not running:
                    break
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    self._book(running.pop(future), future)
        return {one.name: one.result for one in self.standings if one.result is not None}

    def _next(self, waiting: int = 0, running: int = 0) -> Standing | None:
        """Return who goes next where so many slices are ``running``, ``waiting`` of them mostly waiting."""
        open_ones = [one for one in self.standings if not one.is_through]
        if not open_ones:
            return None
        if self.processes > self.cores:
            # Whoever waits takes the processes that have no core of their own, and only those.
            to_wait = waiting < self.processes - self.cores or running - waiting >= self.cores
            open_ones = [one for one in open_ones if one.waits == to_wait] or open_ones
        self._given += 1
        if self._given % _EVERY == 0:
            return min(open_ones, key=lambda one: one.progress)
        return min(open_ones, key=lambda one: one.seconds_left)

    def _book(self, taken: Taken, future: Future[Result]) -> None:
        standing, failed = taken.standing, False
        try:
            result = future.result()
        except BrokenProcessPool:
            raise
        except Exception as error:  # noqa: BLE001  a class that cannot run is a violation of its own
            standing.failed = failed = True
            words = f"the class ended with {type(error).__name__}: {error}"
            result = Result(standing.name, 0, 1, 0.0, taken.seed, (words,))
        if self.ledger is not None:
            self.ledger.add(taken.through(result, failed=failed))
        so_far = standing.add(result)
        sys.stderr.write(
            f"{standing.name}: {so_far.count} of {standing.wanted}, {so_far.violations} violations\n"
        )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _end_with_the_first() -> None:
    """End this process where the one that began it is gone, so that nothing of a killed run stays behind."""
    first = multiprocessing.parent_process()
    if first is not None:
        threading.Thread(target=_end_after, args=(first.sentinel,), daemon=True).start()


def _end_after(sentinel: int) -> None:
    wait_for_end([sentinel])
    os._exit(1)


def run_slice(module: str, share: float, seed: int) -> Result:
    """Run a slice in this process."""
    import importlib

    result: Result = importlib.import_module(module).run(share, seed)
    return result
