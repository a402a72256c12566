"""A clinic's whole desk on the real wire: enrolled, with its own store, queue and loops' steps."""

from pathlib import Path

import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from clinic_terminal.application import check_in
from clinic_terminal.application.acts import ExposureLimits, QueueRow
from clinic_terminal.application.check_in import Identified
from clinic_terminal.application.day import QueueView, queue_view
from clinic_terminal.application.judging import PolicyVerdict
from clinic_terminal.application.ports import Operator
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.application.voiding import void
from clinic_terminal.bootstrap.clocks import SystemClock, UuidIds
from clinic_terminal.contract.canonical import canonical_bytes
from clinic_terminal.domain.gates import Check, CheckCode
from clinic_terminal.domain.visit import CardSource, Visit, VisitLine
from clinic_terminal.domain.voiding import VoidReason
from clinic_terminal.store.store import open_store
from clinic_terminal.sync.download import Downloader
from clinic_terminal.sync.enrol import enrol
from clinic_terminal.sync.gateway import HttpCentral
from clinic_terminal.sync.http import Wire
from clinic_terminal.sync.signin import Identity, SignIn
from clinic_terminal.sync.upload import Step, Uploader
from tests.closing import FILLING_LINE, FILM_LINE, closed
from tests.fakes.ports import FakeCards, FakePapers
from tests.practice import TIMEOUT, PracticeServer

DESK = Operator("O-1", "练习前台", "")
XIAOLU, XIAOLU_2, QINGKONG, TONGMU = "XLXH-2468-1357", "XLXH-2468-1358", "QKPD-5566-7788", "TMJA-3344-5566"


class WholeDesk:
    """One terminal; an outage is the server being stopped."""

    def __init__(
        self, folder: Path, server: PracticeServer, code: str, key: Ed25519PrivateKey | None = None
    ) -> None:
        self.key, clock = key or Ed25519PrivateKey.generate(), SystemClock()
        enrolment = enrol(Wire(server.url), code, self.key)
        sign_in = SignIn(Identity(enrolment.terminal, self.key), clock, UuidIds())
        central = HttpCentral(Wire(server.url), sign_in, enrolment.root_key)
        self.server = server
        self.store = open_store(folder / "terminal.db", bytes(32), clock)
        self.terminal = Terminal(
            clock,
            UuidIds(),
            self.store,
            central,
            FakeCards(),
            FakePapers(),
            server.world.catalogue,
            canonical_bytes,
            ExposureLimits(),
        )
        with self.store.begin() as uow:
            uow.memory.set_enrolment(enrolment)
        self._upload = Uploader(self.store, central, clock, lambda: 0.0, "desk")
        self._download = Downloader(self.store, central, clock)
        self.fetch()

    def fetch(self) -> None:
        """Take every change that the server has for this clinic."""
        while self._download.step():
            pass

    def send(self) -> list[Step]:
        """Send what is due until nothing is or the server does not answer."""
        steps = [self._upload.step()]
        while steps[-1] in {Step.SETTLED, Step.PARKED}:
            steps.append(self._upload.step())
        return steps

    def lose_next_answer(self) -> None:
        """Have the server book the next act and say nothing."""
        fault = {"kind": "LOSE_ANSWER", "path": "/v1/acts"}
        answer = requests.post(f"{self.server.url}/sandbox/faults", json={"faults": [fault]}, timeout=TIMEOUT)
        assert answer.status_code == 200, answer.text

    def sync(self) -> None:
        """Send everything, then fetch what changed."""
        assert self.send()[-1] is Step.IDLE
        self.fetch()

    def scan(self, member: str) -> PolicyVerdict:
        """Ask about a child; without the server what is stored decides."""
        found = check_in.verify(self.terminal, Identified(member, CardSource.NUMBER), self.server.today)
        return found.policies[0]

    def brand_check(self, member: str) -> Check:
        """Return how the brand lock came out at a scan."""
        decision = self.scan(member).decision
        return next(check for check in decision.checks if check.code is CheckCode.BRAND)

    def bill(
        self, member: str, lines: tuple[VisitLine, ...] = (FILM_LINE, FILLING_LINE), **more: object
    ) -> Visit:
        """Close a visit of the child on what is stored here; keywords are the visit's fields."""
        with self.store.read() as uow:
            facts = uow.snapshots.of_member(member)[0]
        return closed(self.terminal, DESK, facts, lines, day=self.server.today, **more)

    def void(self, visit: Visit, reason: VoidReason = VoidReason.ENTRY_ERROR) -> Visit:
        """Take the bill of a visit back."""
        return void(self.terminal, DESK, visit.id, reason, "说明")

    def row(self, act: str) -> QueueRow:
        """Return an act's row of the queue."""
        with self.store.read() as uow:
            row = uow.queue.get(act)
        assert row is not None
        return row

    def queue(self) -> QueueView:
        """Return what the queue page shows."""
        return queue_view(self.terminal)

    def close(self) -> None:
        """Close the file."""
        self.store.close()
