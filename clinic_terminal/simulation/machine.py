"""One workstation: a file, and one or two programs (windows) on it that die and start again."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final, cast

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from typing_extensions import override

from clinic_terminal.application.acts import ExposureLimits
from clinic_terminal.application.line import LineKeeper
from clinic_terminal.application.ports import Enrolment
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.application.watched_central import WatchedCentral
from clinic_terminal.domain.eligibility import Clinic
from clinic_terminal.simulation import people
from clinic_terminal.simulation.fragile import COMMITTED, FragileStore, Fuse
from clinic_terminal.simulation.network import Network, SimWire
from clinic_terminal.simulation.virtual_time import Computer, SeededIds, TrueTime
from clinic_terminal.store.store import SqlStore, open_store
from clinic_terminal.sync.download import Downloader
from clinic_terminal.sync.gateway import HttpCentral
from clinic_terminal.sync.loop import Steps, SyncLoop
from clinic_terminal.sync.prefetch import Prefetcher
from clinic_terminal.sync.signin import Identity, SignIn
from clinic_terminal.sync.upload import Step, Uploader

if TYPE_CHECKING:
    from clinic_terminal.application.card_ports import Cards
    from clinic_terminal.application.ports import Papers
    from clinic_terminal.domain.bill import FrozenBill
    from clinic_terminal.domain.consent import Consent

KEY: Final = hashlib.sha256(b"simulation/database").digest()
LIMITS: Final = ExposureLimits(
    visit_fen=(150_000, 250_000),
    unsent_fen=(400_000, 800_000),
    unsent_count=(12, 20),
    silence_hours=(24, 72),
    snapshot_hours=(24, 72),
)


def canonical(value: object) -> bytes:
    """Return the RFC 8785 form of what acts are made of; the same as the program's own, and faster."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What all machines of an episode share."""

    folder: Path
    time: TrueTime
    network: Network
    chance: Random
    ids: SeededIds


class NoPapers:
    """The printing room, whose papers nobody looks at here; one in twenty fails."""

    def __init__(self, fuse: Fuse) -> None:
        self._fuse = fuse

    def produce(self, bill: "FrozenBill", digest: str, consent: "Consent") -> Path:
        """Write nothing and say where it would be."""
        del digest, consent
        self._fuse("paper")
        return Path(f"{bill.id}.pdf")


@dataclass(frozen=True, slots=True)
class Sender(Uploader):
    """The real uploader, which says when it takes up acts anew."""

    anew: Callable[[], None] = lambda: None

    @override
    def step(self, goes_on: Callable[[], bool] = lambda: True) -> Step:
        """Send as the uploader does."""
        self.anew()
        return Uploader.step(self, goes_on)


class Program:
    """A running program: the real verbs, store and sync code, joined as in `bootstrap.program`."""

    def __init__(self, around: Surroundings, machine: "Machine", name: str) -> None:
        self.name = name
        self.fuse = Fuse(name)
        self.store = open_store(machine.file, KEY, machine.computer.clock())
        self.clock = machine.computer.clock()
        with self.store.read() as uow:
            heard = uow.memory.freshness().server_time
        if heard is not None:
            self.clock.not_before(heard)
        self.keeper = LineKeeper(self.clock)
        self._network = around.network
        wire = SimWire(around.network, machine.terminal, name, self.fuse)
        sign_in = SignIn(Identity(machine.terminal, _key_of(machine.terminal)), self.clock, around.ids)
        central = HttpCentral(wire, sign_in, around.network.server.root_key)
        store = FragileStore(self.store, self._passed)
        self.terminal = Terminal(
            clock=self.clock,
            ids=around.ids,
            store=store,
            central=WatchedCentral(central, self.keeper),
            cards=cast("Cards", None),
            papers=cast("Papers", NoPapers(self.fuse)),
            catalogue=people.catalogue(),
            canonical=canonical,
            limits=LIMITS,
        )
        watched, clock = self.terminal.central, self.clock
        anew = partial(around.network.sends_anew, name)
        uploader = Sender(store, watched, clock, around.chance.random, around.ids.new(), anew=anew)
        steps = Steps(uploader, Downloader(store, watched, clock), Prefetcher(self.terminal))
        self.loop = SyncLoop(steps, self.keeper, clock, _nothing)

    def _passed(self, place: str) -> None:
        if place == COMMITTED:
            self._network.kept(self.name)
        self.fuse(place)

    def end(self) -> None:
        """Close the file, as a killed process does: what was not committed is gone."""
        self.store.close()


class Machine:
    """A workstation of a clinic with its file; ``running`` are its programs, None where one is down."""

    def __init__(self, around: Surroundings, number: int, windows: int) -> None:
        self._around = around
        self.number = number
        self.terminal = terminal_name(number)
        self.clinic = clinic_of(number)
        self.file = around.folder / f"{self.terminal}.db"
        self.computer = Computer(around.time)
        self.file.write_bytes(_template(self.terminal, around.network.server.root_key))
        self.running: list[Program | None] = [None] * windows

    def program(self, window: int) -> Program:
        """Return the running program of a window, starting it where it is down."""
        index = window % len(self.running)
        found = self.running[index] or Program(self._around, self, f"{self.terminal}.{index}")
        self.running[index] = found
        return found

    def bury(self, name: str) -> bool:
        """Take a program that died off the list and close its file; False where it is not of this machine."""
        for index, program in enumerate(self.running):
            if program is not None and program.name == name:
                program.end()
                self.running[index] = None
                return True
        return False

    def shut(self) -> None:
        """End all programs."""
        for program in self.running:
            if program is not None:
                self.bury(program.name)


def terminal_name(number: int) -> str:
    """Return the name of the machine of this number."""
    return f"{clinic_of(number).id}-T{number:02d}"


def clinic_of(number: int) -> Clinic:
    """Return the clinic that a machine stands in."""
    return people.CLINICS[number % len(people.CLINICS)]


@cache
def _key_of(terminal: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(f"terminal/{terminal}".encode()).digest())


@cache
def _template(terminal: str, root_key: str) -> bytes:
    """Return the bytes of a new file that is enrolled; made once, since making the schema takes long."""
    number = int(terminal.rpartition("T")[2])
    with TemporaryDirectory() as folder:
        file = Path(folder) / "new.db"
        store: SqlStore = open_store(file, KEY, Computer(TrueTime()).clock())
        enrolment = Enrolment(terminal, clinic_of(number), "https://central.example", root_key)
        with store.begin() as uow:
            uow.memory.set_enrolment(replace(enrolment))
        store.close()
        return file.read_bytes()


def _nothing() -> None:
    pass
