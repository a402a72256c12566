"""Teeth and surfaces on the treatment page: chart, field and bill say the same."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from clinic_terminal.domain.dentition import Dentition, Presence
from clinic_terminal.domain.surfaces import Face
from clinic_terminal.domain.tooth import TEETH
from clinic_terminal.domain.tooth_history import PastLine, findings, work_on
from clinic_terminal.domain.visit import Stage, Visit, VisitLine
from clinic_terminal.i18n import translator
from clinic_terminal.ui.pages.treatment import TreatmentPage
from clinic_terminal.ui.views.teeth import (
    Choice,
    Mouth,
    chart_words,
    region_work,
    spoken_tooth,
    stage_word,
    standing_word,
    surface_names,
    tooth_states,
)
from clinic_terminal.ui.widgets.tooth_layout import by_code
from clinic_terminal.ui.widgets.tooth_picker import CORE, enlarged
from clinic_terminal.ui.widgets.tooth_shape import zone_middle
from clinic_terminal.ui.widgets.tooth_view import ToothMark
from tests.build import CHILD, TODAY
from tests.ui.pages.bench import Bench, on_stage, open_bench, settled

ENTER = Qt.Key.Key_Return
ZH = translator("zh_CN")
LAST_MONTH = TODAY - timedelta(days=30)


@pytest.fixture
def bench(app: QApplication, tmp_path: Path) -> Iterator[Bench]:
    del app
    bench = open_bench(tmp_path)
    yield bench
    bench.close()


def opened(qtbot: QtBot, bench: Bench) -> TreatmentPage:
    bench.visit()
    page = TreatmentPage(bench.desk)
    on_stage(qtbot, bench, page)
    settled(qtbot, lambda: page.chart is not None)
    return page


def focused(page: QWidget) -> QWidget:
    found: QWidget | None = page.window().focusWidget()
    assert found is not None
    return found


def take(page: TreatmentPage, code: str) -> None:
    """Take an item in hand."""
    page.item_card.search.field.setFocus()
    QTest.keyClicks(page.item_card.search.field, code)
    QTest.keyClick(page.item_card.search.field, ENTER)


def lines(bench: Bench) -> list[tuple[str, tuple[str, ...], tuple[tuple[str, str], ...]]]:
    return [(line.item, line.teeth, line.surfaces) for line in bench.stored().lines]


def test_a_tooth_with_its_surfaces_is_typed_on_the_chart_and_billed(qtbot: QtBot, bench: Bench) -> None:
    page = opened(qtbot, bench)
    page.chart_card.chart.setFocus()
    QTest.keyClicks(focused(page), "5 4 o d")
    QTest.keyClick(focused(page), ENTER)
    assert focused(page) is page.item_card.search.field
    take(page, "BS07")
    assert page.item_card.teeth.field.text() == "54 OD"
    QTest.keyClick(focused(page), ENTER)
    settled(qtbot, lambda: bool(bench.stored().lines))
    assert lines(bench) == [("BS07", ("54",), (("54", "OD"),))]
    settled(qtbot, lambda: bool(page.bill_card.lines.lines))
    assert page.bill_card.lines.lines[0].places == "54 OD"
    assert page.chart_card.chart.view.state("54").today[0].surfaces == "OD"


def test_enter_on_the_chart_puts_the_item_in_hand_on_the_bill(qtbot: QtBot, bench: Bench) -> None:
    page = opened(qtbot, bench)
    take(page, "BS07")
    page.chart_card.chart.setFocus()
    QTest.keyClicks(focused(page), "84mo55")
    QTest.keyClick(focused(page), ENTER)
    settled(qtbot, lambda: bool(bench.stored().lines))
    assert lines(bench) == [("BS07", ("84", "55"), (("84", "MO"),))]


def test_what_is_typed_into_the_field_is_drawn_at_once(qtbot: QtBot, bench: Bench) -> None:
    page = opened(qtbot, bench)
    take(page, "BS07")
    QTest.keyClicks(focused(page), "84 do 55")
    view = page.chart_card.chart.view
    assert view.selected == {"84", "55"}
    assert view.surfaces == {"84": "OD"}
    assert page.chart_card.chart.enlarged_tooth == "55"


def test_the_large_tooth_and_the_rim_write_into_the_field(qtbot: QtBot, bench: Bench) -> None:
    page = opened(qtbot, bench)
    take(page, "BS07")
    chart = page.chart_card.chart
    left = Qt.MouseButton.LeftButton
    QTest.mouseClick(chart, left, pos=chart.centre_of("84").toPoint())
    middle = QPointF(chart.width() / 2, chart.height() / 2)
    large = middle + zone_middle(enlarged("84"), Face.BITING, CORE)
    QTest.mouseClick(chart, left, pos=large.toPoint())
    rim = zone_middle(by_code()["84"], Face.DISTAL)
    QTest.mouseClick(chart, left, pos=chart.point_of(rim.x(), rim.y()).toPoint())
    assert page.item_card.teeth.field.text() == "84 OD"
    QTest.mouseClick(chart, left, pos=chart.centre_of("84").toPoint())
    assert page.item_card.teeth.field.text() == ""


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("84 p", "84 没有“P”面，它的五个面是 M O D B L。"),
        ("84 oo", "84 的“O”面写了两次。"),
        ("84 k", "没有“K”这个牙面，请用 M O I D B V L P。"),
        ("od", "牙面“O”要写在一颗牙的后面，如 54 OD。"),
        ("8", "没有 8 这个牙位，请按 FDI 两位数填写，如 55 84。"),
    ],
)
def test_wrong_surfaces_say_why_and_nothing_typed_is_lost(
    qtbot: QtBot, bench: Bench, typed: str, problem: str
) -> None:
    page = opened(qtbot, bench)
    take(page, "BS07")
    QTest.keyClicks(focused(page), typed)
    QTest.keyClick(focused(page), ENTER)
    assert page.item_card.teeth.problem.text() == problem
    assert page.item_card.teeth.field.text() == typed
    assert lines(bench) == []


def test_an_item_for_whole_teeth_drops_the_surfaces_and_refuses_more(qtbot: QtBot, bench: Bench) -> None:
    page = opened(qtbot, bench)
    page.chart_card.chart.setFocus()
    QTest.keyClicks(focused(page), "84od")
    take(page, "PV07")
    assert page.item_card.teeth.field.text() == "84"
    page.chart_card.chart.setFocus()
    QTest.keyClicks(focused(page), "m")
    assert page.item_card.teeth.problem.text() == "“小牙片”按整颗牙计，不分牙面。"
    QTest.keyClick(focused(page), ENTER)
    settled(qtbot, lambda: bool(bench.stored().lines))
    assert lines(bench) == [("PV07", ("84",), ())]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("84p", "84 没有“P”面，它的五个面是 M O D B L。"),
        ("59", "没有 59 这个牙位，请按 FDI 两位数填写，如 55 84。"),
        ("11-13", "11-13 不是相邻的两颗牙。"),
    ],
)
def test_without_an_item_the_chart_says_below_what_is_wrong(
    qtbot: QtBot, bench: Bench, typed: str, said: str
) -> None:
    page = opened(qtbot, bench)
    page.chart_card.chart.setFocus()
    for sign in typed:
        QTest.keyClicks(focused(page), sign)
    assert page.chart_card._chosen.text() == said


def test_an_extra_tooth_is_typed_between_two_neighbours(qtbot: QtBot, bench: Bench) -> None:
    page = opened(qtbot, bench)
    take(page, "BS03")
    page.chart_card.chart.setFocus()
    for sign in "21-11":
        QTest.keyClicks(focused(page), sign)
    assert page.item_card.teeth.field.text() == "11-21"
    QTest.keyClick(focused(page), ENTER)
    settled(qtbot, lambda: bool(bench.stored().lines))
    assert lines(bench) == [("BS03", ("11-21",), ())]
    settled(qtbot, lambda: "11-21" in page.chart_card.chart.view.region_work)


def test_a_correction_is_drawn_and_stored(qtbot: QtBot, bench: Bench) -> None:
    page = opened(qtbot, bench)
    chart = page.chart_card.chart
    assert chart.view.state("11").presence is Presence.EITHER
    chart.setFocus()
    QTest.keyClicks(focused(page), "11x")
    settled(qtbot, lambda: chart.view.state("11").presence is Presence.PRESENT)
    assert chart.view.state("51").presence is Presence.SHED
    with bench.store.read() as uow:
        record = uow.members.get(CHILD.member)
    assert record is not None
    assert [(one.tooth, one.presence) for one in record.teeth] == [("11", Presence.PRESENT)]
    assert bench.failures == []


def test_earlier_work_is_drawn_and_spoken(qtbot: QtBot, bench: Bench) -> None:
    past = VisitLine("BS07", ("64",), 70_000, 1, (("64", "OD"),))
    with bench.store.begin() as uow:
        uow.visits.put(Visit("V-0", Stage.DONE, LAST_MONTH, CHILD, "POL-1", "DENTAL-2021", lines=(past,)))
    page = opened(qtbot, bench)
    settled(qtbot, lambda: bool(page.chart_card.chart.view.state("64").before))
    state = page.chart_card.chart.view.state("64")
    assert (state.before[0].mark, state.before[0].surfaces) == (ToothMark.FILLED, "OD")
    assert page.chart_card.chart.stops.by_code["64"].accessibleName() == "左上第一乳磨牙 64，已充填 OD"


SEALED = PastLine(LAST_MONTH, "PV13", ("16",))
MOUTH = Mouth(
    Dentition(CHILD.birth_date, TODAY, findings([SEALED])),
    work_on([SEALED]),
    (VisitLine("BS07", ("84",), 70_000, 1, (("84", "OD"),)), VisitLine("BS03", ("11-21",), 1, 1)),
    {"BS07": "乳牙树脂充填"},
)


def test_every_tooth_is_spoken_with_all_that_is_known() -> None:
    states = tooth_states(MOUTH, Choice(("75",), (("75", "MO"),)), ZH)
    assert states["16"].spoken == "右上第一磨牙 16，已封闭"
    assert states["84"].spoken == "右下第一乳磨牙 84，今日 乳牙树脂充填 OD"
    assert states["75"].spoken == "左下第二乳磨牙 75，已选 近中、咬合"
    assert states["18"].spoken == "右上智齿 18，未萌出"
    assert states["51"].spoken == "右上乳中切牙 51，可能已脱落"
    assert len({state.spoken for state in states.values()}) == 52
    assert all(state.name and state.standing for state in states.values())


def test_the_legend_names_only_what_is_to_be_seen() -> None:
    words = chart_words(MOUTH, ZH)
    assert (words.caption, words.detail) == ("替牙期", "7 岁")
    assert [row.word for row in words.legend] == ["萌出待确认", "已封闭", "今日治疗"]
    assert words.quadrants == ("右上", "左上", "左下", "右下")
    bare = Mouth(Dentition(CHILD.birth_date, CHILD.birth_date.replace(year=2022)), {})
    assert chart_words(bare, ZH).legend == ()


@pytest.mark.parametrize(("years", "word"), [(3, "乳牙期"), (7, "替牙期"), (13, "恒牙期")])
def test_the_stage_of_the_dentition_is_named(years: int, word: str) -> None:
    birthday = CHILD.birth_date.replace(year=CHILD.birth_date.year + years)
    assert stage_word(Dentition(CHILD.birth_date, birthday), ZH) == word


def test_a_tooth_in_question_may_have_come_or_gone() -> None:
    assert standing_word("51", Presence.EITHER, 10, ZH) == "可能已萌出"
    assert standing_word("51", Presence.EITHER, 84, ZH) == "可能已脱落"
    assert standing_word("11", Presence.EITHER, 84, ZH) == "可能已萌出"
    assert standing_word("11", Presence.MISSING, 84, ZH) == "缺失"


def test_every_tooth_and_surface_has_a_name() -> None:
    assert len({spoken_tooth(tooth, ZH) for tooth in TEETH}) == 52
    assert surface_names("MODBL", ZH) == "近中、咬合、远中、颊、舌"
    assert surface_names("IVP", ZH) == "切缘、唇、腭"


def test_extra_teeth_of_today_are_drawn_between_their_neighbours() -> None:
    assert region_work(MOUTH.today, ZH)["11-21"].mark is ToothMark.EXTRACTED


def test_a_choice_keeps_the_surfaces_of_the_teeth_that_stay() -> None:
    choice = Choice(("54", "84"), (("54", "OD"), ("84", "B")))
    assert choice.with_places(("84",)) == Choice(("84",), (("84", "B"),))
    assert choice.toggled("84", "B").surfaces == (("54", "OD"),)
    assert choice.toggled("55", "M") == Choice(("54", "84", "55"), (("54", "OD"), ("84", "B"), ("55", "M")))
    assert Choice(("11", "84")).with_region("11-21") == Choice(("84", "11-21"))
    assert Choice(("11-21",)).with_region("11-21") == Choice()
