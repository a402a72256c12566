"""The search at the chair, by keys: what is found, what is never taken by chance, groups and favourites."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinic_terminal.application.habits import habits_of
from clinic_terminal.application.tariff import apply_tariff, plan_tariff_import
from clinic_terminal.domain.tariff_plan import DraftRow, TariffDraft
from clinic_terminal.domain.visit import Stage, Visit, VisitLine
from clinic_terminal.ui.pages.tooth_entry import Advice
from clinic_terminal.ui.pages.treatment import TreatmentPage
from clinic_terminal.ui.views.hits import hits
from clinic_terminal.ui.widgets.result_view import Result
from tests.build import CATALOGUE, CONSULT, TODAY
from tests.fakes.ports import SetClock
from tests.ui.pages.bench import Bench, on_stage, open_bench, settled

ENTER, DOWN, CONTROL, ALT = (
    Qt.Key.Key_Return,
    Qt.Key.Key_Down,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)
CROSSBITE = replace(CONSULT, code="OR90", name_zh="反颌", name_en="Crossbite", initials="fh")
SUTURE = replace(CONSULT, code="BS90", name_zh="缝合", name_en="Suture", initials="fh")


@pytest.fixture
def bench(app: QApplication, tmp_path: Path) -> Iterator[Bench]:
    del app
    bench = open_bench(tmp_path)
    items = {**CATALOGUE.items, CROSSBITE.code: CROSSBITE, SUTURE.code: SUTURE}
    bench.desk.terminal = replace(bench.desk.terminal, catalogue=replace(CATALOGUE, items=items))
    yield bench
    bench.close()


def earlier(bench: Bench, *lines: VisitLine) -> None:
    child = bench.central.snapshots[0]
    visit = Visit(
        "V-0", Stage.DONE, TODAY - timedelta(days=20), child.person, child.policy, child.plan, lines=lines
    )
    with bench.store.begin() as uow:
        uow.visits.put(visit)


def opened(qtbot: QtBot, bench: Bench) -> TreatmentPage:
    page = TreatmentPage(bench.desk)
    on_stage(qtbot, bench, page)
    settled(qtbot, lambda: page.chart is not None)
    return page


def lines(page: TreatmentPage) -> list[str]:
    return [line.item for line in page.chart.visit.lines] if page.chart else []


def has_lines(page: TreatmentPage, count: int) -> bool:
    return len(lines(page)) == count


def typed(page: TreatmentPage, text: str) -> tuple[Result, ...]:
    """Type over what stands in the search, Chinese as an input method does, and return what is found."""
    field = page.item_card.search.field
    field.selectAll()
    if text.isascii():
        QTest.keyClicks(field, text)
    else:
        written = QInputMethodEvent()
        written.setCommitString(text)
        QApplication.sendEvent(field, written)
    return page.item_card.search.results.shown


def test_a_collision_is_not_taken_by_enter_before_an_arrow_chose(qtbot: QtBot, bench: Bench) -> None:
    bench.visit()
    page = opened(qtbot, bench)
    search = page.item_card.search
    assert {result.key for result in typed(page, "fh")} == {"OR90", "BS90"}
    QTest.keyClick(search.field, ENTER)
    assert (search.hint.text(), search.text()) == ("有 2 个项目符合：按 ↓ 选一个，再按 Enter。", "fh")
    assert lines(page) == []
    for key in (DOWN, DOWN, ENTER):
        QTest.keyClick(search.field, key)
    settled(qtbot, lambda: len(lines(page)) == 1)
    assert lines(page) == ["BS90"]


@pytest.mark.parametrize("query", ["OR90", "反颌", "fanh", "crossbite"])
def test_what_leaves_no_doubt_is_taken_by_enter(qtbot: QtBot, bench: Bench, query: str) -> None:
    bench.visit()
    page = opened(qtbot, bench)
    typed(page, query)
    QTest.keyClick(page.item_card.search.field, ENTER)
    settled(qtbot, lambda: lines(page) == ["OR90"])


def test_enter_on_words_that_find_nothing_does_not_hand_the_bill_over(qtbot: QtBot, bench: Bench) -> None:
    bench.visit(lines=(("PV01", ()),))
    page = opened(qtbot, bench)
    assert typed(page, "zzzz") == ()
    assert page.item_card.nothing.isVisible()
    QTest.keyClick(page.item_card.search.field, ENTER)
    assert bench.stored().stage is Stage.IN_TREATMENT


def test_a_result_says_code_price_and_who_pays_and_shows_what_was_hit(qtbot: QtBot, bench: Bench) -> None:
    bench.visit()
    page = opened(qtbot, bench)
    (film,) = typed(page, "xyp")
    assert (film.name, film.trailing, film.kind, film.note) == ("小牙片", "¥60.00", "预防", "直付")
    assert (film.hits, film.detail.split(" · ")[0]) == (((0, 3),), "PV07")
    (filling,) = typed(page, "ryszct")
    assert filling.note == "自付 50%"
    (gas,) = typed(page, "xqzj")
    assert (gas.kind, gas.note) == ("责任外", "家长自费")


def test_a_favourite_is_marked_by_key_or_star_and_stays_marked(qtbot: QtBot, bench: Bench) -> None:
    bench.visit()
    page = opened(qtbot, bench)
    results = page.item_card.search.results
    typed(page, "xyp")
    QTest.keyClick(page.item_card.search.field, Qt.Key.Key_D, CONTROL)
    settled(qtbot, lambda: results.shown[0].favourite is True)
    assert results.current_key() == "PV07"
    assert habits_of(bench.desk.terminal, bench.desk.operator).favourites == {"PV07"}
    star = results.visualRect(results.model().index(0, 0)).topLeft()
    star.setX(star.x() + 12)
    star.setY(star.y() + 20)
    QTest.mouseClick(results.viewport(), Qt.MouseButton.LeftButton, pos=star)
    settled(qtbot, lambda: results.shown[0].favourite is False)
    assert lines(page) == []


def test_before_anything_is_typed_the_last_used_comes_first_and_enter_takes_nothing(
    qtbot: QtBot, bench: Bench
) -> None:
    bench.visit(lines=(("PV01", ()),))
    page = opened(qtbot, bench)
    clock = bench.desk.terminal.clock
    assert isinstance(clock, SetClock)
    for count, code in enumerate(("NC01", "OR90"), 2):
        page.add(code)
        qtbot.waitUntil(partial(has_lines, page, count))
        clock.advance(60)
    results = page.item_card.search.results
    assert [result.key for result in results.shown] == ["OR90", "NC01"]
    assert "今天用过" in results.shown[0].detail
    assert results.current_key() is None
    with qtbot.waitSignal(page.go):
        QTest.keyClick(page.item_card.search.field, ENTER)


def test_an_equals_sign_lists_packages_and_the_last_visit(qtbot: QtBot, bench: Bench) -> None:
    earlier(bench, VisitLine("NC01", (), 1, 1))
    bench.visit()
    page = opened(qtbot, bench)
    assert [result.name for result in typed(page, "=")] == ["检查套餐", "上次同项（2026-05-01，1 项）"]
    assert [result.name for result in typed(page, "=jc")] == ["检查套餐"]
    QTest.keyClick(page.item_card.search.field, ENTER)
    settled(qtbot, lambda: lines(page) == ["PV01", "PV07"])


def test_the_last_visit_is_one_key_and_what_it_leaves_out_is_said(qtbot: QtBot, bench: Bench) -> None:
    earlier(bench, VisitLine("NC01", (), 1, 1), VisitLine("BS07", ("54",), 1, 1))
    bench.visit(lines=(("NC01", ()),))
    page = opened(qtbot, bench)
    assert page.item_card.packages.last_button.isVisible()
    QTest.keyClick(page.item_card.search.field, Qt.Key.Key_0, ALT)
    settled(qtbot, lambda: lines(page) == ["NC01", "BS07"])
    said = " ".join(advice.accessibleName() for advice in page.item_card.findChildren(Advice))
    assert "笑气镇静：账单上已经有了。" in said


def test_without_a_last_visit_nothing_is_offered(qtbot: QtBot, bench: Bench) -> None:
    bench.visit()
    page = opened(qtbot, bench)
    assert not page.item_card.packages.last_button.isVisible()


def test_prices_that_are_adopted_while_the_page_is_open_are_those_of_the_next_line(
    qtbot: QtBot, bench: Bench
) -> None:
    bench.visit()
    page = opened(qtbot, bench)
    terminal = bench.desk.terminal
    draft = TariffDraft((DraftRow(2, "PV01", 31_000), DraftRow(3, "NC01", None, offered=False)))
    apply_tariff(terminal, bench.desk.operator, plan_tariff_import(terminal, draft, TODAY))
    page.add("PV01")
    settled(qtbot, lambda: lines(page) == ["PV01"])
    assert bench.stored().lines[0].unit_fen == 31_000
    (gas,) = typed(page, "xqzj")
    assert gas.blocked == "本诊所现在不做这个项目。"
    QTest.keyClick(page.item_card.search.field, ENTER)
    assert lines(page) == ["PV01"]


def test_an_item_that_the_chosen_teeth_forbid_says_why_and_the_only_other_one_is_taken(
    qtbot: QtBot, bench: Bench
) -> None:
    bench.visit()
    page = opened(qtbot, bench)
    page.items.set_places(("11",))
    results = {result.key: result.blocked for result in typed(page, "BS07")}
    assert results == {"BS07": "不能用于 11，只能用于乳牙 51–85。"}
    assert page.item_card.search.results.current_key() is None


@pytest.mark.parametrize(
    ("query", "name", "parts"),
    [
        ("wgfb", "窝沟封闭补涂", ["窝沟封闭"]),
        ("gfeng", "窝沟封闭", ["沟封"]),
        ("乳牙 双面", "乳牙树脂充填（双面）", ["乳牙", "双面"]),
        ("zq", "重庆", ["重庆"]),
        ("cq", "重庆", ["重庆"]),
        ("zhq", "重庆", ["重庆"]),
        ("zhongq", "重庆", ["重庆"]),
        ("cbct", "口腔CBCT", ["CBCT"]),
        ("24", "矫治（2×4）", ["2×4"]),
        ("prim fill", "Primary filling", ["Prim", "fill"]),
        ("ry", "Primary filling", []),
        ("BS07", "乳牙", []),
        ("z" * 64, "张" * 60, []),
        ("", "乳牙", []),
    ],
)
def test_what_the_query_hit_is_found_in_the_name(query: str, name: str, parts: list[str]) -> None:
    assert [name[start:end] for start, end in hits(query, name)] == parts
