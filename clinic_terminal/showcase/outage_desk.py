"""The desk of the busy hour as a program of its own, so that it can be killed: it goes on from its store.

It says each closed visit on standard output. Once all are done it waits until the queue is empty, or until
its standard input ends.
"""

import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from clinic_terminal.application.operators import operators
from clinic_terminal.application.ports import Operator
from clinic_terminal.bootstrap.practice import terminal_in
from clinic_terminal.bootstrap.program import Program, open_program
from clinic_terminal.domain.consent import Relationship
from clinic_terminal.domain.identity import IdDocument
from clinic_terminal.domain.visit import Visit
from clinic_terminal.sandbox.world import load_world
from clinic_terminal.showcase import outage_visits as visits

if TYPE_CHECKING:
    from clinic_terminal.ui.hands import Hands
    from clinic_terminal.ui.theatre import Theatre

BY_KEYS: Final = "keys"
BY_VERBS: Final = "verbs"
DONE: Final = "done"
DRAINED: Final = "drained"
DRAIN_S: Final = 330.0
"""How long the last receipts may take: an act that failed often waits for up to five minutes."""


@dataclass(frozen=True, slots=True)
class Shift:
    """What one life of the desk has to do: ``total`` visits in all, its first ``keyed`` ones by keys."""

    home: Path
    total: int
    keyed: int


def run_desk(shift: Shift) -> int:
    """Work until all visits are closed and every receipt is stored; returns 0."""
    from clinic_terminal.showcase.opened import OpenProgram
    from clinic_terminal.ui.hands import Hands
    from clinic_terminal.ui.start import make_application
    from clinic_terminal.ui.theatre import Theatre

    application = make_application()
    program = open_program(terminal_in(shift.home), practice=True)
    program.take_over()
    opened = OpenProgram(program, practice=True)
    opened.window.resize(1366, 768)
    theatre = Theatre(application, shift.home, 0)
    opened.start()
    try:
        _Worker(shift, program, Hands(theatre, opened.window), theatre).work()
    finally:
        opened.close()
        program.close()
    return 0


class _Worker:
    """One life of the desk."""

    def __init__(self, shift: Shift, program: Program, hands: "Hands", theatre: "Theatre") -> None:
        self._shift = shift
        self._program = program
        self._terminal = program.terminal
        self._hands = hands
        self._theatre = theatre
        self._operator, self._place, self._pin = _receptionist(program)
        self._keyed_left = shift.keyed
        world = load_world()
        self._cases = {child.member: child.case for child in world.entries.child}
        self._members = _kept_members(shift.home, program, [child.member for child in world.entries.child])

    def work(self) -> None:
        """Close what was left open, then visit after visit, then let the queue drain."""
        for visit in visits.left_open(self._terminal):
            self._say(BY_VERBS, self._carried(visit))
        if self._keyed_left:
            self._sign_in()
        while (number := visits.count_done(self._terminal)) < self._shift.total:
            self._one(number)
        sys.stdout.write(f"{DONE}\n")
        sys.stdout.flush()
        self._drain()

    def _sign_in(self) -> None:
        self._theatre.raise_curtain(self._hands.window)
        self._hands.sign_in(self._place, self._pin)

    def _one(self, number: int) -> None:
        plan = visits.planned(number, self._members)
        if self._keyed_left:
            self._keyed_left -= 1
            self._say(BY_KEYS, self._by_keys(plan))
        else:
            online = self._hands.window.desk.is_online
            self._say(BY_VERBS, visits.play(self._terminal, self._operator, plan, online=online))
        self._theatre.pause()

    def _by_keys(self, plan: visits.Plan) -> Visit:
        """Scan the card, treat, sign, take the money and finish, every step by keys in the real window."""
        hands = self._hands
        hands.scan(self._shift.home / "cards" / f"{self._cases[plan.member]}.png")
        hands.let_in(IdDocument.HUKOU)
        hands.treat("xyp", plan.tooth)
        hands.hand_over()
        hands.sign(visits.GUARDIAN, Relationship.MOTHER)
        return hands.finish()

    def _carried(self, visit: Visit) -> Visit:
        number = visits.count_done(self._terminal)
        plan = visits.planned(number, self._members)
        spare = visits.Plan(visit.person.member, plan.tooth, with_filling=False)
        return visits.carry_on(self._terminal, self._operator, visit, spare, online=False)

    def _drain(self) -> None:
        """Let the sync loop work until every receipt is stored, or until nobody listens any more."""
        ended = threading.Event()
        threading.Thread(target=_wait_for_end, args=(ended,), daemon=True).start()
        self._hands.window.desk.wake_sync()
        self._theatre.until(
            "every receipt", lambda: ended.is_set() or self._unsent() == 0, round(DRAIN_S * 1_000)
        )
        sys.stdout.write(f"{DRAINED}\n")
        sys.stdout.flush()

    def _unsent(self) -> int:
        with self._program.store.read() as uow:
            return uow.queue.exposure().unsent_count

    def _say(self, way: str, visit: Visit) -> None:
        sys.stdout.write(f"{way} {visit.act}\n")
        sys.stdout.flush()
        self._hands.window.desk.wake_sync()


def _wait_for_end(ended: threading.Event) -> None:
    sys.stdin.buffer.read()
    ended.set()


def _receptionist(program: Program) -> tuple[Operator, int, str]:
    desk = next(one for one in load_world().operators if one.role == "RECEPTIONIST")
    people = operators(program.terminal)
    place = [operator.name for operator in people].index(desk.name)
    return people[place], place + 1, desk.pin


def _kept_members(home: Path, program: Program, members: list[str]) -> list[str]:
    """Return the children of the hour: chosen by the first life, the same for all that follow."""
    file = home / "members"
    if not file.exists():
        found = visits.billable_members(program.terminal, members)
        file.write_text("\n".join(found), encoding="ascii")
    return file.read_text(encoding="ascii").split()
