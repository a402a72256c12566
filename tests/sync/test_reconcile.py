"""The daily comparison on the real wire: when it is due, how far it goes back, what it finds."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from clinic_terminal.application.acts import ActState, QueueRow
from clinic_terminal.application.failures import CentralUnreachableError
from clinic_terminal.application.ports import CentralApi
from clinic_terminal.application.reconciliation import DAYS_BACK, days
from clinic_terminal.application.reconciliation_days import SET_BACK, note_last_days
from clinic_terminal.sync.reconcile import LOOK_EVERY_S, REST_S, Reconciler
from tests.application.test_reconciliation import _act
from tests.build import TODAY
from tests.practice import PracticeServer
from tests.sync.daily import Daily, back, make_daily
from tests.whole_desk import XIAOLU, WholeDesk

YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def daily(tmp_path: Path) -> Iterator[Daily]:
    made = make_daily(tmp_path)
    yield made
    made.bench.store.close()


def test_yesterday_is_compared_once_and_the_next_day_it_is_the_next_ones_turn(daily: Daily) -> None:
    assert daily.run() == [YESTERDAY]
    for _ in range(3):
        daily.bench.clock.advance(LOOK_EVERY_S)
        assert daily.run() == []
    daily.bench.clock.advance(86_400)
    assert daily.run() == [TODAY]


def test_a_day_that_was_compared_before_it_was_over_is_compared_again(daily: Daily) -> None:
    daily.set_back()
    assert daily.run()[0] == TODAY
    daily.bench.clock.advance(86_400)
    assert daily.run() == [TODAY]


def test_a_day_that_differs_sends_it_back_past_empty_days_to_the_first_equal_one(daily: Daily) -> None:
    daily.lost(YESTERDAY)
    daily.lost(TODAY - timedelta(days=4))
    daily.equal(TODAY - timedelta(days=6))
    assert daily.run() == [TODAY - timedelta(days=back) for back in range(1, 7)]


def test_a_restored_server_is_compared_from_today_for_a_week_at_least(daily: Daily) -> None:
    for day in back(0, 7, 12):
        daily.equal(day)
    daily.run()
    daily.bench.clock.advance(LOOK_EVERY_S)
    daily.set_back()
    assert daily.run() == back(*range(SET_BACK.days + 1))


def test_it_goes_back_a_month_and_no_further(daily: Daily) -> None:
    daily.lost(YESTERDAY)
    assert daily.run()[-1] == TODAY - timedelta(days=DAYS_BACK)


def test_a_failure_rests_and_the_same_day_stays_due(daily: Daily) -> None:
    daily.central.reachable = False
    with pytest.raises(CentralUnreachableError):
        daily.reconciler.step()
    daily.central.reachable = True
    assert daily.run() == []
    daily.bench.clock.advance(REST_S)
    assert daily.run() == [YESTERDAY]


def test_what_could_not_be_offered_is_offered_again_after_a_rest(daily: Daily) -> None:
    act = _act(daily.bench, at=datetime(2026, 5, 20, 4, tzinfo=UTC))
    daily.central.reachable = False
    daily.central._check = lambda: None  # type: ignore[method-assign]  # it lists days, and takes no acts
    assert daily.run() == [YESTERDAY]
    daily.central.reachable = True
    assert daily.run() == []
    daily.bench.clock.advance(REST_S)
    assert YESTERDAY in daily.run()
    assert [one.id for one in daily.central.sent] == [act.id] * 2


@pytest.fixture
def server(tmp_path: Path) -> Iterator[PracticeServer]:
    made = PracticeServer(tmp_path / "server").start()
    yield made
    made.stop()


@pytest.fixture
def desk(tmp_path: Path, server: PracticeServer) -> Iterator[WholeDesk]:
    (tmp_path / "terminal").mkdir()
    made = WholeDesk(tmp_path / "terminal", server, XIAOLU)
    yield made
    made.close()


def _central(desk: WholeDesk) -> CentralApi:
    return desk.terminal.central


def test_a_server_that_was_restored_is_noticed_by_its_changes_and_gets_back_what_it_lost(
    desk: WholeDesk, server: PracticeServer, tmp_path: Path
) -> None:
    member = server.world.member_of("RETURNING")
    desk.scan(member)
    first = desk.bill(member)
    desk.sync()
    server.stop()
    shutil.copytree(tmp_path / "server", tmp_path / "backup")
    server.start()
    second = desk.bill(member)
    desk.void(second)
    desk.sync()
    with desk.store.read() as uow:
        lost = {row.act.id for row in uow.queue.rows()} - {first.act}
        kept = [row for row in uow.queue.rows() if row.act.visit == first.id]
    server.stop()
    shutil.rmtree(tmp_path / "server")
    shutil.copytree(tmp_path / "backup", tmp_path / "server")
    server.start()
    desk.fetch()
    reconciler = Reconciler(desk.terminal)
    while reconciler.step():
        pass
    (today, *_) = days(desk.terminal)
    assert set(today.offered) == lost - {row.act.id for row in kept}
    assert today.equal
    assert today.ours == today.theirs
    assert {row.act for row in _central(desk).statement(server.today).rows} == {
        row.act.id for row in _rows(desk)
    }
    assert desk.scan(member).standing.used == desk.scan(member).snapshot.standing().used


def _rows(desk: WholeDesk) -> list[QueueRow]:
    with desk.store.read() as uow:
        return uow.queue.rows()


def test_a_terminal_that_lost_its_database_is_told_what_the_server_has(
    desk: WholeDesk, server: PracticeServer, tmp_path: Path
) -> None:
    member = server.world.member_of("RETURNING")
    desk.scan(member)
    desk.bill(member)
    desk.sync()
    before = _rows(desk)
    (tmp_path / "new").mkdir()
    new = WholeDesk(tmp_path / "new", server, XIAOLU, desk.key)
    with new.store.begin() as uow:
        note_last_days(uow, server.today)
    reconciler = Reconciler(new.terminal)
    while reconciler.step():
        pass
    (today, *_) = days(new.terminal)
    assert {one.act for one in today.differences} == {row.act.id for row in before}
    assert today.theirs.insurer_fen == sum(row.act.amount_fen for row in before)
    with new.store.read() as uow:
        assert len(uow.follow_ups.waiting()) == len(before)
    assert {row.state for row in before} == {ActState.ACCEPTED}
    new.close()
