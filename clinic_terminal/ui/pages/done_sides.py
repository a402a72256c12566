"""What stands in the place of the result for a while: a void, the money, the e-invoices."""

from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QAbstractButton, QStackedWidget

from clinic_terminal.i18n import Translate
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.pages.done_invoices import DoneInvoices
from clinic_terminal.ui.pages.done_money import DoneMoney
from clinic_terminal.ui.pages.void_panel import VoidPanel
from clinic_terminal.ui.widgets.hints import Hint


class Side(Protocol):
    """A panel of the done page that has its own button, its own keys and its own way back."""

    @property
    def is_open(self) -> bool:
        """Whether it is on show."""
        ...

    @property
    def primary(self) -> QAbstractButton:
        """The button that Enter presses."""
        ...

    def hints(self) -> tuple[Hint, ...]:
        """Return its keys."""
        ...

    def step_back(self) -> bool:
        """Leave a question of its own; False where Esc leaves the panel itself."""
        ...


class VoidSide:
    """The question why a bill is taken back."""

    def __init__(self, panel: VoidPanel, words: Translate) -> None:
        self._panel = panel
        self._words = words

    @property
    def is_open(self) -> bool:
        """Whether it is on show."""
        return self._panel.isVisible()

    @property
    def primary(self) -> QAbstractButton:
        """The button that Enter presses."""
        return self._panel.confirm_button

    def hints(self) -> tuple[Hint, ...]:
        """Return its keys."""
        _ = self._words
        return (Hint("1–4", _("选原因")), Hint("Enter", _("确认作废")), Hint("Esc", _("不作废")))

    def step_back(self) -> bool:
        """Esc leaves the panel itself."""
        return False


class DoneSides(QObject):
    """The panels beside the result; the result has the first place in ``stack``."""

    left = Signal()
    asked = Signal()
    """Another panel, or another question: the keys of the page have changed."""

    def __init__(self, desk: Desk, stack: QStackedWidget, void_panel: VoidPanel) -> None:
        super().__init__(stack)
        self._stack = stack
        self.money = DoneMoney(desk, stack)
        self.invoices = DoneInvoices(desk, stack)
        self._all: tuple[Side, ...] = (VoidSide(void_panel, desk.words), self.money, self.invoices)
        void_panel.left.connect(self.left)
        for side in (self.money, self.invoices):
            side.left.connect(self.left)
            side.asked.connect(self.asked)

    @property
    def current(self) -> Side | None:
        """The panel on show, None where the result is."""
        return next((side for side in self._all if side.is_open), None)

    def topic(self) -> str:
        """Return the guide's chapter about the panel on show, empty where the result is."""
        told = zip(self._all, ("voiding", "payment", "invoices"), strict=True)
        return next((topic for side, topic in told if side.is_open), "")

    def open_money(self) -> None:
        """Show the money of the closed visit."""
        if self._stack.currentIndex() == 0:
            self.money.open()
            self.asked.emit()

    def open_invoices(self) -> None:
        """Ask for the e-invoice of the closed visit."""
        if self._stack.currentIndex() == 0:
            self.invoices.open()
            self.asked.emit()

    def take_scan(self, text: str) -> bool:
        """Give a scanned text to the panel that asks for a number; False where none does."""
        if self.money.is_open:
            return self.money.panel.take_scan(text)
        return self.invoices.is_open and self.invoices.panel.take_scan(text)
