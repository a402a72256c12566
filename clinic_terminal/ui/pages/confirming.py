"""Has what a page is about to do confirmed by a manager, in the place of the page's work."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from clinic_terminal.application.approval import Approval, holds
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.pages.approval_panel import ApprovalPanel
from clinic_terminal.ui.views.wish import Wish
from clinic_terminal.ui.widgets.stack import Stack

Approved = Callable[[Approval], None]


def _nothing() -> None:
    """Leave everything as it is."""


class Confirming(QObject):
    """Asks on a page's stack and puts back what stood there; the yes is kept until the page is left."""

    moved = Signal()
    """The panel came, or went."""

    def __init__(self, desk: Desk, stack: Stack, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._stack = stack
        self._kept: Approval | None = None
        self._before: QWidget | None = None
        self._then: Approved | None = None
        self._dropped: Callable[[], None] = _nothing
        self.panel = ApprovalPanel(desk)
        stack.addWidget(self.panel)
        self.panel.approved.connect(self._take)
        self.panel.left.connect(self.drop)

    @property
    def is_asking(self) -> bool:
        """Whether the panel waits for a PIN."""
        return self._then is not None

    def ask(
        self,
        wish: Wish,
        then: Approved,
        dropped: Callable[[], None] = _nothing,
        *,
        anew: bool = False,
        by_key: bool = False,
    ) -> None:
        """Have it confirmed and go on with ``then``, or with ``dropped`` where the answer is no.

        Somebody who said yes a moment ago on this page is not asked again, unless ``anew``. While one
        question is open, another is not put. ``by_key`` as for `ApprovalPanel.ask`.
        """
        kept = self._kept
        if kept is not None and not anew and holds(self._desk.terminal, kept):
            then(kept)
        elif not self.is_asking:
            self._before = self._stack.currentWidget()
            self._then, self._dropped = then, dropped
            self.panel.ask(wish, by_key=by_key)
            self._stack.setCurrentWidget(self.panel)
            self.panel.card.pin.setFocus()
            self.moved.emit()

    def drop(self) -> None:
        """Take it as a no, where a question is open."""
        if self.is_asking:
            dropped = self._dropped
            self._put_back()
            dropped()

    def forget(self) -> None:
        """Leave nothing behind: neither an open question nor a yes."""
        self.drop()
        self._kept = None

    def _take(self, approval: Approval) -> None:
        then = self._then
        if then is not None:
            self._kept = approval
            self._put_back()
            then(approval)

    def _put_back(self) -> None:
        before = self._before
        self._then, self._dropped, self._before = None, _nothing, None
        if before is not None:
            self._stack.setCurrentWidget(before)
        self.moved.emit()
