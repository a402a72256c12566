from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from clinic_terminal.application.acts import ExposureLimits
from clinic_terminal.domain.adjudication import Counters, SplitStatus
from clinic_terminal.domain.eligibility import Lock
from clinic_terminal.domain.plan import Deductible, DeductibleScope, SelfPay
from clinic_terminal.domain.visit import Stage
from clinic_terminal.ui.pages.settle import SettlePage
from clinic_terminal.ui.pages.settle_parts import Remark
from clinic_terminal.ui.views.settle import Step
from clinic_terminal.ui.widgets.pill import Pill
from tests.build import DENTAL, TODAY
from tests.ui.pages.bench import (
    LINES,
    MOTHER,
    Bench,
    nameless,
    on_stage,
    open_bench,
    press_enter,
    settled,
    signature,
)


@pytest.fixture
def bench(app: QApplication, tmp_path: Path) -> Iterator[Bench]:
    del app
    bench = open_bench(tmp_path)
    yield bench
    bench.close()


def _opened(qtbot: QtBot, bench: Bench, step: Step = Step.FREEZE) -> SettlePage:
    page = SettlePage(bench.desk)
    on_stage(qtbot, bench, page)
    settled(qtbot, lambda: page.step() is step and page.idle)
    return page


def _remarks(page: SettlePage) -> list[str]:
    return [remark.accessibleName() for remark in page.findChildren(Remark) if remark.isVisible()]


def _pills(page: SettlePage) -> list[str]:
    return [pill.accessibleName() for pill in page.desk_side.bill.findChildren(Pill)]


def _signed(qtbot: QtBot, page: SettlePage) -> None:
    press_enter(page)
    settled(qtbot, lambda: page.panel is not None)
    assert page.panel is not None
    page.panel.sign_with(signature(), "林悦", MOTHER)
    settled(qtbot, lambda: page.step() is Step.PAY and page.idle)


def _paid(qtbot: QtBot, page: SettlePage) -> None:
    press_enter(page)
    settled(qtbot, lambda: page.step() is Step.FINISH and page.idle)


def test_freeze_sign_and_finish_need_enter_and_a_pen_only(qtbot: QtBot, bench: Bench) -> None:
    bench.visit(Stage.TO_SETTLE, LINES)
    page = _opened(qtbot, bench)
    assert page.desk_side.to_pay.now.text() == "¥850.00"
    _signed(qtbot, page)
    _paid(qtbot, page)
    with qtbot.waitSignal(page.go) as asked:
        press_enter(page)
    assert asked.args == ["done"]
    assert bench.stored().stage is Stage.DONE
    assert bench.acts() == 1
    assert bench.woken == ["sync"]
    assert len(bench.papers.printed) == 1


def test_pressing_finish_twice_finishes_once(qtbot: QtBot, bench: Bench) -> None:
    bench.visit(Stage.TO_SETTLE, LINES)
    page = _opened(qtbot, bench)
    _signed(qtbot, page)
    _paid(qtbot, page)
    with qtbot.waitSignal(page.finished):
        page.press()
        page.press()
    assert bench.acts() == 1
    assert len(bench.papers.printed) == 1


def test_what_changed_since_the_estimate_is_shown_before_the_freeze(qtbot: QtBot, bench: Bench) -> None:
    bench.visit(Stage.TO_SETTLE, LINES)
    used = Counters(pool_fen=4_990_000)
    bench.central.snapshots = [replace(bench.central.snapshots[0], used=used, version=2)]
    page = _opened(qtbot, bench)
    settled(qtbot, lambda: any("金额和刚才不同" in said for said in _remarks(page)))
    assert "家长现在支付 ¥850.00 → ¥1,400.00。" in _remarks(page)[0]
    assert bench.stored().bill is None


def test_while_it_is_asked_the_bill_is_neither_online_nor_offline(qtbot: QtBot, bench: Bench) -> None:
    bench.visit(Stage.TO_SETTLE, LINES)
    page = SettlePage(bench.desk)
    seen: list[tuple[list[str], list[str]]] = []
    page.flow.waiting.connect(lambda _on: seen.append((_pills(page), _remarks(page))))
    on_stage(qtbot, bench, page)
    settled(qtbot, lambda: page.step() is Step.FREEZE and page.idle)
    assert seen[0] == (["正在核对"], [])
    assert _pills(page) == ["可直付"]


def test_going_on_without_the_answer_makes_it_an_offline_bill(qtbot: QtBot, bench: Bench) -> None:
    bench.visit(Stage.TO_SETTLE, LINES)
    page = SettlePage(bench.desk)
    page.flow.waiting.connect(lambda on: page.flow.stop_waiting() if on else None)
    on_stage(qtbot, bench, page)
    settled(qtbot, lambda: page.step() is Step.FREEZE and page.idle)
    assert _pills(page) == ["可直付（离线）"]
    assert not page.desk_side.before.busy.isVisible()


def test_the_whole_bill_stands_there_and_on_whose_word_it_rests(qtbot: QtBot, bench: Bench) -> None:
    bench.visit(Stage.TO_SETTLE, LINES)
    page = _opened(qtbot, bench)
    said = [text.text() for text in page.desk_side.to_pay.findChildren(QLabel) if text.isVisible()]
    assert "¥1,500.00" in said
    assert any(text.startswith("依据服务商 ") for text in said)
    assert not any(text.property("ink") == "ok" for text in page.desk_side.to_pay.findChildren(QLabel))


def test_an_unreachable_server_makes_it_an_offline_bill(qtbot: QtBot, bench: Bench) -> None:
    bench.central.reachable = False
    bench.visit(Stage.TO_SETTLE, LINES)
    page = _opened(qtbot, bench)
    settled(qtbot, lambda: any("离线核算，待服务商确认。" in said for said in _remarks(page)))
    assert _pills(page) == ["可直付（离线）"]
    _signed(qtbot, page)
    bill = bench.stored().bill
    assert bill is not None
    assert bill.offline


@pytest.mark.usefixtures("app")
def test_a_held_first_visit_goes_on_with_its_booking_reference(qtbot: QtBot, tmp_path: Path) -> None:
    with closing(open_bench(tmp_path, lock=None)) as bench:
        bench.visit(Stage.TO_SETTLE, LINES)
        page = _opened(qtbot, bench, Step.BOOK)
        before = page.desk_side.before
        press_enter(page)
        assert before.booking_problem.text() == "请填写热线给的预约编号。"
        QTest.keyClicks(before.booking_field, "BK-778")
        press_enter(page)
        settled(qtbot, lambda: page.step() is Step.FREEZE and page.idle)
        assert bench.stored().booking_ref == "BK-778"


@pytest.mark.usefixtures("app")
def test_self_pay_is_frozen_only_after_the_family_was_told(qtbot: QtBot, tmp_path: Path) -> None:
    with closing(open_bench(tmp_path, lock=Lock("OTHER", "别的口腔", TODAY))) as bench:
        bench.visit(Stage.TO_SETTLE, LINES)
        page = _opened(qtbot, bench)
        button = page.desk_side.next_button
        assert not button.isEnabled()
        assert page.window().focusWidget() is page.desk_side.before.confirm
        QTest.keyClick(page.desk_side.before.confirm, Qt.Key.Key_Space)
        assert button.isEnabled()
        press_enter(page)
        settled(qtbot, lambda: page.panel is not None)
        bill = bench.stored().bill
        assert bill is not None
        assert bill.result.status is SplitStatus.NO_DIRECT_BILLING


def test_the_family_may_choose_to_pay_all_and_change_its_mind(qtbot: QtBot, bench: Bench) -> None:
    bench.visit(Stage.TO_SETTLE, LINES)
    page = _opened(qtbot, bench)
    page.desk_side.others.self_pay.click()
    settled(qtbot, lambda: bench.stored().self_pay and page.idle)
    assert page.desk_side.to_pay.now.text() == "¥1,500.00"
    assert not page.desk_side.next_button.isEnabled()
    page.desk_side.others.self_pay.click()
    settled(qtbot, lambda: not bench.stored().self_pay and page.idle)
    assert page.desk_side.next_button.isEnabled()


def test_a_frozen_bill_can_be_taken_back(qtbot: QtBot, bench: Bench) -> None:
    bench.visit(Stage.TO_SETTLE, LINES)
    page = _opened(qtbot, bench)
    _signed(qtbot, page)
    page.desk_side.others.thaw.click()
    settled(qtbot, lambda: page.step() is Step.FREEZE and page.idle)
    stored = bench.stored()
    assert (stored.stage, stored.bill, stored.consent) == (Stage.TO_SETTLE, None, None)


def test_escape_leaves_the_guardian_and_keeps_the_bill_frozen(qtbot: QtBot, bench: Bench) -> None:
    bench.visit(Stage.TO_SETTLE, LINES)
    page = _opened(qtbot, bench)
    press_enter(page)
    settled(qtbot, lambda: page.panel is not None)
    QTest.keyClick(page.window().focusWidget(), Qt.Key.Key_Escape)
    assert page.step() is Step.SIGN
    assert page.primary is page.desk_side.next_button
    assert bench.stored().stage is Stage.FROZEN


@pytest.mark.usefixtures("app")
def test_an_offline_limit_is_explained_before_anybody_signs(qtbot: QtBot, tmp_path: Path) -> None:
    with closing(open_bench(tmp_path, limits=ExposureLimits(visit_fen=(1, 2)))) as bench:
        bench.central.reachable = False
        bench.visit(Stage.TO_SETTLE, LINES)
        page = _opened(qtbot, bench)
        settled(qtbot, lambda: any("现在不能签字" in said for said in _remarks(page)))
        press_enter(page)
        settled(qtbot, lambda: any("上限" in said for said in _remarks(page)))
        assert page.panel is None
        assert bench.stored().stage is Stage.TO_SETTLE


@pytest.mark.usefixtures("app")
def test_a_large_offline_bill_is_pointed_out_and_goes_on(qtbot: QtBot, tmp_path: Path) -> None:
    with closing(open_bench(tmp_path, limits=ExposureLimits(visit_fen=(64_999, 65_000)))) as bench:
        bench.central.reachable = False
        bench.visit(Stage.TO_SETTLE, LINES)
        page = _opened(qtbot, bench)
        settled(
            qtbot, lambda: any("离线时单笔保险金额超过 ¥649.99 要留意" in said for said in _remarks(page))
        )
        _signed(qtbot, page)
        assert bench.stored().stage is Stage.FROZEN


@pytest.mark.usefixtures("app")
def test_a_large_bill_split_with_the_server_is_not_pointed_out(qtbot: QtBot, tmp_path: Path) -> None:
    with closing(open_bench(tmp_path, limits=ExposureLimits(visit_fen=(1, 2)))) as bench:
        bench.visit(Stage.TO_SETTLE, LINES)
        page = _opened(qtbot, bench)
        assert _remarks(page) == []


@pytest.mark.usefixtures("app")
def test_what_is_paid_later_stands_apart(qtbot: QtBot, tmp_path: Path) -> None:
    deductible = Deductible(10_000, DeductibleScope.PER_VISIT)
    plan = replace(DENTAL, self_pay=SelfPay.ONLINE_LATER, deductible=deductible)
    with closing(open_bench(tmp_path, plan)) as bench:
        bench.visit(Stage.TO_SETTLE, LINES)
        page = _opened(qtbot, bench)
        assert page.desk_side.to_pay.now.text() == "¥500.00"
        assert page.desk_side.to_pay.later.text() == "¥450.00"
        titles = [column.title for column in page.desk_side.bill.table.line_model.columns]
        assert "免赔额" in titles


def test_a_visit_still_in_treatment_is_handed_over_first(qtbot: QtBot, bench: Bench) -> None:
    bench.visit(Stage.IN_TREATMENT, LINES)
    page = _opened(qtbot, bench, Step.HAND_OVER)
    press_enter(page)
    settled(qtbot, lambda: page.step() is Step.FREEZE)
    assert bench.stored().stage is Stage.TO_SETTLE


def test_every_control_has_a_name(qtbot: QtBot, bench: Bench) -> None:
    bench.visit(Stage.TO_SETTLE, LINES)
    page = _opened(qtbot, bench)
    assert nameless(page) == []


def test_without_a_visit_the_page_leads_to_today(qtbot: QtBot, bench: Bench) -> None:
    page = SettlePage(bench.desk)
    on_stage(qtbot, bench, page)
    with qtbot.waitSignal(page.go) as asked:
        press_enter(page)
    assert asked.args == ["today"]
