"""Money of a closed visit: collecting what was owed, giving back what a void or a mistake took."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QAbstractButton, QStackedWidget

from clinic_terminal.i18n import N_
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.pages.pay_flow import PayFlow
from clinic_terminal.ui.pages.pay_panel import PayPanel
from clinic_terminal.ui.widgets.hints import Hint


class DoneMoney(QObject):
    """The payment panel in the stack of the done page, built when it is first wanted."""

    changed = Signal(object)
    """The Visit after a verb."""
    left = Signal()
    asked = Signal()

    def __init__(self, desk: Desk, stack: QStackedWidget) -> None:
        super().__init__(stack)
        self._desk = desk
        self._stack = stack
        self._panel: PayPanel | None = None
        self._verbs: PayFlow | None = None

    @property
    def is_open(self) -> bool:
        """Whether the panel is on show."""
        return self._panel is not None and self._stack.currentWidget() is self._panel

    @property
    def busy(self) -> bool:
        """Whether a verb is under way."""
        return self._verbs is not None and self._verbs.runner.busy

    @property
    def panel(self) -> PayPanel:
        """The panel."""
        if self._panel is None:
            self._panel = self._made()
        return self._panel

    @property
    def primary(self) -> QAbstractButton:
        """The button that Enter presses."""
        return self.panel.next_button

    def open(self) -> None:
        """Show the money of the visit in hand."""
        panel = self.panel
        self._stack.setCurrentWidget(panel)
        if self._verbs is not None:
            self._verbs.show()

    def hints(self) -> tuple[Hint, ...]:
        """Return the keys of the panel."""
        words = self._desk.words
        return (Hint("Enter", self.primary.text()), Hint("Esc", words(N_("返回"))))

    def step_back(self) -> bool:
        """Leave a refund that was asked about; False where Esc leaves the panel."""
        return self.panel.step_back()

    def _made(self) -> PayPanel:
        panel = PayPanel(self._desk.words, closing=False)
        self._stack.addWidget(panel)
        self._verbs = PayFlow(self._desk, panel, self)
        self._verbs.changed.connect(self.changed)
        panel.finished.connect(self.left)
        panel.left.connect(self.left)
        panel.asked.connect(self.asked)
        return panel
