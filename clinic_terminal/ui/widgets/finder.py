"""The finder: corners round a card's drawing or a live picture, which turn with what was found."""

from enum import StrEnum
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from clinic_terminal.ui.theme import theme
from clinic_terminal.ui.widgets.icons import paint_disc, paint_icon
from clinic_terminal.ui.widgets.tone import Tone

SMALL: Final = QSize(200, 132)
LIVE: Final = QSize(560, 336)
_ARM: Final = 26.0
_LIVE_ARM: Final = 44.0
_DISC: Final = 44.0


class Look(StrEnum):
    """What the corners say."""

    WAITING = "WAITING"
    INVITING = "INVITING"
    FOUND = "FOUND"
    REFUSED = "REFUSED"


_COLOURS: Final = {
    Look.WAITING: "accent",
    Look.INVITING: "accent",
    Look.FOUND: "ok",
    Look.REFUSED: "warn",
}
_TONES: Final = {Look.FOUND: Tone.OK, Look.REFUSED: Tone.WARN}


class Finder(QWidget):
    """Shows a drawing of a card, or a picture where it has one; never tells by colour alone."""

    def __init__(self) -> None:
        super().__init__()
        self._look = Look.WAITING
        self._picture: QImage | None = None
        self.setFixedSize(SMALL)

    @property
    def look(self) -> Look:
        """What the corners say now."""
        return self._look

    @property
    def picture(self) -> QImage | None:
        """The picture on show."""
        return self._picture

    def set_look(self, look: Look) -> None:
        """Turn the corners."""
        if look is not self._look:
            self._look = look
            self.update()

    def show_picture(self, picture: QImage | None) -> None:
        """Show a picture, or the drawing again."""
        self._picture = picture
        self.setFixedSize(SMALL if picture is None else LIVE)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect())
        if self._picture is None:
            self._paint_card(painter, box)
        else:
            _paint_cover(painter, self._picture, box)
        live = self._picture is not None
        self._paint_corners(painter, box.adjusted(18, 18, -18, -18) if live else box.adjusted(2, 2, -2, -2))
        if self._look in _TONES:
            disc = QRectF(0, 0, _DISC, _DISC)
            disc.moveCenter(box.center())
            if live and self._look is Look.REFUSED:
                disc.moveTop(box.top() + 18)  # the code must stay in sight: it is aimed at again
            paint_disc(painter, _TONES[self._look], disc, solid=True)
        painter.end()

    def _paint_card(self, painter: QPainter, box: QRectF) -> None:
        look = theme()
        card = box.adjusted(28, 26, -28, -26)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("ok-soft" if self._look is Look.FOUND else "accent-soft"))
        painter.drawRoundedRect(card, look.px("radius-card"), look.px("radius-card"))
        if self._look not in _TONES:
            sign = QRectF(card.center().x() - 22, card.center().y() - 22, 44, 44)
            paint_icon(painter, "card", look.colour("accent"), sign)

    def _paint_corners(self, painter: QPainter, box: QRectF) -> None:
        width = 3.0 if self._look is Look.WAITING else 5.0
        colour = theme().colour(_COLOURS[self._look])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, width, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
        arm = _ARM if self._picture is None else _LIVE_ARM
        for x, across in ((box.left(), arm), (box.right(), -arm)):
            for y, down in ((box.top(), arm), (box.bottom(), -arm)):
                painter.drawPolyline([QPointF(x + across, y), QPointF(x, y), QPointF(x, y + down)])


def _paint_cover(painter: QPainter, picture: QImage, box: QRectF) -> None:
    """Fill a box with the middle of a picture, with the round corners of a card."""
    radius = theme().px("radius-card")
    path = QPainterPath()
    path.addRoundedRect(box, radius, radius)
    painter.save()
    painter.setClipPath(path)
    painter.fillRect(box, theme().colour("sunken"))
    if not picture.isNull():
        scale = max(box.width() / picture.width(), box.height() / picture.height())
        part = QRectF(0, 0, box.width() / scale, box.height() / scale)
        part.moveCenter(QRectF(picture.rect()).center())
        painter.drawImage(box, picture, part)
    else:
        sign = QRectF(0, 0, 56, 56)
        sign.moveCenter(box.center())
        paint_icon(painter, "camera", theme().colour("ink-faint"), sign)
    painter.restore()
