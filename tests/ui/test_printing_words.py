"""Every failure of a printer has its sentences, and every state and outcome its word."""

import inspect
from dataclasses import replace
from itertools import chain

import pytest

from clinic_terminal.application import printing_failures
from clinic_terminal.application.failures import ApplicationError
from clinic_terminal.application.paper_orders import Copy, PaperKind, PaperSize
from clinic_terminal.application.papers import Printed
from clinic_terminal.application.print_records import PrintOutcome, PrintRecord
from clinic_terminal.application.printer_address import PDF, PrinterAddress, Way
from clinic_terminal.application.printing_failures import OutOfPaperError, PrintFailedError
from clinic_terminal.application.printing_ports import PrinterState
from clinic_terminal.i18n import translator
from clinic_terminal.settings import Language
from clinic_terminal.ui.failure_table import TABLE
from clinic_terminal.ui.messages import failure_notice
from clinic_terminal.ui.printing_failure_words import PRINTING
from clinic_terminal.ui.views.printing import KINDS, print_row, printer_name, prints_view, state_pill
from clinic_terminal.ui.widgets.tone import Tone
from tests.build import NOW

ZH = translator(Language.ZH)
RECORD = PrintRecord(
    "P-1", "V-1", PaperKind.BILL, PaperSize.A5, "zh", Copy.FAMILY, 1, 1, NOW, "王敏",
    PrinterAddress(Way.SYSTEM, "Office"), PrintOutcome.PRINTED,
)  # fmt: skip

_FOUND = [one for _name, one in inspect.getmembers(printing_failures, inspect.isclass)]
FAILURES = [one for one in _FOUND if issubclass(one, ApplicationError) and one is not ApplicationError]
OF_PRINTERS = [one for one in FAILURES if issubclass(one, PrintFailedError)]


@pytest.mark.parametrize("kind", FAILURES, ids=lambda kind: kind.__name__)
def test_every_failure_has_its_own_code_and_sentences(kind: type[ApplicationError]) -> None:
    assert kind.code in TABLE
    assert [one.code for one in FAILURES].count(kind.code) == 1


@pytest.mark.parametrize("kind", OF_PRINTERS, ids=lambda kind: kind.__name__)
def test_whoever_reads_of_a_failure_knows_what_to_do(kind: type[PrintFailedError]) -> None:
    for error in (kind(), kind(started=True)):
        view = failure_notice(error, ZH)
        assert view.what.endswith("。")
        assert view.who
        assert view.next_step.endswith("。")


def test_after_half_a_paper_the_person_is_sent_to_look() -> None:
    assert "一半" in failure_notice(OutOfPaperError(started=True), ZH).what
    assert "一半" not in failure_notice(OutOfPaperError(), ZH).what


def test_no_sentence_blames_or_ends_open() -> None:
    told = chain.from_iterable((one.what, one.next_step) for one in PRINTING.values())
    assert all(sentence.endswith("。") for sentence in told)


@pytest.mark.parametrize("state", list(PrinterState))
def test_every_state_has_a_word_and_green_is_ready_alone(state: PrinterState) -> None:
    pill = state_pill(state, ZH)
    assert pill.text
    assert (pill.tone is Tone.OK) == (state is PrinterState.READY)


@pytest.mark.parametrize("outcome", list(PrintOutcome))
def test_every_outcome_has_a_word_and_green_is_confirmed_alone(outcome: PrintOutcome) -> None:
    row = print_row(replace(RECORD, outcome=outcome), ZH)
    assert row.pill.text
    assert (row.pill.tone is Tone.OK) == (outcome is PrintOutcome.PRINTED)


def test_a_line_says_when_by_whom_and_on_what() -> None:
    row = print_row(replace(RECORD, number=3, copies=2), ZH)
    assert row.paper == "费用清单 · 家长联 · 补打 2"
    assert row.detail == "5 月 21 日 10:30 · 王敏 · A5 · Office · 2 份"


@pytest.mark.parametrize("kind", list(PaperKind))
def test_every_paper_has_a_name(kind: PaperKind) -> None:
    assert KINDS[kind]


@pytest.mark.parametrize(
    ("address", "name"),
    [
        (PDF, "存为 PDF"),
        (PrinterAddress(Way.SYSTEM, "Office"), "Office"),
        (PrinterAddress(Way.USB, "04b8:0e15"), "小票机（USB） 04b8:0e15"),
    ],
)
def test_a_printer_is_called_as_people_know_it(address: PrinterAddress, name: str) -> None:
    assert printer_name(address, ZH) == name


def test_the_done_page_tells_of_the_failure_first_and_else_of_the_latest() -> None:
    failed = Printed(replace(RECORD, outcome=PrintOutcome.FAILED), OutOfPaperError())
    view = prints_view((failed,), (RECORD,), ZH)
    assert view.has_failed
    assert view.sentence == "费用清单：打印机缺纸。"
    view = prints_view((), (RECORD, RECORD), ZH)
    assert (view.has_failed, view.sentence) == (False, "费用清单 · 家长联 · 5 月 21 日 10:30 · 等 2 次")
    nothing = prints_view((), (replace(RECORD, outcome=PrintOutcome.FAILED),), ZH)
    assert nothing.sentence == "还没有打印；账单已保存，随时可以打。"
