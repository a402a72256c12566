"""Where the pages stand, one at a time: a page that needs more room than there is can be scrolled.

At 200 % on a screen of 1920 × 1080 the window has 960 × 540 pixels: no page is cut there, and none makes
the window wider than the screen.
"""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget
from typing_extensions import override

from clinic_terminal.ui.widgets.stack import Stack

_MARGIN = 12
"""Pixels that are seen above and below what has the focus."""


class _Boards(QWidget):
    """Carries the pages in the scroll area, which would ask a widget with a layout in its own way."""

    asked = Signal()
    """The page needs another room than before."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = Stack(self)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.stack.minimumSizeHint()

    @override
    def sizeHint(self) -> QSize:
        return self.stack.minimumSizeHint()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self.asked.emit()
        return super().event(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self.stack.resize(event.size())


class Stage(QScrollArea):
    """Holds the pages; `show_page` puts one of them in sight."""

    moved = Signal()
    """What is in sight of the page may be another part of it."""

    def __init__(self) -> None:
        super().__init__()
        self._boards = _Boards()
        self._boards.asked.connect(self.moved)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setWidget(self._boards)
        for ground in (self.viewport(), self._boards):
            ground.setAutoFillBackground(False)
        self.verticalScrollBar().valueChanged.connect(self.moved)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow_focus)

    @property
    def needed_height(self) -> int:
        """The pixels that the page in sight needs from top to bottom."""
        return self._boards.minimumSizeHint().height()

    @property
    def page(self) -> QWidget | None:
        """The page in sight."""
        page: QWidget | None = self._boards.stack.currentWidget()
        return page

    def add(self, page: QWidget) -> None:
        """Give a page its place."""
        self._boards.stack.addWidget(page)

    def show_page(self, page: QWidget) -> None:
        """Put a page in sight, from its beginning."""
        self._boards.stack.setCurrentWidget(page)
        self._boards.updateGeometry()
        self.verticalScrollBar().setValue(0)
        self.horizontalScrollBar().setValue(0)

    def reveal(self, widget: QWidget) -> None:
        """Scroll until a widget is seen, also inside of what scrolls on the page itself."""
        inner, outer = widget, widget.parentWidget()
        while outer is not None and outer is not self.parentWidget():
            if isinstance(outer, QScrollArea) and outer.viewport().isAncestorOf(inner):
                if widget.height() <= outer.viewport().height():
                    outer.ensureWidgetVisible(widget, 0, _MARGIN)
                inner = outer
            outer = outer.parentWidget()

    def _follow_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Keep what the hand is at in sight, where the page is higher than the window."""
        if now is None or not self.verticalScrollBar().maximum() or not self._boards.isAncestorOf(now):
            return
        if now is not self.page and now.height() <= self.viewport().height():
            self.ensureWidgetVisible(now, 0, _MARGIN)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.moved.emit()
        if event.size().height() < event.oldSize().height():
            self._follow_focus(None, self.window().focusWidget())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(200, 160)
