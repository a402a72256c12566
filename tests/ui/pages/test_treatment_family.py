"""What has one name at the chair and several items: found by letters, decided by the tooth, by keys."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from clinic_terminal.bootstrap.catalogues import load_catalogue
from clinic_terminal.domain.adjudication import Reason
from clinic_terminal.domain.item_families import Family, OfferedFamily
from clinic_terminal.ui.pages.treatment import TreatmentPage
from clinic_terminal.ui.views.item_results import FamilyKey
from tests.ui.pages.bench import Bench, on_stage, open_bench, settled

ENTER, DOWN = Qt.Key.Key_Return, Qt.Key.Key_Down


@pytest.fixture
def bench(app: QApplication, tmp_path: Path) -> Iterator[Bench]:
    del app
    bench = open_bench(tmp_path)
    bench.desk.terminal = replace(bench.desk.terminal, catalogue=load_catalogue())
    yield bench
    bench.close()


@pytest.fixture
def page(qtbot: QtBot, bench: Bench) -> TreatmentPage:
    bench.visit()
    page = TreatmentPage(bench.desk)
    on_stage(qtbot, bench, page)
    settled(qtbot, lambda: page.chart is not None)
    return page


def focused(page: QWidget) -> QWidget:
    found: QWidget | None = page.window().focusWidget()
    assert found is not None
    return found


def press(page: TreatmentPage, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(focused(page), key)


def take(page: TreatmentPage, query: str, family: Family) -> None:
    """Type letters, walk down to the family, and take it in hand."""
    page.item_card.search.field.setFocus()
    page.item_card.search.field.selectAll()
    QTest.keyClicks(focused(page), query)
    results = page.item_card.search.results
    while results.current_key() != FamilyKey(family):
        before = results.current_key()
        press(page, DOWN)
        assert results.current_key() != before
    press(page, ENTER)
    assert isinstance(page.items.item, OfferedFamily)
    assert page.items.item.family is family


def lines(bench: Bench) -> list[tuple[str, tuple[str, ...]]]:
    return [(line.item, line.teeth) for line in bench.stored().lines]


def said(page: TreatmentPage) -> list[str]:
    labels = page.item_card.teeth.findChildren(QLabel)
    return [line for label in labels for line in label.text().splitlines()]


@pytest.mark.parametrize(
    ("place", "item", "reason"),
    [
        ("54", "BS01", Reason.COINSURANCE),
        ("11", "NC04", Reason.NOT_COVERED),
        ("11-21", "BS03", Reason.COINSURANCE),
    ],
)
def test_the_tooth_decides_which_extraction_is_billed(
    qtbot: QtBot, bench: Bench, page: TreatmentPage, place: str, item: str, reason: Reason
) -> None:
    take(page, "by", Family.EXTRACTION)
    QTest.keyClicks(focused(page), place)
    press(page, ENTER)
    settled(qtbot, lambda: bool(page.bill_card.lines.lines))
    assert lines(bench) == [(item, (place,))]
    assert page.chart is not None
    assert [part.reasons for part in page.chart.estimate().parts] == [(reason,)]
    assert focused(page) is page.item_card.search.field
    assert page.items.item is None


def test_initials_of_two_families_are_a_collision_and_enter_takes_none(page: TreatmentPage) -> None:
    QTest.keyClicks(focused(page), "by")
    search = page.item_card.search
    assert [result.name for result in search.results.shown[:2]] == [
        "拔牙 · 牙位决定项目",
        "树脂补牙 · 牙位决定项目",
    ]
    press(page, ENTER)
    assert page.items.item is None
    assert search.hint.text().endswith("按 ↓ 选一个，再按 Enter。")
    press(page, DOWN, ENTER)
    assert isinstance(page.items.item, OfferedFamily)


def test_teeth_of_several_items_become_several_lines(qtbot: QtBot, bench: Bench, page: TreatmentPage) -> None:
    take(page, "ct", Family.FILLING)
    QTest.keyClicks(focused(page), "84 od 16 o 55")
    assert "84 OD · 乳牙树脂充填（双面及以上） · ¥700.00" in said(page)
    assert "两面及以上请写牙面，如 54 OD。" in said(page)
    press(page, ENTER)
    settled(qtbot, lambda: len(page.bill_card.lines.lines) == 3)
    assert [(line.item, line.teeth, line.surfaces) for line in bench.stored().lines] == [
        ("BS07", ("84",), (("84", "OD"),)),
        ("BS08", ("16",), (("16", "O"),)),
        ("BS06", ("55",), ()),
    ]


def test_the_chart_allows_every_tooth_that_any_item_of_the_family_allows(page: TreatmentPage) -> None:
    take(page, "ycg", Family.CROWN)
    chart = page.chart_card.chart
    assert {"11", "14", "18"} <= chart.view.forbidden.keys()
    assert not {"16", "51", "54"} & chart.view.forbidden.keys()
    press(page, Qt.Key.Key_Escape)
    take(page, "by", Family.EXTRACTION)
    assert (chart.view.forbidden, chart.view.regions_open) == ({}, True)


def test_a_tooth_that_no_item_of_the_family_fits_is_refused_and_stays_typed(
    qtbot: QtBot, bench: Bench, page: TreatmentPage
) -> None:
    take(page, "ycg", Family.CROWN)
    QTest.keyClicks(focused(page), "54 11")
    press(page, ENTER)
    entry = page.item_card.teeth
    settled(qtbot, lambda: bool(entry.problem.text()))
    assert entry.problem.text().startswith("“预成冠”不能用于 11，只能用于")
    assert (entry.field.text(), lines(bench)) == ("54 11", [])


def test_before_it_is_billed_it_says_what_the_teeth_ask_for(page: TreatmentPage) -> None:
    take(page, "by", Family.EXTRACTION)
    assert "牙位决定项目 · 任何牙位，或相邻两牙之间，如 11-21" in said(page)
    QTest.keyClicks(focused(page), "54 11")
    told = said(page)
    assert "54 · 乳牙拔除（松动或滞留） · ¥180.00" in told
    assert "如果做的是乳牙拔除（残根残冠），请直接查找。" in told
    assert "11 · 恒牙拔除（含正畸减数） · ¥600.00 · 家长自费" in told


def test_chosen_teeth_that_no_item_of_a_family_fits_block_it(page: TreatmentPage) -> None:
    page.items.set_places(("11",))
    QTest.keyClicks(page.item_card.search.field, "ycg")
    results = {result.key: result.blocked for result in page.item_card.search.results.shown}
    assert results[FamilyKey(Family.CROWN)].startswith("不能用于 11，只能用于")
    page.items.set_places(("16",))
    results = {result.key: result.blocked for result in page.item_card.search.results.shown}
    assert not results[FamilyKey(Family.CROWN)]
