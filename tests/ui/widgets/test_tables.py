"""Tables and search: models pass Qt's own tester, and the keyboard does everything."""

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from clinic_terminal.ui.fonts import text_font
from clinic_terminal.ui.widgets.line_delegate import first_line
from clinic_terminal.ui.widgets.line_table import Align, Column, Line, LineModel, LineTable
from clinic_terminal.ui.widgets.one_line import line_width
from clinic_terminal.ui.widgets.pill import PillView
from clinic_terminal.ui.widgets.result_list import Result, ResultModel
from clinic_terminal.ui.widgets.search import SearchBox
from clinic_terminal.ui.widgets.tone import Tone
from tests.ui.conftest import Show

pytestmark = pytest.mark.usefixtures("app")

COLUMNS = (
    Column("项目", stretch=True, strong=True),
    Column("状态"),
    Column("自付", align=Align.RIGHT),
    Column("家长支付", money=True),
)
LINES = (
    Line("a", ("窝沟封闭", PillView("待送出", Tone.OFFLINE), "0%", 0)),
    Line("b", ("龋齿充填", PillView("已送达", Tone.OK), None, 123450)),
    Line("c", ("笑气镇静", PillView("被拒绝", Tone.STOP), "—", None)),
)
RESULTS = (
    Result("NC04", "恒牙拔除", blocked="11 号牙是恒牙。"),
    Result("PV13", "窝沟封闭", "PV13", "预防", "¥180.00"),
    Result("PV14", "窝沟封闭补涂", "PV14", "预防", "¥80.00"),
    Result("PV15", "卫生宣教"),
)


def test_the_line_model_passes_the_model_tester() -> None:
    model = LineModel(COLUMNS, LINES)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.set_lines(LINES[:1])
    model.set_columns(COLUMNS[:2], (Line("x", ("一", "二")),))
    model.set_lines(())
    assert tester.model() is model


@pytest.mark.parametrize("text", ["保险公司少付了，请联系家长；再结束。", "Call the hotline, then close it."])
def test_the_second_line_of_a_cell_begins_neither_in_a_word_nor_with_a_comma(text: str) -> None:
    font = text_font("text-small")
    for width in range(30, round(line_width(font, text)) + 20, 3):
        cut = first_line(text, font, width)
        assert 0 < cut <= len(text)
        assert text[cut:].lstrip()[:1] not in set("，；。,.")
        assert " " not in text[: cut + 1] or text[cut:][:1] in {"", " "}
    assert first_line(text, font, 2_000) == len(text)


def test_the_result_model_passes_the_model_tester() -> None:
    model = ResultModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.set_results(RESULTS)
    model.set_results(())
    assert tester.model() is model


def test_cells_are_said_as_they_are_shown() -> None:
    model = LineModel(COLUMNS, LINES)
    said = [[model.index(row, column).data() for column in range(4)] for row in range(3)]
    assert said == [
        ["窝沟封闭", "待送出", "0%", "0.00"],
        ["龋齿充填", "已送达", "—", "1,234.50"],
        ["笑气镇静", "被拒绝", "—", "—"],
    ]
    assert model.data(QModelIndex()) is None


def test_amounts_and_their_titles_stand_on_the_right() -> None:
    model = LineModel(COLUMNS, LINES)
    role = Qt.ItemDataRole.TextAlignmentRole
    right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    assert model.index(0, 3).data(role) == right
    assert model.headerData(3, Qt.Orientation.Horizontal, role) == right
    assert model.index(0, 0).data(role) != right


@pytest.fixture
def table(show: Show) -> LineTable:
    found = LineTable(COLUMNS, LINES, name="账单明细", enter_activates=True)
    found.resize(700, 300)
    show(found)
    found.setFocus()
    return found


def test_arrows_choose_lines_and_enter_activates(table: LineTable) -> None:
    chosen: list[object] = []
    activated: list[object] = []
    table.chosen.connect(chosen.append)
    table.activated_key.connect(activated.append)
    table.set_current("a")
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert chosen == ["b"]
    assert activated == ["b"]


def test_the_current_line_stays_current_when_lines_change(table: LineTable) -> None:
    table.set_current("b")
    table.set_lines((Line("z", ("新", "x", "0%", 1)), *LINES))
    assert table.current_key() == "b"
    table.set_lines(LINES[:1])
    assert table.current_key() is None


def test_unknown_keys_choose_nothing(table: LineTable) -> None:
    table.set_current("c")
    table.set_current("nobody")
    assert table.current_key() == "c"


class Found:
    """A search box in a window, with what it emitted."""

    def __init__(self, *, popup: bool) -> None:
        self.window = QMainWindow()
        centre = QWidget()
        self.box = SearchBox("项目名", name="查找项目", popup=popup)
        QVBoxLayout(centre).addWidget(self.box)
        self.window.setCentralWidget(centre)
        self.window.resize(500, 500)
        self.queries: list[str] = []
        self.chosen: list[object] = []
        self.box.query_changed.connect(self.queries.append)
        self.box.chosen.connect(self.chosen.append)

    def key(self, key: Qt.Key) -> None:
        QTest.keyClick(self.box.field, key)


@pytest.fixture(params=[False, True], ids=["inline", "popup"])
def found(show: Show, request: pytest.FixtureRequest) -> Found:
    made = Found(popup=request.param)
    show(made.window)
    made.box.field.setFocus()
    return made


def test_typing_asks_for_results(found: Found) -> None:
    QTest.keyClicks(found.box.field, "wg")
    assert found.queries == ["w", "wg"]


def test_the_first_free_result_is_taken_by_enter(found: Found) -> None:
    found.box.set_results(RESULTS)
    found.key(Qt.Key.Key_Return)
    assert found.chosen == ["PV13"]


def test_arrows_walk_over_what_is_blocked_and_stop_at_the_ends(found: Found) -> None:
    found.box.set_results(RESULTS)
    found.key(Qt.Key.Key_Up)
    assert found.box.results.current_key() == "PV13"
    for _ in range(5):
        found.key(Qt.Key.Key_Down)
    assert found.box.results.current_key() == "PV15"


def test_a_click_takes_a_result_but_not_a_blocked_one(found: Found) -> None:
    found.box.set_results(RESULTS)
    view = found.box.results
    for row in (0, 2):
        spot = view.visualRect(view.model().index(row, 0)).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert found.chosen == ["PV14"]


def test_esc_empties_the_field_first_and_then_leaves(found: Found) -> None:
    gone: list[bool] = []
    found.box.left.connect(lambda: gone.append(True))
    QTest.keyClicks(found.box.field, "w")
    found.key(Qt.Key.Key_Escape)
    assert found.box.text() == ""
    assert found.queries == ["w", ""]
    assert gone == []
    found.key(Qt.Key.Key_Escape)
    assert gone == [True]


def test_enter_without_results_goes_on(found: Found) -> None:
    found.key(Qt.Key.Key_Return)
    assert found.chosen == []


def test_the_results_say_price_and_reason() -> None:
    model = ResultModel()
    model.set_results(RESULTS)
    role = Qt.ItemDataRole.AccessibleTextRole
    assert model.index(1).data(role) == "窝沟封闭 预防 ¥180.00 PV13"
    assert model.index(0).data(role) == "恒牙拔除 11 号牙是恒牙。"
    assert model.index(0).data(Qt.ItemDataRole.ToolTipRole) == "11 号牙是恒牙。"


def test_results_that_are_not_chosen_leave_the_choice_to_an_arrow(found: Found) -> None:
    QTest.keyClicks(found.box.field, "w")
    found.box.set_results(RESULTS, choose=False, hint="有 3 个。")
    found.key(Qt.Key.Key_Return)
    assert found.chosen == []
    assert found.box.hint.property("ink") == "warn"
    found.key(Qt.Key.Key_Down)
    found.key(Qt.Key.Key_Return)
    assert found.chosen == ["PV13"]


def test_a_star_is_pressed_apart_from_its_result(found: Found) -> None:
    starred: list[object] = []
    found.box.starred.connect(starred.append)
    found.box.set_results((Result("PV13", "窝沟封闭", favourite=False), Result("PV14", "补涂")))
    view = found.box.results
    for row in (0, 1):
        spot = view.visualRect(view.model().index(row, 0)).topLeft() + QPoint(12, 20)
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert (starred, found.chosen) == (["PV13"], ["PV14"])


def test_renewed_results_keep_the_current_one(found: Found) -> None:
    found.box.set_results(RESULTS)
    found.key(Qt.Key.Key_Down)
    found.box.results.renew((*RESULTS[::-1],))
    assert found.box.results.current_key() == "PV14"
    found.box.results.renew(RESULTS[:2])
    assert found.box.results.current_key() is None


def test_a_favourite_is_said_with_its_note() -> None:
    model = ResultModel()
    model.set_results((Result("PV13", "窝沟封闭", "PV13", note="直付", favourite=True, spoken="已收藏"),))
    assert model.index(0).data(Qt.ItemDataRole.AccessibleTextRole) == "窝沟封闭 PV13 直付 已收藏"
