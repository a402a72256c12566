"""A page of paper on the desk: a picture with a hairline round it, scrolled where the room is smaller."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget
from typing_extensions import override

from clinic_terminal.ui.theme import theme
from clinic_terminal.ui.widgets.card import column
from clinic_terminal.ui.widgets.text import Text

_MARGIN = 20


class PaperView(QScrollArea):
    """Shows one page, or a sentence where there is none."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWidgetResizable(False)
        self._sheet = _Sheet()
        self.setWidget(self._sheet)
        # The desk below shows through: Qt would paint its own ground over the card's round corners.
        self._sheet.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)

    @property
    def picture(self) -> QImage:
        """The picture on show; null where there is none."""
        return self._sheet.picture

    @property
    def room(self) -> QSize:
        """How much of a page can be seen without scrolling, in device-independent pixels."""
        inside = self.viewport().size()
        return QSize(max(inside.width() - 2 * _MARGIN, 1), max(inside.height() - 2 * _MARGIN, 1))

    def show_picture(self, picture: QImage) -> None:
        """Show a page."""
        self._sheet.show_picture(picture)
        self._fit()

    def show_words(self, sentence: str) -> None:
        """Show a sentence in the place of a page."""
        self._sheet.show_words(sentence)
        self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self._sheet.resize(self._sheet.sizeHint().expandedTo(self.viewport().size()))


class _Sheet(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.picture = QImage()
        self._words = Text("", ink="ink-3", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setLayout(column(None, self._words, None))

    def show_picture(self, picture: QImage) -> None:
        """Take a page."""
        self.picture = picture
        self._words.hide()
        self.update()

    def show_words(self, sentence: str) -> None:
        """Take a sentence."""
        self.picture = QImage()
        self._words.setText(sentence)
        self._words.show()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        if self.picture.isNull():
            return QSize(1, 1)
        size = self.picture.deviceIndependentSize().toSize()
        return QSize(size.width() + 2 * _MARGIN, size.height() + 2 * _MARGIN)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.picture.isNull():
            return
        painter = QPainter(self)
        size = self.picture.deviceIndependentSize().toSize()
        left, top = (self.width() - size.width()) // 2, (self.height() - size.height()) // 2
        painter.drawImage(left, top, self.picture)
        painter.setPen(QPen(theme().colour("line"), 1))
        painter.drawRect(left - 1, top - 1, size.width() + 1, size.height() + 1)
        painter.end()
