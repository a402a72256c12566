"""What check-in can show: waiting for a card, busy, a choice of policies, or a verdict; notices above."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QStackedWidget, QWidget

from clinic_terminal.application.check_in import Verification
from clinic_terminal.i18n import Translate
from clinic_terminal.ui.pages.check_in_parts import PolicyChooser, ScanPanel
from clinic_terminal.ui.pages.verdict_panel import VerdictPanel
from clinic_terminal.ui.views.check_in import Case, policy_tiles
from clinic_terminal.ui.widgets.card import column, row
from clinic_terminal.ui.widgets.notice import NoticeArea, NoticeView, NoticeWords
from clinic_terminal.ui.widgets.states import Busy


class CheckInBody(QWidget):
    """Shows one state at a time."""

    changed = Signal()
    """Another state is on show."""

    def __init__(self, words: Translate) -> None:
        super().__init__()
        _ = words
        self._words = words
        self.scan = ScanPanel(words)
        self.busy = Busy(_("正在核验…"), cancel=_("取消"))
        self.chooser = PolicyChooser(words)
        self.panel = VerdictPanel(words)
        self.notices = NoticeArea(NoticeWords(_("复制参考号"), _("关闭提示")), most=1)
        self._waiting = QWidget()
        centred = column(None, spacing=0)
        centred.addLayout(row(None, self.busy, None))
        centred.addStretch(1)
        self._waiting.setLayout(centred)
        self._stack = QStackedWidget()
        for widget in (self.scan, self._waiting, self.chooser, self.panel):
            self._stack.addWidget(widget)
        whole = column(self.notices, spacing=0)
        whole.addWidget(self._stack, 1)
        self._stack.setContentsMargins(24, 20, 24, 20)
        self.setLayout(whole)

    @property
    def case(self) -> Case | None:
        """The case on show, None while there is no verdict."""
        return self.panel.case if self._stack.currentWidget() is self.panel else None

    @property
    def is_scanning(self) -> bool:
        """Whether a card is waited for."""
        return self._stack.currentWidget() is self.scan

    @property
    def is_busy(self) -> bool:
        """Whether a member is being verified."""
        return self._stack.currentWidget() is self._waiting

    @property
    def is_choosing(self) -> bool:
        """Whether the family is asked for the policy."""
        return self._stack.currentWidget() is self.chooser

    @property
    def asks_document(self) -> bool:
        """Whether an identity document can be chosen now."""
        return self.case is not None and self.panel.documents.isVisibleTo(self.panel)

    @property
    def primary(self) -> QAbstractButton | None:
        """The one button of the state on show."""
        if self.is_scanning:
            return self.scan.button
        return self.panel.primary if self.case else None

    def show_scan(self) -> None:
        """Wait for a card."""
        self.panel.case = None
        self._show(self.scan)
        self.scan.field.setFocus()

    def show_busy(self) -> None:
        """Say that a member is being verified."""
        self.notices.clear()
        self._show(self._waiting)

    def show_chooser(self, found: Verification) -> None:
        """Ask which policy counts."""
        self.chooser.show_tiles(found.policies[0].snapshot.person.name, policy_tiles(found, self._words))
        self.panel.case = None
        self._show(self.chooser)

    def show_panel(self) -> None:
        """Show the verdict that the panel holds."""
        self._show(self.panel)

    def show_notice(self, view: NoticeView) -> None:
        """Show a notice above whatever is on show."""
        self.notices.add(view)

    def _show(self, widget: QWidget) -> None:
        self._stack.setCurrentWidget(widget)
        self.changed.emit()
