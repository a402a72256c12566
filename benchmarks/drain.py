"""Draining the queue against a bare loop of requests with the same kind of bodies and the same server.

Ours is the real thing: lease, sign-in, request, judgement with the server's signed time verified, receipt on
the encrypted store. The peer is ``requests.Session`` alone: it puts bytes and looks at the status. The server
is the practice server in a process of its own, which writes every act durably; both send notes of
``BODY_BYTES`` for chains of their own, as large as a bill with its signature.
"""

import itertools
import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

import requests

from benchmarks.measure import Claim, median_ratio, milliseconds, paired
from clinic_terminal.application.acts import Act, ActKind
from clinic_terminal.bootstrap.clocks import SystemClock, UuidIds
from clinic_terminal.contract.acts import seal
from clinic_terminal.store.store import SqlStore, open_store
from clinic_terminal.sync.gateway import HttpCentral
from clinic_terminal.sync.http import Wire
from clinic_terminal.sync.signin import Identity, SignIn
from clinic_terminal.sync.upload import Step, Uploader
from tests.practice import TIMEOUT, Client, PracticeProcess, the_world

ACTS: Final = 200
ROUNDS: Final = 7
TOGETHER: Final = 50
BODY_BYTES: Final = 6_000

SINGLE_GOAL: Final = 0.85
BATCH_GOAL: Final = 10.0


@dataclass(frozen=True)
class Drain:
    """A store whose queue is filled and emptied, and a bare session to the same server."""

    client: Client
    store: SqlStore
    single: Uploader
    together: Uploader
    numbers: Iterator[int]

    def bodies(self) -> list[Act]:
        """Return acts that nobody has sent yet, each of a chain of its own."""
        return [self._act(next(self.numbers)) for _ in range(ACTS)]

    def _act(self, number: int) -> Act:
        act_id, now = UuidIds().new(), datetime.now(UTC)
        chain = f"B{number:08d}/P"
        body, digest = seal(
            act_id=act_id,
            kind="NOTE",
            chain=chain,
            terminal=self.client.terminal,
            created_at=now,
            sequence=1,
            payload={"text": "x" * BODY_BYTES},
            evidence={},
        )
        return Act(act_id, ActKind.NOTE, chain, "V", now, body, digest, 0)

    def fill(self) -> None:
        """Put fresh acts into the queue."""
        with self.store.begin() as uow:
            for act in self.bodies():
                uow.queue.add(act)

    def bare(self, acts: list[Act]) -> None:
        """Send acts as a loop that keeps nothing would."""
        headers = {"Content-Type": "application/json"}
        for act in acts:
            answer = self.client.http.put(
                f"{self.client.url}/v1/acts/{act.id}", data=act.body, headers=headers, timeout=TIMEOUT
            )
            if answer.status_code != requests.codes.ok:
                raise RuntimeError(answer.status_code)

    def drain(self, uploader: Uploader) -> None:
        """Empty the queue."""
        while uploader.step() is Step.SETTLED:
            pass
        with self.store.read() as uow:
            if uow.queue.exposure().unsent_count:
                raise RuntimeError


def claims() -> list[Claim]:
    """Measure and return the claims."""
    with tempfile.TemporaryDirectory() as folder:
        server = PracticeProcess(Path(folder) / "server").start()
        drain = _opened(server, Path(folder) / "ours.db")
        single = _measured(drain, drain.single)
        together = _measured(drain, drain.together)
        drain.store.close()
        drain.client.close()
        server.stop()
    return [
        _claim("drain, one request an act, acts a second", single, SINGLE_GOAL),
        _claim(f"drain in batches of {TOGETHER}, acts a second", together, BATCH_GOAL),
    ]


def _claim(what: str, times: tuple[list[float], list[float]], goal: float) -> Claim:
    mine, theirs = times
    figures = f"{ACTS} acts in {milliseconds(mine)} against {milliseconds(theirs)}"
    return Claim(
        what,
        "a bare requests.Session loop",
        1 / median_ratio(mine, theirs),
        goal,
        at_least=True,
        figures=figures,
    )


def _measured(drain: Drain, uploader: Uploader) -> tuple[list[float], list[float]]:
    """Time both in turn; what they send is made before the clock runs."""
    mine: list[float] = []
    theirs: list[float] = []
    for _ in range(ROUNDS):
        acts = drain.bodies()
        drain.fill()
        ours, peers = paired(partial(drain.drain, uploader), partial(drain.bare, acts), 1)
        mine += ours
        theirs += peers
    return mine, theirs


def _opened(server: PracticeProcess, path: Path) -> Drain:
    client = Client(server.url, the_world().activation_code)
    clock = SystemClock()
    sign_in = SignIn(Identity(client.terminal, client.key), clock, UuidIds())
    central = HttpCentral(Wire(server.url), sign_in, client.enrolment.root_key)
    alone = HttpCentral(Wire(server.url), sign_in, client.enrolment.root_key, together=False)
    alone.changes("")
    central.changes("")
    store = open_store(path, bytes(32), clock)
    return Drain(
        client,
        store,
        Uploader(store, alone, clock, lambda: 0.0, "bench"),
        Uploader(store, central, clock, lambda: 0.0, "bench", most=TOGETHER),
        itertools.count(),
    )


if __name__ == "__main__":
    print(json.dumps([claim.plain() for claim in claims()], indent=1))
