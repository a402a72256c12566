"""The tooth chart as a screen reader finds it, and as Tab does."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from clinic_terminal.ui.widgets.tooth_chart import ToothChart, ToothChartView
from tests.ui.conftest import Show
from tests.ui.widgets.chart_hands import FILLED, NO_PERMANENT, Asked

pytestmark = pytest.mark.usefixtures("app")


def test_a_screen_reader_finds_each_tooth_with_its_name_and_state(chart: ToothChart) -> None:
    chart.set_view(ToothChartView(teeth={"64": FILLED}, selected=frozenset({"64"}), forbidden=NO_PERMANENT))
    spoken = QAccessible.queryAccessibleInterface(chart)
    children = [spoken.child(number) for number in range(spoken.childCount())]
    names = {child.text(QAccessible.Text.Name): child for child in children}
    assert len(names) == 52
    assert names[FILLED.spoken].state().checked
    assert names["11"].text(QAccessible.Text.Description) == "恒牙拔除由家长自费。"
    assert not names["11"].state().checked


def test_a_screen_reader_follows_the_focus_and_can_press(chart: ToothChart) -> None:
    QTest.keyClicks(chart, "64")
    focused = QApplication.focusWidget()
    assert focused is chart.stops.by_code["64"]
    asked = Asked(chart)
    chart.stops.by_code["75"].click()
    assert asked.all == [("tooth_toggled", "75")]
    assert chart.cursor_tooth == "75"
    assert QApplication.focusWidget() is chart.stops.by_code["75"]


def test_keys_on_the_focused_tooth_are_the_charts(chart: ToothChart) -> None:
    asked = Asked(chart)
    QTest.keyClicks(chart.stops.by_code["11"], "84od")
    assert asked.all[0] == ("tooth_toggled", "84")
    assert len(asked.all) == 3


def test_tab_reaches_the_chart_once(show: Show) -> None:
    window = QWidget()
    before, chart, after = QLineEdit(), ToothChart(name="牙位图"), QLineEdit()
    box = QVBoxLayout(window)
    for widget in (before, chart, after):
        box.addWidget(widget)
    show(window)
    before.setFocus()
    QTest.keyClick(before, Qt.Key.Key_Tab)
    assert chart.stops.has_focus()
    QTest.keyClick(chart.stops.by_code[chart.cursor_tooth], Qt.Key.Key_Tab)
    assert after.hasFocus()


def test_a_refusal_is_announced_where_somebody_listens(chart: ToothChart) -> None:
    QAccessible.setActive(True)
    try:
        chart.announce("不可。")
    finally:
        QAccessible.setActive(False)
