"""A panel in the place of a page's other side, built when it is first wanted."""

from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QAbstractButton, QStackedWidget

from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.pages.invoice_panel import InvoicePanel
from clinic_terminal.ui.pages.pay_panel import PayPanel

Panel = TypeVar("Panel", PayPanel, InvoicePanel)


class PanelHost(QObject, Generic[Panel]):
    """Knows its panel in the stack of a page, and whether that is what is seen there."""

    asked = Signal()
    """Something else is asked now: the keys of the page have changed."""

    def __init__(self, desk: Desk, stack: QStackedWidget) -> None:
        super().__init__(stack)
        self._desk = desk
        self._stack = stack
        self._panel: Panel | None = None

    @property
    def is_open(self) -> bool:
        """Whether the panel is on show."""
        return self._panel is not None and self._stack.currentWidget() is self._panel

    @property
    def panel(self) -> Panel:
        """The panel."""
        if self._panel is None:
            self._panel = self._made()
            self._stack.addWidget(self._panel)
        return self._panel

    @property
    def primary(self) -> QAbstractButton:
        """The button that Enter presses."""
        return self.panel.next_button

    def _made(self) -> Panel:
        """Build the panel, and connect what it says."""
        raise NotImplementedError
