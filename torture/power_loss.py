"""R2: power-loss images. Every call to the disk of a scripted day is a crash point, times the damages.

The calls of the real store on a real encrypted file are recorded where SQLite makes them. A power cut may
come after any of them: what was synced is there; of the rest any 512-byte sectors are, in any order, as
they were written or as noise. Each image is opened as the program opens it, and checked.
"""

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

from clinic_terminal.store.store import open_store
from tests.fakes.ports import SetClock
from tests.store.parts import writer_of
from torture.desk import KEY, NAME, Desk, Known, wrongs_in
from torture.images import KINDS, Disk, Step
from torture.places import fast
from torture.results import MOST_SHOWN, Result, scaled
from torture.vfs import watched

GOAL: Final = 500_000
SMALL: Final = 0.0008
DAMAGES: Final = 30
"""Images a crash point in a full walk; a slice takes crash points by chance, with as many damages each."""

_STEPS: Final = 14
_FILES: Final = frozenset({NAME, f"{NAME}-wal", f"{NAME}-journal"})
"""What lasts on a disk; the index of the log is made anew at each opening."""

_CHANGES: Final = frozenset({"write", "sync", "truncate", "delete"})


@dataclass(frozen=True, slots=True)
class Recording:
    """A day: the files before it, its calls, and what was acknowledged before each call."""

    before: dict[str, bytes]
    steps: list[Step]
    known: list[Known]


def record(seed: int) -> Recording:
    """Play a day by the seed and return what was done to the disk."""
    chance = Random(seed)  # noqa: S311  a plan, no secret
    with tempfile.TemporaryDirectory(dir=fast()) as name:
        file = Path(name) / NAME
        desk = Desk(open_store(file, KEY, SetClock()), chance)
        for _ in range(chance.randint(1, 4)):
            desk.step()
        desk.store.close()
        before = {NAME: file.read_bytes()}
    return recorded(before, desk.known, lambda folder, now: _play(folder, chance, desk.known, now))


def recorded(before: dict[str, bytes], known: Known, play: Callable[[Path, list[Known]], None]) -> Recording:
    """Let ``play`` work in a folder with the files ``before`` and return its calls.

    It is given the folder and a list whose one entry it replaces after each acknowledged step.
    """
    steps: list[Step] = []
    before_each: list[Known] = []
    now = [known.copy()]

    def watch(call: str, file: str, offset: int, data: bytes) -> int:
        if call in _CHANGES and file in _FILES:
            steps.append(Step(call, file, offset, data))
            before_each.append(now[0])
        return 0

    with tempfile.TemporaryDirectory(dir=fast()) as name:
        folder = Path(name)
        for file, content in before.items():
            (folder / file).write_bytes(content)
        with watched(folder, watch):
            play(folder, now)
    return Recording(before, steps, [*before_each, now[0]])


def _play(folder: Path, chance: Random, start: Known, now: list[Known]) -> None:
    desk = Desk(open_store(folder / NAME, KEY, SetClock()), chance, start.copy())
    with writer_of(desk.store) as writer:
        # Small, so that a short day has several: the log is copied home and begun anew.
        writer.execute(f"PRAGMA wal_autocheckpoint = {chance.choice((8, 25, 60, 4_000))}").fetchall()
    for _ in range(_STEPS):
        desk.step()
        now[0] = desk.known.copy()
    desk.store.close()


def run(share: float, seed: int) -> Result:
    """Check a share of the images."""
    started = time.perf_counter()
    wanted, chance = scaled(GOAL, share), Random(seed)  # noqa: S311  a plan, no secret
    figures: Counter[str] = Counter()
    broken: list[str] = []
    count = violations = 0
    while count < wanted:
        day_seed = chance.getrandbits(32)
        recording = record(day_seed)
        points = len(recording.steps) + 1
        figures["days"] += 1
        left = -(-(wanted - count) // DAMAGES)
        chosen = sorted(chance.sample(range(points), min(points, left)))
        for point, kind, number, wrong in _walk(recording, chosen, day_seed, wanted - count):
            count += 1
            figures[kind] += 1
            if wrong:
                violations += 1
                broken.append(f"day {day_seed}, call {point}, {kind} {number}: {wrong[0]}")
        figures["crash points"] += len(chosen)
    return Result(
        "R2", count, violations, time.perf_counter() - started, seed, tuple(broken[:MOST_SHOWN]), figures
    )


def _walk(
    recording: Recording, chosen: list[int], day_seed: int, most: int
) -> list[tuple[int, str, int, list[str]]]:
    disk, wanted = Disk(recording.before), set(chosen)
    found: list[tuple[int, str, int, list[str]]] = []
    with tempfile.TemporaryDirectory(dir=fast()) as name:
        for point in range(len(recording.steps) + 1):
            if point in wanted:
                for number in range(min(DAMAGES, most - len(found))):
                    kind = KINDS[number % len(KINDS)]
                    chance = Random((day_seed << 40) + (point << 8) + number)  # noqa: S311  a plan, no secret
                    image = disk.image(kind, chance)
                    wrong = checked(Path(name), image, recording.known[point])
                    found.append((point, kind, number, wrong))
            if point < len(recording.steps):
                disk.take(recording.steps[point])
    return found


def checked(folder: Path, image: dict[str, bytes], known: Known) -> list[str]:
    """Lay the files of an image into the emptied ``folder`` and say which promises do not hold of them."""
    for file in folder.iterdir():
        file.unlink()
    for name, content in image.items():
        (folder / name).write_bytes(content)
    return wrongs_in(folder, known)


if __name__ == "__main__":
    from torture.__main__ import alone

    sys.exit(alone(sys.modules[__name__]))
