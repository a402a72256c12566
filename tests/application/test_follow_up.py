"""What came back stays in sight until a person has dealt with it, and says who did what."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from clinic_terminal.application import follow_up as verbs
from clinic_terminal.application.act_case import follow_up_case
from clinic_terminal.application.acts import ActState, Answer, AnswerClass
from clinic_terminal.application.follow_up import FollowUp, Stand
from clinic_terminal.application.follow_up_failures import (
    FollowUpClosedError,
    FollowUpNoteMissingError,
    FollowUpOpenError,
    FollowUpUnknownError,
    FollowUpUnsentError,
)
from clinic_terminal.application.follow_up_record import Deed, Matter, open_record, statement_subject
from clinic_terminal.application.ports import Operator
from clinic_terminal.application.queueing import retry_all, retry_now
from clinic_terminal.application.voiding import void
from clinic_terminal.domain.visit import Visit
from clinic_terminal.domain.voiding import VoidReason
from tests.build import NOW, TODAY, snapshot
from tests.closing import FILLING_LINE, closed
from tests.terminal import CLERK, Bench, make_bench

COLLEAGUE = Operator("O-2", "练习同事", "")
REJECTED = Answer(AnswerClass.FINAL, ActState.REJECTED, "BRAND_LOCKED", receipt=b"{}")
ADJUSTED = Answer(AnswerClass.FINAL, ActState.ADJUSTED, "ADJUSTED", receipt=b"{}")
SUMS = Answer(AnswerClass.FINAL, ActState.ADJUSTED, "ANSWER_SUMS", receipt=b"{}")
ACCEPTED = Answer(AnswerClass.FINAL, ActState.ACCEPTED, "OK", receipt=b"{}")
PARKED = Answer(AnswerClass.ITEM, None, "DIGEST_CONFLICT")
CHILD = snapshot()


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """Return a terminal that knows a child."""
    made = make_bench(tmp_path)
    with made.store.begin() as uow:
        uow.snapshots.put(CHILD, "signed")
    yield made
    made.store.close()


def answered(bench: Bench, act: str, said: Answer) -> None:
    with bench.store.begin() as uow:
        row = next(row for row in uow.queue.lease("test", bench.clock.now(), 60, 10) if row.act.id == act)
        if said.state is None:
            uow.queue.park(row, said, bench.clock.now())
        else:
            uow.queue.settle(row, said, bench.clock.now())


def came_back(bench: Bench, said: Answer) -> Visit:
    """Close a visit and have its bill answered."""
    visit = closed(bench.terminal, CLERK, CHILD, (FILLING_LINE,))
    answered(bench, visit.act, said)
    return visit


def open_now(bench: Bench) -> tuple[FollowUp, ...]:
    with bench.store.read() as uow:
        found = verbs.open_follow_ups(uow)
        assert verbs.count_open(uow) == sum(one.is_open for one in found)
        return found


def done_now(bench: Bench) -> tuple[FollowUp, ...]:
    with bench.store.read() as uow:
        return verbs.done_follow_ups(uow)


def audited(bench: Bench) -> list[tuple[str, str]]:
    with bench.store.read() as uow:
        assert uow.audit.verify() > 0
        return [(row.operator, row.act) for row in uow.audit.rows()]


@pytest.mark.parametrize(
    ("said", "matter"),
    [
        (REJECTED, Matter.REJECTED),
        (ADJUSTED, Matter.ADJUSTED),
        (SUMS, Matter.SUMS),
        (PARKED, Matter.PARKED),
    ],
)
def test_every_outcome_that_needs_a_person_is_listed_by_itself(
    bench: Bench, said: Answer, matter: Matter
) -> None:
    visit = came_back(bench, said)
    (one,) = open_now(bench)
    assert (one.subject, one.matter, one.stand, one.record) == (visit.act, matter, Stand.OPEN, None)
    assert one.amount_fen == 35_000


def test_what_was_accepted_is_not_listed(bench: Bench) -> None:
    came_back(bench, ACCEPTED)
    assert open_now(bench) == done_now(bench) == ()


def test_taking_over_noting_and_closing_are_kept_with_names_and_times_and_audited(bench: Bench) -> None:
    act = came_back(bench, ADJUSTED).act
    verbs.take_over(bench.terminal, CLERK, act)
    bench.clock.advance(60)
    verbs.note(bench.terminal, COLLEAGUE, act, "  家长 \n 没接电话 ")
    bench.clock.advance(60)
    ended = verbs.close(bench.terminal, CLERK, act, "家长已补付。")
    assert ended.stand is Stand.CLOSED
    assert open_now(bench) == ()
    (done,) = done_now(bench)
    assert done.record is not None
    assert [(one.deed, one.operator, one.text) for one in done.record.entries] == [
        (Deed.TAKEN, "练习前台", ""),
        (Deed.NOTED, "练习同事", "家长 没接电话"),
        (Deed.CLOSED, "练习前台", "家长已补付。"),
    ]
    assert done.record.closing == done.record.entries[-1]
    assert (done.owner_name, done.record.closed_at) == ("练习前台", bench.clock.now())
    deeds = [deed for _who, deed in audited(bench)]
    assert deeds[-3:] == ["follow_up_take", "follow_up_note", "follow_up_close"]


@pytest.mark.parametrize("verb", [verbs.note, verbs.close, verbs.reopen])
def test_nothing_is_noted_or_closed_without_a_word(bench: Bench, verb: object) -> None:
    act = came_back(bench, REJECTED).act
    with pytest.raises(FollowUpNoteMissingError):
        verb(bench.terminal, CLERK, act, " \n ")  # type: ignore[operator]  # one of three verbs
    assert len(open_now(bench)) == 1


def test_what_somebody_closed_is_opened_again_only_with_a_reason(bench: Bench) -> None:
    act = came_back(bench, REJECTED).act
    with pytest.raises(FollowUpOpenError):
        verbs.reopen(bench.terminal, CLERK, act, "再查")
    verbs.close(bench.terminal, CLERK, act, "家长同意自付。")
    for late in (verbs.note, verbs.close):
        with pytest.raises(FollowUpClosedError):
            late(bench.terminal, COLLEAGUE, act, "还有事")
    with pytest.raises(FollowUpClosedError):
        verbs.take_over(bench.terminal, COLLEAGUE, act)
    again = verbs.reopen(bench.terminal, COLLEAGUE, act, "家长改变决定。")
    assert again.stand is Stand.OPEN
    assert [one.subject for one in open_now(bench)] == [act]


def test_what_is_not_with_the_server_cannot_be_closed_away(bench: Bench) -> None:
    act = came_back(bench, PARKED).act
    with pytest.raises(FollowUpUnsentError):
        verbs.close(bench.terminal, CLERK, act, "不管了")
    assert open_now(bench)[0].is_unsent


@pytest.mark.parametrize("everything", [False, True])
def test_a_parked_act_that_is_tried_again_stays_in_sight_until_its_receipt(
    bench: Bench, *, everything: bool
) -> None:
    act = came_back(bench, PARKED).act
    count = retry_all(bench.terminal, CLERK) if everything else retry_now(bench.terminal, CLERK, (act,))
    assert count == 1
    (one,) = open_now(bench)
    assert (one.stand, one.is_open) == (Stand.SENT_AGAIN, False)
    assert one.record is not None
    assert one.record.entries[-1].operator == "练习前台"
    answered(bench, act, ACCEPTED)
    assert open_now(bench) == ()
    assert [(done.subject, done.stand) for done in done_now(bench)] == [(act, Stand.ACCEPTED)]


def test_a_parked_act_that_comes_back_refused_after_a_retry_waits_again(bench: Bench) -> None:
    act = came_back(bench, PARKED).act
    retry_now(bench.terminal, CLERK, (act,))
    answered(bench, act, REJECTED)
    (one,) = open_now(bench)
    assert (one.matter, one.stand) == (Matter.REJECTED, Stand.OPEN)
    assert verbs.close(bench.terminal, CLERK, act, "家长自付。").stand is Stand.CLOSED


def test_voiding_a_refused_bill_ends_its_follow_up_and_it_stays_listed_as_done(bench: Bench) -> None:
    visit = came_back(bench, REJECTED)
    verbs.take_over(bench.terminal, CLERK, visit.act)
    void(bench.terminal, CLERK, visit.id, VoidReason.FAMILY_WITHDREW)
    assert open_now(bench) == ()
    (done,) = done_now(bench)
    assert (done.subject, done.stand, done.owner_name) == (visit.act, Stand.VOIDED, "练习前台")


def test_a_void_that_is_refused_waits_in_its_own_right(bench: Bench) -> None:
    visit = came_back(bench, ACCEPTED)
    voided = void(bench.terminal, CLERK, visit.id, VoidReason.ENTRY_ERROR).voided
    assert voided is not None
    answered(bench, voided.act, replace(REJECTED, code="BILL_UNKNOWN"))
    (one,) = open_now(bench)
    assert (one.subject, one.matter) == (voided.act, Matter.VOID_REFUSED)


def test_a_day_that_differs_is_followed_up_without_an_act(bench: Bench) -> None:
    subject = statement_subject(TODAY, "act-x")
    with bench.store.begin() as uow:
        open_record(uow, subject, Matter.STATEMENT, NOW, {"day": TODAY.isoformat(), "act": "act-x"})
    (one,) = open_now(bench)
    assert (one.subject, one.row, one.is_open) == (subject, None, True)
    found = follow_up_case(bench.terminal, subject)
    assert (found.case, found.terminal) == (None, "T-1")
    verbs.close(bench.terminal, CLERK, subject, "热线已更正。")
    assert open_now(bench) == ()


def test_a_limit_that_is_passed_becomes_one_matter_a_day(bench: Bench) -> None:
    assert verbs.note_passed_limits(bench.terminal, ("unsent_fen", "unsent_count")) == 2
    assert verbs.note_passed_limits(bench.terminal, ("unsent_fen",)) == 0
    assert {one.matter for one in open_now(bench)} == {Matter.LIMIT}
    bench.clock.advance(24 * 3_600)
    assert verbs.note_passed_limits(bench.terminal, ("unsent_fen",)) == 1
    assert len(open_now(bench)) == 3


def test_there_is_nothing_to_do_about_what_did_not_come_back(bench: Bench) -> None:
    delivered = came_back(bench, ACCEPTED).act
    for subject in (delivered, "nothing"):
        with pytest.raises(FollowUpUnknownError):
            verbs.take_over(bench.terminal, CLERK, subject)
