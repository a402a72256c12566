"""The tooth chart by mouse, arrows and figures."""

from itertools import combinations, pairwise

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from clinic_terminal.ui.widgets.tooth_chart import ToothChart, ToothChartView
from clinic_terminal.ui.widgets.tooth_layout import HEIGHT, WIDTH, codes, nearest, places, rows, step
from clinic_terminal.ui.widgets.tooth_paint import ToothMark, outline
from tests.ui.conftest import Show

pytestmark = pytest.mark.usefixtures("app")


class Asked:
    """What a chart has emitted."""

    def __init__(self, chart: ToothChart) -> None:
        self.toggled: list[str] = []
        self.refused: list[tuple[str, str]] = []
        self.surfaces: list[str] = []
        chart.tooth_toggled.connect(self.toggled.append)
        chart.tooth_refused.connect(lambda code, reason: self.refused.append((code, reason)))
        chart.surface_typed.connect(self.surfaces.append)


@pytest.fixture
def chart(show: Show) -> ToothChart:
    found = ToothChart(ToothChartView(forbidden={"11": "恒牙拔除由家长自费。"}), name="牙位图")
    found.resize(440, 540)
    show(found)
    found.setFocus()
    return found


def test_there_are_52_teeth_each_once() -> None:
    assert len(places()) == 52
    permanent = {f"{q}{n}" for q in "1234" for n in range(1, 9)}
    primary = {f"{q}{n}" for q in "5678" for n in range(1, 6)}
    assert codes() == permanent | primary


def test_the_patients_right_is_on_the_left_and_the_upper_jaw_above() -> None:
    by_code = {place.code: place for place in places()}
    assert by_code["18"].x < by_code["11"].x < by_code["21"].x < by_code["28"].x
    assert by_code["11"].y < by_code["51"].y < by_code["81"].y < by_code["41"].y
    assert by_code["16"].x < by_code["55"].x


def test_both_sides_mirror_each_other() -> None:
    by_code = {place.code: place for place in places()}
    for number in range(1, 9):
        assert by_code[f"1{number}"].x + by_code[f"2{number}"].x == pytest.approx(WIDTH, abs=0.5)
        assert by_code[f"1{number}"].y + by_code[f"4{number}"].y == pytest.approx(HEIGHT, abs=0.5)


def test_no_tooth_covers_another_or_leaves_the_drawing() -> None:
    outlines = {place.code: outline(place) for place in places()}
    for row in rows():
        for one, other in pairwise(row):
            assert not outlines[one].intersects(outlines[other]), (one, other)
    for place in places():
        box = outlines[place.code].boundingRect()
        assert box.left() > 4
        assert box.top() > 4
        assert box.right() < WIDTH - 4
        assert box.bottom() < HEIGHT - 4


@pytest.mark.parametrize("place", places(), ids=lambda place: place.code)
def test_a_touch_in_the_middle_of_a_tooth_finds_it(place: object) -> None:
    code, x, y = (getattr(place, name) for name in ("code", "x", "y"))
    assert nearest(x, y) == code


def test_a_touch_beside_all_teeth_finds_none() -> None:
    assert nearest(WIDTH / 2, HEIGHT / 2) is None


@pytest.mark.parametrize("code", ["55", "84", "48", "21"])
def test_a_click_asks_for_the_tooth(chart: ToothChart, code: str) -> None:
    asked = Asked(chart)
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=chart.centre_of(code).toPoint())
    assert asked.toggled == [code]
    assert chart.cursor_tooth == code


def test_two_figures_ask_for_the_tooth(chart: ToothChart) -> None:
    asked = Asked(chart)
    QTest.keyClicks(chart, "5584")
    assert asked.toggled == ["55", "84"]


def test_figures_that_are_no_tooth_are_forgotten(chart: ToothChart) -> None:
    asked = Asked(chart)
    QTest.keyClicks(chart, "5655")
    assert asked.toggled == ["55"]


def test_esc_forgets_a_first_figure(chart: ToothChart) -> None:
    asked = Asked(chart)
    QTest.keyClicks(chart, "5")
    QTest.keyClick(chart, Qt.Key.Key_Escape)
    QTest.keyClicks(chart, "16")
    assert asked.toggled == ["16"]


def test_a_forbidden_tooth_says_why_instead(chart: ToothChart) -> None:
    asked = Asked(chart)
    QTest.keyClicks(chart, "11")
    assert asked.toggled == []
    assert asked.refused == [("11", "恒牙拔除由家长自费。")]
    assert chart.accessibleDescription() == "11 恒牙拔除由家长自费。"


def test_a_chosen_tooth_that_became_forbidden_can_be_let_go(chart: ToothChart) -> None:
    chart.set_view(ToothChartView(selected=frozenset({"11"}), forbidden={"11": "不可。"}))
    asked = Asked(chart)
    QTest.keyClicks(chart, "11")
    assert asked.toggled == ["11"]


def test_arrows_walk_along_and_between_the_arches(chart: ToothChart) -> None:
    asked = Asked(chart)
    QTest.keyClick(chart, Qt.Key.Key_Right)
    assert chart.cursor_tooth == "21"
    QTest.keyClick(chart, Qt.Key.Key_Down)
    assert chart.cursor_tooth == "61"
    QTest.keyClick(chart, Qt.Key.Key_Space)
    assert asked.toggled == ["61"]


def test_arrows_stop_at_the_edges() -> None:
    assert step("18", -1, 0) == "18"
    assert step("28", 1, 0) == "28"
    assert step("11", 0, -1) == "11"
    assert step("41", 0, 1) == "41"


def test_every_tooth_can_be_reached_by_arrows() -> None:
    seen, edge = {"11"}, ["11"]
    while edge:
        here = edge.pop()
        for move in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            there = step(here, *move)
            if there not in seen:
                seen.add(there)
                edge.append(there)
    assert seen == codes()


def test_letters_ask_for_surfaces(chart: ToothChart) -> None:
    asked = Asked(chart)
    QTest.keyClicks(chart, "od")
    assert asked.surfaces == ["O", "D"]


def test_states_look_different(chart: ToothChart) -> None:
    views = [ToothChartView(marks={"26": mark}) for mark in ToothMark]
    views += [ToothChartView(selected=frozenset({"26"})), ToothChartView(forbidden={"26": "不可。"})]
    pictures = []
    for view in views:
        chart.set_view(view)
        pictures.append(chart.grab().toImage())
    assert all(one != other for one, other in combinations(pictures, 2))


def test_a_forbidden_tooth_explains_itself_under_the_pointer(chart: ToothChart, qtbot: QtBot) -> None:
    for code, words in (("11", "恒牙拔除由家长自费。"), ("16", "")):
        spot = chart.centre_of(code).toPoint()
        QTest.mouseMove(chart, spot)
        QApplication.sendEvent(chart, QHelpEvent(QEvent.Type.ToolTip, spot, chart.mapToGlobal(spot)))
        if words:
            assert QToolTip.text() == words
        else:
            qtbot.waitUntil(lambda: not QToolTip.isVisible())


def test_the_tooth_under_the_pointer_is_marked_until_the_pointer_leaves(chart: ToothChart) -> None:
    before = chart.grab().toImage()
    QTest.mouseMove(chart, chart.centre_of("36").toPoint())
    assert chart.cursor().shape() is Qt.CursorShape.PointingHandCursor
    assert chart.grab().toImage() != before
    QApplication.sendEvent(chart, QEvent(QEvent.Type.Leave))
    assert chart.grab().toImage() == before


def test_shortcuts_with_control_are_not_surfaces(chart: ToothChart) -> None:
    asked = Asked(chart)
    QTest.keyClick(chart, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(chart, "x")
    assert asked.surfaces == []


def test_a_first_figure_is_shown_and_forgotten_with_the_focus(chart: ToothChart) -> None:
    asked = Asked(chart)
    before = chart.grab().toImage()
    QTest.keyClicks(chart, "5")
    assert chart.grab().toImage() != before
    chart.clearFocus()
    chart.setFocus()
    QTest.keyClicks(chart, "5")
    assert asked.toggled == []
