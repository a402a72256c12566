"""R6: a faulty network between the real terminal and a real server, twelve kinds of trouble.

Each case queues acts on the real store and sends them, alone or together, while the next few exchanges go
wrong; a changes page and a sign-in may be hit as well. During the trouble nothing may be lost, parked or
green without the server's receipt; after it every act must be on the server once, with the same content.
"""

import itertools
import random
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from clinic_terminal.application.acts import Act, ActKind, ActState, QueueRow
from clinic_terminal.application.failures import ApplicationError
from clinic_terminal.bootstrap.clocks import SystemClock, UuidIds
from clinic_terminal.contract.acts import seal
from clinic_terminal.store.store import open_store
from clinic_terminal.sync.download import Downloader
from clinic_terminal.sync.enrol import enrol
from clinic_terminal.sync.gateway import HttpCentral
from clinic_terminal.sync.http import Patience, Wire
from clinic_terminal.sync.signin import Identity, SignIn
from clinic_terminal.sync.upload import Step, Uploader
from tests.practice import TIMEOUT, PracticeServer
from torture.faulty_proxy import FaultyProxy, Trouble
from torture.places import fast
from torture.results import MOST_SHOWN, Result, scaled

NAME: Final = "R6"
GOAL: Final = 12 * 500
SMALL: Final = 0.002
WAITS: Final = True
"""Mostly it waits: for other processes, for a network."""

IMPATIENT: Final = Patience(connect_s=0.25, answer_s=0.25, desk_s=0.25, acts_s=0.5)
MOST_TURNS: Final = 60


class HurriedClock(SystemClock):
    """The computer's clock, set forward past every back-off."""

    def __init__(self) -> None:
        super().__init__()
        self.ahead_s = 0.0

    def now(self) -> datetime:
        """Return the present, and what was skipped."""
        return super().now() + timedelta(seconds=self.ahead_s)

    def monotonic(self) -> float:
        """Return seconds that only grow, and what was skipped."""
        return time.monotonic() + getattr(self, "ahead_s", 0.0)

    def today(self) -> date:
        """Return the server's day: skipped waits make no new one."""
        return super().today()

    def heard(self, server_time: datetime) -> None:
        """Go by our own clock: what was skipped must not be taken back."""


def run(share: float, seed: int) -> Result:
    """Try so many cases, each kind of trouble in turn; the same seed gives the same cases."""
    wanted, started = scaled(GOAL, share), time.perf_counter()
    figures: Counter[str] = Counter()
    broken: list[str] = []
    with tempfile.TemporaryDirectory(dir=fast()) as folder:
        line = FaultyLine(Path(folder), figures)
        try:
            for number in range(wanted):
                trouble = list(Trouble)[(seed + number) % len(Trouble)]
                found = line.tried(trouble, random.Random(f"{seed}/{number}"))  # noqa: S311  a plan, no secret
                broken += [f"seed {seed}, case {number}, {trouble}: {words}" for words in found]
        finally:
            line.close()
    seconds = time.perf_counter() - started
    return Result(NAME, wanted, len(broken), seconds, seed, tuple(broken[:MOST_SHOWN]), figures)


class FaultyLine:
    """A terminal whose line to a practice server can be made to fail."""

    def __init__(self, folder: Path, figures: Counter[str]) -> None:
        self._figures = figures
        self._server = PracticeServer(folder / "server").start()
        self._proxy = FaultyProxy(self._server.url)
        key, self._clock = Ed25519PrivateKey.generate(), HurriedClock()
        self._enrolment = enrol(Wire(self._proxy.url), self._server.world.activation_code, key)
        self._store = open_store(folder / "terminal.db", bytes(32), self._clock)
        with self._store.begin() as uow:
            uow.memory.set_enrolment(self._enrolment)
        self._sign_in = SignIn(Identity(self._enrolment.terminal, key), SystemClock(), UuidIds())
        self._central = self._reached_by(self._proxy.url)
        self._numbers = itertools.count()
        self._central.changes("")

    def close(self) -> None:
        """End everything."""
        self._proxy.close()
        self._store.close()
        self._server.stop()

    def tried(self, trouble: Trouble, chance: random.Random) -> list[str]:
        """Send acts through the trouble and after it; return what went wrong."""
        acts = [self._act(chance) for _ in range(chance.choice((1, 1, 2, 5)))]
        with self._store.begin() as uow:
            for act in acts:
                uow.queue.add(act)
        if chance.random() < 0.2:  # noqa: PLR2004  sometimes it is the sign-in that fails
            self._sign_in.forget()
        self._proxy.fail(trouble, chance.randint(1, 3))
        uploader = Uploader(self._store, self._during(trouble), self._clock, chance.random, "torture")
        if chance.random() < 0.3:  # noqa: PLR2004  sometimes it is the changes
            self._download(self._during(trouble))
        problems = self._troubled(uploader, acts, trouble)
        self._proxy.heal()
        return problems + self._healed(chance, acts)

    def _troubled(self, uploader: Uploader, acts: list[Act], trouble: Trouble) -> list[str]:
        for _ in range(2):
            self._figures[f"{trouble} {uploader.step()}"] += 1
            self._clock.ahead_s += 1.0
        booked = self._booked()
        problems = []
        for row in self._rows(acts):
            if row.state in {ActState.ACCEPTED, ActState.ADJUSTED} and row.act.id not in booked:
                problems.append(f"{row.act.id} is green, and the server does not have it")
            if row.state in {ActState.PARKED, ActState.REJECTED}:
                problems.append(f"{row.act.id} is {row.state} by {row.last_error}")
        return problems

    def _healed(self, chance: random.Random, acts: list[Act]) -> list[str]:
        """Let the line be well until nothing waits, and compare both sides."""
        uploader = Uploader(self._store, self._central, self._clock, chance.random, "torture")
        for _ in range(MOST_TURNS):
            if uploader.step() is Step.IDLE and self._is_empty():
                break
            self._clock.ahead_s += 5.0
        booked = self._booked()
        problems = []
        for row in self._rows(acts):
            if row.state is not ActState.ACCEPTED or not row.receipt:
                problems.append(f"{row.act.id} ends {row.state} by {row.last_error}")
            if booked.get(row.act.id) != [row.act.digest]:
                problems.append(f"{row.act.id} is at the server {len(booked.get(row.act.id, []))} times")
        return problems

    def _during(self, trouble: Trouble) -> HttpCentral:
        """Return the way to the server while there is trouble."""
        if trouble is Trouble.TLS_FAILURE:
            return self._reached_by(f"https://127.0.0.1:{self._server_port()}")
        if trouble is Trouble.DNS_FAILURE:
            return self._reached_by("http://central.invalid")
        return self._central

    def _server_port(self) -> int:
        return int(self._server.url.rsplit(":", 1)[1])

    def _reached_by(self, url: str) -> HttpCentral:
        return HttpCentral(Wire(url, IMPATIENT), self._sign_in, self._enrolment.root_key)

    def _download(self, central: HttpCentral) -> None:
        with suppress(ApplicationError):
            Downloader(self._store, central, self._clock).step()

    def _act(self, chance: random.Random) -> Act:
        act_id, now = UuidIds().new(), SystemClock().now()
        chain = f"N{next(self._numbers):08d}/P"
        body, digest = seal(
            act_id=act_id,
            kind="NOTE",
            chain=chain,
            terminal=self._enrolment.terminal,
            created_at=now,
            sequence=1,
            payload={"text": "x" * chance.choice((10, 3_000, 90_000))},
            evidence={},
        )
        return Act(act_id, ActKind.NOTE, chain, "V", now, body, digest, 0)

    def _rows(self, acts: list[Act]) -> list[QueueRow]:
        with self._store.read() as uow:
            rows = [uow.queue.get(act.id) for act in acts]
        return [row for row in rows if row is not None]

    def _is_empty(self) -> bool:
        with self._store.read() as uow:
            return uow.queue.exposure().unsent_count == 0

    def _booked(self) -> dict[str, list[str]]:
        answer = requests.get(f"{self._server.url}/sandbox/acts", timeout=TIMEOUT).json()
        booked: dict[str, list[str]] = {}
        for row in answer["acts"]:
            booked.setdefault(row["id"], []).append(row["digest"])
        return booked


if __name__ == "__main__":
    from torture.__main__ import alone

    sys.exit(alone(sys.modules[__name__]))
