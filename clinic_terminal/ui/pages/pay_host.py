"""The payment panel in a page's stack, built when it is first wanted."""

from PySide6.QtWidgets import QStackedWidget

from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.pages.panel_host import PanelHost
from clinic_terminal.ui.pages.pay_flow import PayFlow
from clinic_terminal.ui.pages.pay_panel import PayPanel


class PayHost(PanelHost[PayPanel]):
    """Shows the money of the visit in hand in the place of a page's other side.

    ``closing``: the visit is not finished yet, and paying leads to its end.
    """

    def __init__(self, desk: Desk, stack: QStackedWidget, *, closing: bool) -> None:
        super().__init__(desk, stack)
        self._closing = closing
        self._verbs: PayFlow | None = None

    @property
    def busy(self) -> bool:
        """Whether a verb is under way."""
        return self._verbs is not None and self._verbs.runner.busy

    def open(self) -> None:
        """Show the money of the visit in hand."""
        panel = self.panel
        self._stack.setCurrentWidget(panel)
        if self._verbs is not None:
            self._verbs.show()

    def _join(self, panel: PayPanel, verbs: PayFlow) -> None:
        """Connect what the panel and its verbs say to what this page does about it."""
        raise NotImplementedError

    def _made(self) -> PayPanel:
        panel = PayPanel(self._desk.words, closing=self._closing)
        self._verbs = PayFlow(self._desk, panel, self)
        panel.asked.connect(self.asked)
        self._join(panel, self._verbs)
        return panel
