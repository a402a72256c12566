"""The parts by which a page fits a small screen: rows that become columns, buttons that give way."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from typing_extensions import override

from clinic_terminal.ui.entries import Entry
from clinic_terminal.ui.shell import Page, Shell
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton, Given, PrimaryButton
from clinic_terminal.ui.widgets.card import column, row
from clinic_terminal.ui.widgets.giving_row import GivingRow
from clinic_terminal.ui.widgets.leaves import Leaves
from clinic_terminal.ui.widgets.line_rest import LineRest
from clinic_terminal.ui.widgets.line_table import Column, Line, LineTable
from clinic_terminal.ui.widgets.money import MoneyLabel
from clinic_terminal.ui.widgets.reflow import Reflow
from tests.ui.conftest import Show
from tests.ui.narrow import in_sight

pytestmark = pytest.mark.usefixtures("app")


def _sized(widget: QWidget, width: int, height: int = 400) -> None:
    widget.resize(width, height)
    for _ in range(4):
        QApplication.processEvents()


def _held(widget: QWidget, show: Show) -> None:
    """Show a widget on another: a window would hold it to the room that its layout asks for first."""
    ground = QWidget()
    ground.resize(1_400, 900)
    widget.setParent(ground)
    show(ground)


def _part(width: int, height: int = 60) -> QWidget:
    part = QWidget()
    part.setMinimumSize(width, height)
    return part


def _two(show: Show, *, beside: int = 0) -> tuple[Reflow, QLineEdit, QWidget]:
    field, side = QLineEdit(), QWidget()
    side.setLayout(column(_part(120)))
    field.setMinimumWidth(300)
    both = Reflow(spacing=10)
    both.add(field, 1)
    both.add(side, width=200, beside=beside)
    _held(both, show)
    return both, field, side


def test_parts_stand_side_by_side_where_there_is_room_and_below_each_other_where_not(show: Show) -> None:
    both, field, side = _two(show)
    _sized(both, 600)
    assert (both.is_stacked, side.x() > field.x(), side.width()) == (False, True, 200)
    _sized(both, 490)
    assert (both.is_stacked, side.y() > field.y(), side.width()) == (True, True, 490)
    _sized(both, 600)
    assert (both.is_stacked, side.width()) == (False, 200)


def test_a_column_gives_up_some_of_its_width_before_it_goes_below(show: Show) -> None:
    both, _field, side = _two(show, beside=150)
    _sized(both, 480)
    assert (both.is_stacked, side.width()) == (False, 170)
    _sized(both, 450)
    assert both.is_stacked


def test_a_row_asks_only_for_the_room_of_its_widest_part(show: Show) -> None:
    both, _field, _side = _two(show)
    assert both.minimumSizeHint().width() == 300


def test_what_was_typed_and_the_focus_stay_when_the_parts_turn(show: Show) -> None:
    both, field, _side = _two(show)
    _sized(both, 600)
    field.setFocus()
    QTest.keyClicks(field, "abc")
    field.setSelection(1, 1)
    for width in (450, 600):
        _sized(both, width)
        assert (field.text(), field.selectedText(), field.hasFocus()) == ("abc", "b", True)


def test_a_hidden_part_needs_no_room(show: Show) -> None:
    both, _field, side = _two(show)
    _sized(both, 450)
    side.hide()
    _sized(both, 451)
    assert not both.is_stacked


def test_a_part_can_lie_over_the_others_where_they_are_stacked_and_only_there(show: Show) -> None:
    both, field, side = _two(show)
    both.lay_over(side)
    _sized(both, 450)
    assert (side.geometry().right(), side.width(), side.height()) == (449, 200, both.height())
    assert field.height() >= both.height() - 1 or field.width() == 450
    both.lay_over(None)
    _sized(both, 451)
    assert side.width() == 451
    _sized(both, 600)
    assert (side.x(), side.width()) == (400, 200)


def _leaves(show: Show) -> tuple[Leaves, QLineEdit, QLineEdit]:
    chart, search = QLineEdit(), QLineEdit()
    for field in (chart, search):
        field.setMinimumWidth(250)
    leaves = Leaves("两边", spacing=10)
    for field, word in ((chart, "牙位图"), (search, "项目")):
        leaf = QWidget()
        leaf.setLayout(column(field, None))
        leaf.setMinimumWidth(250)
        leaves.add(leaf, word, 1, field.setFocus)
    _held(leaves, show)
    return leaves, chart, search


def test_the_leaf_with_the_focus_lies_on_top(show: Show) -> None:
    leaves, chart, search = _leaves(show)
    _sized(leaves, 600)
    assert not leaves.is_folded
    assert chart.mapTo(leaves, chart.pos()).x() < search.mapTo(leaves, search.pos()).x()
    search.setFocus()
    _sized(leaves, 400)
    assert (leaves.is_folded, leaves.covers(chart), leaves.covers(search)) == (True, True, False)
    chart.setFocus()
    assert (leaves.covers(chart), leaves.covers(search)) == (False, True)
    _sized(leaves, 600)
    assert not leaves.covers(search)
    assert chart.hasFocus()


def test_choosing_a_leaf_puts_the_hand_there(show: Show) -> None:
    leaves, chart, search = _leaves(show)
    search.setFocus()
    _sized(leaves, 400)
    button = next(one for one in leaves.findChildren(GhostButton) if one.text() == "牙位图")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert chart.hasFocus()
    assert not leaves.covers(chart)


def test_buttons_leave_out_their_keys_and_then_their_words_but_never_their_names(show: Show) -> None:
    tool = GhostButton("导入名单", "Ctrl O", size=ButtonSize.MEDIUM, icon_name="list")
    primary = PrimaryButton("扫描", "Enter")
    whole = GivingRow()
    whole.hold(row(None, tool, primary), (tool, primary))
    _held(whole, show)
    widths = [tool.width_of(one) for one in Given]
    assert widths == sorted(widths, reverse=True)
    _sized(whole, whole.full_width)
    assert tool.width() == widths[Given.NOTHING]
    _sized(whole, whole.full_width - 10)
    assert tool.width() == widths[Given.KEY]
    _sized(whole, whole.minimumSizeHint().width())
    assert tool.width() == widths[Given.WORD]
    assert tool.text() == "导入名单"
    assert tool.toolTip() == "导入名单  Ctrl O"
    assert primary.width() == primary.width_of(Given.KEY)


def test_a_table_leaves_out_its_spare_columns_and_says_them_of_the_current_line(show: Show) -> None:
    table = LineTable(
        (
            Column("项目", stretch=True),
            Column("责任内", 100, money=True, spare=2),
            Column("类别", 100, spare=1),
            Column("家长", 100, money=True),
        ),
        (Line("a", ("充填", 70_000, "基础", 35_000)),),
        name="账单",
    )
    rest = LineRest(table)
    holder = QWidget()
    holder.setLayout(column(table, rest))
    show(holder)
    table.selectRow(0)
    hidden = {}
    for width in (500, 400, 300):
        _sized(holder, width)
        hidden[width] = [n for n in range(4) if table.isColumnHidden(n)]
    assert hidden == {500: [], 400: [2], 300: [1, 2]}
    assert rest.text() == "责任内 700.00 · 类别 基础"
    assert table.minimumSizeHint().width() < 300
    _sized(holder, 500)
    assert not rest.isVisible()


def test_a_column_that_is_not_wanted_is_not_said_either(show: Show) -> None:
    table = LineTable((Column("项目", stretch=True), Column("说明", 100)), (Line("a", ("充填", "直付")),))
    said: list[str] = []
    table.rest_changed.connect(said.append)
    show(table)
    table.selectRow(0)
    table.setColumnHidden(1, True)
    assert table.isColumnHidden(1)
    assert said == []


def test_a_large_amount_steps_down_where_it_has_no_room(show: Show) -> None:
    amount = MoneyLabel(123_450, "money-page")
    holder = QWidget()
    holder.setLayout(column(amount))
    show(holder)
    _sized(holder, 600)
    large = amount.font().pointSizeF()
    _sized(holder, amount.minimumSizeHint().width())
    assert amount.font().pointSizeF() < large
    _sized(holder, 600)
    assert amount.font().pointSizeF() == large


class TallPage(Page):
    """A page whose button stands far below."""

    def __init__(self) -> None:
        super().__init__()
        self.entry = Entry("tall", "长页", "today", None)
        self.pressed = 0
        self.field = QLineEdit()
        self.press = PrimaryButton("下一步")
        self.press.clicked.connect(self._press)
        self.setLayout(column(self.field, _part(200, 900), self.press))

    @property
    @override
    def primary(self) -> PrimaryButton:
        return self.press

    def _press(self) -> None:
        self.pressed += 1


@pytest.fixture
def tall(show: Show) -> tuple[Shell, TallPage]:
    shell, page = Shell(), TallPage()
    shell.add_page(page)
    show(shell)
    _sized(shell, 900, 500)
    return shell, page


def test_a_primary_button_out_of_sight_stands_below_the_page_once_more(tall: tuple[Shell, TallPage]) -> None:
    shell, page = tall
    page.field.setFocus()
    button = shell.footing.button
    assert in_sight(button)
    assert not in_sight(page.press)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert page.pressed == 1
    assert page.field.hasFocus()


def test_the_button_below_is_open_and_named_as_the_page_s_own(tall: tuple[Shell, TallPage]) -> None:
    shell, page = tall
    page.press.set_word("签字", "user")
    page.press.setEnabled(False)
    _sized(shell, 901, 500)
    button = shell.footing.button
    assert (button.text(), button.icon_name, button.isEnabled()) == ("签字", "user", False)


def test_there_are_never_two_primary_buttons_in_sight(tall: tuple[Shell, TallPage]) -> None:
    shell, page = tall
    page.press.setFocus()
    _sized(shell, 902, 500)
    assert in_sight(page.press)
    assert not shell.footing.isVisible()
    _sized(shell, 900, 1_400)
    assert in_sight(page.press)
    assert not shell.footing.isVisible()


def test_tab_scrolls_to_what_it_reaches(tall: tuple[Shell, TallPage]) -> None:
    shell, page = tall
    page.field.setFocus()
    QTest.keyClick(shell, Qt.Key.Key_Tab)
    QApplication.processEvents()
    assert page.press.hasFocus()
    assert in_sight(page.press)
