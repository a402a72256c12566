"""One line of text whose baseline does not depend on which letters are in it.

Qt centres a line by the heights of the fonts that its letters need, so that "10:32" and "林小禾" side by side
would stand a pixel apart. Here the capitals of the first font are centred, whatever the letters.
"""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel
from typing_extensions import override

from clinic_terminal.ui.fonts import points_per_px

_LEADING = 1.46
_DISPLAY_LEADING = 1.16
"""Heights of a line against the size of its type; display sizes have nothing above and below to clear."""
_DISPLAY_FROM = 40

LEFT = Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignRight
CENTRE = Qt.AlignmentFlag.AlignHCenter


def line_width(font: QFont, text: str) -> float:
    """Return how wide a line is, in device-independent pixels."""
    return QFontMetricsF(font).horizontalAdvance(text)


def line_height(font: QFont) -> int:
    """Return how high a line is, in device-independent pixels."""
    px = font.pointSizeF() / points_per_px()
    return round(px * (_DISPLAY_LEADING if px >= _DISPLAY_FROM else _LEADING))


def paint_line(painter: QPainter, box: QRectF, text: str, side: Qt.AlignmentFlag = LEFT) -> None:
    """Draw a line with the painter's font and pen, centred in the height of a box."""
    metrics = QFontMetricsF(painter.font())
    spare = box.width() - metrics.horizontalAdvance(text)
    share = {LEFT: 0.0, RIGHT: 1.0}.get(side, 0.5)
    baseline = round(box.center().y() + metrics.capHeight() / 2)
    painter.drawText(QPointF(box.left() + spare * share, baseline), text)


def paint_elided(painter: QPainter, box: QRectF, text: str, side: Qt.AlignmentFlag = LEFT) -> str:
    """Draw a line that ends in an ellipsis where it has no room, and return what was drawn."""
    metrics = QFontMetricsF(painter.font())
    # A hair of room: rounding must not cut a word that was measured to fit.
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width() + 0.5)
    paint_line(painter, box, shown, side)
    return shown


class OneLine(QLabel):
    """A label of one line; with word wrap or line breaks it is Qt's own label."""

    @property
    def single(self) -> bool:
        """Whether it is one line."""
        return not self.wordWrap() and "\n" not in self.text()

    @override
    def sizeHint(self) -> QSize:
        if not self.single:
            return super().sizeHint()
        self.ensurePolished()
        font = self.font()
        return QSize(int(line_width(font, self.text())) + 1, line_height(font))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint() if self.single else super().minimumSizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.single:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        self.paint_text(painter)
        painter.end()

    def paint_text(self, painter: QPainter) -> None:
        """Draw the line."""
        painter.setFont(self.font())
        painter.setPen(self.palette().color(self.foregroundRole()))
        paint_line(painter, QRectF(self.rect()), self.text(), horizontal(self.alignment()))


def horizontal(alignment: Qt.AlignmentFlag) -> Qt.AlignmentFlag:
    """Return the side of an alignment."""
    for side in (RIGHT, CENTRE):
        if alignment & side:
            return side
    return LEFT
