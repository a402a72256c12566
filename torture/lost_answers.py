"""The answer is lost, and the act is sent again after 25 hours, 8 days or 90 days: booked once."""

import sys
import time
from collections import Counter
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Final

from clinic_terminal.simulation.episode import Episode
from clinic_terminal.simulation.faults import CALM, FaultName, Weather
from clinic_terminal.simulation.invariants import inspect
from clinic_terminal.simulation.schedule import draw
from torture.places import fast
from torture.results import MOST_SHOWN, Result, scaled

GOAL: Final = 10_000
SMALL: Final = 0.002
_HOUR_S: Final = 3_600.0
_WAITS: Final = (25 * _HOUR_S, 8 * 24 * _HOUR_S, 90 * 24 * _HOUR_S)
_ALL_LOST: Final = Weather({FaultName.LOSE_ANSWER: 1.0})
_VISITS: Final = 15


class LongSilence(Episode):
    """A clinic that books bills, loses every answer to them, and sends them again after a long time."""

    def rounds(self, chance: Random) -> tuple[int, list[str]]:
        """Play one round for each wait; return the acts whose answer was lost, and what broke."""
        lost = 0
        with self.listening():
            self.open()
            for wait in _WAITS:
                lost += self._round(wait, chance)
            broken = inspect(self.evidence()).broken
            self.shut()
        return lost, broken

    def _round(self, wait: float, chance: Random) -> int:
        for _ in range(_VISITS):
            self.desk(0).visit()
        before = set(self.server.books.acts)
        self.network.weather = _ALL_LOST
        self.machines[0].program(0).loop.turn()
        lost = len(set(self.server.books.acts) - before)
        self.network.weather = CALM
        self.time.pass_by(wait)
        if chance.random() < 0.5:  # noqa: PLR2004  one of two
            self.machines[0].shut()
        self.heal()
        return lost


def run(share: float, seed: int) -> Result:
    """Lose and retry a share of the acts; the count is acts whose answer was lost."""
    started, wanted, done, number = time.perf_counter(), scaled(GOAL, share), 0, 0
    broken: list[str] = []
    chance = Random(seed)  # noqa: S311  a simulation, no secret
    while done < wanted:
        label = f"R7/{seed}/{number}"
        with TemporaryDirectory(dir=fast()) as folder:
            schedule = draw(label, 1, 1, frozenset())
            lost, found = LongSilence(schedule, Path(folder)).rounds(chance)
        done, number = done + lost, number + 1
        broken += [f"seed {label}: {sentence}" for sentence in found]
    figures = Counter({"after 25 h, 8 d and 90 d, clinics": number})
    seconds = time.perf_counter() - started
    return Result("R7", done, len(broken), seconds, seed, tuple(broken[:MOST_SHOWN]), figures)


if __name__ == "__main__":
    from torture.__main__ import alone

    sys.exit(alone(sys.modules[__name__]))
