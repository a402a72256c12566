"""The terminal that is killed: one process that finishes bills and drains its queue until its end."""

import os
import random
import time
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from clinic_terminal.application.acts import ExposureLimits
from clinic_terminal.application.failures import ApplicationError
from clinic_terminal.application.line import LineKeeper
from clinic_terminal.application.ports import Operator
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.application.watched_central import WatchedCentral
from clinic_terminal.bootstrap.clocks import SystemClock, UuidIds
from clinic_terminal.contract.canonical import canonical_bytes
from clinic_terminal.store.store import SqlStore, open_store
from clinic_terminal.sync.download import Downloader
from clinic_terminal.sync.enrol import enrol
from clinic_terminal.sync.gateway import HttpCentral
from clinic_terminal.sync.http import Patience, Wire
from clinic_terminal.sync.loop import Pace, Steps, SyncLoop
from clinic_terminal.sync.prefetch import Prefetcher
from clinic_terminal.sync.signin import Identity, SignIn
from clinic_terminal.sync.upload import Uploader
from tests.closing import closed
from tests.fakes.ports import FakeCards, FakePapers
from tests.practice import the_world

KEY: Final = bytes(range(32))
DESK: Final = Operator("O-1", "练习前台", "")
CHILDREN: Final = ("RETURNING", "LAST_DAY", "EXEMPT_BRAND", "TWO_POLICIES", "PRE_AUTHORISED")
LEASE_S: Final = 2
"""Instead of a minute: what a killed process had taken up shall not stretch a run over hours."""

MOST_UNSENT: Final = 40
TEN_MINUTES_S: Final = 600.0
"""Longer than anybody waits: this process is ended by a kill alone."""

_IDENTITY = "identity"


def enrolled(folder: Path, url: str) -> None:
    """Enrol a terminal, and fetch what the server has for it."""
    private = Ed25519PrivateKey.generate()
    (folder / _IDENTITY).write_bytes(private.private_bytes_raw())
    enrolment = enrol(Wire(url), the_world().activation_code, private)
    clock = SystemClock()
    store = open_store(folder / "terminal.db", KEY, clock)
    with store.begin() as uow:
        uow.memory.set_enrolment(enrolment)
    central = _central(folder, store, url, clock)
    downloader = Downloader(store, central, clock)
    while downloader.step():
        pass
    store.close()


def work(folder: Path, url: str, writer: int, seed: float, *, only_drain: bool) -> None:
    """Finish bills and drain, and write down each finished act; with ``only_drain`` until nothing waits."""
    chance, clock = random.Random(seed), SystemClock()  # noqa: S311  a plan, no secret
    store = open_store(folder / "terminal.db", KEY, clock)
    keeper = LineKeeper(clock)
    central = WatchedCentral(_central(folder, store, url, clock), keeper)
    terminal = Terminal(
        clock,
        UuidIds(),
        store,
        central,
        FakeCards(),
        FakePapers(),
        the_world().catalogue,
        canonical_bytes,
        ExposureLimits(),
    )
    steps = Steps(
        Uploader(store, central, clock, lambda: chance.random() / 20, terminal.ids.new(), lease_s=LEASE_S),
        Downloader(store, central, clock),
        Prefetcher(terminal),
    )
    loop = SyncLoop(steps, keeper, clock, lambda: None, Pace(0.0, 0.01, 0.01, 0.01))
    loop.start()
    if only_drain:
        _wait_until_empty(store)
        os.write(writer, b"empty\n")
        time.sleep(TEN_MINUTES_S)
    while True:
        _finish(terminal, chance, writer)
        loop.wake()


def _finish(terminal: Terminal, chance: random.Random, writer: int) -> None:
    member = the_world().member_of(chance.choice(CHILDREN))
    with terminal.store.read() as uow:
        facts = uow.snapshots.of_member(member)[0]
        unsent = uow.queue.exposure().unsent_count
    if unsent > MOST_UNSENT:
        time.sleep(0.01)
        return
    try:
        visit = closed(terminal, DESK, facts, day=terminal.clock.today(), online=False)
    except ApplicationError:
        return
    os.write(writer, f"finished {visit.act}\n".encode())


def _wait_until_empty(store: SqlStore) -> None:
    while True:
        with store.read() as uow:
            if not uow.queue.exposure().unsent_count:
                return
        time.sleep(0.02)


def _central(folder: Path, store: SqlStore, url: str, clock: SystemClock) -> HttpCentral:
    with store.read() as uow:
        enrolment = uow.memory.enrolment()
    if enrolment is None:
        raise RuntimeError
    private = Ed25519PrivateKey.from_private_bytes((folder / _IDENTITY).read_bytes())
    sign_in = SignIn(Identity(enrolment.terminal, private), clock, UuidIds())
    return HttpCentral(Wire(url, Patience(1.0, 5.0, 5.0, 10.0)), sign_in, enrolment.root_key)
