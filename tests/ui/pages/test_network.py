"""Network: found while typing, with reasons, hours and age; the child in hand decides what is looked for."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinic_terminal.application.line import Line, LineState
from clinic_terminal.application.network import Filters
from clinic_terminal.domain.decision import Basis, Check, CheckCode, CheckState, Decision, Source, Verdict
from clinic_terminal.domain.network import NetworkClinic
from clinic_terminal.domain.plan import Category
from clinic_terminal.domain.visit import Stage, Visit
from clinic_terminal.i18n import translator
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.pages.network import NetworkPage
from clinic_terminal.ui.shell import Shell
from clinic_terminal.ui.window import TerminalWindow
from tests.build import DENTAL, TODAY
from tests.clinics import CHANGNING, CLINICS, GUSU, OURS, PUDONG, YUZHONG, service
from tests.ui.pages.front import ELSEWHERE, RETURNING, Front, nameless, press, words_on
from tests.ui.pages.network_show import OnShow, OtherPage, keep

ZH, EN = translator("zh_CN"), translator("en")
ALT = Qt.KeyboardModifier.AltModifier
TEN_THIRTY = datetime(2026, 5, 21, 10, 30)  # noqa: DTZ001  a wall-clock time, on a Thursday


@pytest.fixture
def empty_stage(front: Front, desk: Desk, qtbot: QtBot, app: QApplication) -> Iterator[OnShow]:
    shell, page = Shell(), NetworkPage(desk)
    said: list[str] = []
    page.said.connect(said.append)
    for one in (OtherPage(), page):
        shell.add_page(one)
    shell.resize(1366, 768)
    shell.show()
    shell.activateWindow()
    app.processEvents()
    yield OnShow(front, shell, page, said, qtbot)
    qtbot.waitUntil(lambda: not front.tasks.busy)
    shell.close()
    shell.deleteLater()
    app.processEvents()


@pytest.fixture
def stage(empty_stage: OnShow) -> OnShow:
    keep(empty_stage.front, *CLINICS)
    empty_stage.page.show_for(DENTAL.code)
    empty_stage.open()
    return empty_stage


def visit_of(front: Front, elsewhere: str = "") -> Visit:
    """Return a visit in hand; ``elsewhere`` names the brand that the family is bound to."""
    child = ELSEWHERE if elsewhere else RETURNING
    facts = {"brand": elsewhere or "小鹿口腔", "kind": "OTHER" if elsewhere else "OURS"}
    brand = Check(CheckCode.BRAND, CheckState.FAIL, Basis(Source.SNAPSHOT), None, facts)
    visit = Visit(front.terminal.ids.new(), Stage.ARRIVED, TODAY, child.person, child.policy, child.plan)
    return replace(visit, decision=Decision(Verdict.REFUSED, None, (brand,)))


def test_f11_opens_the_page_ready_to_type(at_work: TerminalWindow, front: Front, qtbot: QtBot) -> None:
    keep(front, *CLINICS)
    press(at_work, Qt.Key.Key_F11)
    qtbot.waitUntil(lambda: not front.tasks.busy)
    assert at_work.page is at_work.pages.network
    assert at_work.pages.network.finder.field.hasFocus()
    QTest.keyClicks(at_work.pages.network.finder.field, "gusu")
    assert at_work.pages.network.finder.list.current_key() == GUSU.id


def test_who_serves_stands_first_and_who_does_not_says_why(stage: OnShow) -> None:
    assert stage.listed() == [OURS.id, PUDONG.id, GUSU.id, CHANGNING.id, YUZHONG.id]
    assert stage.headings() == ["可直付 · 3 家", "不能直付 · 2 家"]
    assert [row.serves for row in stage.rows()] == [
        "预防 · 基础 · 正畸",
        "预防 · 基础 · 正畸",
        "预防",
        "2026-04-30 后不在网络内",
        "从 2026-06-01 起",
    ]
    assert [row.serving for row in stage.rows()] == [True] * 3 + [False] * 2
    assert [row.own for row in stage.rows()] == ["本诊所", "", "", "", ""]


def test_typing_finds_at_once_and_the_best_becomes_current(stage: OnShow) -> None:
    stage.type("sz")
    assert stage.listed() == [GUSU.id]
    assert "晴空儿童齿科·姑苏诊所" in words_on(stage.page.clinic)
    stage.press(Qt.Key.Key_Escape)
    stage.type("changning")
    assert stage.listed() == [CHANGNING.id]


def test_a_treatment_that_is_typed_is_named_on_each_line(stage: OnShow) -> None:
    stage.type("ryszct")
    assert stage.listed() == [OURS.id, PUDONG.id, CHANGNING.id, YUZHONG.id]
    assert all(row.place.endswith(" · 乳牙树脂充填") for row in stage.rows())
    assert "3 项 · 乳牙树脂充填" in words_on(stage.page.clinic)


def test_arrows_walk_through_the_list_while_the_field_keeps_the_focus(stage: OnShow) -> None:
    for key, current in (
        (Qt.Key.Key_Down, PUDONG),
        (Qt.Key.Key_Down, GUSU),
        (Qt.Key.Key_Down, CHANGNING),
        (Qt.Key.Key_Up, GUSU),
    ):
        stage.press(key)
        assert stage.page.finder.list.current_key() == current.id
        assert current.phone in words_on(stage.page.clinic)
    assert stage.page.finder.field.hasFocus()


def test_a_click_shows_a_clinic_and_none_chooses_a_heading(stage: OnShow) -> None:
    clinics = stage.page.finder.list
    for place, current in ((3, GUSU), (4, GUSU), (0, GUSU), (6, YUZHONG)):
        box = clinics.visualRect(clinics.clinics.index(place))
        QTest.mouseClick(clinics.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
        assert clinics.current_key() == current.id


def test_page_down_reads_on_beside_the_list(stage: OnShow) -> None:
    stage.shell.resize(1100, 560)
    bar = stage.page.clinic.findChildren(type(stage.page.clinic._area))[0].verticalScrollBar()
    stage.qtbot.waitUntil(lambda: bar.maximum() > 0)
    stage.press(Qt.Key.Key_PageDown)
    assert bar.value() > 0
    assert stage.page.finder.list.current_key() == OURS.id
    stage.press(Qt.Key.Key_Down)
    assert bar.value() == 0


def test_enter_copies_what_a_family_needs(stage: OnShow) -> None:
    stage.type("gusu")
    stage.press(Qt.Key.Key_Return)
    text = QGuiApplication.clipboard().text()
    assert text.splitlines() == [
        "晴空儿童齿科·姑苏诊所",
        "电话：0512-5555-0110",
        "地址：苏州 姑苏区 桂枝巷 28 号",
        "服务时间：周一至周五 09:00–12:00，13:30–18:00；周六 09:00–17:00；周日 休息",
        "练习齿科计划：预防，2021-01-01 起",
        "资料来自服务商，2026-05-21 10:30 更新。具体以电子保险卡适用医院显示为准。",
    ]
    assert stage.said == ["已复制 晴空儿童齿科·姑苏诊所"]


def test_without_a_plan_a_family_is_told_of_every_plan(stage: OnShow) -> None:
    stage.page.clear_filters()
    stage.press(Qt.Key.Key_Return)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[4:6] == ["练习齿科计划：预防 · 基础 · 正畸，2021-01-01 起", "练习成长计划：不在网络内"]
    assert stage.headings() == ["网络内 · 3 家", "不在网络内 · 2 家"]
    assert "选一个计划，才知道能否直付" in words_on(stage.page.clinic)


def test_phone_and_address_are_copied_by_key_and_by_button(stage: OnShow) -> None:
    stage.press(Qt.Key.Key_1, ALT)
    assert QGuiApplication.clipboard().text() == OURS.phone
    stage.press(Qt.Key.Key_2, ALT)
    assert QGuiApplication.clipboard().text() == "小鹿口腔徐汇诊所 上海 徐汇区 青芽路 218 号 2 楼"
    stage.press(Qt.Key.Key_Down)
    stage.page.clinic.copy_phone.click()
    assert QGuiApplication.clipboard().text() == PUDONG.phone
    stage.page.clinic.copy_address.click()
    assert PUDONG.address in QGuiApplication.clipboard().text()


def test_nothing_is_copied_where_nothing_is_shown(stage: OnShow) -> None:
    QGuiApplication.clipboard().setText("before")
    stage.type("zzzz")
    for key, modifiers in ((Qt.Key.Key_Return, None), (Qt.Key.Key_1, ALT), (Qt.Key.Key_2, ALT)):
        stage.press(key, modifiers)
    assert QGuiApplication.clipboard().text() == "before"
    assert stage.said == []


def test_esc_empties_the_field_first_and_then_leads_back(stage: OnShow) -> None:
    stage.type("gusu")
    stage.press(Qt.Key.Key_Escape)
    assert (stage.page.finder.field.text(), len(stage.listed())) == ("", 5)
    stage.press(Qt.Key.Key_Escape)
    assert stage.shell.page is not stage.page


@pytest.mark.parametrize(
    ("box", "value", "listed"),
    [
        ("category", Category.BASIC, [OURS, PUDONG, CHANGNING, GUSU, YUZHONG]),
        ("city", "苏州", [GUSU]),
        ("brand", "QINGKONG", [PUDONG, GUSU, CHANGNING]),
        ("department", "正畸科", [OURS, PUDONG, CHANGNING, YUZHONG]),
        ("item", "BS07", [OURS, PUDONG, CHANGNING, YUZHONG]),
    ],
)
def test_a_filter_narrows_the_list_and_looks_active(
    stage: OnShow, box: str, value: object, listed: list[NetworkClinic]
) -> None:
    stage.choose(box, value)
    assert stage.listed() == [one.id for one in listed]
    chosen = getattr(stage.page.filters, box)
    assert (chosen.value(), chosen.property("active")) == (value, True)
    assert stage.page.finder.field.hasFocus()
    stage.press(Qt.Key.Key_0, ALT)
    assert (chosen.property("active"), len(stage.listed())) == (False, 5)
    assert not stage.page.filters.clear_button.isEnabled()


def test_a_filter_names_the_reason_for_its_category(stage: OnShow) -> None:
    keep(stage.front, replace(GUSU, services=(*GUSU.services, service(Category.BASIC, TODAY + timedelta(9)))))
    stage.open()
    stage.choose("category", Category.BASIC)
    reasons = {row.key: row.serves for row in stage.rows()}
    assert reasons[GUSU.id] == "基础从 2026-05-30 起"
    assert reasons[YUZHONG.id] == "不在该计划的网络内"
    stage.choose("category", Category.ORTHODONTIC)
    assert {row.key: row.serves for row in stage.rows()}[GUSU.id] == "只做预防"


def test_nothing_found_says_so_and_clears_by_its_button(stage: OnShow) -> None:
    stage.choose("city", "苏州")
    stage.type("zzzz")
    assert stage.listed() == []
    assert "没有符合条件的诊所。" in words_on(stage.page)
    assert not stage.page.clinic.isVisible()
    stage.page.finder.nothing.acted.emit()
    assert (len(stage.listed()), stage.page.clinic.isVisible()) == (5, True)


def test_the_plan_of_the_child_in_hand_is_chosen(empty_stage: OnShow) -> None:
    keep(empty_stage.front, *CLINICS)
    empty_stage.front.desk.take_visit(visit_of(empty_stage.front))
    empty_stage.open()
    filters = empty_stage.page.filters
    assert (filters.plan.value(), filters.brand.value()) == (DENTAL.code, "")


def test_the_brand_that_a_child_is_bound_to_is_chosen(empty_stage: OnShow) -> None:
    keep(empty_stage.front, *CLINICS)
    empty_stage.front.desk.take_visit(visit_of(empty_stage.front, "晴空儿童齿科"))
    empty_stage.open()
    filters = empty_stage.page.filters
    assert (filters.plan.value(), filters.brand.value()) == (DENTAL.code, "QINGKONG")
    assert empty_stage.listed() == [PUDONG.id, GUSU.id, CHANGNING.id]


def test_what_the_desk_chose_itself_stays_for_the_same_child_alone(empty_stage: OnShow) -> None:
    keep(empty_stage.front, *CLINICS)
    empty_stage.front.desk.take_visit(visit_of(empty_stage.front, "晴空儿童齿科"))
    empty_stage.open()
    empty_stage.choose("brand", "")
    empty_stage.choose("city", "苏州")
    empty_stage.shell.show_page("other")
    empty_stage.open()
    assert empty_stage.page.filters.filters("") == Filters(plan=DENTAL.code, city="苏州")
    empty_stage.front.desk.take_visit(None)
    empty_stage.open()
    assert empty_stage.page.filters.filters("") == Filters()


@pytest.mark.parametrize("brand", ["QINGKONG", "晴空儿童齿科"])
def test_another_page_can_ask_for_a_plan_and_a_brand(stage: OnShow, brand: str) -> None:
    stage.type("gusu")
    stage.page.show_for(DENTAL.code, brand)
    stage.open()
    assert stage.page.filters.filters("") == Filters(plan=DENTAL.code, brand="QINGKONG")
    assert stage.page.finder.field.text() == ""


def test_a_brand_that_is_not_in_the_list_hides_nothing(stage: OnShow) -> None:
    stage.page.show_for(DENTAL.code, "nobody")
    stage.open()
    assert len(stage.listed()) == 5


def test_the_source_and_its_time_stand_on_the_page(stage: OnShow) -> None:
    assert stage.page._source.accessibleName() == "资料来自服务商，2026-05-21 10:30 更新"
    assert "具体以电子保险卡适用医院显示为准。" in words_on(stage.page)


def test_it_works_the_same_without_a_line(stage: OnShow) -> None:
    stage.front.central.reachable = False
    stage.front.desk.line = LineState(Line.OFFLINE)
    stage.front.desk.line_changed.emit(stage.front.desk.line)
    assert stage.page._source.accessibleName() == "离线 · 资料来自服务商，2026-05-21 10:30 更新"
    stage.open()
    stage.type("gusu")
    assert stage.listed() == [GUSU.id]


def test_before_the_first_download_the_page_says_how_the_list_comes(empty_stage: OnShow) -> None:
    empty_stage.open()
    said = words_on(empty_stage.page)
    assert "还没有网络资料。" in said
    assert empty_stage.page._source.accessibleName() == "还没有从服务商取得资料"
    empty_stage.page.no_list.acted.emit()
    assert empty_stage.front.woken
    empty_stage.press(Qt.Key.Key_Return)
    assert empty_stage.said == []


def test_a_download_is_shown_without_leaving_the_page(empty_stage: OnShow) -> None:
    empty_stage.open()
    keep(empty_stage.front, *CLINICS)
    empty_stage.front.desk.refresh()
    empty_stage.qtbot.waitUntil(lambda: len(empty_stage.listed()) == 5)
    assert "还没有网络资料。" not in words_on(empty_stage.page)


def test_a_refresh_leaves_the_clinic_that_is_read_current(stage: OnShow) -> None:
    stage.press(Qt.Key.Key_Down)
    stage.press(Qt.Key.Key_Down)
    keep(stage.front, replace(GUSU, phone="0512-5555-0199"), hours_ago=-1)
    stage.front.desk.refresh()
    stage.qtbot.waitUntil(lambda: "0512-5555-0199" in words_on(stage.page.clinic))
    assert stage.page.finder.list.current_key() == GUSU.id


def test_doors_close_while_the_page_is_open(stage: OnShow) -> None:
    assert stage.rows()[0].door == "营业中"
    stage.front.clock.advance(2 * 3600)
    stage.front.desk.refresh()
    stage.qtbot.waitUntil(lambda: stage.rows()[0].door == "休息中")
    assert stage.page.clinic._door.accessibleName() == "休息中 · 13:30 开门"


def test_everything_on_the_page_has_a_name(stage: OnShow) -> None:
    assert nameless(stage.page) == []
    for box in stage.page.filters.boxes():
        assert box.accessibleName()
    model = stage.page.finder.list.clinics
    spoken = [model.data(model.index(n), Qt.ItemDataRole.AccessibleTextRole) for n in range(len(model.rows))]
    assert spoken[1] == "小鹿口腔徐汇诊所 本诊所 小鹿口腔 · 上海 徐汇区 预防 · 基础 · 正畸 营业中"


def test_a_list_of_the_same_rows_keeps_its_place(stage: OnShow) -> None:
    clinics = stage.page.finder.list
    clinics.move_by(2)
    clinics.set_rows(clinics.clinics.rows)
    assert clinics.current_key() == GUSU.id
    clinics.set_rows(clinics.clinics.rows, from_top=True)
    assert clinics.current_key() == OURS.id
    clinics.set_rows(())
    clinics.move_by(1)
    assert clinics.current_key() is None


def test_the_list_is_a_sound_model(stage: OnShow) -> None:
    model = stage.page.finder.list.clinics
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    stage.type("gusu")
    stage.press(Qt.Key.Key_Escape)
    assert tester.model() is model
    assert model.flags(model.index(0)) == Qt.ItemFlag.ItemNeverHasChildren
    assert model.rowCount(model.index(0)) == 0


def test_keys_are_patient_before_the_list_was_read(empty_stage: OnShow) -> None:
    page = empty_stage.page
    QGuiApplication.clipboard().setText("before")
    page.clear_filters()
    page.copy_for_family()
    page.desk.line_changed.emit(page.desk.line)
    page.desk.refresh()
    empty_stage.idle()
    assert QGuiApplication.clipboard().text() == "before"
    assert [hint.key for hint in page.hints()] == ["Esc"]
