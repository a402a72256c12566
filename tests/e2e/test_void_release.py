"""A void through the real server: what the desk believes before the sync is what the server says after it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from clinic_terminal.application.acts import ActState, Exposure
from clinic_terminal.domain.eligibility import Snapshot
from clinic_terminal.domain.visit import VisitLine
from clinic_terminal.domain.voiding import VoidReason
from clinic_terminal.sync.upload import Step
from tests.closing import FILLING_LINE, FILM_LINE
from tests.practice import PracticeServer
from tests.whole_desk import QINGKONG, TONGMU, XIAOLU, XIAOLU_2, WholeDesk

OpenDesk = Callable[[str], WholeDesk]
RELEASING = VoidReason.ENTRY_ERROR


@pytest.fixture
def child(practice_server: PracticeServer) -> str:
    return practice_server.world.member_of("FIRST_VISIT_BOOKED")


@pytest.fixture
def desk(open_desk: OpenDesk, child: str) -> WholeDesk:
    """Return a desk that knows the child before its first visit."""
    desk = open_desk(XIAOLU)
    desk.scan(child)
    return desk


def untouched(after: Snapshot, before: Snapshot) -> Snapshot:
    """Return what a snapshot says apart from its time and number."""
    return replace(after, version=before.version, as_of=before.as_of)


@pytest.mark.parametrize("reason", list(VoidReason))
@pytest.mark.parametrize("sent", ["nothing", "bill", "both"])
def test_what_the_desk_believes_before_is_what_the_server_says_after(
    desk: WholeDesk, child: str, reason: VoidReason, sent: str
) -> None:
    before = desk.scan(child)
    visit = desk.bill(child)
    if sent != "nothing":
        desk.sync()
    desk.void(visit, reason)
    if sent == "both":
        desk.sync()
    desk.server.stop()
    believed = desk.scan(child).standing
    desk.server.start()
    desk.sync()
    told = desk.scan(child)
    lock = None if reason is RELEASING else "XIAOLU"
    assert believed == told.standing == told.snapshot.standing()
    assert (believed.used, believed.brand_lock) == (before.standing.used, lock)
    if reason is RELEASING:
        assert untouched(told.snapshot, before.snapshot) == before.snapshot
    assert desk.queue().exposure == Exposure(0, 0, 0, None)


def test_an_unsent_bill_and_its_void_arrive_in_order_as_two_facts(desk: WholeDesk, child: str) -> None:
    desk.server.stop()
    visit = desk.void(desk.bill(child, online=False))
    desk.server.start()
    desk.sync()
    assert visit.voided is not None
    bill, void = desk.row(visit.act), desk.row(visit.voided.act)
    assert (bill.state, void.state) == (ActState.ACCEPTED, ActState.ACCEPTED)
    assert bill.snapshot_version is not None
    assert void.snapshot_version == bill.snapshot_version + 1


def test_after_the_release_another_brand_may_bind_the_child(
    desk: WholeDesk, open_desk: OpenDesk, child: str
) -> None:
    other = open_desk(QINGKONG)
    visit = desk.bill(child)
    desk.sync()
    assert other.brand_check(child).facts["kind"] == "OTHER"
    desk.void(visit)
    desk.sync()
    assert other.brand_check(child).facts["kind"] == "NONE_YET"
    theirs = other.bill(child)
    other.sync()
    assert other.row(theirs.act).state is ActState.ACCEPTED
    desk.fetch()
    desk.server.stop()
    check = desk.brand_check(child)
    assert (check.facts["kind"], check.facts["brand"]) == ("OTHER", "晴空儿童齿科")


def test_another_visit_of_the_brand_keeps_the_lock_on_both_sides(
    desk: WholeDesk, open_desk: OpenDesk, child: str
) -> None:
    visit = desk.bill(child)
    desk.sync()
    second = open_desk(XIAOLU_2)
    second.scan(child)
    second.bill(child, (VisitLine("PV07", ("54",), 6_000, 1),))
    second.sync()
    desk.fetch()
    desk.void(visit)
    desk.server.stop()
    believed = desk.scan(child).standing
    desk.server.start()
    desk.sync()
    assert believed == desk.scan(child).snapshot.standing()
    assert believed.brand_lock == "XIAOLU"


def test_two_visits_voided_in_turn_leave_what_the_server_leaves(desk: WholeDesk, child: str) -> None:
    """The first void meets another active visit, the second bill made no lock: it stays, on both sides."""
    first, second = desk.bill(child, (FILLING_LINE,)), desk.bill(child, (FILM_LINE,))
    desk.void(first)
    desk.void(second)
    desk.server.stop()
    believed = desk.scan(child).standing
    desk.server.start()
    desk.sync()
    assert believed == desk.scan(child).snapshot.standing()
    assert (believed.used.pool_fen, believed.brand_lock) == (0, "XIAOLU")


def test_a_bill_that_is_billed_anew_after_an_entry_error_binds_again(desk: WholeDesk, child: str) -> None:
    desk.void(desk.bill(child))
    anew = desk.bill(child, (FILM_LINE,))
    assert anew.bill is not None
    assert anew.bill.brand_lock_set
    desk.server.stop()
    believed = desk.scan(child).standing
    desk.server.start()
    desk.sync()
    told = desk.scan(child).snapshot
    assert believed == told.standing()
    assert told.lock is not None
    assert told.lock.visit == anew.act


def test_a_lost_answer_to_a_void_never_gives_back_twice(desk: WholeDesk, child: str) -> None:
    visit, other = desk.bill(child, (FILLING_LINE,)), desk.bill(child)
    desk.sync()
    voided = desk.void(visit).voided
    desk.lose_next_answer()
    assert desk.send() == [Step.WAITING]
    found = desk.scan(child)
    assert other.bill is not None
    assert voided is not None
    assert desk.row(voided.act).state is ActState.READY
    assert found.standing == found.snapshot.standing()
    assert found.standing.used == other.bill.result.posted
    with desk.store.begin() as uow:
        assert uow.queue.retry_now(voided.act, desk.terminal.clock.now())
    desk.sync()
    assert desk.row(voided.act).state is ActState.ACCEPTED
    assert desk.scan(child).standing.used == other.bill.result.posted


def test_at_an_exempt_brand_a_bill_neither_makes_nor_moves_the_lock(
    open_desk: OpenDesk, practice_server: PracticeServer
) -> None:
    exempt = open_desk(TONGMU)
    locks = {"FIRST_VISIT_BOOKED": None, "RETURNING": "XIAOLU", "LOCKED_ELSEWHERE": "QINGKONG"}
    for case, lock in locks.items():
        member = practice_server.world.member_of(case)
        assert exempt.brand_check(member).facts["kind"] == "EXEMPT"
        before = exempt.scan(member)
        visit = exempt.bill(member, (FILM_LINE,))
        assert visit.bill is not None
        assert not visit.bill.brand_lock_set
        assert exempt.row(visit.act).act.lock is None
        believed = exempt.scan(member).standing
        exempt.sync()
        told = exempt.scan(member)
        assert believed == told.standing == told.snapshot.standing()
        assert believed.brand_lock == before.standing.brand_lock == lock
        assert exempt.row(visit.act).state is ActState.ACCEPTED
        exempt.void(visit)
        believed = exempt.scan(member).standing
        exempt.sync()
        assert believed == before.standing == exempt.scan(member).snapshot.standing()


def test_a_visit_at_the_exempt_brand_keeps_the_lock_when_the_locking_bill_is_voided(
    desk: WholeDesk, open_desk: OpenDesk, child: str
) -> None:
    visit = desk.bill(child)
    desk.sync()
    exempt = open_desk(TONGMU)
    exempt.scan(child)
    exempt.bill(child, (FILM_LINE,))
    exempt.sync()
    desk.fetch()
    desk.void(visit)
    desk.server.stop()
    believed = desk.scan(child).standing
    desk.server.start()
    desk.sync()
    assert believed == desk.scan(child).snapshot.standing()
    assert believed.brand_lock == "XIAOLU"
