"""The tooth chart by mouse, finger, arrows and figures."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from clinic_terminal.domain.surfaces import Face
from clinic_terminal.ui.widgets.tooth_chart import ToothChart, ToothChartView
from clinic_terminal.ui.widgets.tooth_layout import region_places
from clinic_terminal.ui.widgets.tooth_picker import SIDE
from clinic_terminal.ui.widgets.tooth_view import ToothState, ZoneUse
from tests.ui.conftest import Show
from tests.ui.widgets.chart_hands import Asked, click, large, rim, touch

pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.parametrize("code", ["55", "84", "48", "21"])
def test_a_click_asks_for_the_tooth(chart: ToothChart, code: str) -> None:
    asked = Asked(chart)
    click(chart, chart.centre_of(code))
    assert asked.all == [("tooth_toggled", code)]
    assert chart.cursor_tooth == chart.enlarged_tooth == code


def test_a_finger_on_a_tooth_asks_for_the_tooth_wherever_it_lies(chart: ToothChart) -> None:
    chart.set_view(ToothChartView(selected=frozenset({"84"}), zones=ZoneUse.DIRECT))
    asked = Asked(chart)
    touch(chart, rim(chart, "84", Face.DISTAL))
    assert asked.all == [("tooth_toggled", "84")]


def test_two_figures_ask_for_the_tooth(chart: ToothChart) -> None:
    asked = Asked(chart)
    QTest.keyClicks(chart, "5584")
    assert asked.all == [("tooth_toggled", "55"), ("tooth_toggled", "84")]


def test_tooth_and_surfaces_are_typed_in_one_go(chart: ToothChart) -> None:
    asked = Asked(chart)
    QTest.keyClicks(chart, "5 4 o d")
    assert asked.all == [
        ("tooth_toggled", "54"),
        ("surface_toggled", "54", "O"),
        ("surface_toggled", "54", "D"),
    ]


def test_a_chosen_tooth_is_gone_back_to_and_typed_once_more_let_go(chart: ToothChart) -> None:
    chart.set_view(ToothChartView(selected=frozenset({"54", "55"})))
    asked = Asked(chart)
    QTest.keyClicks(chart, "54o")
    assert asked.all == [("surface_toggled", "54", "O")]
    QTest.keyClicks(chart, "54")
    assert asked.all[1:] == [("tooth_toggled", "54")]


def test_surfaces_get_the_letters_of_their_tooth(chart: ToothChart) -> None:
    asked = Asked(chart)
    QTest.keyClicks(chart, "54vl21b")
    assert [said for said in asked.all if said[0] == "surface_toggled"] == [
        ("surface_toggled", "54", "B"),
        ("surface_toggled", "54", "P"),
        ("surface_toggled", "21", "V"),
    ]


def test_a_surface_that_the_tooth_has_not_is_refused(chart: ToothChart) -> None:
    asked = Asked(chart)
    QTest.keyClicks(chart, "54i")
    assert asked.all[1:] == [("surface_refused", "54", "I")]


def test_surfaces_are_refused_while_the_item_takes_whole_teeth(chart: ToothChart) -> None:
    chart.set_view(ToothChartView(selected=frozenset({"54"}), zones=ZoneUse.NONE))
    asked = Asked(chart)
    QTest.keyClicks(chart, "54o")
    assert asked.all == [("surface_refused", "54", "O")]
    click(chart, large(chart, "54", Face.DISTAL))
    assert len(asked.all) == 1


def test_backspace_takes_the_last_surface_back(chart: ToothChart) -> None:
    chart.set_view(ToothChartView(selected=frozenset({"54"}), surfaces={"54": "OD"}))
    asked = Asked(chart)
    click(chart, chart.centre_of("54"))
    QTest.keyClick(chart, Qt.Key.Key_Backspace)
    assert asked.all[1:] == [("surface_toggled", "54", "D")]


def test_figures_that_are_no_tooth_are_said_and_forgotten(chart: ToothChart) -> None:
    asked = Asked(chart)
    QTest.keyClicks(chart, "5655")
    assert asked.all == [("typed_wrong", "56"), ("tooth_toggled", "55")]


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Backspace])
def test_a_first_figure_can_be_forgotten(chart: ToothChart, key: Qt.Key) -> None:
    asked = Asked(chart)
    QTest.keyClicks(chart, "5")
    QTest.keyClick(chart, key)
    QTest.keyClicks(chart, "16")
    assert asked.all == [("tooth_toggled", "16")]


def test_two_teeth_with_a_dash_ask_for_the_place_between(chart: ToothChart) -> None:
    chart.set_view(ToothChartView())
    asked = Asked(chart)
    QTest.keyClicks(chart, "21-11")
    assert asked.all == [("tooth_toggled", "21"), ("region_toggled", "11-21")]


def test_places_between_teeth_can_be_pressed_where_they_are_offered(chart: ToothChart) -> None:
    asked = Asked(chart)
    place = next(one for one in region_places() if one.region == "63-64")
    click(chart, chart.point_of(place.x, place.y))
    assert all(said[0] != "region_toggled" for said in asked.all)
    chart.set_view(ToothChartView(regions_open=True))
    click(chart, chart.point_of(place.x, place.y))
    assert asked.all[-1] == ("region_toggled", "63-64")


def test_a_chosen_place_between_teeth_can_be_let_go(chart: ToothChart) -> None:
    chart.set_view(ToothChartView(regions=frozenset({"63-64"})))
    asked = Asked(chart)
    place = next(one for one in region_places() if one.region == "63-64")
    click(chart, chart.point_of(place.x, place.y))
    assert asked.all == [("region_toggled", "63-64")]


@pytest.mark.parametrize("face", list(Face))
def test_every_zone_of_the_large_tooth_is_a_surface(chart: ToothChart, face: Face) -> None:
    asked = Asked(chart)
    click(chart, chart.centre_of("84"))
    click(chart, large(chart, "84", face))
    touch(chart, large(chart, "84", face))
    assert asked.all[1:] == [("surface_toggled", "84", face.value)] * 2


def test_the_rim_of_a_chosen_tooth_is_a_surface_where_the_item_asks_for_them(chart: ToothChart) -> None:
    chart.set_view(ToothChartView(selected=frozenset({"84"}), zones=ZoneUse.DIRECT))
    asked = Asked(chart)
    for face in (Face.DISTAL, Face.OUTER):
        click(chart, rim(chart, "84", face))
    click(chart, rim(chart, "84", Face.BITING))
    click(chart, rim(chart, "85", Face.MESIAL))
    assert asked.all == [
        ("surface_toggled", "84", "D"),
        ("surface_toggled", "84", "B"),
        ("tooth_toggled", "84"),
        ("tooth_toggled", "85"),
    ]


def test_a_forbidden_tooth_says_why_instead(chart: ToothChart) -> None:
    asked = Asked(chart)
    QTest.keyClicks(chart, "11o")
    click(chart, large(chart, "11", Face.BITING))
    assert asked.all == [("tooth_refused", "11", "恒牙拔除由家长自费。")] * 2


def test_a_chosen_tooth_that_became_forbidden_can_be_let_go(chart: ToothChart) -> None:
    chart.set_view(ToothChartView(selected=frozenset({"11"}), forbidden={"11": "不可。"}))
    asked = Asked(chart)
    QTest.keyClicks(chart, "11")
    assert asked.all == [("tooth_toggled", "11")]


def test_arrows_walk_along_and_between_the_arches(chart: ToothChart) -> None:
    asked = Asked(chart)
    QTest.keyClick(chart, Qt.Key.Key_Right)
    assert chart.cursor_tooth == "21"
    QTest.keyClick(chart, Qt.Key.Key_Down)
    assert chart.cursor_tooth == "61"
    QTest.keyClick(chart, Qt.Key.Key_Space)
    QTest.keyClicks(chart, "m")
    assert asked.all == [("tooth_toggled", "61"), ("surface_toggled", "61", "M")]


def test_the_space_bar_chooses_after_arrows_and_parts_words_while_typing(chart: ToothChart) -> None:
    asked = Asked(chart)
    QTest.keyClicks(chart, "54 ")
    assert asked.all == [("tooth_toggled", "54")]
    QTest.keyClick(chart, Qt.Key.Key_Right)
    QTest.keyClicks(chart, " ")
    assert asked.all[1:] == [("tooth_toggled", "53")]


def test_enter_goes_on_only_where_something_is_chosen(chart: ToothChart) -> None:
    asked = Asked(chart)
    QTest.keyClick(chart, Qt.Key.Key_Return)
    assert asked.all == []
    chart.set_view(ToothChartView(selected=frozenset({"54"})))
    QTest.keyClick(chart, Qt.Key.Key_Return)
    chart.set_view(ToothChartView(regions=frozenset({"11-21"})))
    QTest.keyClick(chart, Qt.Key.Key_Enter)
    assert asked.all == [("entered",)] * 2


def test_presence_is_corrected_by_key_by_the_right_button_and_by_the_button_below(chart: ToothChart) -> None:
    chart.set_view(ToothChartView(teeth={"53": ToothState(standing="已萌出")}))
    asked = Asked(chart)
    click(chart, chart.centre_of("53"), Qt.MouseButton.RightButton)
    QTest.keyClicks(chart, "x")
    click(chart, QPointF(chart.width() / 2, chart.height() / 2 + SIDE / 2 + 28))
    assert asked.all == [("presence_asked", "53")] * 3


def test_shortcuts_with_control_are_not_surfaces(chart: ToothChart) -> None:
    asked = Asked(chart)
    QTest.keyClick(chart, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(chart, "z9")
    assert asked.all == []


def test_beside_all_teeth_nothing_is_asked(chart: ToothChart) -> None:
    asked = Asked(chart)
    click(chart, QPointF(4, 60))
    click(chart, chart.centre_of("16"), Qt.MouseButton.MiddleButton)
    assert asked.all == []


def test_a_first_figure_is_shown_and_forgotten_with_the_focus(show: Show) -> None:
    window = QWidget()
    chart, other = ToothChart(name="牙位图"), QLineEdit()
    box = QVBoxLayout(window)
    for widget in (chart, other):
        box.addWidget(widget)
    show(window)
    chart.setFocus()
    asked = Asked(chart)
    before = chart.grab().toImage()
    QTest.keyClicks(chart, "5")
    assert chart.grab().toImage() != before
    other.setFocus()
    chart.setFocus()
    QTest.keyClicks(chart, "5")
    assert asked.all == []
