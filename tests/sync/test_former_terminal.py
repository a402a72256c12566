"""A terminal that got another id: what it did under the first one is its own, at a real server."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from clinic_terminal.application.acts import QueueRow
from clinic_terminal.application.day_comparison import DayComparison, DifferenceKind
from clinic_terminal.application.reconciliation import compare_day, days
from clinic_terminal.application.reconciliation_days import noted
from clinic_terminal.application.reconciliation_terminals import former, left
from clinic_terminal.application.terminal import enrolment_of
from clinic_terminal.bootstrap.clocks import SystemClock
from clinic_terminal.bootstrap.program import open_program
from clinic_terminal.bootstrap.wire import enrol_terminal
from clinic_terminal.settings import Paths
from clinic_terminal.sync.reconcile import Reconciler
from tests.practice import PracticeServer
from tests.whole_desk import XIAOLU, XIAOLU_2, WholeDesk

XIAOLU_3 = "XLXH-2468-1359"


class House:
    """A server and a terminal's file, which is enrolled under one id and then under another."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server = PracticeServer(folder / "server").start()
        (folder / "terminal").mkdir()
        self.desk = WholeDesk(folder / "terminal", self.server, XIAOLU)
        self.member = self.server.world.member_of("RETURNING")
        self.desk.scan(self.member)

    def enrol_again(self, *, since_days: int = 0) -> None:
        """Let the terminal have another id since so many days."""
        with self.desk.store.read() as uow:
            before = enrolment_of(uow).terminal
        self.desk.close()
        self.desk = WholeDesk(self.folder / "terminal", self.server, XIAOLU_2)
        with self.desk.store.begin() as uow:
            left(uow, before, self.server.today - timedelta(days=since_days))

    def lose_file(self) -> None:
        """Let the terminal lose its database."""
        self.desk.close()
        shutil.rmtree(self.folder / "terminal")
        (self.folder / "terminal").mkdir()
        self.desk = WholeDesk(self.folder / "terminal", self.server, XIAOLU, self.desk.key)

    def rows(self) -> list[QueueRow]:
        with self.desk.store.read() as uow:
            return uow.queue.rows()

    def today(self) -> DayComparison:
        """Let whatever is due be compared, and return today's comparison."""
        reconciler = Reconciler(self.desk.terminal)
        while reconciler.step():
            pass
        return next(one for one in days(self.desk.terminal) if one.day == self.server.today)

    def close(self) -> None:
        self.desk.close()
        self.server.stop()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    yield made
    made.close()


def test_the_days_under_the_first_id_are_equal_and_nothing_is_offered_again(house: House) -> None:
    house.desk.bill(house.member)
    house.desk.sync()
    house.enrol_again()
    today = house.today()
    assert (today.equal, today.offered, today.elsewhere) == (True, (), 0)
    assert today.ours == today.theirs
    assert today.ours.count == len(house.rows())


def test_what_a_server_that_was_set_back_lost_of_the_first_id_is_booked_anew_and_then_equal(
    house: House,
) -> None:
    house.server.stop()
    shutil.copytree(house.folder / "server", house.folder / "backup")
    house.server.start()
    house.desk.bill(house.member)
    house.desk.sync()
    house.server.stop()
    shutil.rmtree(house.folder / "server")
    shutil.copytree(house.folder / "backup", house.folder / "server")
    house.server.start()
    house.enrol_again()
    today = house.today()
    assert today.equal
    assert set(today.offered) == {row.act.id for row in house.rows()}
    assert compare_day(house.desk.terminal, house.server.today).offered == ()


def test_what_the_first_id_did_and_the_file_lost_is_listed_until_the_day_of_the_change(house: House) -> None:
    house.desk.bill(house.member)
    house.desk.sync()
    lost = {row.act.id for row in house.rows()}
    house.lose_file()
    house.enrol_again()
    today = house.today()
    assert {one.act for one in today.differences} == lost
    assert {one.kind for one in today.differences} == {DifferenceKind.MISSING_HERE}


def test_after_the_day_of_the_change_the_first_id_is_somebody_elses(house: House) -> None:
    house.desk.bill(house.member)
    house.desk.sync()
    theirs = len(house.rows())
    house.lose_file()
    house.enrol_again(since_days=1)
    today = compare_day(house.desk.terminal, house.server.today)
    assert (today.equal, today.elsewhere) == (True, theirs)


def test_enrolled_again_the_first_id_is_kept_and_the_last_days_are_to_be_compared(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLINIC_TERMINAL_KEYRING", "off")
    paths, clock, today = Paths(tmp_path / "home"), SystemClock(), house.server.today
    first = enrol_terminal(paths, house.server.url, XIAOLU_2, clock)
    enrol_terminal(paths, house.server.url, XIAOLU_3, clock, again=True)
    program = open_program(paths)
    with program.store.read() as uow:
        assert former(uow, today) == {first.terminal}
        assert former(uow, today + timedelta(days=2)) == frozenset()
        assert len(noted(uow)) == 8
    program.close()
