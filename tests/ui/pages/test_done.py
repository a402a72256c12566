from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from clinic_terminal.application import settlement
from clinic_terminal.application import signing as signatures
from clinic_terminal.application.acts import Act, ActKind, ActState, Answer, AnswerClass, QueueRow
from clinic_terminal.application.failures import AlreadyVoidedError
from clinic_terminal.application.papers import Finished
from clinic_terminal.application.signing import Signing
from clinic_terminal.application.voiding import void
from clinic_terminal.domain.visit import Stage
from clinic_terminal.domain.voiding import VoidReason
from clinic_terminal.i18n import translator
from clinic_terminal.ui.pages.done import DonePage
from clinic_terminal.ui.views.done import upload, void_upload
from clinic_terminal.ui.widgets.money import MoneyLabel
from clinic_terminal.ui.widgets.pill import PillView
from clinic_terminal.ui.widgets.tone import Tone
from tests.build import NOW, ink
from tests.closing import finish
from tests.ui.pages.bench import (
    LINES,
    MOTHER,
    Bench,
    nameless,
    on_stage,
    open_bench,
    press_enter,
    settled,
)
from tests.ui.pages.front import words_on

ZH = translator("zh_CN")


@pytest.fixture
def bench(app: QApplication, tmp_path: Path) -> Iterator[Bench]:
    del app
    bench = open_bench(tmp_path)
    yield bench
    bench.close()


def _finished(bench: Bench) -> Finished:
    """Close a visit by the verbs, as the settle page does."""
    terminal, operator = bench.desk.terminal, bench.desk.operator
    visit = bench.visit(Stage.TO_SETTLE, LINES)
    frozen = settlement.freeze(terminal, operator, visit.id, online=True)
    signing = Signing("林悦", MOTHER, ink(), 5_000, "zh_CN")
    signatures.sign(terminal, operator, visit.id, frozen.digest, signing)
    finished = finish(terminal, operator, visit.id)
    bench.desk.take_visit(finished.visit)
    return finished


def _opened(qtbot: QtBot, bench: Bench, finished: Finished | None) -> DonePage:
    page = DonePage(bench.desk)
    if finished is not None:
        page.take(finished)
    on_stage(qtbot, bench, page)
    return page


def _said(page: DonePage) -> list[str]:
    return [text.text() for text in page.card.findChildren(QLabel)]


def _receipt(bench: Bench, receipt: bytes) -> None:
    with bench.store.begin() as uow:
        row = uow.queue.lease("test", NOW, 60)[0]
        answer = Answer(AnswerClass.FINAL, ActState.ACCEPTED, "OK", receipt=receipt, server_time=NOW)
        assert uow.queue.settle(row, answer, NOW)
    bench.desk.refresh()


def test_the_closed_bill_waits_calmly_and_turns_green_with_the_receipt(qtbot: QtBot, bench: Bench) -> None:
    page = _opened(qtbot, bench, _finished(bench))
    settled(qtbot, lambda: page.card.upload_word == "待送出")
    with qtbot.waitSignal(bench.desk.queue_changed):
        bench.desk.refresh()
    qtbot.waitUntil(lambda: not bench.tasks.busy)
    assert page.card.upload_word == "待送出"
    amount = next(one for one in page.card.findChildren(MoneyLabel) if "保险直付" in one.accessibleName())
    assert "保险直付 · 待确认" in _said(page)
    assert amount.property("ink") == "ink-2"
    _receipt(bench, b"{}")
    settled(qtbot, lambda: page.card.upload_word == "已收到回执")
    assert "保险直付" in _said(page)
    assert "保险直付 · 待确认" not in _said(page)
    assert amount.property("ink") == "ok"


def test_no_green_without_a_stored_receipt() -> None:
    pill, _sentence = upload(None, ZH)
    assert pill.tone is not Tone.OK


def test_a_paper_that_failed_is_said_calmly_and_written_again(qtbot: QtBot, bench: Bench) -> None:
    bench.papers.cause = "DISK_FULL"
    page = _opened(qtbot, bench, _finished(bench))
    assert page.card.again_button.isVisible()
    assert not page.card.open_button.isVisible()
    bench.papers.cause = ""
    page.card.again_button.click()
    settled(qtbot, page.card.open_button.isVisible)
    assert page.paper is not None
    assert bench.acts() == 1


def test_entered_without_its_paper_the_page_asks_for_it(qtbot: QtBot, bench: Bench) -> None:
    _finished(bench)
    page = _opened(qtbot, bench, None)
    settled(qtbot, page.card.open_button.isVisible)
    assert bench.failures == []


@pytest.mark.usefixtures("app")
def test_a_first_bill_tells_of_the_brand_lock(qtbot: QtBot, tmp_path: Path) -> None:
    with closing(open_bench(tmp_path, lock=None, booking_ref="BK-1")) as bench:
        page = _opened(qtbot, bench, _finished(bench))
        note = page.card.lock_note
        assert note == "从这次就诊起，这份保险今年选定“小鹿口腔”，请告诉家长。"


def test_enter_goes_on_to_the_next_child(qtbot: QtBot, bench: Bench) -> None:
    page = _opened(qtbot, bench, _finished(bench))
    with qtbot.waitSignal(page.go) as asked:
        press_enter(page)
    assert asked.args == ["today"]
    assert bench.desk.visit is None


def test_every_control_has_a_name(qtbot: QtBot, bench: Bench) -> None:
    page = _opened(qtbot, bench, _finished(bench))
    assert nameless(page) == []
    page.card.void_button.click()
    assert nameless(page) == []


def _asked(qtbot: QtBot, bench: Bench) -> DonePage:
    """Return the page at the question why the bill is voided."""
    page = _opened(qtbot, bench, _finished(bench))
    page.card.void_button.click()
    assert page.void_panel.isVisible()
    return page


def _settle_next(bench: Bench, state: ActState, code: str = "OK") -> None:
    with bench.store.begin() as uow:
        row = uow.queue.lease("test", NOW, 60)[0]
        answer = Answer(AnswerClass.FINAL, state, code, receipt=b"{}", snapshot_version=2, server_time=NOW)
        assert uow.queue.settle(row, answer, NOW)


def test_a_bill_is_voided_by_a_reason_and_a_confirmation_in_the_page(qtbot: QtBot, bench: Bench) -> None:
    page = _asked(qtbot, bench)
    assert page.primary is page.void_panel.confirm_button
    assert not page.void_panel.confirm_button.isEnabled()
    QTest.keyClick(page.void_panel, Qt.Key.Key_1)
    assert page.void_panel.reason is VoidReason.ENTRY_ERROR
    press_enter(page)
    settled(qtbot, lambda: bench.stored().stage is Stage.VOIDED)
    settled(qtbot, page.card.isVisible)
    assert bench.stored().voided is not None
    assert bench.acts() == 2
    assert bench.woken == ["sync"]
    assert bench.failures == []
    settled(qtbot, lambda: page.card.upload_word == "已作废，待送出")
    assert "已作废" in words_on(page)
    assert "录入错误 · 王敏 · 5 月 21 日 10:30" in words_on(page)
    assert not page.card.void_button.isVisible()


def test_the_servers_receipt_of_the_void_turns_it_green(qtbot: QtBot, bench: Bench) -> None:
    page = _asked(qtbot, bench)
    QTest.keyClick(page.void_panel, Qt.Key.Key_2)
    press_enter(page)
    settled(qtbot, page.card.isVisible)
    _settle_next(bench, ActState.ACCEPTED)
    with qtbot.waitSignal(bench.desk.queue_changed):
        bench.desk.refresh()
    settled(qtbot, lambda: page.card.upload_word == "已作废，待送出")
    _settle_next(bench, ActState.ACCEPTED)
    bench.desk.refresh()
    settled(qtbot, lambda: page.card.upload_word == "已收到回执")
    assert "服务商已确认作废，额度与次数已退回。" in words_on(page)


def test_another_reason_asks_for_a_note_and_keeps_the_bill_until_there_is_one(
    qtbot: QtBot, bench: Bench
) -> None:
    page = _asked(qtbot, bench)
    QTest.keyClick(page.void_panel, Qt.Key.Key_4)
    assert page.void_panel.note.hasFocus()
    QTest.keyClick(page.void_panel.note, Qt.Key.Key_Return)
    assert "请写一句说明是什么原因。" in words_on(page)
    assert bench.acts() == 1
    page.void_panel.note.setText("孩子临时转院")
    QTest.keyClick(page.void_panel.note, Qt.Key.Key_Return)
    settled(qtbot, lambda: bench.stored().stage is Stage.VOIDED)
    voided = bench.stored().voided
    assert voided is not None
    assert (voided.reason, voided.note, voided.operator) == (VoidReason.OTHER, "孩子临时转院", "王敏")


def test_esc_leaves_the_bill_as_it_is(qtbot: QtBot, bench: Bench) -> None:
    page = _asked(qtbot, bench)
    QTest.keyClick(page.void_panel, Qt.Key.Key_1)
    assert page.back()
    assert page.card.isVisible()
    assert not page.back()
    assert (bench.stored().stage, bench.acts()) == (Stage.DONE, 1)
    page.card.void_button.click()
    assert page.void_panel.reason is None
    QTest.keyClick(page.void_panel.note, Qt.Key.Key_Escape)
    assert page.card.isVisible()


def test_a_bill_that_was_voided_elsewhere_is_said_and_nothing_is_sent_twice(
    qtbot: QtBot, bench: Bench
) -> None:
    page = _asked(qtbot, bench)
    visit = bench.stored()
    void(bench.desk.terminal, bench.desk.operator, visit.id, VoidReason.FAMILY_WITHDREW)
    QTest.keyClick(page.void_panel, Qt.Key.Key_1)
    press_enter(page)
    settled(qtbot, lambda: bool(bench.failures))
    assert isinstance(bench.failures[0], AlreadyVoidedError)
    assert bench.acts() == 2
    settled(qtbot, page.void_panel.confirm_button.isEnabled)


@pytest.mark.usefixtures("app")
def test_what_the_reason_does_to_the_brand_is_said_before(qtbot: QtBot, tmp_path: Path) -> None:
    with closing(open_bench(tmp_path, lock=None, booking_ref="BK-1")) as bench:
        page = _asked(qtbot, bench)
        assert "小鹿口腔" not in words_on(page)
        QTest.keyClick(page.void_panel, Qt.Key.Key_1)
        assert "选定会一起解除" in words_on(page)
        QTest.keyClick(page.void_panel, Qt.Key.Key_3)
        assert "不会因为这个原因解除" in words_on(page)
        press_enter(page)
        settled(qtbot, page.card.isVisible)
        assert "选定" not in page.card.lock_note


def test_the_family_gets_its_money_back(qtbot: QtBot, bench: Bench) -> None:
    page = _asked(qtbot, bench)
    assert "家长已付的 ¥850.00 要由诊所退还。" in words_on(page)
    QTest.keyClick(page.void_panel, Qt.Key.Key_2)
    press_enter(page)
    settled(qtbot, page.card.isVisible)
    assert (page.card.money_word, page.card.money_text) == ("要退 ¥850.00", "按原来的付款方式退还。")


@pytest.mark.usefixtures("app")
def test_a_refused_bill_promises_neither_money_nor_brand(qtbot: QtBot, tmp_path: Path) -> None:
    with closing(open_bench(tmp_path, lock=None, booking_ref="BK-1")) as bench:
        page = _opened(qtbot, bench, _finished(bench))
        assert "选定“小鹿口腔”" in page.card.lock_note
        _settle_next(bench, ActState.REJECTED, "BRAND_LOCKED")
        bench.desk.refresh()
        settled(qtbot, lambda: page.card.upload_word == "被拒绝")
        assert page.card.lock_note == "保险不支付这张账单，也没有选定品牌；怎么联系家长，请看队列。"
        assert page.card.queue_button.isVisible()
        page.card.void_button.click()
        assert "保险没有接受这张账单，没有要退回的额度和次数。" in words_on(page)
        QTest.keyClick(page.void_panel, Qt.Key.Key_1)
        assert "小鹿口腔" not in words_on(page.void_panel)


@pytest.mark.parametrize("state", list(ActState))
def test_every_fate_of_a_void_has_its_words_and_green_is_the_receipt_alone(state: ActState) -> None:
    row = replace(_VOID_ROW, state=state)
    pill, sentence = void_upload(row, ZH)
    assert pill.text
    assert sentence.endswith("。")
    assert pill.tone is not Tone.OK
    pill, _sentence = void_upload(replace(row, receipt=b"{}"), ZH)
    assert (pill.tone is Tone.OK) == (state is ActState.ACCEPTED)


def test_a_void_of_what_was_never_booked_is_calm() -> None:
    row = replace(_VOID_ROW, state=ActState.REJECTED, last_error="NOT_VOIDABLE", receipt=b"{}")
    assert void_upload(row, ZH)[0] == PillView("已作废")


_VOID_ROW = QueueRow(
    Act("A", ActKind.BILL_VOIDED, "M/P", "V", NOW, b"{}", "d" * 64, -100),
    ActState.READY, 0, 0, "", None, NOW, "", "", "", None, b"", None,
)  # fmt: skip
