"""R4: the power goes again while the program recovers from a power cut, or while it migrates a full queue.

Recovery: an image of R2 is opened; the calls of that opening and of the first step after it are recorded, and
each is a crash point again. Migration: a file of an earlier schema with acts waiting is opened, which brings
it to today's; each call of that is a crash point. What is left is opened and checked once more.
"""

import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Final

from alembic import command
from alembic.config import Config
from sqlalchemy import StaticPool, create_engine
from sqlcipher3 import dbapi2

from clinic_terminal.store.connections import connect
from clinic_terminal.store.migration import REVISIONS, SCRIPTS
from clinic_terminal.store.store import SqlStore, open_store
from clinic_terminal.store.values import micros
from tests.build import NOW
from tests.fakes.ports import SetClock
from torture.desk import KEY, NAME, Desk, Known
from torture.images import KINDS, Disk
from torture.places import fast
from torture.power_loss import Recording, checked, record, recorded
from torture.results import MOST_SHOWN, Result, scaled

GOAL: Final = 50_000
SMALL: Final = 0.002
DAMAGES: Final = 14
POINTS: Final = 12
"""Crash points that are taken of one opening; another seed takes others."""


def run(share: float, seed: int) -> Result:
    """Check a share of the images, half of them of recoveries, half of migrations."""
    started = time.perf_counter()
    wanted, chance = scaled(GOAL, share), Random(seed)  # noqa: S311  a plan, no secret
    figures: Counter[str] = Counter()
    broken: list[str] = []
    count = violations = 0
    while count < wanted:
        what = ("recovery", "migration")[figures["openings"] % 2]
        case = chance.getrandbits(32)
        opening = _recovery(case) if what == "recovery" else _migration(case)
        figures["openings"] += 1
        for label, wrong in _again(opening, case, wanted - count):
            count += 1
            figures[what] += 1
            if wrong:
                violations += 1
                broken.append(f"{what} {case}, {label}: {wrong[0]}")
    return Result(
        "R4", count, violations, time.perf_counter() - started, seed, tuple(broken[:MOST_SHOWN]), figures
    )


def _recovery(seed: int) -> Recording:
    """Cut a day short and record the opening of what is left."""
    chance = Random(seed)  # noqa: S311  a plan, no secret
    day = record(chance.getrandbits(32))
    point = chance.randrange(len(day.steps))
    disk = Disk(day.before)
    for step in day.steps[:point]:
        disk.take(step)
    image = disk.image(chance.choice(KINDS), chance)
    known = day.known[point]

    def open_and_go_on(folder: Path, now: list[Known]) -> None:
        desk = Desk(open_store(folder / NAME, KEY, SetClock()), chance, known.copy(), first=1_000)
        desk.finish()
        now[0] = desk.known.copy()
        desk.store.close()

    return recorded(image, known, open_and_go_on)


def _migration(seed: int) -> Recording:
    """Fill a file of an earlier schema and record the opening that brings it to today's."""
    chance = Random(seed)  # noqa: S311  a plan, no secret
    with tempfile.TemporaryDirectory(dir=fast()) as name:
        file = Path(name) / NAME
        _make_earlier(file, chance.choice(REVISIONS[:-1]))
        desk = Desk(SqlStore(file, KEY), chance)
        for _ in range(chance.randint(5, 30)):
            desk.step()
        desk.store.close()
        image = {NAME: file.read_bytes()}

    def upgrade(folder: Path, now: list[Known]) -> None:
        del now
        open_store(folder / NAME, KEY, SetClock()).close()

    return recorded(image, desk.known, upgrade)


def _make_earlier(file: Path, revision: str) -> None:
    """Make an empty database as the program of ``revision`` made it."""
    with closing(connect(file, KEY)) as connection:
        engine = create_engine("sqlite://", module=dbapi2, creator=lambda: connection, poolclass=StaticPool)
        config = Config()
        config.set_main_option("script_location", str(SCRIPTS))
        config.attributes["at"] = micros(NOW)
        with engine.connect() as bound:
            config.attributes["connection"] = bound
            bound.exec_driver_sql("BEGIN IMMEDIATE")
            command.upgrade(config, revision)
            bound.commit()


def _again(opening: Recording, seed: int, most: int) -> list[tuple[str, list[str]]]:
    """Cut the opening at some of its calls and check what each damage leaves."""
    chance = Random(seed)  # noqa: S311  a plan, no secret
    points = len(opening.steps) + 1
    chosen = set(chance.sample(range(points), min(points, POINTS)))
    disk = Disk(opening.before)
    found: list[tuple[str, list[str]]] = []
    with tempfile.TemporaryDirectory(dir=fast()) as name:
        for point in range(points):
            for number in range(DAMAGES if point in chosen and len(found) < most else 0):
                kind = KINDS[number % len(KINDS)]
                image = disk.image(kind, Random((seed << 40) + (point << 8) + number))  # noqa: S311  a plan, no secret
                found.append(
                    (f"call {point}, {kind} {number}", checked(Path(name), image, opening.known[point]))
                )
            if point < len(opening.steps):
                disk.take(opening.steps[point])
    return found[:most]


if __name__ == "__main__":
    from torture.__main__ import alone

    sys.exit(alone(sys.modules[__name__]))
