"""Done: the tick, the amounts, the paper, the next child; and a bill that is taken back."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget
from typing_extensions import override

from clinic_terminal.application.papers import Finished
from clinic_terminal.domain.visit import Stage, Visit
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.entries import DONE
from clinic_terminal.ui.keys import Key
from clinic_terminal.ui.page import Page
from clinic_terminal.ui.pages.done_card import DoneCard
from clinic_terminal.ui.pages.done_paper import DonePaper
from clinic_terminal.ui.pages.done_prints import DonePrints
from clinic_terminal.ui.pages.done_report import DoneReport
from clinic_terminal.ui.pages.done_sides import DoneSides
from clinic_terminal.ui.pages.done_signed import DoneSigned
from clinic_terminal.ui.pages.void_flow import VoidFlow
from clinic_terminal.ui.pages.void_panel import VoidPanel
from clinic_terminal.ui.pages.waiting import NoVisit
from clinic_terminal.ui.views.done import done_view
from clinic_terminal.ui.widgets.card import column, row
from clinic_terminal.ui.widgets.hints import Hint
from clinic_terminal.ui.widgets.stack import Stack

_CLOSED = (Stage.DONE, Stage.VOIDED)
_VOIDING = 2


class DonePage(Page):
    """Shows a closed visit; `take` brings the paper of one that was finished just now."""

    entry = DONE

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.card = DoneCard(desk.words)
        self.no_visit = NoVisit(desk.words)
        self.void_panel = VoidPanel(desk.words)
        self._voiding = VoidFlow(desk, self.void_panel, self)
        self.signed = DoneSigned(desk)
        self.card.signed.addWidget(self.signed)
        self._stack = Stack(edges=(24, 20, 24, 20))
        self.sides = DoneSides(desk, self._stack, self.void_panel)
        self.panel_topic = self.sides.topic
        self._build()
        self.card.next_button.clicked.connect(self.next_child)
        self.card.queue_button.clicked.connect(lambda: self.go.emit("queue"))
        self.card.void_button.clicked.connect(self.ask_to_void)
        self._voiding.done.connect(self.enter)
        self.no_visit.go.connect(self.go)
        self.card.money_button.clicked.connect(self.sides.open_money)
        self.card.invoice_button.clicked.connect(self.sides.open_invoices)
        self.sides.money.changed.connect(self._show)
        self.sides.invoices.told.connect(self.card.show_invoices)
        self.sides.left.connect(self.back)
        self.sides.asked.connect(self.hints_changed)
        shortcut = QShortcut(Key.PRINT.sequence, self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.card.prints.print_button.click)
        self._paper = DonePaper(desk, self.card, self)
        self._report = DoneReport(desk, self.card, self)
        self.prints = DonePrints(desk, self.card.prints, self)

    @property
    @override
    def primary(self) -> QAbstractButton | None:
        if (side := self.sides.current) is not None:
            return side.primary
        closed = self._stack.currentWidget() is not self.no_visit
        return self.card.next_button if closed else self.no_visit.button

    @override
    def hints(self) -> tuple[Hint, ...]:
        _ = self.desk.words
        if (side := self.sides.current) is not None:
            return side.hints()
        more = (
            (self.card.money_button, Key.MONEY),
            (self.card.invoice_button, Key.INVOICE),
        )
        also = (Hint(key.cap, button.text()) for button, key in more if button.isVisibleTo(self))
        return (Hint("Enter", _("下一位")), Hint(Key.PRINT.cap, _("打印单据")), *also)

    @property
    def paper(self) -> Path | None:
        """Where the paper is, None where it could not be written."""
        return self._paper.path

    def take(self, finished: Finished) -> None:
        """Take what finishing a visit brought, and print of it what is to be printed by itself."""
        self._paper.take(finished)
        self.prints.print_by_itself(finished.visit)

    @override
    def enter(self) -> None:
        visit = self.desk.visit
        if visit is None or visit.stage not in _CLOSED:
            self.no_visit.show_visit(visit)
            self._stack.setCurrentWidget(self.no_visit)
            return
        self._show_page(0)
        self._show(visit)
        self.sides.invoices.load()
        self._paper.show(visit)
        self.prints.show(visit)
        self.desk.refresh()
        self.card.next_button.setFocus()

    def next_child(self) -> None:
        """Let go of this visit and go back to the board."""
        self._paper.forget()
        self.desk.take_visit(None)
        self.go.emit("today")

    def ask_to_void(self) -> None:
        """Show the panel that takes the bill back, in the place of the result."""
        if self._voiding.ask(refused=self.card.is_refused):
            self._show_page(_VOIDING)
            self.void_panel.setFocus()

    @override
    def scanned(self, text: str) -> bool:
        return self.sides.take_scan(text)

    @override
    def back(self) -> bool:
        side = self.sides.current
        if side is None:
            return False
        if side.step_back():
            return True
        self._show_page(0)
        self.card.next_button.setFocus()
        return True

    def _show_page(self, number: int) -> None:
        self._stack.setCurrentIndex(number)
        self.hints_changed.emit()

    def _build(self) -> None:
        for panel in (self.card, self.no_visit, self.void_panel):
            self._stack.addWidget(panel if panel is self.no_visit else _in_the_middle(panel))
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def _show(self, visit: Visit) -> None:
        view = done_view(visit, self.desk.words)
        if view is not None:
            self.card.show_view(view)
            self.signed.show_visit(visit)
            self._report.show(visit)


def _in_the_middle(panel: QWidget) -> QWidget:
    holder = QWidget()
    centre = column(spacing=0)
    centre.addStretch(1)
    # Between stretches, not aligned: only so is the panel as high as its wrapped lines need.
    centre.addLayout(row(None, panel, None))
    centre.addStretch(2)
    holder.setLayout(centre)
    return holder
