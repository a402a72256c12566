from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinic_terminal.application import settlement
from clinic_terminal.application.acts import ActState, Answer, AnswerClass
from clinic_terminal.application.settlement import Finished, Signing
from clinic_terminal.domain.visit import Stage
from clinic_terminal.i18n import translator
from clinic_terminal.ui.pages.done import DonePage
from clinic_terminal.ui.views.done import upload
from clinic_terminal.ui.widgets.tone import Tone
from tests.build import NOW, ink
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
    settlement.sign(terminal, operator, visit.id, frozen.digest, signing)
    finished = settlement.finish(terminal, operator, visit.id)
    bench.desk.take_visit(finished.visit)
    return finished


def _opened(qtbot: QtBot, bench: Bench, finished: Finished | None) -> DonePage:
    page = DonePage(bench.desk)
    if finished is not None:
        page.take(finished)
    on_stage(qtbot, bench, page)
    return page


def _receipt(bench: Bench, receipt: bytes) -> None:
    with bench.store.begin() as uow:
        row = uow.queue.lease("test", NOW, 60)[0]
        answer = Answer(AnswerClass.FINAL, ActState.ACCEPTED, "OK", receipt=receipt, server_time=NOW)
        assert uow.queue.settle(row, answer, NOW)
    bench.desk.refresh()


def test_the_closed_bill_waits_calmly_and_turns_green_with_the_receipt(qtbot: QtBot, bench: Bench) -> None:
    page = _opened(qtbot, bench, _finished(bench))
    assert page.card.upload_word == "待上传"
    with qtbot.waitSignal(bench.desk.queue_changed):
        bench.desk.refresh()
    assert page.card.upload_word == "待上传"
    _receipt(bench, b"{}")
    settled(qtbot, lambda: page.card.upload_word == "已收到回执")


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
