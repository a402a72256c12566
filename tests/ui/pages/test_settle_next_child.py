"""What is written or ticked for one child on the settle page is not there for the next."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinic_terminal.domain.eligibility import Lock
from clinic_terminal.domain.visit import Stage, Visit
from clinic_terminal.ui.pages.settle import SettlePage
from clinic_terminal.ui.views.settle import Step
from tests.build import TODAY
from tests.ui.pages.bench import LINES, Bench, on_stage, open_bench, press_enter, settled


@pytest.fixture
def held(app: QApplication, tmp_path: Path) -> Iterator[Bench]:
    """Return a desk with a first visit that waits for its booking reference."""
    del app
    with closing(open_bench(tmp_path, lock=None)) as bench:
        yield bench


@pytest.fixture
def refused(app: QApplication, tmp_path: Path) -> Iterator[Bench]:
    """Return a desk with a visit that the family pays itself."""
    del app
    with closing(open_bench(tmp_path, lock=Lock("OTHER", "别的口腔", TODAY))) as bench:
        yield bench


def _opened(qtbot: QtBot, bench: Bench, step: Step) -> SettlePage:
    bench.visit(Stage.TO_SETTLE, LINES)
    page = SettlePage(bench.desk)
    on_stage(qtbot, bench, page)
    settled(qtbot, lambda: page.step() is step and page.idle)
    return page


def _next_child(qtbot: QtBot, bench: Bench, page: SettlePage) -> None:
    """Take another visit in hand, and show it."""
    before = bench.stored()
    another = Visit(
        "V-2", Stage.TO_SETTLE, before.day, before.person, before.policy, before.plan, lines=before.lines
    )
    with bench.store.begin() as uow:
        bench.desk.take_visit(uow.visits.put(another))
    _enter(qtbot, page)


def _enter(qtbot: QtBot, page: SettlePage) -> None:
    page.leave()
    page.enter()
    settled(qtbot, lambda: page.step() is not None and page.idle)


def _stored(bench: Bench, key: str) -> Visit:
    with bench.store.read() as uow:
        return uow.visits.get(key)


def test_a_booking_reference_is_not_sent_for_the_next_child(qtbot: QtBot, held: Bench) -> None:
    page = _opened(qtbot, held, Step.BOOK)
    field = page.desk_side.before.booking_field
    QTest.keyClicks(field, "BK-778")
    _next_child(qtbot, held, page)
    assert page.step() is Step.BOOK
    assert field.text() == ""
    press_enter(page)
    assert page.idle
    assert page.desk_side.before.booking_problem.text() == "请填写热线给的预约编号。"
    assert _stored(held, "V-2").booking_ref is None


def test_what_one_family_was_told_is_told_to_the_next(qtbot: QtBot, refused: Bench) -> None:
    page = _opened(qtbot, refused, Step.FREEZE)
    before, button = page.desk_side.before, page.desk_side.next_button
    QTest.keyClick(before.confirm, Qt.Key.Key_Space)
    assert button.isEnabled()
    _next_child(qtbot, refused, page)
    assert before.confirm.isVisible()
    assert not before.confirm.isChecked()
    assert not button.isEnabled()
    press_enter(page)
    assert page.idle
    assert _stored(refused, "V-2").bill is None


def test_the_same_child_finds_both_again(qtbot: QtBot, held: Bench) -> None:
    page = _opened(qtbot, held, Step.BOOK)
    field = page.desk_side.before.booking_field
    QTest.keyClicks(field, "BK-778")
    _enter(qtbot, page)
    assert field.text() == "BK-778"
