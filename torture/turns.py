"""Which class gets the next slice, and the processes that run it."""

import multiprocessing
import sys
import time
from collections.abc import Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, field
from types import ModuleType
from typing import Final

from torture.results import Result, scaled

SLICE: Final = 0.01
_EVERY: Final = 3
"""Every third slice goes to the class that is farthest behind."""


@dataclass(slots=True)
class Standing:
    """How far one class is; ``begun`` counts its slices, ``asked`` what they were asked for."""

    name: str
    module: str
    goal: int
    wanted: int
    slice: float
    seed: int
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


@dataclass(slots=True)
class Turns:
    """Runs the slices of all classes."""

    modules: Mapping[str, ModuleType]
    share: float
    seed: int
    processes: int
    standings: list[Standing] = field(init=False)
    _given: int = 0

    def __post_init__(self) -> None:
        """Begin with nothing done."""
        self.standings = [
            Standing(
                name=name,
                module=module.__name__,
                goal=module.GOAL,
                wanted=scaled(module.GOAL, self.share),
                slice=min(self.share, getattr(module, "SLICE", SLICE)),
                seed=self.seed,
            )
            for name, module in self.modules.items()
        ]

    def run(self, seconds: float | None = None) -> dict[str, Result]:
        """Run until all is done, or begin nothing new after so many seconds; return the results by class."""
        started = time.monotonic()
        running: dict[Future[Result], Standing] = {}
        with ProcessPoolExecutor(self.processes, multiprocessing.get_context("spawn")) as pool:
            while True:
                may_begin = seconds is None or time.monotonic() - started < seconds
                while may_begin and len(running) < self.processes:
                    standing = self._next()
                    if standing is None:
                        break
                    running[pool.submit(run_slice, standing.module, *self._take(standing))] = standing
                if not running:
                    break
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    self._book(running.pop(future), future)
        return {one.name: one.result for one in self.standings if one.result is not None}

    def _next(self) -> Standing | None:
        open_ones = [one for one in self.standings if not one.is_through]
        if not open_ones:
            return None
        self._given += 1
        if self._given % _EVERY == 0:
            return min(open_ones, key=lambda one: one.progress)
        return min(open_ones, key=lambda one: one.seconds_left)

    @staticmethod
    def _take(standing: Standing) -> tuple[float, int]:
        rest = (standing.wanted - standing.asked) / standing.goal
        share, seed = min(standing.slice, rest), standing.seed * 10_000 + standing.begun
        standing.begun += 1
        standing.asked += scaled(standing.goal, share)
        return share, seed

    @staticmethod
    def _book(standing: Standing, future: Future[Result]) -> None:
        try:
            result = future.result()
        except Exception as error:  # noqa: BLE001  a class that cannot run is a violation of its own
            standing.failed = True
            words = f"the class ended with {type(error).__name__}: {error}"
            result = Result(standing.name, 0, 1, 0.0, standing.seed, (words,))
        standing.result = result if standing.result is None else standing.result.plus(result)
        sys.stderr.write(
            f"{standing.name}: {standing.result.count} of {standing.wanted}, "
            f"{standing.result.violations} violations\n"
        )


def run_slice(module: str, share: float, seed: int) -> Result:
    """Run a slice in this process."""
    import importlib

    result: Result = importlib.import_module(module).run(share, seed)
    return result
