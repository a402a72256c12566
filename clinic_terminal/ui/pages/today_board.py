"""The board of a day with what stands beside it, and the acts on the child that is selected."""

from collections.abc import Hashable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinic_terminal.domain.visit import Stage, Visit
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.pages.today_acts import AppointmentActs
from clinic_terminal.ui.pages.today_panels import WIDTH, Panel, SidePanels
from clinic_terminal.ui.views.board_columns import board_columns
from clinic_terminal.ui.views.visit_cards import Reading
from clinic_terminal.ui.views.visit_detail import DetailView, detail_view
from clinic_terminal.ui.widgets.board import Board as BoardWidget
from clinic_terminal.ui.widgets.card import column
from clinic_terminal.ui.widgets.reflow import Reflow
from clinic_terminal.ui.widgets.stack import Stack
from clinic_terminal.ui.widgets.states import EmptyState

_BOARD = 330
"""The least height of the board above the figures."""


class DayBoard(QWidget):
    """Shows a board; the focused card of an expected child is shown in detail beside it."""

    opened = Signal(object)
    """The Visit to go on with."""
    changed = Signal()
    """What stands beside the board has changed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.reading: Reading | None = None
        self._selected: Hashable | None = None
        self.acts = AppointmentActs(desk, self)
        self.board = BoardWidget()
        self.side = SidePanels(desk)
        self._boards = Stack()
        self._across = Reflow()
        self._build()
        self._connect()

    @property
    def selected(self) -> Visit | None:
        """The expected child that is shown in detail."""
        visit = self.visit(self._selected) if self._selected is not None else None
        return visit if visit is not None and visit.stage is Stage.EXPECTED else None

    @property
    def view(self) -> DetailView | None:
        """What may be done with the selected child."""
        visit, of = self.selected, self.reading
        return detail_view(visit, of) if visit is not None and of is not None else None

    def visit(self, key: Hashable) -> Visit | None:
        """Return the visit of a card."""
        visits = self.reading.board.visits if self.reading is not None else ()
        return next((one for one in visits if one.id == key), None)

    def show_reading(self, of: Reading) -> None:
        """Show a board; the selected child stays selected while it is expected."""
        self.reading = of
        board = of.board
        self.board.set_columns(board_columns(of))
        is_shown = bool(board.visits) or board.day == board.today
        self._boards.setCurrentIndex(0 if is_shown else 1 if board.day > board.today else 2)
        self.side.show_figures(of)
        self._show_detail()

    def begin_add(self, day: date) -> None:
        """Ask for a new appointment."""
        self._selected = None
        self.side.begin_add(day)
        self._lay_over()
        self.changed.emit()

    def rest(self) -> None:
        """Ask for no appointment and show no child in detail."""
        self._selected = None
        self.side.end_add()
        self._show_detail()

    def ask_booking(self) -> None:
        """Go to the field of the booking reference, where one is asked for."""
        if self.side.detail.booking.isVisible():
            self.side.detail.booking.setFocus()

    def miss(self) -> None:
        """Note that the selected child did not come."""
        visit, view = self.selected, self.view
        if visit is not None and view is not None and view.may_miss:
            self.acts.miss(visit)

    def take_off(self) -> None:
        """Take the selected child's appointment off."""
        visit, view = self.selected, self.view
        if visit is not None and view is not None and view.may_take_off:
            self.acts.take_off(visit)

    def undo(self) -> None:
        """Take the last act back, else what the selected child's card offers."""
        visit, view = self.selected, self.view
        if self.acts.may_undo:
            self.acts.undo()
        elif visit is not None and view is not None and view.may_return:
            self.acts.expect_again(visit.id)

    def _build(self) -> None:
        _ = self._desk.words
        ahead = EmptyState("today", _("这一天还没有预约。"), _("添加预约，或导入诊所的名单。"))
        for part in (self.board, ahead, EmptyState("today", _("这一天没有预约，也没有就诊。"))):
            self._boards.addWidget(part)
        self._across.add(self._boards, 1, least=_BOARD)
        self._across.add(self.side, width=WIDTH)
        self.setLayout(column(self._across))

    def _connect(self) -> None:
        detail = self.side.detail
        self.board.selected.connect(self._select)
        detail.opened.connect(self._open)
        detail.missed.connect(self.miss)
        detail.taken_off.connect(self.take_off)
        detail.returned.connect(self.undo)
        detail.booked.connect(self._book)
        detail.left.connect(self._back_to_card)
        self.acts.refused.connect(detail.say)

    def _select(self, key: Hashable) -> None:
        if key != self._selected:
            self.side.detail.forget()
        self._selected = key
        self._show_detail()

    def _open(self) -> None:
        if self.selected is not None:
            self.opened.emit(self.selected)

    def _book(self, reference: str) -> None:
        if self.selected is not None:
            self.acts.book(self.selected, reference)

    def _lay_over(self) -> None:
        """Where the window is narrow the figures stand below the board; what is worked on lies over it."""
        self._across.lay_over(None if self.side.currentIndex() == Panel.FIGURES else self.side)

    def _back_to_card(self) -> None:
        if self._selected is not None:
            self.board.focus_visit(self._selected)

    def _show_detail(self) -> None:
        self.side.show_detail(self.view)
        self._lay_over()
        self.changed.emit()
