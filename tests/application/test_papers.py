"""Papers come out of what is stored; whatever a printer does, the bill stays and the next paper is honest."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from clinic_terminal.application import papers, printer_choices
from clinic_terminal.application import printing_failures as failures
from clinic_terminal.application.acts import ActState, Answer, AnswerClass
from clinic_terminal.application.failures import ExportFailedError, VisitUnknownError
from clinic_terminal.application.paper_matter import kinds_of
from clinic_terminal.application.paper_orders import (
    BillMatter,
    BindingMatter,
    Copy,
    PaperKind,
    PaperOrder,
    PaperSize,
    PaperStanding,
)
from clinic_terminal.application.papers import Printed
from clinic_terminal.application.print_records import PaperWish, PrintOutcome
from clinic_terminal.application.printer_address import PDF, PrinterAddress
from clinic_terminal.application.printer_choices import AutoPaper, KindChoice
from clinic_terminal.domain.visit import Stage, Visit
from tests.application.people import audited, signed, to_settle
from tests.build import NOW, snapshot
from tests.closing import finish
from tests.fakes.printers import OFFICE, SLIP, FakePrinters, FilePapers
from tests.terminal import CLERK, Bench, make_bench

BILL = PaperWish(PaperKind.BILL, PaperSize.A4)
SLIP_WISH = PaperWish(PaperKind.SLIP, PaperSize.MM80)


class Room:
    """A finished visit, printers and papers at hand."""

    def __init__(self, folder: Path) -> None:
        self.bench: Bench = make_bench(folder, snapshot())
        self.printers = FakePrinters()
        (folder / "papers").mkdir()
        self.papers = FilePapers(folder / "papers")
        self.terminal = replace(self.bench.terminal, printers=self.printers, papers=self.papers)
        visit_id = to_settle(self.bench)
        signed(self.bench, visit_id)
        self.visit: Visit = finish(self.bench.terminal, CLERK, visit_id).visit

    def print(self, wish: PaperWish = BILL) -> Printed:
        return papers.print_paper(self.terminal, CLERK, self.visit.id, wish, OFFICE)

    def stored(self) -> Visit:
        with self.bench.store.read() as uow:
            return uow.visits.get(self.visit.id)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path)
    yield made
    made.bench.store.close()


def test_a_printing_is_kept_with_who_when_and_on_what(room: Room) -> None:
    record = room.print(replace(BILL, language="both", copies=2)).record
    assert (record.outcome, record.number, record.copies) == (PrintOutcome.PRINTED, 1, 2)
    assert (record.operator, record.printer, record.at) == (CLERK.name, OFFICE, room.bench.clock.at)
    assert len(record.digest) == 64
    assert papers.prints_of(room.terminal, room.visit.id) == (record,)
    ((printer, _pdf, copies),) = room.printers.printed
    assert (printer, copies) == (OFFICE, 2)
    assert ("print" in [deed for _who, deed, _facts in audited(room.bench)]) is True


def test_the_next_of_the_same_paper_says_copy_and_is_audited_as_a_reprint(room: Room) -> None:
    numbers = [room.print().record.number for _time in range(3)]
    assert numbers == [1, 2, 3]
    assert [order.reprint for order in room.papers.orders] == [0, 1, 2]
    deeds = [(deed, facts["number"]) for _who, deed, facts in audited(room.bench) if "print" in deed]
    assert deeds == [("print", 1), ("reprint", 2), ("reprint", 3)]


def test_each_side_and_each_kind_has_its_own_first_paper(room: Room) -> None:
    room.print()
    assert room.print(replace(BILL, copy=Copy.CLINIC)).record.number == 1
    assert room.print(SLIP_WISH).record.number == 1
    assert room.print(replace(BILL, size=PaperSize.A5, language="en")).record.number == 2


@pytest.mark.parametrize("started", [False, True])
def test_only_what_may_have_come_out_makes_the_next_a_copy(room: Room, *, started: bool) -> None:
    room.printers.errors = [failures.OutOfPaperError(started=started)]
    failed = room.print()
    assert isinstance(failed.error, failures.OutOfPaperError)
    assert failed.record.outcome is (PrintOutcome.MAYBE if started else PrintOutcome.FAILED)
    assert failed.record.code == "OUT_OF_PAPER"
    assert room.print().record.number == (2 if started else 1)


def test_no_failure_of_paper_touches_the_bill_and_it_is_printed_later(room: Room) -> None:
    before = room.stored()
    room.printers.errors = [failures.PrinterGoneError(), failures.PrinterLostError(started=True)]
    room.papers.cause = "DISK_FULL"
    assert room.print().error is not None
    room.papers.cause = ""
    assert [room.print().error is not None for _time in range(3)] == [True, True, False]
    assert room.stored() == before
    with room.bench.store.read() as uow:
        rows = uow.queue.rows()
    assert [row.state for row in rows] == [ActState.READY]


def test_a_printer_that_confirms_nothing_is_not_said_to_have_printed(room: Room) -> None:
    room.printers.confirms = False
    assert room.print().record.outcome is PrintOutcome.SENT


def test_two_at_once_never_both_pass_for_the_first(room: Room) -> None:
    room.printers.gate.clear()
    threads = [threading.Thread(target=room.print) for _ in range(2)]
    for thread in threads:
        thread.start()
    # Both are numbered before either has come out.
    while len(room.papers.orders) < 2:
        threads[0].join(0.01)
    room.printers.gate.set()
    for thread in threads:
        thread.join()
    records = papers.prints_of(room.terminal, room.visit.id)
    assert sorted(record.number for record in records) == [1, 2]
    assert sorted(order.reprint for order in room.papers.orders) == [0, 1]


class _PowerCutError(BaseException):
    pass


class _PowerCut(FakePrinters):
    def print(self, address: PrinterAddress, pdf: Path, copies: int = 1) -> bool:
        del address, pdf, copies
        raise _PowerCutError


def test_a_program_that_ends_in_mid_print_leaves_its_mark(room: Room) -> None:
    broken = replace(room.terminal, printers=_PowerCut())
    with pytest.raises(_PowerCutError):
        papers.print_paper(broken, CLERK, room.visit.id, BILL, OFFICE)
    (record,) = papers.prints_of(room.terminal, room.visit.id)
    assert record.outcome is PrintOutcome.STARTED
    assert room.print().record.number == 2


def test_looking_at_a_paper_counts_nothing(room: Room) -> None:
    assert papers.proof(room.terminal, room.visit.id, BILL).reprint == 0
    assert papers.prints_of(room.terminal, room.visit.id) == ()
    room.print()
    shown = papers.proof(room.terminal, room.visit.id, BILL)
    assert shown.reprint == 1
    assert room.papers.orders[-1].reprint == 1


def test_a_pdf_instead_is_written_whole_and_counts(room: Room, tmp_path: Path) -> None:
    target = tmp_path / "for-the-family.pdf"
    kept = papers.save_paper(room.terminal, CLERK, room.visit.id, BILL, target.write_bytes)
    assert kept.record.outcome is PrintOutcome.SAVED
    assert kept.record.printer == PDF
    assert target.read_bytes().startswith(b"%PDF")
    assert room.print().record.number == 2


def test_a_pdf_that_cannot_be_written_is_said_and_does_not_count(room: Room) -> None:
    def full(content: bytes) -> None:
        del content
        raise ExportFailedError("DISK_FULL")

    kept = papers.save_paper(room.terminal, CLERK, room.visit.id, BILL, full)
    assert isinstance(kept.error, ExportFailedError)
    assert kept.record.outcome is PrintOutcome.FAILED
    assert room.print().record.number == 1


class _VanishingPapers(FilePapers):
    def draw(self, order: PaperOrder) -> Path:
        path = super().draw(order)
        path.unlink()
        return path


def test_a_drawn_file_that_is_gone_again_is_said(room: Room) -> None:
    room.terminal = replace(room.terminal, papers=_VanishingPapers(room.papers.folder))
    assert isinstance(room.print().error, failures.PaperUnreadableError)


def test_a_pdf_is_no_printer(room: Room) -> None:
    with pytest.raises(failures.NoSuchPaperError):
        papers.print_paper(room.terminal, CLERK, room.visit.id, BILL, PDF)


def test_a_paper_in_a_size_that_it_has_not_is_refused(room: Room) -> None:
    with pytest.raises(failures.NoSuchPaperError):
        room.print(replace(BILL, size=PaperSize.MM80))
    assert papers.prints_of(room.terminal, room.visit.id) == ()


def test_an_unknown_visit_has_no_papers(room: Room) -> None:
    with pytest.raises(VisitUnknownError):
        papers.proof(room.terminal, "nobody", BILL)


def test_the_bill_on_paper_holds_what_was_paid(room: Room) -> None:
    papers.proof(room.terminal, room.visit.id, BILL)
    about = room.papers.orders[-1].about
    assert isinstance(about, BillMatter)
    assert about.bill == room.visit.bill
    assert about.paid_fen == room.visit.paid_fen
    assert about.hotline == "021-80209058"
    assert about.standing is PaperStanding.RECEIPT


def test_an_open_visit_has_the_binding_slip_alone(room: Room, tmp_path: Path) -> None:
    assert kinds_of(room.visit) == (PaperKind.BILL, PaperKind.SLIP, PaperKind.BINDING)
    assert kinds_of(replace(room.visit, stage=Stage.FROZEN)) == (PaperKind.SIGN_SHEET, PaperKind.BINDING)
    assert kinds_of(replace(room.visit, stage=Stage.ARRIVED, bill=None)) == (PaperKind.BINDING,)
    del tmp_path


def test_what_is_paid_later_has_a_slip_of_its_own(room: Room) -> None:
    bill = room.visit.bill
    assert bill is not None
    totals = replace(bill.result.totals, online=10_000)
    later = replace(room.visit, bill=replace(bill, result=replace(bill.result, totals=totals)))
    assert PaperKind.PAY_LATER in kinds_of(later)
    assert PaperKind.PAY_LATER not in kinds_of(replace(later, stage=Stage.VOIDED))


def test_an_offline_bill_is_unconfirmed_on_paper_until_the_receipt_is_here(room: Room) -> None:
    bill = room.visit.bill
    assert bill is not None
    with room.bench.store.begin() as uow:
        uow.visits.put(replace(uow.visits.get(room.visit.id), bill=replace(bill, offline=True)))
    assert _standing(room) is PaperStanding.UNCONFIRMED
    with room.bench.store.begin() as uow:
        row = uow.queue.lease("test", NOW, 60)[0]
        answer = Answer(AnswerClass.FINAL, ActState.ACCEPTED, "OK", receipt=b"{}", server_time=NOW)
        assert uow.queue.settle(row, answer, NOW)
    assert _standing(room) is PaperStanding.RECEIPT


def _standing(room: Room) -> PaperStanding:
    papers.proof(room.terminal, room.visit.id, BILL)
    about = room.papers.orders[-1].about
    assert isinstance(about, BillMatter)
    return about.standing


def test_the_binding_slip_carries_hours_and_link(room: Room) -> None:
    printer_choices.choose_binding_link(room.terminal, CLERK, " https://card.example/bind ")
    papers.proof(room.terminal, room.visit.id, PaperWish(PaperKind.BINDING, PaperSize.A5))
    about = room.papers.orders[-1].about
    assert isinstance(about, BindingMatter)
    assert about.link == "https://card.example/bind"
    assert about.hours_zh == "工作日 8:00–21:00，周末 9:00–18:00，节假日 9:00–18:00"


def _choose(room: Room, *auto: AutoPaper) -> None:
    printer_choices.choose_printer(room.terminal, CLERK, PaperKind.BILL, KindChoice(OFFICE, PaperSize.A5))
    printer_choices.choose_printer(room.terminal, CLERK, PaperKind.SLIP, KindChoice(SLIP, PaperSize.MM80))
    printer_choices.choose_auto(room.terminal, CLERK, auto)


def test_what_was_chosen_is_printed_by_itself_on_its_printer(room: Room) -> None:
    _choose(room, AutoPaper(PaperKind.BILL, Copy.CLINIC), AutoPaper(PaperKind.SLIP))
    results = papers.print_after_finish(room.terminal, CLERK, room.visit)
    assert [one.error for one in results] == [None, None]
    assert [printer for printer, _pdf, _copies in room.printers.printed] == [OFFICE, SLIP]
    assert [(one.record.size, one.record.copy) for one in results] == [
        (PaperSize.A5, Copy.CLINIC),
        (PaperSize.MM80, Copy.FAMILY),
    ]
    assert papers.print_after_finish(room.terminal, CLERK, room.visit) == ()


def test_a_paper_that_fails_keeps_no_other_back(room: Room) -> None:
    _choose(room, AutoPaper(PaperKind.BILL), AutoPaper(PaperKind.SLIP))
    room.printers.errors = [failures.PrinterOfflineError(), None]
    results = papers.print_after_finish(room.terminal, CLERK, room.visit)
    assert [one.record.outcome for one in results] == [PrintOutcome.FAILED, PrintOutcome.PRINTED]
    again = papers.print_after_finish(room.terminal, CLERK, room.visit)
    assert [(one.record.kind, one.record.number) for one in again] == [(PaperKind.BILL, 1)]


def test_a_printer_that_does_not_answer_is_waited_for_once(room: Room) -> None:
    _choose(
        room, AutoPaper(PaperKind.BILL), AutoPaper(PaperKind.BILL, Copy.CLINIC), AutoPaper(PaperKind.SLIP)
    )
    room.printers.errors = [failures.PrinterTimeoutError(started=True)]
    results = papers.print_after_finish(room.terminal, CLERK, room.visit)
    assert [one.record.outcome for one in results] == [
        PrintOutcome.MAYBE,
        PrintOutcome.FAILED,
        PrintOutcome.PRINTED,
    ]
    assert [printer for printer, _pdf, _copies in room.printers.printed] == [SLIP]


def test_nothing_is_printed_by_itself_where_nothing_was_chosen_or_there_is_no_such_paper(room: Room) -> None:
    assert papers.print_after_finish(room.terminal, CLERK, room.visit) == ()
    printer_choices.choose_auto(
        room.terminal, CLERK, (AutoPaper(PaperKind.BILL), AutoPaper(PaperKind.PAY_LATER))
    )
    assert papers.print_after_finish(room.terminal, CLERK, room.visit) == ()
    choice = KindChoice(OFFICE, PaperSize.A5)
    printer_choices.choose_printer(room.terminal, CLERK, PaperKind.PAY_LATER, choice)
    assert papers.print_after_finish(room.terminal, CLERK, room.visit) == ()


def test_no_drawing_is_left_behind(room: Room) -> None:
    room.print()
    papers.proof(room.terminal, room.visit.id, BILL)
    room.printers.errors = [failures.PrinterGoneError()]
    room.print()
    assert list(room.papers.folder.iterdir()) == []


class _Contested(FilePapers):
    """Somebody else draws, reads and removes the same paper at the same moment."""

    def draw(self, order: PaperOrder) -> Path:
        path = super().draw(order)
        if len(self.orders) == 1:
            path.unlink()
        return path


def test_a_paper_that_two_draw_at_once_is_drawn_anew(room: Room) -> None:
    room.terminal = replace(room.terminal, papers=_Contested(room.papers.folder))
    assert room.print().error is None
