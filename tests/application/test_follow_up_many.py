"""However many acts were tried again and delivered since, what waits for a person is listed and counted."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest

from clinic_terminal.application import follow_up as verbs
from clinic_terminal.application.acts import Act, ActKind, ActState, Answer, AnswerClass
from clinic_terminal.application.follow_up import Stand
from clinic_terminal.application.follow_up_record import (
    FollowUpRecord,
    Matter,
    open_decided,
    open_record,
    statement_subject,
)
from clinic_terminal.application.ports import Decision
from clinic_terminal.application.queue_view import queue_view
from clinic_terminal.application.queueing import retry_all
from clinic_terminal.application.store_ports import UnitOfWork
from tests.build import NOW, TODAY
from tests.terminal import CLERK, Bench, make_bench

MANY = 520
LISTED = 500
LATER = NOW + timedelta(hours=1)
PARKED = Answer(AnswerClass.ITEM, None, "BAD_ACT")
HARMLESS = Answer(AnswerClass.FINAL, ActState.REJECTED, "NOT_VOIDABLE", receipt=b"{}")


def _final(state: ActState) -> Answer:
    return Answer(AnswerClass.FINAL, state, state.value, receipt=b"{}")


ACCEPTED, REJECTED = _final(ActState.ACCEPTED), _final(ActState.REJECTED)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = make_bench(tmp_path)
    yield made
    made.store.close()


def act(number: int, kind: ActKind = ActKind.BILL_SIGNED) -> Act:
    """Return an act of a child of its own; its number tells acts of one visit apart by their kind."""
    digest = f"{number:064d}"
    return Act(f"{kind.value}-{number:05d}", kind, f"C{number}/P", f"V{number}", NOW, b"{}", digest, 100)


def answered(uow: UnitOfWork, said: Answer, acts: Sequence[Act]) -> None:
    """Lease what is due, and give these acts their answer."""
    ids = {one.id for one in acts}
    for row in [row for row in uow.queue.lease("test", LATER, 60, 10_000) if row.act.id in ids]:
        if said.state is None:
            assert uow.queue.park(row, said, LATER)
        else:
            assert uow.queue.settle(row, said, LATER)


def many_tried_again(bench: Bench) -> list[Act]:
    """Have more acts than are listed set aside and tried again."""
    acts = [act(number) for number in range(MANY)]
    with bench.store.begin() as uow:
        for one in acts:
            uow.queue.add(one)
        answered(uow, PARKED, acts)
    assert retry_all(bench.terminal, CLERK) == MANY
    return acts


def one_of_each_kind(bench: Bench) -> set[str]:
    """Open a day that differs, an act without an answer and an act that was decided later."""
    late, held = act(MANY), act(MANY + 1)
    decision = Decision(late.id, late.digest, _final(ActState.REJECTED))
    with bench.store.begin() as uow:
        uow.queue.add(late)
        answered(uow, ACCEPTED, (late,))
        row = next(iter(uow.act_list.of_ids((late.id,))))
        uow.decisions.put(decision, LATER)
        open_decided(uow, row, decision.answer, LATER)
        uow.queue.add(held)
        uow.follow_ups.put(FollowUpRecord(held.id, Matter.HELD_UP, LATER))
        open_record(uow, statement_subject(TODAY, "x"), Matter.STATEMENT, LATER, {"day": "x"})
    return {late.id, held.id, statement_subject(TODAY, "x")}


def test_what_was_delivered_long_ago_takes_nobodys_place(bench: Bench) -> None:
    acts = many_tried_again(bench)
    with bench.store.begin() as uow:
        answered(uow, ACCEPTED, acts)
    assert queue_view(bench.terminal).open_count == 0
    assert queue_view(bench.terminal).follow_ups == ()
    subjects = one_of_each_kind(bench)
    view = queue_view(bench.terminal)
    assert view.open_acts == subjects
    assert view.open_count == view.urgent_count == len(subjects)
    with bench.store.read() as uow:
        done = verbs.done_follow_ups(uow)
    assert {one.stand for one in done} == {Stand.ACCEPTED}
    assert {one.subject for one in done} <= {one.id for one in acts}


def test_what_waits_for_its_answer_takes_nobodys_place(bench: Bench) -> None:
    many_tried_again(bench)
    subjects = one_of_each_kind(bench)
    view = queue_view(bench.terminal)
    assert view.open_acts == subjects
    assert view.open_count == len(subjects)
    on_their_way = [one for one in view.follow_ups if one.stand is Stand.SENT_AGAIN]
    assert len(on_their_way) == LISTED


def test_what_came_back_again_and_again_takes_nobodys_place_and_keeps_its_owner(bench: Bench) -> None:
    acts = many_tried_again(bench)
    with bench.store.begin() as uow:
        answered(uow, REJECTED, acts)
    subjects = one_of_each_kind(bench)
    view = queue_view(bench.terminal)
    assert subjects <= view.open_acts
    assert len(view.open_acts) == LISTED + len(subjects)
    assert view.open_count == MANY + len(subjects)
    assert all(one.record is not None for one in view.follow_ups)


FATES = (None, ActState.READY, ActState.PARKED, ActState.ACCEPTED, ActState.ADJUSTED, ActState.REJECTED)
LATER_SAID = (None, ACCEPTED, REJECTED, HARMLESS, _final(ActState.ADJUSTED))
RECORDS = (
    None,
    *((matter, closed) for matter in (Matter.PARKED, Matter.HELD_UP) for closed in (None, LATER)),
)


def _settled(uow: UnitOfWork, one: Act, fate: ActState) -> None:
    uow.queue.add(one)
    if fate is ActState.READY:
        return
    row = next(row for row in uow.queue.lease("test", LATER, 60, 1_000) if row.act.id == one.id)
    if fate is ActState.PARKED:
        uow.queue.park(row, PARKED, LATER)
    else:
        uow.queue.settle(row, _final(fate), LATER)


def _voided(uow: UnitOfWork, one: Act, number: int, *, withdrawn: bool) -> None:
    void = act(number, ActKind.BILL_VOIDED)
    uow.queue.add(void)
    row = uow.queue.get(void.id)
    assert row is not None
    if withdrawn:
        uow.queue.withdraw(row, LATER)
        uow.follow_ups.put(FollowUpRecord(void.id, Matter.PARKED, NOW))
    assert row.act.visit == one.visit


def test_the_list_the_count_and_each_matter_by_itself_say_the_same_in_every_state(bench: Bench) -> None:
    subjects = []
    for number, (fate, said, record, void) in enumerate(
        product(FATES, LATER_SAID, RECORDS, ("", "STANDS", "WITHDRAWN"))
    ):
        one = act(number)
        with bench.store.begin() as uow:
            if fate is not None:
                _settled(uow, one, fate)
                if void:
                    _voided(uow, one, number, withdrawn=void == "WITHDRAWN")
            if said is not None:
                uow.decisions.put(Decision(one.id, one.digest, said), LATER)
            if record is not None:
                uow.follow_ups.put(FollowUpRecord(one.id, record[0], NOW, closed_at=record[1]))
                subjects.append(one.id)
    with bench.store.read() as uow:
        beside = [one for one in (verbs.found(uow, subject) for subject in subjects) if one.is_open]
        listed = [one for one in verbs.open_follow_ups(uow, 10_000) if one.is_open]
        tried = [one.subject for one in uow.follow_ups.tried_again(10_000)]
        over = [one.subject for one in uow.follow_ups.over(10_000)]
        assert verbs.count_open(uow) == len(listed) > len(beside) > 0
        assert {one.subject for one in listed} & set(subjects) == {one.subject for one in beside}
        stands = {subject: verbs.found(uow, subject).stand for subject in (*tried, *over)}
    assert {stands[subject] for subject in tried} == {Stand.SENT_AGAIN}
    assert {stands[subject] for subject in over} == {
        Stand.ACCEPTED, Stand.VOIDED, Stand.CLOSED
    }  # fmt: skip


def test_a_decision_on_other_content_is_no_matter(bench: Bench) -> None:
    one = act(1)
    with bench.store.begin() as uow:
        _settled(uow, one, ActState.ACCEPTED)
        uow.decisions.put(Decision(one.id, "0" * 64, REJECTED), LATER)
        uow.follow_ups.put(FollowUpRecord(one.id, Matter.PARKED, NOW))
        assert uow.follow_ups.count_waiting() == verbs.count_open(uow) == 0
