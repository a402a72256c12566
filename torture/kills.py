"""R5: the terminal and the server are killed (SIGKILL) at random moments, with real files and real HTTP.

The terminal is a process of its own: it finishes bills on the real store, says so only once the store has
answered, and drains its queue by the real sync loop. Terminal and server are killed again and again in the
middle of it. In the end every bill that was said to be finished must be on the server exactly once, the
amounts equal to the fen, visit, act and audit row all there or all absent, and the audit chain whole.
"""

import json
import os
import random
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import requests

from clinic_terminal.application.acts import ActKind, QueueRow
from clinic_terminal.application.failures import AuditBrokenError, VisitUnknownError
from clinic_terminal.application.outcomes import read_outcome
from clinic_terminal.bootstrap.clocks import SystemClock
from clinic_terminal.domain.visit import Stage
from clinic_terminal.sandbox.server import serve
from clinic_terminal.store.store import SqlStore, open_store
from tests.practice import START_SECONDS, TIMEOUT, the_world
from torture.kill_desk import KEY, enrolled, work
from torture.results import MOST_SHOWN, Result, scaled

NAME: Final = "R5"
GOAL: Final = 10_000
SMALL: Final = 0.0003
WAITS: Final = True
"""Mostly it waits: for other processes, for a network."""

SERVER_SHARE: Final = 0.3
"""How many of the kills hit the server; the terminal then goes on against a closed port."""

LONGEST_LIFE_S: Final = 0.25
"""How long a terminal may work before it is killed: from its very first statement to some bills later."""

DRAIN_WITHIN_S: Final = 60.0


_PROGRAM: Final = (
    "import sys; from torture.kills import killed; print(killed(float(sys.argv[1]), int(sys.argv[2])).line())"
)


def run(share: float, seed: int) -> Result:
    """Kill so many times, in a program of its own: a process with threads must not be forked."""
    command = [sys.executable, "-c", _PROGRAM, str(share), str(seed)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    said = json.loads(done.stdout.splitlines()[-1])
    figures, broken = Counter(said["figures"]), tuple(said["broken"])
    return Result(NAME, said["count"], said["violations"], said["seconds"], seed, broken, figures)


def killed(share: float, seed: int) -> Result:
    """Kill so many times, on the real disk; the same seed gives the same plan (not the same moments)."""
    wanted, started = scaled(GOAL, share), time.perf_counter()
    figures: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        killing = Killing(Path(folder), random.Random(seed), figures)  # noqa: S311  a plan, no secret
        try:
            for _ in range(wanted):
                killing.kill_once()
            broken = killing.verdict()
        finally:
            killing.end()
    shown = tuple(f"seed {seed}: {words}" for words in broken[:MOST_SHOWN])
    return Result(NAME, wanted, len(broken), time.perf_counter() - started, seed, shown, figures)


@dataclass
class Child:
    """A process of ours, forked from this one, which has loaded everything already."""

    work: Callable[[int], None]
    pid: int = 0
    reader: int = -1
    said: bytes = b""

    def start(self) -> None:
        """Start the process; what it writes is read by `hear`."""
        self.reader, writer = os.pipe()
        self.pid = os.fork()
        if self.pid:
            os.close(writer)
            return
        status = 1
        try:
            os.close(self.reader)
            with suppress(KeyboardInterrupt):
                self.work(writer)
            status = 0
        finally:
            os._exit(status)

    def hear(self, seconds: float, until: bytes = b"") -> bytes:
        """Read for so long, or until the process ends, or until ``until`` was said."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if until and until in self.said:
                break
            ready, _, _ = select.select([self.reader], [], [], left)
            if ready:
                data = os.read(self.reader, 65_536)
                if not data:
                    break
                self.said += data
        return self.said

    def kill(self) -> None:
        """Kill it, take what it said last, and bury it."""
        if not self.pid:
            return
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        while data := os.read(self.reader, 65_536):
            self.said += data
        os.close(self.reader)
        self.pid = 0


@dataclass
class Killing:
    """A server and a terminal that are killed, and what the terminal said it had finished."""

    folder: Path
    chance: random.Random
    figures: Counter[str]
    finished: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        the_world()  # loaded before the first fork, so that no child spends its life on it
        self._port = 0
        self._server = self._started_server()
        enrolled(self.folder, f"http://127.0.0.1:{self._port}")

    def kill_once(self) -> None:
        """Let the terminal work, kill it or the server, and start what was killed again at the next time."""
        desk = self._started_desk()
        if self.chance.random() < SERVER_SHARE:
            desk.hear(self.chance.uniform(0, LONGEST_LIFE_S))
            self._server.kill()
            self.figures["server killed"] += 1
            desk.hear(self.chance.uniform(0, LONGEST_LIFE_S / 2))
            self._server = self._started_server()
            desk.hear(self.chance.uniform(0, LONGEST_LIFE_S / 2))
        else:
            self.figures["terminal killed"] += 1
            desk.hear(self.chance.uniform(0, LONGEST_LIFE_S))
        self._take(desk)

    def verdict(self) -> list[str]:
        """Let everything heal, and return every promise that broke."""
        desk = self._started_desk(only_drain=True)
        desk.hear(DRAIN_WITHIN_S, until=b"empty\n")
        healed = b"empty\n" in desk.said
        self._take(desk)
        self._server.kill()
        self._server = self._started_server()
        booked = requests.get(f"http://127.0.0.1:{self._port}/sandbox/acts", timeout=TIMEOUT).json()["acts"]
        store = open_store(self.folder / "terminal.db", KEY, SystemClock())
        try:
            return [*([] if healed else ["the queue did not get empty"]), *self._compared(store, booked)]
        finally:
            store.close()

    def end(self) -> None:
        """Kill what is left."""
        self._server.kill()

    def _take(self, desk: Child) -> None:
        desk.kill()
        # The last line may have been cut off by the kill: only whole ones were said.
        lines = desk.said.decode().split("\n")[:-1]
        self.finished |= {line.split()[1] for line in lines if line.startswith("finished ")}

    def _compared(self, store: SqlStore, booked: list[dict[str, Any]]) -> list[str]:
        with store.read() as uow:
            rows = {row.act.id: row for row in uow.queue.rows(1_000_000)}
            exposure = uow.queue.exposure()
            problems = [f"{act} was finished and is not here" for act in self.finished - set(rows)]
            problems += _visits_without_acts(store, rows)
            try:
                self.figures["audit rows"] += uow.audit.verify()
            except AuditBrokenError:
                problems.append("the audit chain is broken")
        there = Counter(row["id"] for row in booked)
        self.figures["acts"] += len(rows)
        self.figures["finished and told"] += len(self.finished)
        problems += [f"{act} is at the server {count} times" for act, count in there.items() if count > 1]
        problems += [f"{act} is not at the server" for act in set(rows) - set(there)]
        problems += [f"{act} is only at the server" for act in set(there) - set(rows)]
        problems += [words for row in booked if (words := _differs(row, rows.get(row["id"])))]
        if (exposure.unsent_count, exposure.unsent_fen) != (0, 0):
            problems.append(f"the kept counters stand at {exposure.unsent_count} acts")
        return problems

    def _started_desk(self, *, only_drain: bool = False) -> Child:
        seed, url = self.chance.random(), f"http://127.0.0.1:{self._port}"
        child = Child(lambda writer: work(self.folder, url, writer, seed, only_drain=only_drain))
        child.start()
        return child

    def _started_server(self) -> Child:
        port_file = self.folder / "port"
        port_file.unlink(missing_ok=True)
        port = self._port
        child = Child(lambda _writer: serve("127.0.0.1", port, self.folder / "server", port_file))
        child.start()
        end = time.monotonic() + START_SECONDS
        while not port_file.exists() and time.monotonic() < end:
            time.sleep(0.002)
        self._port = int(port_file.read_text(encoding="ascii"))
        return child


def _visits_without_acts(store: SqlStore, rows: dict[str, QueueRow]) -> list[str]:
    """Return the bills in the queue whose visit is missing or not closed by them."""
    problems: list[str] = []
    bills = [row.act for row in rows.values() if row.act.kind is ActKind.BILL_SIGNED]
    with store.read() as uow:
        for act in bills:
            try:
                visit = uow.visits.get(act.visit)
            except VisitUnknownError:
                problems.append(f"bill {act.id} has no visit")
                continue
            if visit.act != act.id or visit.stage not in {Stage.DONE, Stage.VOIDED}:
                problems.append(f"visit {visit.id} has a bill in the queue and is {visit.stage}")
    return problems


def _differs(there: dict[str, Any], here: QueueRow | None) -> str:
    said = None if here is None else read_outcome(here.receipt)
    if said is None:
        return "" if here is None else f"{there['id']} has no receipt here"
    fen = said.totals.insurer_fen if said.totals else 0
    same = (said.state, said.digest, fen) == (there["state"], there["digest"], there["insurer_fen"])
    return "" if same else f"{there['id']}: {said.state} {fen} here, {there['state']} there"


if __name__ == "__main__":
    from torture.__main__ import alone

    sys.exit(alone(sys.modules[__name__]))
