"""An act that gets no answer although others do becomes a matter for a person, and is tried all the same."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from clinic_terminal.application import follow_up as verbs
from clinic_terminal.application import held_up
from clinic_terminal.application.acts import Act, ActKind, ActState, Answer, AnswerClass, QueueRow
from clinic_terminal.application.follow_up import FollowUp, Stand
from clinic_terminal.application.follow_up_failures import FollowUpUnsentError
from clinic_terminal.application.follow_up_record import Deed, Matter
from clinic_terminal.application.ports import Operator
from clinic_terminal.application.queue_view import queue_view
from clinic_terminal.application.queueing import retry_now
from clinic_terminal.application.withdrawing import may_withdraw, withdraw
from clinic_terminal.application.withdrawing_failures import (
    WithdrawActKnownError,
    WithdrawNotParkedError,
    WithdrawSendingError,
    WithdrawUnaskedError,
)
from clinic_terminal.domain.adjudication import Counters
from clinic_terminal.domain.visit import Visit
from clinic_terminal.sync.upload import Step, Uploader
from tests.build import snapshot
from tests.closing import FILLING_LINE, closed
from tests.fakes.ports import FakeCentral, SetClock
from tests.terminal import CLERK, Bench, make_bench

CHILD = snapshot()
MANAGER = Operator("O-9", "练习店长", "", manager=True)
FAILED = Answer(AnswerClass.TRANSIENT, None, "HTTP_500")
ITEM = Answer(AnswerClass.ITEM, None, "DIGEST_CONFLICT")
EVERY = timedelta(minutes=15).total_seconds()
HOURS = 3_600.0


@dataclass
class Sick(FakeCentral):
    """Answers every act but those of ``dislikes``; nothing at all while it is not reachable."""

    clock: SetClock = field(default_factory=SetClock)
    dislikes: set[str] = field(default_factory=set)

    def put_act(self, act: Act) -> Answer:
        if not self.answers and act.id in self.dislikes and self.reachable:
            return FAILED
        said = super().put_act(act)
        return replace(said, server_time=self.clock.now()) if said.state else said

    def put_batch(self, acts: Sequence[Act]) -> list[Answer]:
        return [self.put_act(act) for act in acts]


@dataclass
class Desk:
    bench: Bench
    central: Sick
    uploader: Uploader

    def bill(self) -> Visit:
        return closed(self.bench.terminal, CLERK, CHILD, (FILLING_LINE,))

    def disliked(self) -> Visit:
        """Close a visit whose bill the server fails at."""
        visit = self.bill()
        self.central.dislikes.add(visit.act)
        return visit

    def other(self) -> Act:
        """Queue an act of another child."""
        act_id = self.bench.ids.new()
        now = self.bench.clock.now()
        act = Act(act_id, ActKind.NOTE, f"{act_id[-6:]}/P", "V", now, b"{}", "d" * 64, 0, Counters())
        with self.bench.store.begin() as uow:
            uow.queue.add(act)
        return act

    def work(self, hours: float, *, others: bool = True) -> None:
        """Let the loop work for hours; every quarter of an hour another child's act is queued."""
        for _ in range(int(hours * HOURS / EVERY)):
            if others:
                self.other()
            while self.uploader.step() is not Step.IDLE:
                pass
            self.bench.clock.advance(EVERY)

    def row(self, act: str) -> QueueRow:
        with self.bench.store.read() as uow:
            row = uow.queue.get(act)
        assert row is not None
        return row

    def told(self) -> tuple[FollowUp, ...]:
        with self.bench.store.read() as uow:
            found = verbs.open_follow_ups(uow)
            assert verbs.count_open(uow) == sum(one.is_open for one in found)
            return found


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_bench(tmp_path)
    with made.store.begin() as uow:
        uow.snapshots.put(CHILD, "signed")
    central = Sick(clock=made.clock)
    bench = replace(made, central=central, terminal=replace(made.terminal, central=central))
    yield Desk(bench, central, Uploader(bench.store, central, bench.clock, lambda: 0.9, "me"))
    made.store.close()


@pytest.fixture
def held(desk: Desk) -> Visit:
    """Return a visit whose bill got no answer for five hours."""
    visit = desk.disliked()
    desk.work(5)
    return visit


def test_a_head_without_an_answer_is_a_matter_after_hours_and_is_still_tried(desk: Desk) -> None:
    visit = desk.disliked()
    desk.work(3.5)
    assert desk.told() == ()
    desk.work(1)
    (one,) = desk.told()
    assert (one.subject, one.matter, one.stand) == (visit.act, Matter.HELD_UP, Stand.OPEN)
    assert (one.is_held_up, one.is_unsent, one.amount_fen) == (True, True, 35_000)
    assert one.record is not None
    assert [entry.deed for entry in one.record.entries] == [Deed.OPENED]
    tried = desk.row(visit.act).attempts
    desk.work(1)
    assert desk.row(visit.act).attempts > tried
    assert desk.row(visit.act).state is ActState.READY
    assert desk.told() == (replace(one, row=desk.told()[0].row),)
    view = queue_view(desk.bench.terminal)
    assert (view.open_count, view.urgent_count, view.open_acts) == (1, 1, frozenset({visit.act}))
    assert view.rows[0].act.id == visit.act


def test_once_it_is_answered_the_matter_is_over(desk: Desk, held: Visit) -> None:
    desk.central.dislikes.clear()
    desk.work(0.25)
    assert desk.row(held.act).state is ActState.ACCEPTED
    assert desk.told() == ()
    with desk.bench.store.read() as uow:
        done = verbs.done_follow_ups(uow)
    assert [(one.subject, one.stand) for one in done] == [(held.act, Stand.ACCEPTED)]


def test_an_outage_of_days_makes_nobody_look_for_a_single_act(desk: Desk) -> None:
    visit, others = desk.disliked(), [desk.other() for _ in range(3)]
    desk.work(0.5)
    others.append(desk.other())
    desk.central.reachable = False
    desk.work(20, others=False)
    assert desk.told() == ()
    desk.central.reachable = True
    desk.central.dislikes.clear()
    desk.work(0.5)
    assert desk.told() == ()
    assert desk.row(others[-1].id).attempts > held_up.TRIES
    assert {desk.row(act).state for act in (visit.act, *(one.id for one in others))} == {ActState.ACCEPTED}


def test_an_act_alone_in_a_quiet_clinic_is_no_exception_from_others(desk: Desk) -> None:
    desk.work(0.25)
    desk.disliked()
    desk.work(10, others=False)
    assert desk.told() == ()


def test_the_count_outlives_the_program(desk: Desk) -> None:
    visit = desk.disliked()
    for _ in range(5):
        bench = desk.bench
        desk.uploader = Uploader(bench.store, desk.central, bench.clock, lambda: 0.9, bench.ids.new())
        desk.work(1)
    assert [one.subject for one in desk.told()] == [visit.act]


def test_what_cannot_be_read_is_counted_anew_and_counts_of_answered_acts_go(desk: Desk) -> None:
    with desk.bench.store.begin() as uow:
        uow.memory.set_choice("held_up", '{"x": 5}')
    first = desk.disliked()
    desk.work(1)
    desk.central.dislikes.clear()
    desk.work(0.5)
    assert desk.row(first.act).state is ActState.ACCEPTED
    second = desk.other()
    desk.central.dislikes.add(second.id)
    desk.work(1)
    with desk.bench.store.read() as uow:
        kept = uow.memory.choice("held_up")
    assert second.id in kept
    assert first.act not in kept
    assert "x" not in kept


def test_no_more_are_counted_than_fit_a_note(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held_up, "MOST", 2)
    for _ in range(5):
        desk.central.dislikes.add(desk.other().id)
    desk.work(6)
    assert len(desk.told()) == 2


def test_the_others_have_their_turn_once_a_person_was_told(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held_up, "MOST", 2)
    for _ in range(5):
        desk.central.dislikes.add(desk.other().id)
    desk.work(16)
    assert {one.subject for one in desk.told()} == desk.central.dislikes


def test_a_restored_clock_counts_no_failure_twice(desk: Desk) -> None:
    first = held_up.Count(desk.bench.clock.now(), desk.bench.clock.now(), 1)
    assert first.with_failure(first.last + held_up.APART / 2) is first
    assert first.with_failure(first.last - timedelta(days=2)).tries == 2
    many = held_up.Count(first.last, first.last + held_up.PATIENCE, held_up.TRIES)
    assert many.is_enough
    assert not replace(many, tries=held_up.TRIES - 1).is_enough
    assert not replace(many, last=many.last - timedelta(seconds=1)).is_enough


def test_a_person_takes_it_over_and_notes_but_cannot_close_it_away(desk: Desk, held: Visit) -> None:
    terminal = desk.bench.terminal
    assert verbs.take_over(terminal, CLERK, held.act).owner_name == CLERK.name
    assert verbs.note(terminal, CLERK, held.act, "打过热线").matter is Matter.HELD_UP
    with pytest.raises(FollowUpUnsentError):
        verbs.close(terminal, CLERK, held.act, "算了")
    desk.work(1)
    (one,) = desk.told()
    assert one.is_open
    assert queue_view(terminal).urgent_count == 1  # it is not sent, whoever took it over


def test_a_manager_withdraws_it_and_the_counters_and_the_chain_go_on(desk: Desk, held: Visit) -> None:
    later = desk.bill()
    before = queue_view(desk.bench.terminal).exposure
    assert withdraw(desk.bench.terminal, MANAGER, held.act, "热线说永远收不下。") == (held.act,)
    after = queue_view(desk.bench.terminal).exposure
    assert (after.unsent_count, after.parked_count) == (before.unsent_count - 1, 0)
    assert after.unsent_fen == before.unsent_fen - 35_000
    assert desk.row(held.act).state is ActState.WITHDRAWN
    desk.work(0.25)
    assert desk.row(later.act).state is ActState.ACCEPTED
    assert desk.row(held.act).state is ActState.WITHDRAWN
    assert desk.told() == ()
    with desk.bench.store.read() as uow:
        done = {one.subject: one for one in verbs.done_follow_ups(uow)}
        assert uow.audit.rows()[-1].act == "withdraw_act"
    assert (done[held.act].stand, done[held.act].matter) == (Stand.CLOSED, Matter.HELD_UP)


def test_it_is_not_withdrawn_while_the_server_has_it_or_cannot_be_asked_or_is_being_sent_to(
    desk: Desk, held: Visit
) -> None:
    terminal, row = desk.bench.terminal, desk.row(held.act)
    desk.central.held[held.act] = row.act.digest
    with pytest.raises(WithdrawActKnownError):
        withdraw(terminal, MANAGER, held.act, "x")
    desk.central.held.clear()
    desk.central.reachable = False
    with pytest.raises(WithdrawUnaskedError):
        withdraw(terminal, MANAGER, held.act, "x")
    desk.central.reachable = True
    desk.bench.clock.advance(600)
    with desk.bench.store.begin() as uow:
        leased = {one.act.id for one in uow.queue.lease("other", desk.bench.clock.now(), 60, 9)}
    assert held.act in leased
    with pytest.raises(WithdrawSendingError):
        withdraw(terminal, MANAGER, held.act, "x")
    assert desk.row(held.act).state is ActState.SENDING


def test_an_act_that_is_tried_while_the_server_is_asked_is_not_withdrawn(desk: Desk, held: Visit) -> None:
    desk.bench.clock.advance(600)

    def tried(_act: str) -> str | None:
        while desk.uploader.step() not in {Step.IDLE, Step.WAITING}:
            pass
        return None

    desk.central.find_act = tried  # type: ignore[method-assign,assignment]  # the loop works while the server is asked
    with pytest.raises(WithdrawSendingError):
        withdraw(desk.bench.terminal, MANAGER, held.act, "x")
    assert desk.row(held.act).state is ActState.READY


def test_an_act_that_waits_for_its_first_answers_cannot_be_withdrawn(desk: Desk) -> None:
    visit = desk.disliked()
    desk.work(1)
    row = desk.row(visit.act)
    assert not may_withdraw(row)
    with pytest.raises(WithdrawNotParkedError):
        withdraw(desk.bench.terminal, MANAGER, visit.act, "x")


def test_a_matter_that_is_set_aside_later_is_an_ordinary_one(desk: Desk, held: Visit) -> None:
    desk.bench.clock.advance(600)
    desk.central.answers = [ITEM]
    desk.work(0.25, others=False)
    assert desk.row(held.act).state is ActState.PARKED
    (one,) = desk.told()
    assert (one.matter, one.stand, one.is_held_up) == (Matter.PARKED, Stand.OPEN, False)
    retry_now(desk.bench.terminal, CLERK, (held.act,))
    (one,) = desk.told()
    assert (one.matter, one.stand) == (Matter.PARKED, Stand.SENT_AGAIN)
    desk.work(5)
    (one,) = desk.told()
    assert (one.matter, one.stand) == (Matter.HELD_UP, Stand.OPEN)
    assert one.record is not None
    assert [entry.deed for entry in one.record.entries] == [Deed.OPENED, Deed.RETRIED, Deed.REOPENED]
