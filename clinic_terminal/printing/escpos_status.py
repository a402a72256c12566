"""What an ESC/POS printer answers about itself, bit by bit."""

from collections.abc import Sequence
from enum import IntEnum
from typing import Final

from clinic_terminal.application.printing_ports import PrinterState

PAPER_AFTER_PRINT: Final = b"\x1dr\x01"
"""Asks for the paper sensor; the answer comes in its turn, after everything before it was printed."""


class Query(IntEnum):
    """What is asked in real time, over whatever else the printer does."""

    PRINTER = 1
    CAUSE = 2
    PAPER = 4

    @property
    def command(self) -> bytes:
        """The question."""
        return b"\x10\x04" + bytes([self])


QUERIES: Final = (Query.PRINTER, Query.CAUSE, Query.PAPER)

_FIXED: Final = 0b1001_0011
_FIXED_VALUE: Final = 0b0001_0010
_TURN_FIXED: Final = 0b1001_0000

_OFFLINE: Final = 0b0000_1000
_COVER_OPEN: Final = 0b0000_0100
_STOPPED_BY_PAPER: Final = 0b0010_0000
_ERROR: Final = 0b0100_0000
_NO_PAPER: Final = 0b0110_0000
_LITTLE_PAPER: Final = 0b0000_1100
_TURN_NO_PAPER: Final = 0b0000_1100


def is_real_time(answer: int) -> bool:
    """Tell whether a byte answers a `Query`: four of its bits never change."""
    return answer & _FIXED == _FIXED_VALUE


def is_after_print(answer: int) -> bool:
    """Tell whether a byte answers PAPER_AFTER_PRINT."""
    return answer & _TURN_FIXED == 0


def has_paper_after(answer: int) -> bool:
    """Tell whether there was still paper when everything was printed."""
    return answer & _TURN_NO_PAPER == 0


def state_of(answers: Sequence[int]) -> PrinterState:
    """Return the state from the answers to `QUERIES`, in their order; first what a hand can mend."""
    printer, cause, paper = answers
    if cause & _COVER_OPEN:
        return PrinterState.COVER_OPEN
    if paper & _NO_PAPER or cause & _STOPPED_BY_PAPER:
        return PrinterState.OUT_OF_PAPER
    if cause & _ERROR:
        return PrinterState.FAULT
    if printer & _OFFLINE:
        return PrinterState.OFFLINE
    return PrinterState.PAPER_LOW if paper & _LITTLE_PAPER else PrinterState.READY
