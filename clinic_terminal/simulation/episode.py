"""One episode: a safety phase with faults, a liveness phase without, then the checks."""

import hashlib
import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Final

from clinic_terminal.application.acts import ActState
from clinic_terminal.application.failures import StoreFailedError
from clinic_terminal.simulation.desk import Desk
from clinic_terminal.simulation.evidence import MOST_ROWS, Evidence, read_back
from clinic_terminal.simulation.faults import CALM, FaultName, weather_of
from clinic_terminal.simulation.fragile import KilledError
from clinic_terminal.simulation.invariants import check_marks_now, inspect
from clinic_terminal.simulation.journal import Journal
from clinic_terminal.simulation.machine import (
    Machine,
    Program,
    Surroundings,
    clinic_of,
    terminal_name,
)
from clinic_terminal.simulation.network import POISON, Network
from clinic_terminal.simulation.pairs import both_finished
from clinic_terminal.simulation.people import children_of
from clinic_terminal.simulation.schedule import Action, Deed, Schedule
from clinic_terminal.simulation.server import ModelServer
from clinic_terminal.simulation.virtual_time import SeededIds, TrueTime

HEALS_WITHIN_S: Final = 75 * 60.0
"""The stated bound of I6: the longest Retry-After that is heard is an hour, a lease lapses in a minute."""

_TWO_DAYS_S: Final = 2 * 86_400
_CHILDREN: Final = 40
_LEAPS_S: Final = (3_600, 6 * 3_600, 26 * 3_600, 80 * 3_600)
_LONGEST_FUSE: Final = {**dict.fromkeys(Deed, 60), Deed.VOID: 5, Deed.SYNC: 25}
"""About as many boundaries as a deed passes, so that a program dies at each of them."""
_log = logging.getLogger("clinic_terminal")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an episode came to."""

    acts: int
    sent: int
    injected: Counter[str]
    checks: Counter[str]
    broken: tuple[str, ...]
    trace: tuple[str, ...]
    seen: Counter[str] = field(default_factory=Counter)

    @property
    def digest(self) -> str:
        """The hash of the trace."""
        return hashlib.sha256("\n".join(self.trace).encode()).hexdigest()


class Episode:
    """Plays a schedule in a folder of its own."""

    def __init__(self, schedule: Schedule, folder: Path) -> None:
        self._schedule = schedule
        self._dice = Random(schedule.seed)  # noqa: S311  a simulation, no secret
        self._journal = Journal()
        self.time = TrueTime()
        self._weather = schedule.weather or weather_of(schedule.faults, self._dice)
        self._children = children_of(self._dice, _CHILDREN, schedule.machines)
        self._poison = self._dice.random()
        self._is_curable = False
        clinics = {terminal_name(number): clinic_of(number).id for number in range(schedule.machines)}
        self.server = ModelServer(
            self.time.now, self._children, clinics, self._poisoned, self._journal.breach
        )
        self.network = Network(self.server, self.time, self._weather, self._dice)
        self.network.meanwhile = self._meanwhile
        ids = SeededIds(self.time, self._dice)
        around = Surroundings(folder, self.time, self.network, self._dice, ids)
        self.machines = [Machine(around, number, schedule.windows) for number in range(schedule.machines)]
        self._acting: Program | None = None
        self._is_nested = False

    def run(self) -> Outcome:
        """Play it."""
        with self.listening():
            try:
                self.open()
                for action in self._schedule.actions:
                    self._do(action)
                return self._judged()
            finally:
                self.shut()

    def shut(self) -> None:
        """End all programs."""
        for machine in self.machines:
            machine.shut()

    def listening(self) -> AbstractContextManager[None]:
        """Keep what the program logs while the block runs."""
        return _heard(self._journal)

    def desk(self, number: int) -> Desk:
        """Return the desk of a machine's first window."""
        machine = self.machines[number]
        return Desk(machine, machine.program(0), self._journal, self._dice, self._children)

    def open(self) -> None:
        """Let every clinic have worked yesterday: it knows the plan, the keys and its children."""
        self.network.weather = CALM
        for machine in self.machines:
            machine.program(0).loop.turn()
        self.network.weather = self._weather

    def _judged(self) -> Outcome:
        self.heal()
        evidence = self.evidence()
        inspection = inspect(evidence)
        if any(found.exposure.parked_count for found in evidence.machines):
            self._cure()
            evidence = self.evidence()
            inspection = inspection.plus(inspect(evidence))
        for act, row in sorted(evidence.rows.items()):
            self._journal.note(f"{act} {row.state.value} {row.attempts} {row.act.digest}")
        return Outcome(
            acts=len(evidence.rows),
            sent=self.server.puts,
            injected=self.network.injected
            + Counter({FaultName.POISON.value: sum(self.server.refused.values())}),
            checks=inspection.checks,
            broken=tuple(dict.fromkeys(inspection.broken)),
            trace=tuple(self._journal.lines),
            seen=self._journal.seen,
        )

    def _cure(self) -> None:
        """Let people deal with what is parked: the server takes it now, and they have it tried again."""
        self._is_curable = True
        for machine in self.machines:
            self.desk(machine.number).retry_parked()
        self.heal()

    def _do(self, action: Action) -> None:
        self._dice.seed(action.salt)
        machine = self.machines[action.machine]
        if self.network.strikes(FaultName.CLOCK):
            jump = self._dice.randint(-_TWO_DAYS_S, _TWO_DAYS_S)
            machine.computer.off_by = timedelta(seconds=jump)
        program = machine.program(action.window)
        self._acting = program
        if self.network.strikes(FaultName.RESTART):
            program.fuse.light(self._dice.randint(1, _LONGEST_FUSE[action.deed]))
        try:
            said = self._done(action.deed, machine, program)
        except KilledError as killed:
            said = self._buried(killed)
        program.fuse.put_out()
        self._journal.note(f"{self.time.seconds:.1f} {program.name} {action.deed} {said}")

    def _buried(self, killed: KilledError) -> str:
        for machine in self.machines:
            machine.bury(killed.who)
        self.network.forgotten(killed.who)
        self.network.kept(killed.who)
        return f"killed {killed.who}"

    def _done(self, deed: Deed, machine: Machine, program: Program) -> str:
        desk = Desk(machine, program, self._journal, self._dice, self._children)
        said = ""
        match deed:
            case Deed.VISIT:
                self.time.pass_by(self._dice.uniform(1, 60))
                said = self._visited(desk, machine)
            case Deed.VOID:
                said = desk.void()
            case Deed.RETRY:
                said = desk.retry_parked()
            case Deed.SYNC:
                program.loop.turn()
                check_marks_now(program, machine.number, self._journal)
            case Deed.RESTART:
                machine.bury(program.name)
            case Deed.WAIT:
                self.time.pass_by(self._dice.uniform(1, 120))
            case Deed.LEAP:
                self.time.pass_by(self._dice.choice(_LEAPS_S))
        return said

    def _visited(self, desk: Desk, machine: Machine) -> str:
        if self._schedule.pairs and self._dice.random() < self._schedule.pairs:
            other = machine.program(self._dice.randrange(2))
            beside = Desk(machine, other, self._journal, self._dice, self._children)
            return both_finished((desk, beside), machine.number, self._journal, self._dice)
        return desk.visit()

    def _meanwhile(self, terminal: str) -> None:
        """While a request of ``terminal`` is under way, somebody else does something."""
        if self._is_nested or self._acting is None:
            return
        acting, self._is_nested = self._acting, True
        machine = next(one for one in self.machines if one.terminal == terminal)
        self.time.pass_by(self._dice.choice((0.0, 5.0, 120.0)))
        program = machine.program(self._dice.randrange(2))
        desk = Desk(machine, program, self._journal, self._dice, self._children)
        try:
            if program is acting or self._dice.random() < 0.5:  # noqa: PLR2004  one of two
                said = desk.visit()
            else:
                said = "turn"
                program.loop.turn()
        except KilledError as killed:
            if killed.who == acting.name:
                raise
            said = self._buried(killed)
        finally:
            self._is_nested = False
        self._journal.note(f"{self.time.seconds:.1f} {program.name} meanwhile {said}")

    def heal(self) -> None:
        """Let every fault end, and time pass until nothing waits or the stated bound is over."""
        self.network.calm_down()
        programs = [machine.program(window) for machine in self.machines for window in (0, 1)]
        until, step = self.time.seconds + HEALS_WITHIN_S, 5.0
        while True:
            for program in programs:
                program.loop.turn()
            if self.time.seconds >= until or self._is_empty():
                break
            self.time.pass_by(step)
            step = min(step * 1.5, 300.0)
        self.network.deliver_late(all_of_them=True)

    def _is_empty(self) -> bool:
        return all(not _waiting(machine) for machine in self.machines)

    def evidence(self) -> Evidence:
        """Read everything back."""
        found = tuple(read_back(machine, self._journal) for machine in self.machines)
        return Evidence(found, self.server, self.network, self._journal, self._children)

    def _poisoned(self, act: str) -> int | None:
        """Tell how the server refuses an act, by the act's own id."""
        rate = self._weather.rate(FaultName.POISON)
        if self._is_curable or not rate:
            return None
        number = int.from_bytes(hashlib.sha256(f"{self._poison}{act}".encode()).digest()[:4], "big")
        return POISON[number % len(POISON)] if number < rate * 2**32 else None


def _waiting(machine: Machine) -> bool:
    """Tell whether anything still waits that no parked act holds back."""
    with machine.program(0).store.read() as uow:
        shown = uow.queue.exposure()
        if shown.unsent_count == shown.parked_count:
            return False
        rows = uow.queue.rows(MOST_ROWS, unsent_only=True)
    stopped = {row.act.chain for row in rows if row.state is ActState.PARKED}
    return any(row.act.chain not in stopped for row in rows)


class _Ears(logging.Handler):
    """Keeps what the program logs; an error, or a store that refuses, is a fault of its own."""

    def __init__(self, journal: Journal) -> None:
        super().__init__(logging.INFO)
        self._journal = journal

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record's words."""
        words = logging.Formatter("%(message)s").format(record)
        self._journal.spoken.append(words)
        if record.levelno >= logging.ERROR or StoreFailedError.code in words:
            self._journal.breach(f"an error was logged: {words}")


@contextmanager
def _heard(journal: Journal) -> Iterator[None]:
    ears, level, propagates = _Ears(journal), _log.level, _log.propagate
    _log.addHandler(ears)
    _log.setLevel(logging.INFO)
    _log.propagate = False
    try:
        yield
    finally:
        _log.removeHandler(ears)
        _log.setLevel(level)
        _log.propagate = propagates
