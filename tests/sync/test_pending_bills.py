"""A bill that is decided later: an adverse decision waits for a person as if it had come at once."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import requests

from clinic_terminal.application import follow_up as verbs
from clinic_terminal.application.act_case import follow_up_case
from clinic_terminal.application.acts import ActState
from clinic_terminal.application.day import board
from clinic_terminal.application.follow_up import FollowUp, Stand
from clinic_terminal.application.follow_up_record import Deed, Matter
from clinic_terminal.application.outcomes import is_pending
from clinic_terminal.application.reconciliation import compare_day
from clinic_terminal.application.standing import effective_standing
from clinic_terminal.domain.visit import Visit, VisitLine
from clinic_terminal.domain.voiding import VoidReason
from clinic_terminal.sync.decisions import keep_decision
from clinic_terminal.sync.upload import Step
from tests.practice import TIMEOUT, PracticeServer
from tests.whole_desk import DESK, XIAOLU, XIAOLU_2, WholeDesk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[WholeDesk]:
    server = PracticeServer(tmp_path / "server").start()
    (tmp_path / "terminal").mkdir()
    made = WholeDesk(tmp_path / "terminal", server, XIAOLU)
    yield made
    made.close()
    server.stop()


def _posted(desk: WholeDesk, path: str, body: object) -> None:
    answer = requests.post(f"{desk.server.url}/sandbox/{path}", json=body, timeout=TIMEOUT)
    assert answer.status_code == 200, answer.text


def _pending(desk: WholeDesk, *more: dict[str, str]) -> Visit:
    """Close a visit whose bill the server takes in and decides later."""
    visit = desk.bill(desk.server.world.member_of("RETURNING"))
    _posted(desk, "faults", {"faults": [{"kind": "PENDING"}, *more]})
    assert desk.send()[0] in {Step.SETTLED, Step.WAITING}
    return visit


def _decide(desk: WholeDesk, act: str, approved_fen: int | None) -> None:
    body = {"act": act} | ({} if approved_fen is None else {"approved_fen": approved_fen})
    _posted(desk, "decisions", body)
    desk.fetch()


def _open(desk: WholeDesk) -> tuple[FollowUp, ...]:
    with desk.store.read() as uow:
        found = verbs.open_follow_ups(uow)
        assert verbs.count_open(uow) == sum(one.is_open for one in found)
        return found


def test_a_bill_that_is_booked_after_its_void_was_refused_is_a_difference_for_a_person(
    desk: WholeDesk,
) -> None:
    visit = _pending(desk)
    voided = desk.void(visit, VoidReason.ENTRY_ERROR).voided
    assert voided is not None
    assert desk.send()[-1] is Step.IDLE
    assert desk.row(voided.act).last_error == "NOT_VOIDABLE"
    _decide(desk, visit.act, 1)
    (one,) = _open(desk)
    assert (one.matter, one.stand) == (Matter.STATEMENT, Stand.OPEN)
    assert one.record is not None
    fen = desk.row(visit.act).act.amount_fen
    assert (one.record.facts["ours_fen"], one.record.facts["theirs_fen"]) == ("0", str(fen))


def test_a_void_whose_refusal_comes_after_the_decision_leaves_the_same_difference(desk: WholeDesk) -> None:
    visit = _pending(desk)
    voided = desk.void(visit, VoidReason.ENTRY_ERROR).voided
    assert voided is not None
    desk.lose_next_answer()
    assert desk.send()[-1] is Step.WAITING
    _decide(desk, visit.act, 1)
    assert desk.row(voided.act).state is ActState.READY
    assert _open(desk) == ()
    with desk.store.begin() as uow:
        uow.queue.retry_now(voided.act, desk.terminal.clock.now())
    assert desk.send()[0] is Step.SETTLED
    assert desk.row(voided.act).last_error == "NOT_VOIDABLE"
    (one,) = _open(desk)
    assert (one.matter, one.stand) == (Matter.STATEMENT, Stand.OPEN)
    assert one.record is not None
    fen = desk.row(visit.act).act.amount_fen
    assert (one.record.facts["ours_fen"], one.record.facts["theirs_fen"]) == ("0", str(fen))
    assert desk.queue().open_count == 1


def test_a_void_that_is_refused_of_a_bill_that_was_declined_asks_nothing_of_anybody(desk: WholeDesk) -> None:
    visit = _pending(desk)
    desk.void(visit, VoidReason.ENTRY_ERROR)
    desk.lose_next_answer()
    assert desk.send()[-1] is Step.WAITING
    _decide(desk, visit.act, None)
    with desk.store.begin() as uow:
        assert all(uow.queue.retry_now(act, desk.terminal.clock.now()) for act in uow.act_list.unsent_ids())
    assert desk.send()[-1] is Step.IDLE
    assert _open(desk) == ()


def _chain(desk: WholeDesk) -> str:
    with desk.store.read() as uow:
        return uow.snapshots.of_member(desk.server.world.member_of("RETURNING"))[0].chain


def _seen(desk: WholeDesk, visit: Visit) -> ActState:
    """Return the state that the day's board shows beside a visit."""
    seen = board(desk.terminal, desk.server.today, online=True)
    assert (visit.act in seen.waiting) == bool(_open(desk))
    return seen.states[visit.act]


def _differs(desk: WholeDesk) -> bool:
    return not compare_day(desk.terminal, desk.server.today).equal


def test_a_pending_bill_is_neither_booked_nor_a_matter_for_a_person(desk: WholeDesk) -> None:
    visit = _pending(desk)
    row = desk.row(visit.act)
    assert (row.state, is_pending(row), row.decided) == (ActState.ACCEPTED, True, False)
    assert _open(desk) == ()
    assert not _differs(desk)


def test_a_rejection_that_comes_later_waits_for_a_person_until_it_is_closed(desk: WholeDesk) -> None:
    visit = _pending(desk)
    _decide(desk, visit.act, None)
    (one,) = _open(desk)
    assert (one.subject, one.matter, one.stand) == (visit.act, Matter.REJECTED, Stand.OPEN)
    assert one.amount_fen > 0
    row = desk.row(visit.act)
    assert (row.state, row.last_error, row.decided) == (ActState.REJECTED, "BILL_DECLINED", True)
    assert row.last_sentence == "这张账单审核后没有被接受。"
    assert desk.queue().open_acts == {visit.act}
    assert desk.queue().open_count == 1
    assert _seen(desk, visit) is ActState.REJECTED
    assert not _differs(desk)
    case = follow_up_case(desk.terminal, visit.act).case
    assert case is not None
    assert case.outcome is not None
    assert case.outcome.state == "REJECTED"
    desk.fetch()
    assert verbs.close(desk.terminal, DESK, visit.act, "家长同意自付。").stand is Stand.CLOSED
    desk.fetch()
    assert _open(desk) == ()
    with desk.store.read() as uow:
        (done,) = verbs.done_follow_ups(uow)
    assert done.record is not None
    assert [entry.deed for entry in done.record.entries] == [Deed.OPENED, Deed.CLOSED]


def test_an_acceptance_makes_no_matter_and_is_seen(desk: WholeDesk) -> None:
    visit = _pending(desk)
    _decide(desk, visit.act, 1)
    row = desk.row(visit.act)
    assert (row.state, row.decided, is_pending(row)) == (ActState.ACCEPTED, True, False)
    assert _open(desk) == ()
    assert _seen(desk, visit) is ActState.ACCEPTED
    assert not _differs(desk)


def test_a_decision_that_pays_less_is_an_adjustment_with_its_own_figures(
    desk: WholeDesk, tmp_path: Path
) -> None:
    visit = _pending(desk)
    (tmp_path / "beside").mkdir()
    beside = WholeDesk(tmp_path / "beside", desk.server, XIAOLU_2)
    beside.bill(desk.server.world.member_of("RETURNING"), (VisitLine("BS07", ("54",), 9_980_000, 1),))
    beside.sync()
    beside.close()
    _decide(desk, visit.act, 1)
    (one,) = _open(desk)
    assert (one.subject, one.matter) == (visit.act, Matter.ADJUSTED)
    case = follow_up_case(desk.terminal, visit.act).case
    assert case is not None
    assert case.outcome is not None
    assert case.outcome.totals is not None
    assert case.outcome.totals.insurer_fen < case.row.act.amount_fen
    assert not _differs(desk)


def test_a_decision_whose_figures_do_not_add_up_says_so(desk: WholeDesk) -> None:
    visit = _pending(desk)
    _posted(desk, "faults", {"faults": [{"kind": "BAD_SUMS", "path": "/v1/changes"}]})
    _decide(desk, visit.act, 1)
    (one,) = _open(desk)
    assert (one.subject, one.matter) == (visit.act, Matter.SUMS)


def test_a_decision_before_the_first_answer_counts_once_that_is_here(desk: WholeDesk) -> None:
    visit = _pending(desk, {"kind": "LOSE_ANSWER", "path": "/v1/acts"})
    assert desk.row(visit.act).state is ActState.READY
    _decide(desk, visit.act, None)
    assert desk.row(visit.act).state is ActState.READY
    assert desk.queue().open_count == 0
    with desk.store.begin() as uow:
        uow.queue.retry_now(visit.act, desk.terminal.clock.now())
    assert desk.send()[0] is Step.SETTLED
    (one,) = _open(desk)
    assert (one.subject, one.matter, one.stand) == (visit.act, Matter.REJECTED, Stand.OPEN)


def test_a_refused_bill_that_was_taken_back_meanwhile_asks_nothing_of_anybody(desk: WholeDesk) -> None:
    visit = _pending(desk)
    desk.void(visit, VoidReason.ENTRY_ERROR)
    assert desk.send()[-1] is Step.IDLE
    _decide(desk, visit.act, None)
    assert _open(desk) == ()


def _used(desk: WholeDesk, chain: str) -> int:
    """Return what the child's pool is counted as used."""
    with desk.store.read() as uow:
        facts = uow.snapshots.get(*chain.split("/"))
        assert facts is not None
        return effective_standing(facts, uow.queue.of_chain(chain)).used.pool_fen


def test_a_pending_bill_counts_against_the_childs_room_until_it_is_refused(desk: WholeDesk) -> None:
    chain = _chain(desk)
    before = _used(desk, chain)
    visit = _pending(desk)
    desk.fetch()
    row = desk.row(visit.act)
    assert _used(desk, chain) == before + row.act.posted.pool_fen > before
    _decide(desk, visit.act, None)
    assert _used(desk, chain) == before


def test_an_accepted_bill_counts_once(desk: WholeDesk) -> None:
    chain = _chain(desk)
    before = _used(desk, chain)
    visit = _pending(desk)
    _decide(desk, visit.act, 1)
    assert _used(desk, chain) == before + desk.row(visit.act).act.posted.pool_fen


def test_a_decision_that_is_made_otherwise_opens_the_matter_again(desk: WholeDesk) -> None:
    visit = _pending(desk)
    _decide(desk, visit.act, None)
    verbs.close(desk.terminal, DESK, visit.act, "家长同意自付。")
    with desk.store.read() as uow:
        first = uow.decisions.get(visit.act)
    assert first is not None
    for state, code, opened in (
        (ActState.ACCEPTED, "ACCEPTED", 0),
        (ActState.REJECTED, "BILL_DECLINED", 1),
        (ActState.ADJUSTED, "ADJUSTED", 1),
    ):
        said = replace(first, answer=replace(first.answer, state=state, code=code, receipt=b"{}"))
        with desk.store.begin() as uow:
            keep_decision(uow, said, desk.terminal.clock.now())
        assert (desk.queue().open_count, desk.row(visit.act).state) == (opened, state)
