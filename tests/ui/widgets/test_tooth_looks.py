"""What the tooth chart shows: states, zones, the middle, the pointer."""

from itertools import combinations

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QToolTip, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from clinic_terminal.domain.dentition import Presence
from clinic_terminal.domain.surfaces import Face
from clinic_terminal.ui.widgets.tooth_chart import ToothChart, ToothChartView
from clinic_terminal.ui.widgets.tooth_view import ChartWords, LegendRow, ToothMark, ToothState, Work, ZoneUse
from tests.ui.conftest import Show
from tests.ui.widgets.chart_hands import FILLED, NO_PERMANENT, click, large, rim

pytestmark = pytest.mark.usefixtures("app")


STATES = (
    *(ToothState(presence) for presence in Presence),
    *(ToothState(before=(Work(mark, "充", "O"),)) for mark in ToothMark),
    *(ToothState(today=(Work(mark, "充", "O"),)) for mark in ToothMark),
)


def test_every_state_looks_different_even_without_colour(chart: ToothChart) -> None:
    views = [ToothChartView(teeth={"26": state}) for state in STATES]
    views += [
        ToothChartView(selected=frozenset({"26"})),
        ToothChartView(selected=frozenset({"26"}), surfaces={"26": "O"}),
        ToothChartView(forbidden={"26": "不可。"}),
    ]
    pictures = []
    for view in views:
        chart.set_view(view)
        picture = chart.grab().toImage()
        pictures.append(picture.convertToFormat(picture.Format.Format_Grayscale8))
    assert all(one != other for one, other in combinations(pictures, 2))


def test_the_zones_of_a_filling_are_drawn_where_they_are(chart: ToothChart) -> None:
    chart.set_view(ToothChartView(teeth={"64": FILLED}))
    picture = chart.grab().toImage()

    def colour(face: Face) -> str:
        return picture.pixelColor(rim(chart, "64", face).toPoint()).name()

    assert colour(Face.DISTAL) != colour(Face.MESIAL)
    assert colour(Face.MESIAL) == colour(Face.OUTER) == colour(Face.INNER)


def test_the_middle_shows_the_legend_until_a_tooth_is_enlarged(show: Show) -> None:
    words = ChartWords(caption="替牙期", detail="7 岁", legend=(LegendRow(FILLED, "已充填"),))
    window = QWidget()
    field, chart = QLineEdit(), ToothChart(ToothChartView(words=words), name="牙位图")
    box = QVBoxLayout(window)
    box.addWidget(field)
    box.addWidget(chart)
    show(window)
    field.setFocus()
    assert chart.enlarged_tooth == ""
    idle = chart.grab().toImage()
    chart.set_view(ToothChartView(words=words, selected=frozenset({"84"}), active="84"))
    assert chart.enlarged_tooth == chart.cursor_tooth == "84"
    assert chart.grab().toImage() != idle
    chart.set_view(ToothChartView(words=words))
    assert chart.enlarged_tooth == ""
    assert chart.grab().toImage() == idle


def test_an_active_tooth_does_not_pull_the_cursor_from_under_the_hand(chart: ToothChart) -> None:
    QTest.keyClick(chart, Qt.Key.Key_Right)
    chart.set_view(ToothChartView(selected=frozenset({"84"}), active="84"))
    assert chart.cursor_tooth == "21"


def test_teeth_explain_themselves_under_the_pointer(chart: ToothChart, qtbot: QtBot) -> None:
    chart.set_view(ToothChartView(teeth={"64": FILLED}, forbidden=NO_PERMANENT))
    for code, words in (("11", "恒牙拔除由家长自费。"), ("64", FILLED.spoken), ("16", "")):
        spot = chart.centre_of(code).toPoint()
        QTest.mouseMove(chart, spot)
        QApplication.sendEvent(chart, QHelpEvent(QEvent.Type.ToolTip, spot, chart.mapToGlobal(spot)))
        if words:
            assert QToolTip.text() == words
        else:
            qtbot.waitUntil(lambda: not QToolTip.isVisible())


def test_what_is_under_the_pointer_is_marked_until_the_pointer_leaves(chart: ToothChart) -> None:
    click(chart, chart.centre_of("84"))
    QTest.mouseMove(chart, QPoint(2, 60))
    before = chart.grab().toImage()
    for point in (chart.centre_of("36"), large(chart, "84", Face.OUTER)):
        QTest.mouseMove(chart, point.toPoint())
        assert chart.cursor().shape() is Qt.CursorShape.PointingHandCursor
        assert chart.grab().toImage() != before
        QApplication.sendEvent(chart, QEvent(QEvent.Type.Leave))
        assert chart.grab().toImage() == before


def test_the_sides_of_a_chosen_tooth_are_shown_under_the_pointer(chart: ToothChart) -> None:
    for surfaces in ({}, {"84": "D"}):
        view = ToothChartView(selected=frozenset({"84"}), surfaces=surfaces, zones=ZoneUse.DIRECT)
        chart.set_view(view)
        QTest.mouseMove(chart, chart.centre_of("84").toPoint())
        whole = chart.grab().toImage()
        QTest.mouseMove(chart, rim(chart, "84", Face.DISTAL).toPoint())
        assert chart.grab().toImage() != whole


def test_the_large_tooth_shows_what_was_done_to_its_zones(chart: ToothChart) -> None:
    click(chart, chart.centre_of("64"))
    QTest.mouseMove(chart, QPoint(2, 60))
    filling = Work(ToothMark.FILLED, "充", "OD")
    pictures = []
    for state in (ToothState(), ToothState(before=(filling,)), ToothState(today=(filling,))):
        chart.set_view(ToothChartView(teeth={"64": state}))
        pictures.append(chart.grab().toImage())
    spots = {face: large(chart, "64", face).toPoint() + QPoint(0, 18) for face in Face}

    def changed(before: int, after: int) -> set[Face]:
        one, other = pictures[before], pictures[after]
        box = QRect(0, 0, 24, 3)
        found = set()
        for face, spot in spots.items():
            box.moveCenter(spot)
            if one.copy(box) != other.copy(box):
                found.add(face)
        return found

    assert changed(0, 1) == changed(0, 2) == changed(1, 2) == {Face.BITING, Face.DISTAL}
