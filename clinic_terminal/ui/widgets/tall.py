"""A column that takes all the height it needs while there is room, and scrolls where there is not."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from clinic_terminal.ui.widgets.card import column


class Tall(QScrollArea):
    """`box` is the column; without a frame and on the ground it lies on."""

    def __init__(self, *, spacing: int = 8, least: int = 140) -> None:
        super().__init__()
        self._least = least
        self._inner = QWidget()
        self.box: QVBoxLayout = column(spacing=spacing)
        self._inner.setLayout(self.box)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setWidget(self._inner)
        for ground in (self.viewport(), self._inner):
            ground.setAutoFillBackground(False)
        self._inner.installEventFilter(self)

    @override
    def sizeHint(self) -> QSize:
        whole = self.box.totalSizeHint()
        if not self.box.hasHeightForWidth():
            return whole
        return QSize(whole.width(), self.box.totalHeightForWidth(max(self.viewport().width(), 1)))

    @override
    def minimumSizeHint(self) -> QSize:
        wide = self._inner.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width()
        return QSize(wide, min(self._least, self.sizeHint().height()))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._inner and event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)
