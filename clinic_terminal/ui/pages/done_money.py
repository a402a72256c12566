"""Money of a closed visit: collecting what was owed, giving back what a void or a mistake took."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget
from typing_extensions import override

from clinic_terminal.i18n import N_
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.pages.pay_flow import PayFlow
from clinic_terminal.ui.pages.pay_host import PayHost
from clinic_terminal.ui.pages.pay_panel import PayPanel
from clinic_terminal.ui.widgets.hints import Hint


class DoneMoney(PayHost):
    """The payment panel in the stack of the done page."""

    changed = Signal(object)
    """The Visit after a verb."""
    left = Signal()

    def __init__(self, desk: Desk, stack: QStackedWidget) -> None:
        super().__init__(desk, stack, closing=False)

    def hints(self) -> tuple[Hint, ...]:
        """Return the keys of the panel."""
        words = self._desk.words
        return (Hint("Enter", self.primary.text()), Hint("Esc", words(N_("返回"))))

    def step_back(self) -> bool:
        """Leave a refund that was asked about; False where Esc leaves the panel."""
        return self.panel.step_back()

    @override
    def _join(self, panel: PayPanel, verbs: PayFlow) -> None:
        verbs.changed.connect(self.changed)
        panel.finished.connect(self.left)
        panel.left.connect(self.left)
