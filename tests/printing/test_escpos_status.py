"""What a slip printer's status bytes mean."""

import pytest

from clinic_terminal.application.printing_ports import PrinterState
from clinic_terminal.printing.escpos_status import (
    QUERIES,
    Query,
    has_paper_after,
    is_after_print,
    is_real_time,
    state_of,
)

_BASE = 0b0001_0010


@pytest.mark.parametrize(
    ("printer", "cause", "paper", "state"),
    [
        (0, 0, 0, PrinterState.READY),
        (0, 0, 0x0C, PrinterState.PAPER_LOW),
        (0x08, 0, 0, PrinterState.OFFLINE),
        (0x08, 0x04, 0, PrinterState.COVER_OPEN),
        (0x08, 0x04, 0x60, PrinterState.COVER_OPEN),
        (0x08, 0, 0x60, PrinterState.OUT_OF_PAPER),
        (0x08, 0x20, 0, PrinterState.OUT_OF_PAPER),
        (0x08, 0x40, 0, PrinterState.FAULT),
    ],
)
def test_the_bits_name_what_a_hand_can_mend(
    printer: int, cause: int, paper: int, state: PrinterState
) -> None:
    assert state_of([_BASE | bits for bits in (printer, cause, paper)]) is state


def test_no_byte_passes_for_both_kinds_of_answer() -> None:
    both = [byte for byte in range(256) if is_real_time(byte) and is_after_print(byte)]
    assert both == []
    assert all(is_real_time(_BASE | extra) for extra in (0, 0x04, 0x08, 0x0C, 0x20, 0x40, 0x60))


@pytest.mark.parametrize(("answer", "paper"), [(0, True), (0b11, True), (0b1100, False), (0b1111, False)])
def test_after_the_print_the_sensor_says_whether_there_is_paper(answer: int, *, paper: bool) -> None:
    assert is_after_print(answer)
    assert has_paper_after(answer) == paper


def test_the_questions_are_those_of_the_manual() -> None:
    assert [query.command for query in QUERIES] == [b"\x10\x04\x01", b"\x10\x04\x02", b"\x10\x04\x04"]
    assert Query.CAUSE.command == b"\x10\x04\x02"
