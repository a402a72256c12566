"""A desk on a real store whose line to a real practice server can be held back by the test."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pytestqt.qtbot import QtBot

from clinic_terminal.application.acts import ExposureLimits
from clinic_terminal.application.line import LineKeeper
from clinic_terminal.application.ports import EligibilityQuery
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.application.watched_central import WatchedCentral
from clinic_terminal.bootstrap.clocks import SystemClock, UuidIds
from clinic_terminal.contract.canonical import canonical_bytes
from clinic_terminal.i18n import translator
from clinic_terminal.settings import Language
from clinic_terminal.store.store import SqlStore, open_store
from clinic_terminal.sync.download import Downloader
from clinic_terminal.sync.enrol import enrol
from clinic_terminal.sync.gateway import HttpCentral
from clinic_terminal.sync.http import Patience, Wire
from clinic_terminal.sync.signin import Identity, SignIn
from clinic_terminal.ui.desk import Desk, DeskParts
from clinic_terminal.ui.tasks import Tasks
from tests.build import CATALOGUE
from tests.fakes.ports import FakeCards, FakePapers
from tests.held_line import HeldLine
from tests.practice import TIMEOUT, PracticeServer
from tests.ui.pages.front import operator

PATIENT = Patience(connect_s=TIMEOUT, answer_s=TIMEOUT, desk_s=TIMEOUT)
"""Longer than any test: an answer that is held is not given up before the test lets it go."""

MS = 15_000


@dataclass
class HeldDesk:
    """The desk with what is behind it; `line` holds the server's answers back."""

    server: PracticeServer
    line: HeldLine
    keeper: LineKeeper
    store: SqlStore
    cards: FakeCards
    tasks: Tasks
    desk: Desk

    def member(self, case: str) -> str:
        """Return the member number of the practice child that stands for ``case``."""
        return self.server.world.member_of(case)

    @property
    def today(self) -> date:
        return self.desk.terminal.clock.today()

    def know(self, case: str) -> None:
        """Ask the server about a child now, so that its facts are stored."""
        signed = self.desk.terminal.central.eligibility(EligibilityQuery(self.today, self.member(case)))
        with self.store.begin() as uow:
            for one in signed:
                uow.snapshots.put(one.snapshot, one.signed)

    def until(self, qtbot: QtBot, true: Callable[[], object]) -> None:
        """Let the windows live until ``true``."""
        qtbot.waitUntil(lambda: bool(true()), timeout=MS)


@contextmanager
def open_held_desk(
    folder: Path, *, patience: Patience = PATIENT, language: Language = Language.ZH
) -> Iterator[HeldDesk]:
    """Open the desk of an enrolled terminal that has fetched its changes, and close it again.

    Nobody is signed in: a window has to be there before.
    """
    server = PracticeServer(folder / "server").start()
    line = HeldLine(server.url)
    key, clock, ids = Ed25519PrivateKey.generate(), SystemClock(), UuidIds()
    enrolment = enrol(Wire(server.url), server.world.activation_code, key)
    sign_in = SignIn(Identity(enrolment.terminal, key), clock, ids)
    keeper = LineKeeper(clock)
    central = WatchedCentral(HttpCentral(Wire(line.url, patience), sign_in, enrolment.root_key), keeper)
    store, cards = open_store(folder / "terminal.db", bytes(range(32)), clock), FakeCards()
    with store.begin() as uow:
        uow.memory.set_enrolment(enrolment)
        uow.memory.put_operator(operator())
    downloader = Downloader(store, central, clock)
    while downloader.step():
        pass
    terminal = Terminal(
        clock, ids, store, central, cards, FakePapers(), CATALOGUE, canonical_bytes, ExposureLimits()
    )
    tasks = Tasks()
    desk = Desk(DeskParts(terminal, tasks, translator(language), lambda: None, keeper=keeper))
    try:
        yield HeldDesk(server, line, keeper, store, cards, tasks, desk)
    finally:
        desk.close()
        line.hang_up()
        tasks.shutdown()
        store.close()
        server.stop()
