"""What people do at a desk, by the real verbs: from the scan to the receipt, and what they do if it fails."""

from collections.abc import Callable
from random import Random
from typing import Final

from clinic_terminal.application import (
    check_in,
    payments,
    queueing,
    repeats,
    settlement,
    signing,
    treatment,
    voiding,
)
from clinic_terminal.application.acts import ActState
from clinic_terminal.application.check_in import Identified
from clinic_terminal.application.failures import (
    ApplicationError,
    BillHeldError,
    ExposureLimitError,
    NotBillableError,
    RepeatedLineError,
    StoreFailedError,
)
from clinic_terminal.application.overtaken import BillOvertakenError
from clinic_terminal.application.signing import Signing
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.domain import visit as visits
from clinic_terminal.domain.consent import Relationship
from clinic_terminal.domain.errors import DomainError
from clinic_terminal.domain.identity import IdDocument, Identity
from clinic_terminal.domain.visit import CardSource, Evidence, Stage, Visit
from clinic_terminal.domain.voiding import VoidReason
from clinic_terminal.simulation import people
from clinic_terminal.simulation.invariants import check_limits_now
from clinic_terminal.simulation.journal import Journal, Promise
from clinic_terminal.simulation.machine import Machine, Program
from clinic_terminal.simulation.people import CLERK, Child

GUARDIAN: Final = Signing("练习家长", Relationship.MOTHER, people.ink(), 3_000, "zh")
_SEEN: Final = Identity(IdDocument.HUKOU)
_RESUMED: Final = 0.35
_PAYS_ALL: Final = 0.04
_MOST_ITEMS: Final = 3
_PREPARED: Final = 0.85
_RECOUNTED: Final = 0.25


def _items(chance: Random) -> list[tuple[str, tuple[str, ...]]]:
    return chance.sample(people.ITEMS, chance.randint(1, _MOST_ITEMS))


def _sign(terminal: Terminal, visit: Visit) -> None:
    if visit.consent is None:
        signing.sign(terminal, CLERK, visit.id, visit.digest, GUARDIAN)


class Desk:
    """The desk of one program of one machine."""

    def __init__(
        self,
        machine: Machine,
        program: Program,
        journal: Journal,
        chance: Random,
        children: tuple[Child, ...],
    ) -> None:
        self._machine = machine
        self._program = program
        self._terminal = program.terminal
        self._journal = journal
        self._chance = chance
        self._children = children

    def visit(self) -> str:
        """Go on with a visit that lies open, or begin one; return what came of it."""
        waiting = self._journal.open_visits[self._machine.number]
        if waiting and self._chance.random() < _RESUMED:
            return self._said(lambda: self._onward(self._chance.choice(list(waiting))))
        return self._said(self._new)

    def child(self) -> Child:
        """Draw a child that may come to this machine."""
        homes = {None, self._machine.number}
        return self._chance.choice([one for one in self._children if one.home in homes])

    def begin(self, child: Child) -> str:
        """Begin a visit and return its id."""
        prepared = self._chance.random() < _PREPARED and self._prepared(child)
        return prepared or self._let_in(child)

    def show(self, visit_id: str, *, signed: bool) -> str:
        """Bring a visit to where its bill is shown to the family, and has it ``signed``; no further."""

        def shown() -> str:
            visit = self._shown(visit_id)
            if signed and visit.stage is Stage.FROZEN:
                _sign(self._terminal, visit)
            return visit.stage.value

        return self._said(shown)

    def go_on(self, visit_id: str) -> str:
        """Bring a visit from where it stands to its end."""
        return self._said(lambda: self._onward(visit_id))

    def void(self) -> str:
        """Take a bill back."""
        bills = self._journal.voidable(self._machine.number)
        if not bills:
            return "nothing to void"
        return self._said(lambda: self._voided(self._chance.choice(bills)))

    def retry_parked(self) -> str:
        """Have every parked act tried again, as a person may."""
        with self._program.store.read() as uow:
            rows = uow.queue.rows(10_000, unsent_only=True)
        parked = [row.act.id for row in rows if row.state is ActState.PARKED]
        for act in parked:
            self._journal.retried[act] = self._journal.retried.get(act, 0) + 1
        return self._said(lambda: f"retried {queueing.retry_now(self._terminal, CLERK, parked)}")

    def _said(self, work: Callable[[], str]) -> str:
        try:
            return work()
        except (ApplicationError, DomainError) as error:
            self._journal.spoken.append(str(error))
            if isinstance(error, StoreFailedError):
                self._journal.breach(f"the store refused a step: {error}")
            return f"{error.code}{getattr(error, 'limit', '')}{getattr(error, 'cause', '')}"

    def _new(self) -> str:
        child = self.child()
        return self._onward(self._journal.lying(self._machine.number, child.chain) or self.begin(child))

    def _prepared(self, child: Child) -> str:
        """Put a visit on the desk that was treated already; empty where nothing is known of the child here.

        Check-in and chair are left out of most visits: the queue does not depend on them.
        """
        terminal = self._terminal
        with terminal.store.begin() as uow:
            snapshot = uow.snapshots.get(child.person.member, child.policy)
            if snapshot is None:
                return ""
            visit = Visit(
                id=terminal.ids.new(),
                stage=Stage.IN_TREATMENT,
                day=self._program.clock.today(),
                person=snapshot.person,
                policy=snapshot.policy,
                plan=snapshot.plan,
                booking_ref=snapshot.booking_ref,
                identity=_SEEN,
                evidence=Evidence(CardSource.NUMBER, "", "", snapshot.version, snapshot.as_of),
                self_pay=self._chance.random() < _PAYS_ALL,
            )
            for item, teeth in _items(self._chance):
                visit = visits.with_line(visit, terminal.catalogue, item, teeth, None)
            uow.visits.put(visits.hand_to_desk(visit))
            # Noted before the commit: a visit that is begun and not there is no breach, one unknown would be.
            self._journal.begin(visit.id, self._machine.number, child.chain)
        return visit.id

    def _let_in(self, child: Child) -> str:
        who = Identified(child.person.member, CardSource.NUMBER)
        today = self._program.clock.today()
        if self._program.keeper.state.is_offline:
            found = check_in.verify_stored(self._terminal, who, today, "OFFLINE")
        else:
            found = check_in.verify(self._terminal, who, today)
        policy = found.policies[0]
        pays = not policy.decision.verdict.is_billable or self._chance.random() < _PAYS_ALL
        visit = check_in.admit(self._terminal, CLERK, found, policy, _SEEN, to_chair=True, self_pay=pays)
        self._journal.begin(visit.id, self._machine.number, child.chain)
        return visit.id

    def _onward(self, visit_id: str) -> str:
        """Bring a visit from where it stands to its end; a bill that was overtaken is made anew, once."""
        try:
            return self._ended(self._shown(visit_id))
        except BillOvertakenError:
            self._journal.seen["overtaken"] += 1
            settlement.thaw(self._terminal, CLERK, visit_id)
        return self._ended(self._shown(visit_id))

    def _shown(self, visit_id: str) -> Visit:
        """Bring a visit to where its bill is shown, if it was not there yet."""
        with self._program.store.read() as uow:
            visit = uow.visits.get(visit_id)
        if visit.stage is Stage.ARRIVED:
            visit = treatment.start(self._terminal, CLERK, visit_id).visit
        if visit.stage is Stage.IN_TREATMENT:
            for item, teeth in _items(self._chance):
                treatment.add_item(self._terminal, CLERK, visit_id, item, teeth)
            visit = treatment.hand_to_desk(self._terminal, CLERK, visit_id).visit
        if visit.stage is Stage.TO_SETTLE:
            visit = self._frozen(visit_id)
        return visit

    def _ended(self, visit: Visit) -> str:
        if visit.stage in {Stage.DONE, Stage.CANCELLED, Stage.VOIDED}:
            return self._closed(visit)
        _sign(self._terminal, visit)
        if payments.pay_exactly(self._terminal, CLERK, visit.id).balance_fen < 0:
            payments.give_back_rest(self._terminal, CLERK, visit.id)
        return self._finished(visit.id)

    def _frozen(self, visit_id: str) -> Visit:
        online = False
        if not self._program.keeper.state.is_offline and self._chance.random() < 0.5:  # noqa: PLR2004  some ask
            online = settlement.refresh(self._terminal, visit_id).online
        try:
            return settlement.freeze(self._terminal, CLERK, visit_id, online=online)
        except RepeatedLineError:
            repeats.confirm_repeats(self._terminal, CLERK, visit_id)
        except (NotBillableError, BillHeldError):
            treatment.choose_self_pay(self._terminal, CLERK, visit_id, chosen=True)
        return settlement.freeze(self._terminal, CLERK, visit_id, online=online)

    def _finished(self, visit_id: str) -> str:
        try:
            finished = settlement.finish(self._terminal, CLERK, visit_id)
        except NotBillableError:
            payments_back = settlement.thaw(self._terminal, CLERK, visit_id)
            treatment.choose_self_pay(self._terminal, CLERK, payments_back.id, chosen=True)
            raise
        except ExposureLimitError:
            check_limits_now(self._program, self._journal)
            raise
        if self._chance.random() < _RECOUNTED:
            check_limits_now(self._program, self._journal)
        return self._closed(finished.visit)

    def _closed(self, visit: Visit) -> str:
        self._journal.open_visits[self._machine.number].pop(visit.id, None)
        if visit.stage is Stage.DONE and visit.act:
            self._promise(visit.id, visit.act, "BILL_SIGNED")
        return f"closed {visit.stage.value} {visit.act}"

    def _voided(self, bill: Promise) -> str:
        reason = self._chance.choice((VoidReason.ENTRY_ERROR, VoidReason.FAMILY_WITHDREW))
        visit = voiding.void(self._terminal, CLERK, bill.visit, reason)
        if visit.voided is not None and visit.voided.act:
            self._promise(visit.id, visit.voided.act, "BILL_VOIDED")
        return f"voided {bill.act}"

    def _promise(self, visit_id: str, act: str, kind: str) -> None:
        with self._program.store.read() as uow:
            row = uow.queue.get(act)
        if row is None:
            self._journal.breach(f"I4: the verb came back, and act {act} is not in the queue")
            return
        known = Promise(self._machine.number, visit_id, act, kind, row.act.digest, row.act.amount_fen)
        if known not in self._journal.promises:
            self._journal.promises.append(known)
