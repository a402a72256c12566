from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinic_terminal.application.failures import NotBillableError, RepeatedLineError
from clinic_terminal.domain.adjudication import Counters
from clinic_terminal.domain.gates import Doubt
from clinic_terminal.domain.visit import Stage
from clinic_terminal.i18n import translator
from clinic_terminal.ui import messages
from clinic_terminal.ui.failure_table import TABLE
from clinic_terminal.ui.pages.settle import SettlePage
from clinic_terminal.ui.pages.settle_parts import Remark
from clinic_terminal.ui.terms import short_cause
from clinic_terminal.ui.views.settle import Step, repeated_names
from tests.build import CATALOGUE
from tests.ui.pages.bench import LINES, Bench, nameless, on_stage, open_bench, press_enter, settled

ZH = translator("zh_CN")


@pytest.fixture
def bench(app: QApplication, tmp_path: Path) -> Iterator[Bench]:
    del app
    bench = open_bench(tmp_path)
    yield bench
    bench.close()


def _opened(qtbot: QtBot, bench: Bench) -> SettlePage:
    page = SettlePage(bench.desk)
    on_stage(qtbot, bench, page)
    settled(qtbot, lambda: page.step() is Step.FREEZE and page.idle)
    return page


def _remarks(page: SettlePage) -> str:
    shown = (remark for remark in page.findChildren(Remark) if remark.isVisible())
    return "\n".join(remark.accessibleName() for remark in shown)


def _billed_before(bench: Bench) -> None:
    """Have a closed bill of today hold the same lines."""
    visit = bench.visit(Stage.TO_SETTLE, LINES)
    with bench.store.begin() as uow:
        uow.visits.put(replace(visit, id="V-0", stage=Stage.DONE, revision=0))


def test_repeated_lines_are_named_asked_about_and_confirmed_by_keyboard(qtbot: QtBot, bench: Bench) -> None:
    _billed_before(bench)
    page = _opened(qtbot, bench)
    assert not page.desk_side.before.not_repeated.isVisible()
    press_enter(page)
    settled(qtbot, page.desk_side.before.not_repeated.isVisible)
    settled(qtbot, lambda: "医生问诊费、乳牙树脂充填 84、笑气镇静" in _remarks(page))
    assert bench.stored().stage is Stage.TO_SETTLE
    assert nameless(page) == []
    QTest.keyClick(page.desk_side.before.not_repeated, Qt.Key.Key_Space)
    settled(qtbot, lambda: bench.stored().repeats_confirmed and page.idle)
    assert not page.desk_side.before.not_repeated.isVisible()
    press_enter(page)
    settled(qtbot, lambda: page.panel is not None)
    assert bench.stored().stage is Stage.FROZEN


@pytest.mark.usefixtures("app")
def test_what_stands_against_the_insurers_part_is_said_before_the_signature(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with closing(open_bench(tmp_path, used=Counters(5_000_001))) as bench:
        bench.visit(Stage.TO_SETTLE, LINES)
        page = _opened(qtbot, bench)
        press_enter(page)
        settled(qtbot, lambda: "服务商的资料自相矛盾" in _remarks(page))
        assert page.panel is None
        page.flow.switch_self_pay()
        settled(qtbot, lambda: bench.stored().self_pay and page.idle)


@pytest.mark.parametrize("doubt", list(Doubt))
def test_every_doubt_has_its_words_at_the_settlement(doubt: Doubt) -> None:
    said = messages.failure_notice(NotBillableError(doubt.value), ZH).what
    assert short_cause(doubt, ZH) in said
    assert "{" not in said


def test_repeated_lines_are_named_in_the_language_of_the_desk() -> None:
    english = translator("en")
    assert repeated_names(("BS07 84", "PV01"), CATALOGUE, english) == ("Primary filling 84", "Consultation")
    notice = messages.failure_notice(RepeatedLineError(("小牙片 55",)), ZH)
    assert "小牙片 55" in notice.what


@pytest.mark.parametrize(
    ("problem", "key"),
    [
        ("WRONG_MEMBER", "WRONG_MEMBER"),
        ("POLICY_TWICE", "POLICY_TWICE"),
        ("ANSWER_OUTDATED", "ANSWER_OUTDATED"),
        ("CENTRAL_UNREACHABLE.BAD_SERVER_SIGNATURE", "CENTRAL_UNREACHABLE.BAD_SERVER_SIGNATURE"),
        ("CENTRAL_UNREACHABLE.NO_CONNECTION", "CENTRAL_UNREACHABLE"),
    ],
)
def test_what_kept_the_answer_away_has_its_own_words(problem: str, key: str) -> None:
    assert messages.told_of(problem) is TABLE[key]
