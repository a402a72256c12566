"""What the chart is drawn with: colours, letters and hatching, looked up once a painting."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap, QTransform

from clinic_terminal.ui.fonts import BOLD, MEDIUM, REGULAR, points_per_px, text_font
from clinic_terminal.ui.theme import Theme, theme

_SIGN_PX = 10.8
_FAINT = 0.42


class Kit:
    """Colours, fonts and hatching for one painting of the chart, looked up once.

    ``scale`` is how many pixels of the screen one unit of the painter is.
    """

    def __init__(self, scale: float = 1.0) -> None:
        self._look: Theme = theme()
        self._scale = scale
        self._inks: dict[str, QColor] = {}
        self._hatches: dict[tuple[str, float], QBrush] = {}
        self.bold = Lettering(text_font("text-small", BOLD))
        self.medium = Lettering(text_font("text-small", MEDIUM))
        self.plain = Lettering(text_font("text-small", REGULAR))
        self.sign = Lettering(_sign_font())

    def ink(self, name: str) -> QColor:
        """Return a colour of the theme."""
        found = self._inks.get(name)
        if found is None:
            found = self._inks[name] = self._look.colour(name)
        return found

    def mixed(self, name: str, ground: str) -> QColor:
        """Return a colour of the theme half sunk into another; opaque, which is drawn faster than thin."""
        found = self._inks.get(f"{name}/{ground}")
        if found is None:
            over, under = self.ink(name), self.ink(ground)
            pairs = (over.red(), under.red()), (over.green(), under.green()), (over.blue(), under.blue())
            parts = [round(one * _FAINT + other * (1 - _FAINT)) for one, other in pairs]
            found = self._inks[f"{name}/{ground}"] = QColor(*parts)
        return found

    def hatch(self, name: str, ground: str, apart: float, width: float) -> QBrush:
        """Return rising lines on a ground, both in colours of the theme, as sharp as the screen is."""
        found = self._hatches.get((name, apart))
        if found is None:
            pen = QPen(self.ink(name), width * self._scale)
            found = self._hatches[name, apart] = _hatch(pen, self.ink(ground), apart, self._scale)
        return found

    def pen(self, name: str, width: float) -> QPen:
        """Return a pen with round ends."""
        pen = QPen(self.ink(name), width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        return pen


def _hatch(pen: QPen, ground: QColor, apart: float, scale: float) -> QBrush:
    """Return a brush of rising lines, drawn on a tile in the screen's own pixels.

    Qt's own patterns are the same pixels on every screen, so their lines would be half as wide at 200 %.
    """
    side = max(2, round(apart * scale * 2**0.5))
    tile = QPixmap(side, side)
    tile.fill(ground)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen)
    for start in (-side, 0, side):
        painter.drawLine(QPointF(start - 1, side + 1), QPointF(start + side + 1, -1))
    painter.end()
    brush = QBrush(tile)
    brush.setTransform(QTransform.fromScale(1 / scale, 1 / scale))
    return brush


class Lettering:
    """A font with its measures, so that short words are centred without asking Qt each time."""

    def __init__(self, font: QFont) -> None:
        self._font = font
        self._metrics = QFontMetricsF(font)
        self._lift = self._metrics.capHeight() / 2
        self._widths: dict[str, float] = {}

    def centre(self, painter: QPainter, at: QPointF, text: str) -> None:
        """Write a word with its middle at a point, in the painter's pen."""
        painter.setFont(self._font)
        painter.drawText(QPointF(at.x() - self._width(text) / 2, at.y() + self._lift), text)

    def box(self, at: QPointF, text: str) -> QRectF:
        """Return the room of a word with its middle at a point."""
        half = self._width(text) / 2 + 1.6
        return QRectF(at.x() - half, at.y() - self._lift - 2.2, 2 * half, 2 * self._lift + 4.4)

    def _width(self, text: str) -> float:
        width = self._widths.get(text)
        if width is None:
            width = self._widths[text] = self._metrics.horizontalAdvance(text)
        return width


def _sign_font() -> QFont:
    font = text_font("text-key", BOLD)
    font.setPointSizeF(_SIGN_PX * points_per_px())
    return font
