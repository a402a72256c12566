from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from clinic_terminal.domain.visit import Stage
from clinic_terminal.i18n import translator
from clinic_terminal.ui.pages.treatment import TreatmentPage
from clinic_terminal.ui.views.live_bill import split_notices
from clinic_terminal.ui.views.treatment import toggled, typed_places
from tests.build import EXTRA_TOOTH, FILLING
from tests.ui.pages.bench import LINES, Bench, nameless, on_stage, open_bench, settled

ENTER, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape
ZH = translator("zh_CN")


@pytest.fixture
def bench(app: QApplication, tmp_path: Path) -> Iterator[Bench]:
    del app
    bench = open_bench(tmp_path)
    yield bench
    bench.close()


def _focused(window: QWidget) -> QWidget:
    widget = window.focusWidget()
    assert widget is not None
    return widget


def _opened(qtbot: QtBot, bench: Bench) -> TreatmentPage:
    page = TreatmentPage(bench.desk)
    on_stage(qtbot, bench, page)
    settled(qtbot, lambda: page.chart is not None)
    return page


def _lines(page: TreatmentPage) -> int:
    return len(page.chart.visit.lines) if page.chart else -1


def test_a_bill_is_made_and_handed_over_by_keys_alone(qtbot: QtBot, bench: Bench) -> None:
    bench.visit(Stage.ARRIVED)
    page = _opened(qtbot, bench)
    window = page.window()
    assert _focused(window) is page.item_card.search.field

    QTest.keyClicks(_focused(window), "ryszct")
    QTest.keyClick(_focused(window), ENTER)
    assert _focused(window) is page.item_card.teeth.field
    QTest.keyClicks(_focused(window), "55 84")
    QTest.keyClick(_focused(window), ENTER)
    settled(qtbot, lambda: _lines(page) == 1)
    assert _focused(window) is page.item_card.search.field
    assert page.item_card.search.text() == ""
    with qtbot.waitSignal(page.go) as asked:
        QTest.keyClick(_focused(window), ENTER)
    assert asked.args == ["settle"]
    stored = bench.stored()
    assert (stored.stage, stored.lines[0].teeth, stored.lines[0].qty) == (Stage.TO_SETTLE, ("55", "84"), 2)


def test_entering_takes_an_arrived_child_to_the_chair(qtbot: QtBot, bench: Bench) -> None:
    bench.visit(Stage.ARRIVED)
    _opened(qtbot, bench)
    assert bench.stored().stage is Stage.IN_TREATMENT


def test_a_wrong_tooth_says_why_and_nothing_typed_is_lost(qtbot: QtBot, bench: Bench) -> None:
    bench.visit()
    page = _opened(qtbot, bench)
    QTest.keyClicks(page.item_card.search.field, "ryszct")
    QTest.keyClick(page.item_card.search.field, ENTER)
    QTest.keyClicks(page.item_card.teeth.field, "11")
    QTest.keyClick(page.item_card.teeth.field, ENTER)
    settled(qtbot, page.item_card.teeth.problem.isVisible)
    assert page.item_card.teeth.problem.text() == "“乳牙树脂充填”不能用于 11，只能用于乳牙 51–85。"
    assert page.item_card.teeth.field.text() == "11"
    assert bench.stored().lines == ()
    assert bench.failures == []


def test_teeth_are_chosen_on_the_chart_and_forbidden_ones_say_why(qtbot: QtBot, bench: Bench) -> None:
    bench.visit()
    page = _opened(qtbot, bench)
    page.items.find()
    QTest.keyClicks(page.item_card.search.field, "BS07")
    QTest.keyClick(page.item_card.search.field, ENTER)
    chart = page.chart_card.chart
    for tooth in ("85", "11"):
        QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=chart.centre_of(tooth).toPoint())
    assert page.item_card.teeth.field.text() == "85"
    assert page.item_card.teeth.problem.text() == "“乳牙树脂充填”只能用于乳牙 51–85。"
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert page.items.places == ("85",)


def test_a_package_is_one_key(qtbot: QtBot, bench: Bench) -> None:
    bench.visit()
    page = _opened(qtbot, bench)
    QTest.keyClick(page.item_card.search.field, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    settled(qtbot, lambda: _lines(page) == 2)


def test_del_removes_a_line_and_enter_prices_it(qtbot: QtBot, bench: Bench) -> None:
    bench.visit(lines=LINES)
    page = _opened(qtbot, bench)
    page.bill_card.lines.take_focus()
    QTest.keyClick(page.bill_card.lines, Qt.Key.Key_Delete)
    settled(qtbot, lambda: _lines(page) == 2)
    QTest.keyClick(page.bill_card.lines, ENTER)
    editor = page.bill_card.editor
    assert page.window().focusWidget() is editor.field
    QTest.keyClicks(editor.field, "2000000")
    QTest.keyClick(editor.field, ENTER)
    assert editor.problem.text() == "金额超过 100 万元，请检查是否多打了零。"
    editor.field.selectAll()
    QTest.keyClicks(editor.field, "650")
    QTest.keyClick(editor.field, ENTER)
    settled(qtbot, lambda: not editor.isVisible())
    assert bench.stored().lines[1].unit_fen == 65_000


def test_a_discount_over_the_bill_is_refused_beside_its_field(qtbot: QtBot, bench: Bench) -> None:
    bench.visit(lines=LINES)
    page = _opened(qtbot, bench)
    page.bill_card.discount_button.click()
    editor = page.bill_card.editor
    QTest.keyClicks(editor.field, "1500.01")
    QTest.keyClick(editor.field, ENTER)
    assert editor.problem.text() == "优惠比账单金额还大，请改小优惠。"
    assert bench.stored().discount_fen == 0
    QTest.keyClick(editor.field, ESCAPE)
    assert not editor.isVisible()


def test_a_second_enter_while_the_first_runs_adds_nothing(qtbot: QtBot, bench: Bench) -> None:
    bench.visit()
    page = _opened(qtbot, bench)
    page.add("PV01")
    page.add("PV01")
    settled(qtbot, lambda: _lines(page) == 1)
    assert len(bench.stored().lines) == 1


def test_the_live_split_follows_every_line(qtbot: QtBot, bench: Bench) -> None:
    bench.visit(lines=LINES)
    page = _opened(qtbot, bench)
    assert page.bill_card.figures.now.text() == "¥850.00"
    page.add("PV01")
    settled(qtbot, lambda: _lines(page) == 4)
    assert page.bill_card.figures.now.text() == "¥850.00"
    assert page.bill_card.lines.lines[1].shares == "保险 350.00  家长 350.00"


def test_without_a_visit_the_page_leads_to_today(qtbot: QtBot, bench: Bench) -> None:
    page = TreatmentPage(bench.desk)
    shell = on_stage(qtbot, bench, page)
    with qtbot.waitSignal(page.go) as asked:
        QTest.keyClick(shell, ENTER)
    assert asked.args == ["today"]


def test_every_control_has_a_name(qtbot: QtBot, bench: Bench) -> None:
    bench.visit(lines=LINES)
    page = _opened(qtbot, bench)
    page.bill_card.discount_button.click()
    assert nameless(page) == []
    page.amounts.close()
    page.items.set_places(("84",))
    QTest.keyClicks(page.item_card.search.field, "BS07")
    QTest.keyClick(page.item_card.search.field, ENTER)
    assert nameless(page) == []


@pytest.mark.usefixtures("app")
def test_a_first_visit_without_booking_is_only_an_estimate(qtbot: QtBot, tmp_path: Path) -> None:
    with closing(open_bench(tmp_path, lock=None)) as bench:
        bench.visit(lines=LINES)
        page = _opened(qtbot, bench)
        assert page.chart is not None
        told = split_notices(page.chart, ZH)
        assert told[0].what == "首次就诊未预约：仅预估"


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("55 84", ("55", "84")),
        ("5584", ("55", "84")),
        ("55、84，16", ("55", "84", "16")),
        ("11-21", ("11-21",)),
        ("右上", ("Q1",)),
        ("q3 上", ("Q3", "UPPER")),
        ("5", ("5",)),
        ("", ()),
    ],
)
def test_typed_places_are_read_as_a_hand_types_them(text: str, places: tuple[str, ...]) -> None:
    assert typed_places(text) == places


def test_two_neighbours_make_the_region_of_an_extra_tooth() -> None:
    assert toggled(EXTRA_TOOTH, ("11",), "21") == ("11-21",)
    assert toggled(EXTRA_TOOTH, ("21",), "11") == ("11-21",)
    assert toggled(FILLING, ("84",), "84") == ()
