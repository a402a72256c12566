"""The five exposure limits at their edge: two workstations on one file, clocks that jump, restarts.

Each attempt is a real finish of a signed offline bill on the real encrypted store. What may pass is stated
here in plain arithmetic, and what stands in the queue is counted from its rows: nothing is taken from the
code under test. The same seed gives the same run, but for who wins a race of the two workstations.
"""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Final

from clinic_terminal.application import settlement
from clinic_terminal.application.acts import ActState, Answer, AnswerClass, ExposureLimits, Freshness
from clinic_terminal.application.failures import ExposureLimitError, NotBillableError
from clinic_terminal.application.ports import Enrolment
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.contract.canonical import canonical_bytes
from clinic_terminal.domain.adjudication import Counters, Split, SplitStatus, Totals
from clinic_terminal.domain.bill import FrozenBill, content
from clinic_terminal.domain.consent import Consent, Relationship
from clinic_terminal.domain.identity import PhoneAuthorisation
from clinic_terminal.domain.visit import CardSource, Evidence, Stage, Visit
from clinic_terminal.store.store import SqlStore, open_store
from tests.build import CATALOGUE, CHILD, CLINIC, DENTAL, NOW, TODAY, ink
from tests.fakes.ports import CountingIds, FakeCards, FakeCentral, FakePapers, SetClock
from tests.terminal import CLERK, EDITION, KEY

VISIT_FEN, UNSENT_FEN, UNSENT_COUNT, HOURS = 30_000, 100_000, 7, 72
LIMITS = ExposureLimits(
    visit_fen=(1, VISIT_FEN),
    unsent_fen=(1, UNSENT_FEN),
    unsent_count=(1, UNSENT_COUNT),
    silence_hours=(1, HOURS),
    snapshot_hours=(1, HOURS),
)
EDGE: Final = timedelta(hours=HOURS)
TOLERANCE: Final = timedelta(minutes=5)
SECOND: Final = timedelta(seconds=1)
AGES: Final = (timedelta(), SECOND, EDGE - SECOND, EDGE, EDGE + SECOND, 2 * EDGE, -TOLERANCE,
               -TOLERANCE - SECOND, -EDGE)  # fmt: skip
SMALL: Final = (7_000, 900, 900, 900, 900, 900)
"""Many of these fill the number of unsent acts before their sum."""

JUMPS: Final = (SECOND, timedelta(hours=1), timedelta(days=1), EDGE, EDGE + SECOND)
SIGNED: Final = Consent(
    "练习家长", Relationship.MOTHER, ink(), 3_000, "d" * 64, "zh", "consent/1", NOW, "O-1"
)


@dataclass
class Tally:
    """What a run came to; ``wrong`` holds every overshoot and every refusal without a reason."""

    attempts: int = 0
    accepted: int = 0
    at_the_edge: int = 0
    races: int = 0
    restarts: int = 0
    jumps: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Add another run."""
        for name in ("attempts", "accepted", "at_the_edge", "races", "restarts", "jumps"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.refused += other.refused
        self.wrong += other.wrong


@dataclass
class Workstation:
    """One program on the shared file, with a clock of its own."""

    path: Path
    clock: SetClock
    ids: CountingIds
    store: SqlStore

    @property
    def terminal(self) -> Terminal:
        """The joined ports."""
        return Terminal(
            self.clock, self.ids, self.store, FakeCentral(), FakeCards(), FakePapers(), CATALOGUE,
            canonical_bytes, LIMITS,
        )  # fmt: skip

    def restart(self) -> None:
        """End the program and start it again."""
        self.store.close()
        self.store = open_store(self.path, KEY, self.clock)

    def finish(self, visit: Visit) -> str:
        """Finish a signed visit; return the limit that refused it, or an empty text."""
        try:
            settlement.finish(self.terminal, CLERK, visit.id)
        except ExposureLimitError as refused:
            return refused.limit
        except NotBillableError as refused:
            return refused.cause
        return ""


class Clinic:
    """Two workstations on one file, and the dice."""

    def __init__(self, folder: Path, seed: str) -> None:
        self.dice = Random(seed)  # noqa: S311  a simulation, no secret
        self.tally = Tally()
        path, ids = folder / "clinic.db", CountingIds()
        clocks = (SetClock(), SetClock())
        self.desks = tuple(Workstation(path, clock, ids, open_store(path, KEY, clock)) for clock in clocks)
        self._number = 0
        with self.desks[0].store.begin() as uow:
            uow.memory.set_enrolment(Enrolment("T-1", CLINIC, "http://127.0.0.1:1", "root"))
            uow.memory.put_plan(EDITION)
        self._hear(NOW)

    def run(self, attempts: int) -> Tally:
        """Make so many attempts, with the world moving between them."""
        try:
            while self.tally.attempts < attempts:
                self._move()
                if self.dice.random() < 0.15:
                    self._race()
                else:
                    self._attempt(self.dice.choice(self.desks))
        finally:
            for desk in self.desks:
                desk.store.close()
        return self.tally

    def _move(self) -> None:
        """Let a clock jump, a program restart, the line come back, as chance has it."""
        desk, chance = self.dice.choice(self.desks), self.dice.random()
        if chance < 0.15:
            self.tally.jumps += 1
            desk.clock.at += self.dice.choice((1, -1)) * self.dice.choice(JUMPS)
        elif chance < 0.17:
            self.tally.restarts += 1
            desk.restart()
        elif chance < 0.30:
            self._send(self.dice.randint(1, UNSENT_COUNT))
        elif chance < 0.45:
            self._hear(desk.clock.at - self.dice.choice(AGES))
        elif chance < 0.60:
            for one in self.desks:
                one.clock.at = NOW
            self._hear(NOW)

    def _hear(self, server_time: datetime) -> None:
        with self.desks[0].store.begin() as uow:
            uow.memory.set_freshness(Freshness(server_time=server_time))

    def _send(self, most: int) -> None:
        accepted = Answer(AnswerClass.FINAL, ActState.ACCEPTED, "OK", receipt=b"{}")
        with self.desks[0].store.begin() as uow:
            for row in uow.queue.lease("test", NOW, 60, most):
                assert uow.queue.settle(row, accepted, NOW)

    def _unsent(self) -> tuple[int, int]:
        """Count what is unsent from the rows themselves, not from the counters that are kept."""
        statement = "SELECT count(*), coalesce(sum(amount_fen), 0) FROM queue WHERE settled_at IS NULL"
        with self.desks[1].store.read() as uow:
            count, fen = uow.queue._connection.execute(statement).fetchone()
        return count, fen

    def _heard(self) -> datetime:
        with self.desks[1].store.read() as uow:
            heard = uow.memory.freshness().server_time
        assert heard is not None
        return heard

    def _attempt(self, desk: Workstation) -> None:
        count, unsent = self._unsent()
        room = UNSENT_FEN - unsent
        amount = max(1, self.dice.choice((room, room + 1, room - 1, VISIT_FEN, VISIT_FEN + 1, *SMALL)))
        now = desk.clock.at
        as_of = now - self.dice.choice((timedelta(), *AGES))
        called = None if self.dice.random() < 0.7 else now - self.dice.choice(AGES)
        may = _may_pass(amount, count, unsent) and _is_young(as_of, self._heard(), called, now)
        refusal = desk.finish(self._signed(desk, amount, as_of, called))
        self._note(refusal)
        if may == bool(refusal):
            told = refusal or "accepted"
            self.tally.wrong.append(f"{amount} fen, {count} unsent, {as_of}, {called}, {now}: {told}")
        self.tally.at_the_edge += may and (amount in {room, VISIT_FEN} or count + 1 == UNSENT_COUNT)
        self._check()

    def _race(self) -> None:
        """Let both finish at once what only one of them has room for."""
        self.tally.races += 1
        for desk in self.desks:
            desk.clock.at = NOW
        self._hear(NOW)
        count, unsent = self._unsent()
        amount = self.dice.choice((900, max(1, min(VISIT_FEN, UNSENT_FEN - unsent))))
        visits = [self._signed(desk, amount, NOW, None) for desk in self.desks]
        with ThreadPoolExecutor(2) as both:
            refusals = list(both.map(Workstation.finish, self.desks, visits))
        for refusal in refusals:
            self._note(refusal)
        fit = 0
        while fit < len(refusals) and _may_pass(amount, count + fit, unsent + fit * amount):
            fit += 1
        if refusals.count("") != fit:
            self.tally.wrong.append(f"race: {refusals} though {fit} fit into {UNSENT_FEN - unsent} fen")
        self._check()

    def _note(self, refusal: str) -> None:
        self.tally.attempts += 1
        if refusal:
            self.tally.refused[refusal] += 1
        else:
            self.tally.accepted += 1

    def _check(self) -> None:
        count, unsent = self._unsent()
        if count > UNSENT_COUNT or unsent > UNSENT_FEN:
            self.tally.wrong.append(f"overshoot: {count} acts, {unsent} fen")

    def _signed(self, desk: Workstation, amount: int, as_of: datetime, called: datetime | None) -> Visit:
        self._number += 1
        name = f"V-{self._number}"
        phone = PhoneAuthorisation("DH-1", called, CLERK.name) if called else None
        bill = _bill(name, amount, as_of)
        digest = desk.terminal.digest(content(bill))
        visit = Visit(
            name, Stage.FROZEN, TODAY, CHILD, f"POL-{name}", DENTAL.code, phone=phone,
            evidence=Evidence(CardSource.NUMBER), bill=bill, digest=digest,
            consent=replace(SIGNED, digest=digest),
        )  # fmt: skip
        with desk.store.begin() as uow:
            return uow.visits.put(visit)


def _may_pass(amount: int, count: int, unsent: int) -> bool:
    """State the three limits of amount and number."""
    return amount <= VISIT_FEN and unsent + amount <= UNSENT_FEN and count + 1 <= UNSENT_COUNT


def _is_young(as_of: datetime, heard: datetime, called: datetime | None, now: datetime) -> bool:
    """State the two limits of age: a call counts once it has taken place, a clock behind never passes."""
    if max(as_of, heard) > now + TOLERANCE:
        return False
    calls = [called] if called is not None and called <= now + TOLERANCE else []
    return all(now - max(moment, *calls, moment) <= EDGE for moment in (as_of, heard))


def _bill(name: str, amount: int, as_of: datetime) -> FrozenBill:
    totals = Totals(amount, amount, 0, 0, 0, amount)
    paid = Split(SplitStatus.PAID, (), totals, DENTAL.pool_fen, DENTAL.pool_fen - amount, Counters(amount))
    return FrozenBill(
        f"B-{name}", name, CLINIC, "T-1", TODAY, CHILD, f"POL-{name}", DENTAL.code, "计划", None, (), 0,
        False, paid, False, 1, as_of, True, "O-1", NOW,
    )  # fmt: skip


def run(folder: Path, seed: str, attempts: int) -> Tally:
    """Make ``attempts`` attempts from one seed in a folder of their own."""
    folder.mkdir(parents=True)
    return Clinic(folder, seed).run(attempts)
