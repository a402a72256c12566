"""The done page of one visit after another: what comes late of the one before is not told of the next."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinic_terminal.application import papers, printer_choices
from clinic_terminal.application.paper_orders import PaperKind, PaperSize
from clinic_terminal.application.papers import Finished
from clinic_terminal.application.print_records import PrintOutcome
from clinic_terminal.application.printer_choices import AutoPaper, KindChoice
from clinic_terminal.application.printing_failures import OutOfPaperError
from clinic_terminal.domain.visit import Stage, Visit
from clinic_terminal.ui.pages.done import DonePage
from tests.fakes.printers import OFFICE
from tests.ui.pages.bench import on_stage, open_bench, press_enter, settled
from tests.ui.pages.printing_bench import HeldPapers, Room, another, print_room


@pytest.fixture
def room(app: QApplication, tmp_path: Path) -> Iterator[Room]:
    del app
    bench = open_bench(tmp_path)
    yield print_room(bench, tmp_path)
    bench.close()


def print_by_itself(room: Room) -> None:
    """Choose the bill to be printed by itself."""
    desk = room.bench.desk
    printer_choices.choose_printer(
        desk.terminal, desk.operator, PaperKind.BILL, KindChoice(OFFICE, PaperSize.A4)
    )
    printer_choices.choose_auto(desk.terminal, desk.operator, (AutoPaper(PaperKind.BILL),))


def paper(room: Room, visit: Visit) -> Path:
    return room.papers.folder / f"given-{visit.id}.pdf"


def finished(page: DonePage, room: Room, visit: Visit) -> None:
    """Bring a visit that was finished just now, as the settlement does."""
    page.take(Finished(visit, paper(room, visit)))
    opened(page, visit)


def opened(page: DonePage, visit: Visit) -> None:
    page.desk.take_visit(visit)
    page.enter()


def outcomes(room: Room, visit: Visit) -> list[PrintOutcome]:
    return [one.outcome for one in papers.prints_of(room.bench.desk.terminal, visit.id)]


def page_of(qtbot: QtBot, room: Room, visit: Visit | None) -> DonePage:
    """Return the page with a visit that is opened from the history, or with none."""
    room.bench.desk.take_visit(visit)
    page = DonePage(room.bench.desk)
    on_stage(qtbot, room.bench, page)
    return page


def idle(qtbot: QtBot, room: Room) -> None:
    settled(qtbot, lambda: not room.bench.tasks.busy)


def test_the_next_visit_is_printed_too_once_the_printer_is_free(qtbot: QtBot, room: Room) -> None:
    print_by_itself(room)
    second = another(room)
    page = page_of(qtbot, room, None)
    room.printers.gate.clear()
    finished(page, room, room.visit)
    press_enter(page)
    finished(page, room, second)
    assert "正在打印" in page.card.prints.told
    room.printers.gate.set()
    settled(qtbot, lambda: outcomes(room, second) == [PrintOutcome.PRINTED])
    assert outcomes(room, room.visit) == [PrintOutcome.PRINTED]
    idle(qtbot, room)
    assert "已打印" in page.card.prints.told


def test_a_printer_that_failed_for_one_visit_is_not_told_of_the_next(qtbot: QtBot, room: Room) -> None:
    print_by_itself(room)
    second = another(room)
    page = page_of(qtbot, room, None)
    room.printers.gate.clear()
    room.printers.errors = [OutOfPaperError()]
    finished(page, room, room.visit)
    finished(page, room, second)
    room.printers.gate.set()
    settled(qtbot, lambda: "已打印" in page.card.prints.told)
    assert not page.card.prints.again_button.isVisible()
    # Nobody was looking at the first one any more: the window says it.
    assert [type(error) for error in room.bench.failures] == [OutOfPaperError]
    opened(page, room.visit)
    settled(qtbot, page.card.prints.again_button.isVisible)
    assert "打印机缺纸。" in page.card.prints.told
    page.card.prints.again_button.click()
    settled(qtbot, lambda: outcomes(room, room.visit) == [PrintOutcome.PRINTED, PrintOutcome.FAILED])
    assert outcomes(room, second) == [PrintOutcome.PRINTED]


def test_what_was_printed_of_another_visit_does_not_hide_that_this_one_is_on_its_way(
    qtbot: QtBot, room: Room
) -> None:
    print_by_itself(room)
    second = another(room)
    page = page_of(qtbot, room, room.visit)
    room.printers.gate.clear()
    # No answer comes in between: what is known of the first visit's papers is told over the second.
    opened(page, room.visit)
    finished(page, room, second)
    with qtbot.waitSignal(room.bench.desk.queue_changed):
        room.bench.desk.refresh()
    assert "正在打印" in page.card.prints.told
    room.printers.gate.set()
    settled(qtbot, lambda: "已打印" in page.card.prints.told)


def test_an_old_visit_is_not_printed_by_itself_however_often_it_is_looked_at(
    qtbot: QtBot, room: Room
) -> None:
    page = page_of(qtbot, room, room.visit)
    settled(qtbot, page.card.open_button.isVisible)
    print_by_itself(room)
    page.enter()
    idle(qtbot, room)
    assert "还没有打印" in page.card.prints.told
    assert outcomes(room, room.visit) == []


def test_what_waits_for_the_printer_is_printed_in_somebodys_name(qtbot: QtBot, room: Room) -> None:
    print_by_itself(room)
    second, desk = another(room), room.bench.desk
    operator = desk.operator
    page = page_of(qtbot, room, None)
    room.printers.gate.clear()
    page.take(Finished(room.visit, None))
    page.take(Finished(second, None))
    settled(qtbot, lambda: outcomes(room, room.visit) == [PrintOutcome.STARTED])
    desk.sign_out()
    room.printers.gate.set()
    idle(qtbot, room)
    assert (outcomes(room, room.visit), outcomes(room, second)) == ([PrintOutcome.PRINTED], [])
    desk.sign_in(operator)
    settled(qtbot, lambda: outcomes(room, second) == [PrintOutcome.PRINTED])
    assert room.bench.failures == []


def held(room: Room) -> HeldPapers:
    """Have the paper of the visit of the room take its time."""
    assert room.visit.bill is not None
    slow = HeldPapers(room.papers.folder, room.visit.bill.id)
    room.bench.desk.terminal = replace(room.bench.desk.terminal, papers=slow)
    return slow


def test_a_paper_that_comes_late_is_not_taken_for_another_childs(qtbot: QtBot, room: Room) -> None:
    second, slow = another(room), held(room)
    page = page_of(qtbot, room, room.visit)
    press_enter(page)
    finished(page, room, second)
    assert page.paper == paper(room, second)
    assert page.card.open_button.isVisible()
    slow.gate.set()
    idle(qtbot, room)
    assert page.paper == paper(room, second)


def test_a_paper_that_takes_its_time_does_not_keep_the_next_ones_back(qtbot: QtBot, room: Room) -> None:
    second, slow = another(room), held(room)
    page = page_of(qtbot, room, room.visit)
    opened(page, second)
    settled(qtbot, lambda: page.paper is not None)
    assert second.bill is not None
    assert page.paper is not None
    assert page.paper.name == f"bill-{second.bill.id}.pdf"
    slow.gate.set()
    idle(qtbot, room)
    assert page.paper.name == f"bill-{second.bill.id}.pdf"


def test_a_bill_is_voided_while_its_paper_is_being_written(qtbot: QtBot, room: Room) -> None:
    slow = held(room)
    page = page_of(qtbot, room, room.visit)
    page.card.void_button.click()
    QTest.keyClick(page.void_panel, Qt.Key.Key_1)
    press_enter(page)
    settled(qtbot, lambda: room.bench.stored().stage is Stage.VOIDED)
    settled(qtbot, page.card.isVisible)
    slow.gate.set()
    settled(qtbot, page.card.open_button.isVisible)
    assert room.bench.failures == []


def test_a_void_that_ends_after_the_visit_was_left_does_not_take_the_next_ones_place(
    qtbot: QtBot, room: Room
) -> None:
    second = another(room)
    page = page_of(qtbot, room, room.visit)
    page.card.void_button.click()
    QTest.keyClick(page.void_panel, Qt.Key.Key_1)
    press_enter(page)
    opened(page, second)
    settled(qtbot, lambda: room.bench.woken == ["sync"])
    assert room.bench.stored().stage is Stage.VOIDED
    assert room.bench.desk.visit == second
    assert "已作废" not in page.card.upload_word
