"""Icons: the house's line drawings, drawn in any colour of the theme."""

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from clinic_terminal.settings import resource
from clinic_terminal.ui.theme import theme
from clinic_terminal.ui.widgets.tone import SIGNS, Tone, fill, ground


class UnknownIconError(KeyError):
    """There is no drawing of that name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no icon {name!r} in resources/icons.")


def paint_icon(painter: QPainter, name: str, colour: QColor, box: QRectF) -> None:
    """Draw an icon into a box (device-independent pixels). Raises UnknownIconError."""
    _renderer(name, colour.name()).render(painter, box)


def icon(name: str, colour: str = "ink-2") -> QIcon:
    """Return an icon for a plain Qt button; it follows the theme. Raises UnknownIconError."""
    return QIcon(_Engine(name, colour))


class Icon(QWidget):
    """One icon in a token's colour; decoration, so it has no accessible name unless one is given."""

    def __init__(
        self, name: str, colour: str = "ink-2", size: int = 24, *, accessible_name: str = ""
    ) -> None:
        super().__init__()
        self._name = name
        self._colour = colour
        self.setFixedSize(size, size)
        self.setAccessibleName(accessible_name)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_icon(self, name: str, colour: str) -> None:
        """Show another icon."""
        self._name, self._colour = name, colour
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_icon(painter, self._name, theme().colour(self._colour), QRectF(self.rect()))
        painter.end()


class ToneDisc(QWidget):
    """A tone's sign in a disc: solid for a verdict, soft for a row of a list."""

    def __init__(self, tone: Tone, size: int = 20, *, solid: bool = False) -> None:
        super().__init__()
        self._tone = tone
        self._sign: Tone | None = None
        self._drawing = ""
        self._solid = solid
        self.setFixedSize(size, size)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_tone(self, tone: Tone, sign: Tone | None = None) -> None:
        """Show another tone, with the sign of ``sign`` where that is not its own."""
        self._tone, self._sign, self._drawing = tone, sign, ""
        self.update()

    def set_drawing(self, tone: Tone, drawing: str) -> None:
        """Show a tone with an icon of its own; an empty name gives the tone's sign."""
        self._tone, self._sign, self._drawing = tone, None, drawing
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        drawing = self._drawing or SIGNS[self._sign or self._tone]
        paint_disc(painter, self._tone, QRectF(self.rect()), solid=self._solid, drawing=drawing)
        painter.end()


def paint_disc(painter: QPainter, tone: Tone, box: QRectF, *, solid: bool, drawing: str = "") -> None:
    """Draw an icon, the tone's sign if none is named, in a disc that fills the box."""
    look = theme()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour(fill(tone) if solid else ground(tone)))
    painter.drawEllipse(box)
    inset = box.width() * (0.22 if solid else 0.2)
    colour = look.colour("on-tone" if solid else fill(tone))
    bold_icon(painter, drawing or SIGNS[tone], colour, box.adjusted(inset, inset, -inset, -inset))


def bold_sign(painter: QPainter, tone: Tone, colour: QColor, box: QRectF) -> None:
    """Draw a tone's sign as `bold_icon` does."""
    bold_icon(painter, SIGNS[tone], colour, box)


def bold_icon(painter: QPainter, name: str, colour: QColor, box: QRectF) -> None:
    """Draw an icon with the heavier line that small and solid discs need. Raises UnknownIconError."""
    _renderer(name, colour.name(), "2.9").render(painter, box)


@cache
def _drawing(name: str) -> str:
    file = resource("icons", f"{name}.svg")
    if not file.is_file():
        raise UnknownIconError(name)
    return file.read_text(encoding="utf-8")


@cache
def _renderer(name: str, colour: str, weight: str = "1.75") -> QSvgRenderer:
    text = _drawing(name).replace("currentColor", colour)
    text = text.replace('stroke-width="1.75"', f'stroke-width="{weight}"')
    return QSvgRenderer(QByteArray(text.encode()))


class _Engine(QIconEngine):
    """Draws an icon at the moment it is needed, in the theme of that moment."""

    def __init__(self, name: str, colour: str) -> None:
        super().__init__()
        _drawing(name)
        self._icon_name = name
        self._colour = colour

    @override
    def paint(self, painter: QPainter, rect: object, mode: QIcon.Mode, state: QIcon.State) -> None:
        token = "ink-faint" if mode is QIcon.Mode.Disabled else self._colour
        paint_icon(painter, self._icon_name, theme().colour(token), QRectF(rect))  # type: ignore[call-overload]

    @override
    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        self.paint(painter, image.rect(), mode, state)
        painter.end()
        return QPixmap.fromImage(image)

    @override
    def clone(self) -> QIconEngine:
        return _Engine(self._icon_name, self._colour)
