"""Leaving the settlement while a visit is being finished: it is finished, and everybody hears of it."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from clinic_terminal.application import papers, printer_choices, settlement, signing, treatment
from clinic_terminal.application.paper_orders import PaperKind, PaperSize
from clinic_terminal.application.payments import pay_exactly
from clinic_terminal.application.print_records import PrintOutcome
from clinic_terminal.application.printer_choices import AutoPaper, KindChoice
from clinic_terminal.application.signing import Signing
from clinic_terminal.domain.consent import Relationship
from clinic_terminal.domain.errors import VisitStateError
from clinic_terminal.domain.visit import Stage, Visit
from clinic_terminal.ui.views.settle import Step
from clinic_terminal.ui.window import TerminalWindow
from tests.build import ink
from tests.fakes.ports import CountingIds
from tests.fakes.printers import OFFICE, FakePrinters
from tests.ui.pages.bench import press_enter, settled
from tests.ui.pages.front import RETURNING, TWO_DENTAL, Front, admitted, billed, operator, press
from tests.ui.pages.printing_bench import HeldPapers


class HeldIds(CountingIds):
    """Makes ids only once ``gate`` is open."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()

    def new(self) -> str:
        self.gate.wait(60)
        return super().new()


@pytest.fixture
def slow(front: Front, tmp_path: Path) -> HeldPapers:
    """Have every sealed paper take its time, and the bill printed by itself."""
    made = HeldPapers(tmp_path)
    front.desk.terminal = replace(front.terminal, papers=made, printers=FakePrinters())
    choice = KindChoice(OFFICE, PaperSize.A4)
    printer_choices.choose_printer(front.terminal, operator(), PaperKind.BILL, choice)
    printer_choices.choose_auto(front.terminal, operator(), (AutoPaper(PaperKind.BILL),))
    return made


def paid(front: Front) -> Visit:
    """Take a child through a signed and paid filling, up to its end."""
    visit, by = admitted(front, RETURNING), operator()
    treatment.add_item(front.terminal, by, visit.id, "BS07", ("84",))
    treatment.hand_to_desk(front.terminal, by, visit.id)
    frozen = settlement.freeze(front.terminal, by, visit.id, online=True)
    given = Signing("测试家长", Relationship.MOTHER, ink(), 3_000, "zh")
    signing.sign(front.terminal, by, visit.id, frozen.digest, given)
    return pay_exactly(front.terminal, by, visit.id)


def at_the_end(front: Front, window: TerminalWindow, qtbot: QtBot) -> Visit:
    """Return the visit that the settlement has on show, ready to be finished."""
    visit = paid(front)
    front.desk.take_visit(visit)
    press(window, Qt.Key.Key_F5)
    page = window.pages.settle
    settled(qtbot, lambda: page.step() is Step.FINISH and page.idle)
    front.woken.clear()
    return visit


def stored(front: Front, visit: Visit) -> Visit:
    with front.store.read() as uow:
        return uow.visits.get(visit.id)


def printed(front: Front, visit: Visit) -> list[PrintOutcome]:
    return [one.outcome for one in papers.prints_of(front.terminal, visit.id)]


def test_a_visit_that_is_left_while_it_is_being_finished_is_known_to_be_done(
    front: Front, slow: HeldPapers, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    visit = at_the_end(front, at_work, qtbot)
    press_enter(at_work.pages.settle)
    settled(qtbot, lambda: stored(front, visit).stage is Stage.DONE)
    press(at_work, Qt.Key.Key_F2)
    assert front.desk.visit == visit
    slow.gate.set()
    settled(qtbot, lambda: front.desk.visit is not None and front.desk.visit.stage is Stage.DONE)
    assert front.woken == [1]
    assert at_work.page is at_work.pages.today
    settled(qtbot, lambda: printed(front, visit) == [PrintOutcome.PRINTED])
    press(at_work, Qt.Key.Key_F6)
    assert at_work.pages.done.paper is not None
    assert at_work.pages.done.card.isVisible()


def test_the_next_child_stays_in_hand_when_the_one_before_is_finished(
    front: Front, slow: HeldPapers, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    slow.gate.set()
    other = billed(front, TWO_DENTAL)
    visit = at_the_end(front, at_work, qtbot)
    slow.gate.clear()
    slow.held = visit.bill.id if visit.bill else ""
    press_enter(at_work.pages.settle)
    settled(qtbot, lambda: stored(front, visit).stage is Stage.DONE)
    front.desk.take_visit(other)
    press(at_work, Qt.Key.Key_F6)
    done = at_work.pages.done
    settled(qtbot, lambda: done.paper is not None)
    before = done.paper
    slow.gate.set()
    settled(qtbot, lambda: printed(front, visit) == [PrintOutcome.PRINTED])
    assert front.woken == [1]
    assert front.desk.visit == other
    assert at_work.page is done
    assert done.paper == before
    assert printed(front, other) == []


def test_a_finish_that_fails_after_the_page_was_left_is_told(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    visit, whole = at_the_end(front, at_work, qtbot), front.terminal
    ids = HeldIds()
    front.desk.terminal = replace(whole, ids=ids)
    failures: list[Exception] = []
    front.desk.failed.connect(failures.append)
    press_enter(at_work.pages.settle)
    press(at_work, Qt.Key.Key_F2)
    settlement.thaw(whole, operator(), visit.id)
    ids.gate.set()
    settled(qtbot, lambda: bool(failures))
    assert [type(error) for error in failures] == [VisitStateError]
    assert stored(front, visit).stage is Stage.TO_SETTLE
    assert at_work.page is at_work.pages.today


def test_a_change_of_language_while_a_visit_is_being_finished_loses_nothing(
    front: Front, slow: HeldPapers, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    visit = at_the_end(front, at_work, qtbot)
    press_enter(at_work.pages.settle)
    settled(qtbot, lambda: stored(front, visit).stage is Stage.DONE)
    at_work.switch_language()
    settled(qtbot, lambda: front.desk.visit is not None and front.desk.visit.stage is Stage.DONE)
    slow.gate.set()
    settled(qtbot, lambda: not front.tasks.busy)
    assert front.desk.visit is not None
    assert front.desk.visit.stage is Stage.DONE
