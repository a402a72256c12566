"""Which day is looked at, and its board: today's is the desk's, another day's is asked for beside it."""

from datetime import date, timedelta

from PySide6.QtCore import QObject, Signal

from clinic_terminal.application import day as days
from clinic_terminal.application.day import Board
from clinic_terminal.domain.visit import Stage, Visit
from clinic_terminal.ui.desk import Desk

AS_FAR_AS = 366
"""Days from today that can be looked at, either way."""


class DayFeed(QObject):
    """Follows today until another day is chosen."""

    shown = Signal(object)
    """A fresh Board of the day that is looked at."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._other: date | None = None
        self._todays: Board | None = None
        self._finished: Visit | None = None
        desk.board_changed.connect(self._take_todays)
        desk.visit_changed.connect(self._take_visit)

    @property
    def today(self) -> date:
        """The date as the terminal has it."""
        return self._desk.terminal.clock.today()

    @property
    def day(self) -> date:
        """The day that is looked at."""
        return self._other or self.today

    @property
    def is_today(self) -> bool:
        """Whether it is today."""
        return self._other is None

    @property
    def sibling(self) -> Visit | None:
        """Whom of the same family the desk goes on with: after the visit in hand, else the one just done."""
        before = self._desk.visit or self._finished
        return days.next_sibling(self._todays, before) if before and self._todays else None

    def go_to(self, day: date | None) -> None:
        """Look at a day; None is the one that is looked at already."""
        day = day or self.day
        far = abs((day - self.today).days) > AS_FAR_AS
        self._other = None if day == self.today or far else day
        if self._other is None and self._todays is not None:
            self.shown.emit(self._todays)
        self.refresh()

    def step(self, count: int) -> None:
        """Look at a day before or behind."""
        day = self.day + timedelta(days=count)
        if abs((day - self.today).days) <= AS_FAR_AS:
            self.go_to(day)

    def refresh(self) -> None:
        """Read the board anew."""
        self._desk.refresh()

    def forget_sibling(self) -> None:
        """Go on with anybody."""
        self._finished = None

    def _take_todays(self, board: Board) -> None:
        self._todays = board
        if self._other == self.today:
            self._other = None
        day = self._other
        if day is None:
            self.shown.emit(board)
            return
        terminal, online = self._desk.terminal, self._desk.is_online
        self._desk.ask(lambda: days.board(terminal, day, online=online), self._take_other)

    def _take_other(self, board: Board) -> None:
        if board.day == self._other:
            self.shown.emit(board)

    def _take_visit(self, visit: Visit | None) -> None:
        """Remember who was done last, until another child is taken in hand."""
        if visit is not None:
            self._finished = visit if visit.stage is Stage.DONE else None
