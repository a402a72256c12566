"""History by real keys: what was finished of late, found by child, day or card, and opened."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from clinic_terminal.application.past_visits import PastVisits
from clinic_terminal.domain.visit import Stage, Visit
from clinic_terminal.i18n import translator
from clinic_terminal.ui.pages.history import HistoryPage
from clinic_terminal.ui.views import history as views
from clinic_terminal.ui.window import TerminalWindow
from tests.build import TODAY
from tests.ui.pages.front import (
    EXPIRED,
    RETURNING,
    Front,
    billed,
    focused,
    nameless,
    press,
    words_on,
)

LONG_AGO = TODAY - timedelta(days=200)


@pytest.fixture
def bill(front: Front) -> Visit:
    """Return a closed visit of today."""
    return billed(front, RETURNING)


@pytest.fixture
def page(bill: Visit, front: Front, at_work: TerminalWindow, qtbot: QtBot) -> Iterator[HistoryPage]:
    front.keep(EXPIRED)
    old = Visit(
        id="V-OLD", stage=Stage.DONE, day=LONG_AGO, person=EXPIRED.person, policy=EXPIRED.policy,
        plan=EXPIRED.plan,
    )  # fmt: skip
    with front.store.begin() as uow:
        uow.visits.put(old)
    press(at_work, Qt.Key.Key_F8)
    yield at_work.pages.history
    idle(front, qtbot)
    assert bill.id


def idle(front: Front, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not front.tasks.busy)


def listed(page: HistoryPage) -> list[object]:
    return [line.key for line in page.table.line_model.lines]


def look(page: HistoryPage, typed: str, front: Front, qtbot: QtBot) -> None:
    press(page.window(), Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(focused(page.window()), typed)
    idle(front, qtbot)


def test_f8_shows_what_was_finished_of_late(
    page: HistoryPage, bill: Visit, front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: listed(page) == [bill.id])
    assert at_work.page is page
    assert page.search.hasFocus()
    assert "最近 31 天做完 1 次。" in words_on(page)
    cells = page.table.line_model.lines[0].cells
    assert cells[:2] == (TODAY.isoformat(), "沈星禾")
    assert cells[4:] == ("1", 35_000, 35_000)
    assert RETURNING.person.member not in cells
    assert nameless(page) == []
    idle(front, qtbot)


def test_a_child_is_found_by_initials_and_enter_opens_the_visit(
    page: HistoryPage, front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    idle(front, qtbot)
    look(page, "xna", front, qtbot)
    assert listed(page) == ["V-OLD"]
    press(page.window(), Qt.Key.Key_Return)
    idle(front, qtbot)
    assert front.desk.visit is not None
    assert front.desk.visit.id == "V-OLD"
    assert at_work.page is at_work.pages.done


def test_a_day_is_typed_and_a_visit_chosen_by_the_arrows(
    page: HistoryPage, bill: Visit, front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    idle(front, qtbot)
    look(page, LONG_AGO.isoformat(), front, qtbot)
    assert listed(page) == ["V-OLD"]
    look(page, f"{TODAY:%Y%m%d}", front, qtbot)
    assert listed(page) == [bill.id]
    press(page.window(), Qt.Key.Key_Down)
    assert page.table.hasFocus()
    press(page.window(), Qt.Key.Key_Return)
    idle(front, qtbot)
    assert front.desk.visit is not None
    assert front.desk.visit.id == bill.id
    assert at_work.page is at_work.pages.done


def test_nothing_found_is_said_and_esc_empties_the_field_first(
    page: HistoryPage, bill: Visit, front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    idle(front, qtbot)
    look(page, "zzzz", front, qtbot)
    assert listed(page) == []
    assert "没有找到就诊。" in words_on(page)
    assert not page.open_button.isEnabled()
    press(page.window(), Qt.Key.Key_Return)
    assert at_work.page is page
    press(page.window(), Qt.Key.Key_Escape)
    idle(front, qtbot)
    assert listed(page) == [bill.id]
    press(page.window(), Qt.Key.Key_Escape)
    assert at_work.page is not page


def test_a_scanned_card_looks_for_its_child(page: HistoryPage, front: Front, qtbot: QtBot) -> None:
    idle(front, qtbot)
    assert page.scanned(EXPIRED.person.member)
    qtbot.waitUntil(lambda: listed(page) == ["V-OLD"])
    idle(front, qtbot)


def test_a_visit_without_a_bill_has_dashes_and_a_cut_list_says_so(bill: Visit) -> None:
    words = translator("zh_CN")
    bare = replace(bill, bill=None)
    (line,) = views.lines(PastVisits((bare,)), words)
    assert line.cells[5:] == (None, None)
    assert views.told(PastVisits((bare,), more=True), "x", words) == "只列出最近的 200 次，请再输入几个字。"
