"""An area that scrolls down alone: as wide as its content asks for, with room for its own scroll bar."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget
from typing_extensions import override

from clinic_terminal.ui.widgets.stack import least_size


class Downwards(QScrollArea):
    """Never takes the keys, lies on the ground below it, and cuts nothing at its right edge."""

    def __init__(self, inner: QWidget, *, least: int = 120) -> None:
        super().__init__()
        self._least = least
        self._inner = inner
        self._whole = False
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inner)
        for ground in (self.viewport(), inner):
            ground.setAutoFillBackground(False)
        inner.installEventFilter(self)

    def stand_whole(self, *, whole: bool) -> None:
        """Ask for all the height that the content needs: what holds this area scrolls instead."""
        self._whole = whole
        self.updateGeometry()

    @override
    def minimumSizeHint(self) -> QSize:
        asked = self._inner.minimumSizeHint()
        bar, edges = self.verticalScrollBar().sizeHint().width(), 2 * self.frameWidth()
        high = min(self._least, asked.height())
        if self._whole:
            high = least_size(self._inner, self.viewport().width()).height()
        return QSize(asked.width() + bar + edges, high + edges)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._whole and event.size().width() != event.oldSize().width():
            self.updateGeometry()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)
