"""Where the pages stand, one at a time: a page that needs more room than there is can be scrolled.

At 200 % on a screen of 1920 × 1080 the window has 960 × 540 pixels: no page is cut there, and none makes
the window wider than the screen.
"""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget
from typing_extensions import override

from clinic_terminal.ui.widgets.stack import Stack


class _Boards(QWidget):
    """Carries the pages in the scroll area, which would ask a widget with a layout in its own way."""

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
        return super().event(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self.stack.resize(event.size())


class Stage(QScrollArea):
    """Holds the pages; `show_page` puts one of them in sight."""

    def __init__(self) -> None:
        super().__init__()
        self._boards = _Boards()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setWidget(self._boards)
        for ground in (self.viewport(), self._boards):
            ground.setAutoFillBackground(False)

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

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(200, 160)
