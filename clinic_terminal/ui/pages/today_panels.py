"""The column beside the board: the day's figures, the selected child, or a new appointment."""

from datetime import date
from enum import IntEnum

from PySide6.QtWidgets import QWidget

from clinic_terminal.application.day import QueueView
from clinic_terminal.domain.appointment import is_named
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.pages.today_add import AddCard
from clinic_terminal.ui.pages.today_detail import DetailCard
from clinic_terminal.ui.pages.today_side import AheadCard, SafetyCard, SumsCard
from clinic_terminal.ui.views.today import follow_ups, safety_view, unsent_fen
from clinic_terminal.ui.views.visit_cards import Reading, needs_action
from clinic_terminal.ui.views.visit_detail import DetailView
from clinic_terminal.ui.widgets.card import column
from clinic_terminal.ui.widgets.downwards import Downwards
from clinic_terminal.ui.widgets.reflow import Reflow
from clinic_terminal.ui.widgets.stack import Stack

WIDTH = 276


class Panel(IntEnum):
    """What the column shows."""

    FIGURES = 0
    DETAIL = 1
    ADD = 2


class SidePanels(Stack):
    """Shows one of the three; the figures fit the day that is looked at."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.sums = SumsCard(desk.words)
        self.ahead = AheadCard(desk.words)
        self.safety = SafetyCard()
        self.detail = DetailCard(desk.words)
        self.add = AddCard(desk)
        cards = Reflow()
        for card in (self.sums, self.ahead, self.safety):
            cards.add(card, 1, beside=WIDTH)
        figures = QWidget()
        figures.setLayout(column(cards, None, spacing=0))
        for panel in (figures, _scrolled(self.detail), _scrolled(self.add)):
            self.addWidget(panel)

    @property
    def is_adding(self) -> bool:
        """Whether a new appointment is being typed."""
        return self.currentIndex() == Panel.ADD

    def show_figures(self, of: Reading) -> None:
        """Show the figures of a day: what it brought, or how well it is prepared."""
        board = of.board
        self.sums.show_sums(board.sums, follow_ups(board), unsent_fen(board))
        first, named = sum(map(needs_action, board.expected)), sum(map(is_named, board.expected))
        self.ahead.show_counts(len(board.expected), first, named)
        self.sums.setVisible(board.day <= board.today)
        self.ahead.setVisible(board.day > board.today)
        self.safety.setVisible(board.day == board.today)

    def show_safety(self, of: Reading | None, queue: QueueView | None) -> None:
        """Show what an outage would mean."""
        board = of.board if of is not None else None
        self.safety.show_view(safety_view(self._desk.line, queue, board, self._desk.words))

    def show_detail(self, view: DetailView | None) -> None:
        """Show a child in detail, or the figures; a new appointment is not disturbed."""
        if view is not None:
            self.detail.show_view(view)
        if not self.is_adding:
            self.setCurrentIndex(Panel.FIGURES if view is None else Panel.DETAIL)

    def begin_add(self, day: date) -> None:
        """Ask for a new appointment."""
        self.setCurrentIndex(Panel.ADD)
        self.add.begin(day)

    def end_add(self) -> None:
        """Ask no more."""
        self.setCurrentIndex(Panel.FIGURES)


def _scrolled(card: QWidget) -> QWidget:
    """Return a card that scrolls where the window is too low for it."""
    holder = QWidget()
    holder.setLayout(column(card, None, spacing=0))
    return Downwards(holder)
