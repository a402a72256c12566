"""From the scan to a verdict on a line that holds its answers back; the test says when one may come."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinic_terminal.application.check_in import Verification
from clinic_terminal.application.failures import (
    CardRefusedError,
    MemberUnknownError,
    NoSnapshotError,
)
from clinic_terminal.application.line import CHOSEN, DOWN, SLOW
from clinic_terminal.ui.pages.card_reading import LONGEST_WAIT_MS, SHOWING_MS, Reading
from clinic_terminal.ui.pages.server_questions import MOST_AT_ONCE
from tests.held_line import Way
from tests.ui.pages.front import operator
from tests.ui.pages.held_desk import HeldDesk, open_held_desk

NO_TIME = SHOWING_MS + 1
"""The patience of a reading that shows what is stored at the next turn of the window."""

LONG = 3_600_000


@dataclass
class Scans:
    """A reading and everything that it said, in order."""

    desk: HeldDesk
    qtbot: QtBot
    parent: QObject = field(default_factory=QObject)
    said: list[str] = field(default_factory=list)
    found: list[Verification] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)

    def reading(self, longest_wait_ms: int = NO_TIME) -> Reading:
        made = Reading(self.desk.desk, self.parent, longest_wait_ms=longest_wait_ms)
        made.started.connect(lambda: self.said.append("started"))
        made.unknown_here.connect(lambda: self.said.append("unknown here"))
        made.verified.connect(lambda found, _visit: self._keep("verified", found))
        made.upgraded.connect(lambda found: self._keep("upgraded", found))
        made.failed.connect(self._fail)
        return made

    def until(self, *said: str) -> None:
        self.desk.until(self.qtbot, lambda: self.said == list(said))

    def idle(self) -> None:
        self.desk.until(self.qtbot, lambda: not self.desk.tasks.busy)

    def _keep(self, what: str, found: Verification) -> None:
        self.said.append(what)
        self.found.append(found)

    def _fail(self, error: Exception) -> None:
        self.said.append("failed")
        self.errors.append(error)


@pytest.fixture
def scans(app: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[Scans]:
    with open_held_desk(tmp_path) as desk:
        desk.desk.sign_in(operator())
        made = Scans(desk, qtbot)
        yield made
        desk.line.release()
        made.idle()
        made.parent.deleteLater()
    app.processEvents()


def test_the_rule_is_three_seconds_from_scan_to_verdict(scans: Scans) -> None:
    reading = Reading(scans.desk.desk, scans.parent)
    assert LONGEST_WAIT_MS == 3_000
    assert reading._patience.interval() == LONGEST_WAIT_MS - SHOWING_MS
    assert reading._patience.isSingleShot()


def test_a_server_that_answers_decides_and_what_is_stored_is_not_shown(scans: Scans) -> None:
    scans.desk.know("RETURNING")
    scans.reading(LONG).text(scans.desk.member("RETURNING"))
    scans.until("started", "verified")
    assert scans.found[0].online
    scans.idle()
    assert scans.said == ["started", "verified"]


@pytest.mark.parametrize("way", [Way.HELD, Way.TRICKLE])
def test_the_stored_verdict_is_there_before_a_black_hole_answers_and_is_improved_when_it_does(
    scans: Scans, way: Way
) -> None:
    scans.desk.know("RETURNING")
    scans.desk.line.hold(way)
    scans.reading().text(scans.desk.member("RETURNING"))
    scans.until("started", "verified")
    assert (scans.found[0].online, scans.found[0].problem) == (False, SLOW)
    assert scans.desk.tasks.busy  # the question is still out
    scans.desk.line.release()
    scans.until("started", "verified", "upgraded")
    assert scans.found[1].online
    assert scans.found[1].identified == scans.found[0].identified


def test_a_server_that_hangs_up_leaves_the_stored_verdict_at_once(scans: Scans) -> None:
    scans.desk.know("RETURNING")
    scans.desk.line.hang_up()
    scans.reading(LONG).text(scans.desk.member("RETURNING"))
    scans.until("started", "verified")
    assert not scans.found[0].online
    assert scans.found[0].problem.startswith("CENTRAL_UNREACHABLE")


def test_on_a_line_known_to_be_down_nobody_waits_and_the_server_is_asked_all_the_same(scans: Scans) -> None:
    scans.desk.know("RETURNING")
    down(scans)
    scans.desk.line.hold()
    scans.reading(LONG).text(scans.desk.member("RETURNING"))
    scans.until("started", "verified")
    assert (scans.found[0].online, scans.found[0].problem) == (False, DOWN)
    scans.desk.until(scans.qtbot, scans.desk.line.asked.is_set)
    scans.desk.line.release()
    scans.until("started", "verified", "upgraded")


def down(scans: Scans) -> None:
    """Make the desk know that the line is down, as two failures in a row do."""
    keeper = scans.desk.keeper
    keeper.open_line()
    keeper.failed("NO_CONNECTION")
    scans.desk.until(scans.qtbot, lambda: scans.desk.desk.line.is_offline)


def test_while_a_person_works_offline_the_server_is_not_asked(scans: Scans) -> None:
    scans.desk.know("RETURNING")
    scans.desk.keeper.close_line(scans.desk.desk.terminal.clock.now())
    scans.desk.until(scans.qtbot, lambda: scans.desk.desk.line.chosen)
    before = scans.desk.line.requests
    scans.reading(LONG).text(scans.desk.member("RETURNING"))
    scans.until("started", "verified")
    assert scans.found[0].problem == CHOSEN
    scans.idle()
    assert scans.desk.line.requests == before


def test_with_nothing_stored_there_is_nothing_to_do_but_wait_and_that_is_said(scans: Scans) -> None:
    forget_all(scans)
    scans.desk.line.hold()
    scans.reading().text(scans.desk.member("GREYED"))
    scans.until("started", "unknown here")
    scans.desk.line.release()
    scans.until("started", "unknown here", "verified")
    assert scans.found[0].online


def forget_all(scans: Scans) -> None:
    """Take the facts away that the changes brought of the clinic's children."""
    with scans.desk.store._transaction(scans.desk.store._writers, "BEGIN IMMEDIATE") as work:
        work.snapshots._connection.execute("DELETE FROM snapshots")


def test_with_nothing_stored_and_no_server_the_failure_comes_when_the_network_gave_up(scans: Scans) -> None:
    forget_all(scans)
    scans.desk.line.hold()
    scans.reading().text(scans.desk.member("GREYED"))
    scans.until("started", "unknown here")
    scans.desk.line.hang_up()
    scans.until("started", "unknown here", "failed")
    assert isinstance(scans.errors[0], NoSnapshotError)


def test_choosing_to_work_offline_ends_the_waiting(scans: Scans) -> None:
    forget_all(scans)
    scans.desk.line.hold()
    scans.reading().text(scans.desk.member("GREYED"))
    scans.until("started", "unknown here")
    scans.desk.keeper.close_line(scans.desk.desk.terminal.clock.now())
    scans.until("started", "unknown here", "failed")
    assert isinstance(scans.errors[0], NoSnapshotError)
    assert scans.errors[0].cause == CHOSEN


def test_an_outage_that_becomes_known_while_the_family_waits_shows_what_is_stored(scans: Scans) -> None:
    scans.desk.know("RETURNING")
    scans.desk.line.hold()
    scans.reading(LONG).text(scans.desk.member("RETURNING"))
    scans.desk.until(scans.qtbot, scans.desk.line.asked.is_set)
    down(scans)
    scans.until("started", "verified")
    assert scans.found[0].problem == DOWN


def test_a_line_that_comes_back_improves_the_verdict_on_show(scans: Scans) -> None:
    scans.desk.know("RETURNING")
    scans.desk.keeper.close_line(scans.desk.desk.terminal.clock.now())
    scans.desk.until(scans.qtbot, lambda: scans.desk.desk.line.chosen)
    scans.reading(LONG).text(scans.desk.member("RETURNING"))
    scans.until("started", "verified")
    scans.desk.keeper.open_line()
    scans.until("started", "verified", "upgraded")
    assert scans.found[1].online


def test_a_newer_scan_takes_the_place_of_one_that_waits(scans: Scans) -> None:
    for case in ("RETURNING", "GREYED"):
        scans.desk.know(case)
    scans.desk.line.hold()
    reading = scans.reading()
    reading.text(scans.desk.member("RETURNING"))
    reading.text(scans.desk.member("GREYED"))
    scans.until("started", "started", "verified")
    assert scans.found[0].identified.member == scans.desk.member("GREYED")
    scans.desk.line.release()
    scans.until("started", "started", "verified", "upgraded")
    scans.idle()
    assert {found.identified.member for found in scans.found} == {scans.desk.member("GREYED")}


def test_after_a_cancel_nothing_comes_any_more(scans: Scans) -> None:
    scans.desk.know("RETURNING")
    scans.desk.line.hold()
    reading = scans.reading()
    reading.text(scans.desk.member("RETURNING"))
    scans.until("started", "verified")
    reading.cancel()
    scans.desk.line.release()
    scans.idle()
    assert scans.said == ["started", "verified"]


def test_unanswered_questions_leave_room_for_every_next_card(scans: Scans) -> None:
    """Ten families in a row on a black hole: each gets its verdict, and few requests are out at once."""
    scans.desk.know("RETURNING")
    scans.desk.line.hold()
    before = scans.desk.line.requests
    reading = scans.reading()
    for number in range(10):
        reading.text(scans.desk.member("RETURNING"))
        scans.desk.until(scans.qtbot, lambda: len(scans.found) == number + 1)  # noqa: B023  used at once
    assert scans.desk.line.requests - before <= MOST_AT_ONCE
    scans.desk.tasks.run(lambda: None, lambda _none: scans.said.append("a free thread"))
    scans.desk.until(scans.qtbot, lambda: scans.said[-1] == "a free thread")
    scans.desk.line.release()
    scans.desk.until(scans.qtbot, lambda: scans.said[-1] == "upgraded")
    scans.idle()
    assert scans.said.count("upgraded") == 1  # only the child that stands at the desk


def test_a_server_that_does_not_know_the_child_takes_the_verdict_back(scans: Scans) -> None:
    """A stored yes must not stand against the server's no."""
    stranger = "202501C00000099999"
    with scans.desk.store.begin() as uow:
        (known,) = uow.snapshots.of_member(scans.desk.member("RETURNING"))
        uow.snapshots.put(replace(known, person=replace(known.person, member=stranger)), "signed")
    scans.desk.line.hold()
    scans.reading().text(stranger)
    scans.until("started", "verified")
    scans.desk.line.release()
    scans.until("started", "verified", "started", "failed")
    assert isinstance(scans.errors[0], MemberUnknownError)


def test_a_card_that_cannot_be_read_says_so_before_anybody_is_asked(scans: Scans) -> None:
    scans.desk.line.hold()
    scans.reading().text("something else")
    scans.until("started", "failed")
    assert isinstance(scans.errors[0], CardRefusedError)
    assert not scans.desk.line.asked.is_set()
