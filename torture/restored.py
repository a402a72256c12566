"""R13: the server restored from a backup, a terminal from an old one or from nothing, and both.

Each case is a real terminal on the real wire with a real practice server: bills, voids, syncs, a backup of
one side or both somewhere between, more work, the restore, and then the reconciliation of the next morning,
which nobody asks for. Whatever one side has and the other lost must be found, what the server lost must be
booked again once, and the sums must be equal to the fen or listed.
"""

import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import requests

from clinic_terminal.application.acts import ActState
from clinic_terminal.application.day_comparison import DayComparison, DifferenceKind
from clinic_terminal.application.failures import ApplicationError
from clinic_terminal.application.outcomes import read_outcome
from clinic_terminal.application.ports import EligibilityQuery
from clinic_terminal.application.queueing import retry_all
from clinic_terminal.application.reconciliation import days
from clinic_terminal.application.standing import effective_standing
from clinic_terminal.bootstrap.clocks import SystemClock
from clinic_terminal.domain.visit import Visit
from clinic_terminal.sync.reconcile import Reconciler
from tests.practice import TIMEOUT, PracticeServer
from tests.whole_desk import DESK, XIAOLU, WholeDesk
from torture.places import fast
from torture.results import MOST_SHOWN, Result, scaled

NAME: Final = "R13"
GOAL: Final = 1_000
SMALL: Final = 0.004
WAITS: Final = True
"""Mostly it waits: for other processes, for a network."""

CHILDREN: Final = (
    "RETURNING", "FIRST_VISIT_BOOKED", "LOCKED_ELSEWHERE", "EXEMPT_BRAND", "GREYED", "LAST_DAY",
    "POOL_NEARLY_EMPTY", "PRE_AUTHORISED",
)  # fmt: skip
_ROUNDS: Final = 20
_BACK_OFF_S: Final = 0.1
"""What a desk that always draws the shortest wait waits."""
WAYS: Final = ("SERVER", "TERMINAL_OLD", "TERMINAL_EMPTY", "BOTH")


def run(share: float, seed: int) -> Result:
    """Try so many restores; the same seed gives the same cases."""
    wanted, started = scaled(GOAL, share), time.perf_counter()
    figures: Counter[str] = Counter()
    broken: list[str] = []
    for number in range(wanted):
        way = WAYS[(seed + number) % len(WAYS)]
        with tempfile.TemporaryDirectory(dir=fast()) as folder:
            found = Case(Path(folder), random.Random(f"{seed}/{number}"), figures).tried(way)  # noqa: S311  a plan
        figures[way] += 1
        broken += [f"seed {seed}, case {number}, {way}: {words}" for words in found]
    seconds = time.perf_counter() - started
    return Result(NAME, wanted, len(broken), seconds, seed, tuple(broken[:MOST_SHOWN]), figures)


class Tomorrow(SystemClock):
    """The clock of the next morning."""

    def now(self) -> datetime:
        """Return the present a day later."""
        return super().now() + timedelta(days=1)


class Case:
    """One server, one terminal, and what one of them forgets."""

    def __init__(self, folder: Path, chance: random.Random, figures: Counter[str]) -> None:
        self._folder = folder
        self._chance = chance
        self._figures = figures
        self._server = PracticeServer(folder / "server").start()
        (folder / "terminal").mkdir()
        self._desk = WholeDesk(folder / "terminal", self._server, XIAOLU)
        self._visits: list[Visit] = []
        self._voids = 0.25

    def tried(self, way: str) -> list[str]:
        """Work, back up, work, restore, reconcile; return what was not found."""
        try:
            return self._tried(way)
        finally:
            self._desk.close()
            self._server.stop()

    def _tried(self, way: str) -> list[str]:
        self._work(self._chance.randint(1, 3))
        self._back_up()
        self._work(self._chance.randint(1, 4))
        self._desk.sync()
        before = self._booked()
        if way in {"SERVER", "BOTH"}:
            self._restore_server()
            before |= self._worked_on(way)
        if way == "TERMINAL_EMPTY":
            self._forget_terminal()
        elif way != "SERVER":
            self._restore_terminal()
        return self._compared(way, before)

    def _work(self, steps: int) -> None:
        for _ in range(steps):
            member = self._server.world.member_of(self._chance.choice(CHILDREN))
            with suppress(ApplicationError):
                if self._visits and self._chance.random() < self._voids:
                    self._desk.void(self._visits.pop())
                    self._figures["voids"] += 1
                else:
                    self._desk.scan(member)
                    self._visits.append(self._desk.bill(member))
            if self._chance.random() < 0.5 and self._voids < 0.5:  # noqa: PLR2004  sometimes nothing is sent
                self._desk.sync()

    def _worked_on(self, way: str) -> dict[str, dict[str, Any]]:
        """Let the desk bill and void before anybody knows of it; return what the server has in the end.

        The bills that are taken back may be lost there, and an answer may be lost on its way.
        """
        if way != "SERVER" or self._chance.random() < 0.3:  # noqa: PLR2004  a share goes without
            return {}
        self._voids = 0.5
        for _ in range(self._chance.randint(1, 3)):
            if self._chance.random() < 0.3:  # noqa: PLR2004  some
                self._desk.lose_next_answer()
                self._figures["answers lost"] += 1
            self._work(1)
            if self._chance.random() < 0.5:  # noqa: PLR2004  not always
                self._desk.send()
            if self._chance.random() < 0.5:  # noqa: PLR2004  not always
                self._desk.fetch()
        retry_all(self._desk.terminal, DESK)
        self._desk.send()
        return self._booked()

    def _back_up(self) -> None:
        self._desk.close()
        self._server.stop()
        for side in ("server", "terminal"):
            shutil.copytree(self._folder / side, self._folder / f"{side}-backup")
        self._server.start()
        self._open()

    def _restore_server(self) -> None:
        self._server.stop()
        self._put_back("server")
        self._server.start()

    def _restore_terminal(self) -> None:
        self._desk.close()
        self._put_back("terminal")
        self._open()

    def _forget_terminal(self) -> None:
        self._desk.close()
        shutil.rmtree(self._folder / "terminal")
        self._open()

    def _put_back(self, side: str) -> None:
        shutil.rmtree(self._folder / side)
        shutil.copytree(self._folder / f"{side}-backup", self._folder / side)

    def _open(self) -> None:
        (self._folder / "terminal").mkdir(exist_ok=True)
        self._desk = WholeDesk(self._folder / "terminal", self._server, XIAOLU, self._desk.key)

    def _booked(self) -> dict[str, dict[str, Any]]:
        answer = requests.get(f"{self._server.url}/sandbox/acts", timeout=TIMEOUT).json()
        return {row["id"]: row for row in answer["acts"]}

    def _compared(self, way: str, before: dict[str, dict[str, Any]]) -> list[str]:
        """Let the terminal find out by itself, and look at what it found."""
        held = self._booked()
        own = {row.act.id: row for row in self._rows()}
        reconciler = Reconciler(replace(self._desk.terminal, clock=Tomorrow()))
        while reconciler.step():
            self._figures["days compared"] += 1
        today = next(one for one in days(self._desk.terminal) if one.day == self._server.today)
        settled = {act for act, row in own.items() if row.settled_at is not None}
        lost_there, lost_here = settled - set(held), set(held) - set(own)
        self._figures["acts"] += len(before)
        self._figures["lost at the server"] += len(lost_there)
        self._figures["lost at the terminal"] += len(lost_here)
        found = [*_unfound(today, lost_there, lost_here), *self._converged(today, settled)]
        if way == "SERVER" and set(before) - set(held) != lost_there:
            found.append("the terminal did not keep what the server lost")
        return found

    def _converged(self, today: DayComparison, settled: set[str]) -> list[str]:
        """Return what is not equal in the end although nothing is listed for it."""
        self._send_out()
        after, own = self._booked(), {row.act.id: row for row in self._rows()}
        listed = {one.act for one in today.differences}
        problems = [f"act {act} is not at the server in the end" for act in settled - set(after)]
        for act, row in after.items():
            said = read_outcome(own[act].receipt) if act in own else None
            if said is None or act in listed:
                continue
            fen = said.totals.insurer_fen if said.totals else 0
            if (said.state, fen) != (row["state"], row["insurer_fen"]):
                problems.append(f"act {act}: {said.state} {fen} here, {row['state']} there, and not listed")
        problems += self._balances()
        if today.equal and today.ours != today.theirs:
            problems.append("an equal day whose counts, sums or digests are not")
        return problems

    def _send_out(self) -> None:
        """Send until nothing waits: where the last answer was lost just now, the act backs off."""
        for _ in range(_ROUNDS):
            self._desk.send()
            if all(row.state is not ActState.READY for row in self._rows()):
                return
            time.sleep(_BACK_OFF_S)

    def _balances(self) -> list[str]:
        """Return where the desk believes in another rest of the limits than the server has."""
        self._desk.fetch()
        terminal, problems = self._desk.terminal, []
        for name in CHILDREN:
            member = self._server.world.member_of(name)
            self._desk.scan(member)
            query = EligibilityQuery(self._server.today, member, "")
            for fresh in terminal.central.eligibility(query):
                with terminal.store.read() as uow:
                    known = uow.snapshots.get(member, fresh.snapshot.policy)
                    rows = uow.queue.of_chain(fresh.snapshot.chain)
                self._figures["balances"] += 1
                ours = effective_standing(known or fresh.snapshot, rows).used
                if ours != fresh.snapshot.used:
                    problems.append(f"{name}: {ours} used here, {fresh.snapshot.used} there")
        # The server lost the bill, and its void came before the bill was offered again: a person's matter.
        self._figures["voids of lost bills refused"] += sum(
            row.last_error == "BILL_UNKNOWN" for row in self._rows()
        )
        return problems

    def _rows(self) -> list[Any]:
        with self._desk.store.read() as uow:
            return uow.queue.rows(10_000)


def _unfound(today: DayComparison, lost_there: set[str], lost_here: set[str]) -> list[str]:
    problems = []
    listed_there = {one.act for one in today.differences if one.kind is DifferenceKind.MISSING_THERE}
    if lost_there != set(today.offered) | listed_there:
        problems.append(f"lost at the server {sorted(lost_there)}, found {sorted(today.offered)}")
    listed_here = {one.act for one in today.differences if one.kind is DifferenceKind.MISSING_HERE}
    if lost_here != listed_here:
        problems.append(f"lost at the terminal {sorted(lost_here)}, found {sorted(listed_here)}")
    return problems


if __name__ == "__main__":
    from torture.__main__ import alone

    sys.exit(alone(sys.modules[__name__]))
