"""Today's board by keyboard and mouse."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from clinic_terminal.ui.widgets.board import Board, ColumnView, Kin, VisitCard, VisitView
from clinic_terminal.ui.widgets.buttons import IconButton
from clinic_terminal.ui.widgets.pill import PillView
from clinic_terminal.ui.widgets.tone import Tone
from tests.ui.conftest import Show

pytestmark = pytest.mark.usefixtures("app")


def visit(key: int, note: str = "") -> VisitView:
    return VisitView(key, f"儿童{key}", "6 岁", "10:00", PillView("可直付", Tone.OK), note)


@pytest.fixture
def board(show: Show) -> Board:
    found = Board(
        (
            ColumnView("待到", (visit(1), visit(2))),
            ColumnView("就诊中", (), "没有。"),
            ColumnView("待结算", (visit(3),)),
        )
    )
    found.resize(900, 500)
    show(found)
    found.focus_first()
    return found


def focused(board: Board) -> VisitCard:
    return next(card for card in board.cards() if card.hasFocus())


def test_arrows_walk_between_visits_over_empty_columns(board: Board) -> None:
    QTest.keyClick(focused(board), Qt.Key.Key_Down)
    assert board.focused_key() == 2
    QTest.keyClick(focused(board), Qt.Key.Key_Right)
    assert board.focused_key() == 3
    QTest.keyClick(focused(board), Qt.Key.Key_Left)
    assert board.focused_key() == 1
    QTest.keyClick(focused(board), Qt.Key.Key_Up)
    assert board.focused_key() == 1


def test_enter_space_and_a_click_activate_a_visit(board: Board) -> None:
    activated: list[object] = []
    board.activated.connect(activated.append)
    QTest.keyClick(focused(board), Qt.Key.Key_Return)
    QTest.keyClick(focused(board), Qt.Key.Key_Space)
    QTest.mouseClick(board.cards()[2], Qt.MouseButton.LeftButton)
    assert activated == [1, 1, 3]


def test_the_focus_stays_with_a_visit_that_moves_to_another_column(board: Board) -> None:
    board.focus_visit(2)
    board.set_columns((ColumnView("待到", (visit(1),)), ColumnView("就诊中", (visit(2, "椅位 1"),))))
    assert board.focused_key() == 2


def test_a_visit_that_did_not_change_keeps_its_card(board: Board) -> None:
    before = board.cards()[0]
    board.set_columns((ColumnView("待到", (visit(1), visit(9))), ColumnView("就诊中", ())))
    assert board.cards()[0] is before
    assert [card.view.key for card in board.cards()] == [1, 9]


def test_arrows_still_walk_after_a_refresh(board: Board) -> None:
    board.set_columns((ColumnView("待到", (visit(1), visit(9))),))
    board.focus_first()
    QTest.keyClick(focused(board), Qt.Key.Key_Down)
    assert board.focused_key() == 9


def test_a_card_says_everything_it_shows(board: Board) -> None:
    assert board.cards()[0].accessibleName() == "儿童1 6 岁 10:00 可直付"


def test_no_other_visit_takes_the_place_of_one_that_is_gone(board: Board) -> None:
    selected: list[object] = []
    board.focus_first()
    board.selected.connect(selected.append)
    board.set_columns((ColumnView("待到", (visit(2),)), ColumnView("就诊中", (visit(3),))))
    assert board.focused_key() is None
    assert board.hasFocus()
    assert selected == []


def test_focus_selects_and_so_does_the_small_button(board: Board) -> None:
    selected: list[object] = []
    board.selected.connect(selected.append)
    QTest.keyClick(focused(board), Qt.Key.Key_Down)
    assert selected == [2]
    board.set_columns((ColumnView("待到", (replace(visit(7), more="详情"),)),))
    board.cards()[0].findChildren(IconButton)[0].click()
    assert selected[-1] == 7


def test_sections_are_said_once_and_the_count_may_leave_some_out(board: Board) -> None:
    visits = tuple(replace(visit(n), section=section) for n, section in ((1, "先"), (2, "先"), (3, "后")))
    board.set_columns((ColumnView("待到", visits, count=2),))
    texts = [label.text() for label in board.findChildren(QLabel)]
    assert [text for text in texts if text in {"先", "后"}] == ["先", "后"]
    assert "2" in texts


def test_a_family_is_drawn_and_said(board: Board) -> None:
    kins = (Kin.FIRST, Kin.MIDDLE, Kin.LAST)
    visits = tuple(replace(visit(n), family="兄弟姐妹：某", kin=kin) for n, kin in enumerate(kins))
    board.set_columns((ColumnView("待到", visits),))
    assert all("兄弟姐妹" in card.accessibleName() for card in board.cards())
    assert not board.grab().isNull()
