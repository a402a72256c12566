"""The pill: a word with its tone, as small as a status can be said."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from clinic_terminal.ui.fonts import MEDIUM, text_font
from clinic_terminal.ui.theme import theme
from clinic_terminal.ui.widgets.icons import bold_icon
from clinic_terminal.ui.widgets.one_line import line_width, paint_line
from clinic_terminal.ui.widgets.tone import SIGNS, Tone, fill, ground, ink

HEIGHT = 22
_PAD = 8.0
_SIGN = 11.0
_GAP = 4.0


@dataclass(frozen=True, slots=True)
class PillView:
    """A word and its tone; without its sign only where the word stands beside a sign already."""

    text: str
    tone: Tone = Tone.NEUTRAL
    sign: bool | None = None
    """None: a sign for every tone but neutral and accent, which carry no judgement."""
    icon: str = ""
    """Another drawing in the place of the tone's own sign."""

    @property
    def has_sign(self) -> bool:
        """Whether the tone's sign is drawn before the word."""
        if self.sign is None:
            return self.tone not in {Tone.NEUTRAL, Tone.ACCENT}
        return self.sign


class Pill(QWidget):
    """Shows a PillView; one without a word keeps its room and is not drawn."""

    changed = Signal()

    def __init__(self, view: PillView) -> None:
        super().__init__()
        self._view = view
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(view.text)

    def set_view(self, view: PillView) -> None:
        """Show another word."""
        if view == self._view:
            return
        self._view = view
        self.setAccessibleName(view.text)
        self.updateGeometry()
        self.update()
        self.changed.emit()

    @override
    def sizeHint(self) -> QSize:
        return pill_size(self._view)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._view.text:
            return
        painter = QPainter(self)
        paint_pill(painter, self._view, QPointF(0, 0))
        painter.end()


class PillLane:
    """Gives pills below each other one room, so that what stands beside them begins at one edge."""

    def __init__(self, *pills: Pill) -> None:
        self._pills = pills
        for pill in pills:
            pill.changed.connect(self.align)

    def align(self) -> None:
        """Measure again."""
        width = max(pill.sizeHint().width() for pill in self._pills)
        for pill in self._pills:
            pill.setMinimumWidth(width)


def pill_font() -> QFont:
    """Return the font of pills."""
    return text_font("text-small", MEDIUM)


def pill_size(view: PillView) -> QSize:
    """Return how large a pill is, in device-independent pixels."""
    width = line_width(pill_font(), view.text) + 2 * _PAD
    if view.has_sign:
        width += _SIGN + _GAP
    return QSize(int(width) + 1, HEIGHT)


def paint_pill(painter: QPainter, view: PillView, at: QPointF) -> None:
    """Draw a pill with its upper left corner at a point; tables draw theirs with it too."""
    look = theme()
    box = QRectF(at, pill_size(view).toSizeF())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour(ground(view.tone)))
    painter.drawRoundedRect(box, look.px("radius-chip"), look.px("radius-chip"))
    left = box.left() + _PAD
    if view.has_sign:
        sign = QRectF(left - 1, box.center().y() - _SIGN / 2, _SIGN, _SIGN)
        bold_icon(painter, view.icon or SIGNS[view.tone], look.colour(fill(view.tone)), sign)
        left += _SIGN + _GAP
    painter.setFont(pill_font())
    painter.setPen(look.colour(ink(view.tone)))
    words = QRectF(left, box.top(), box.right() - left, box.height())
    paint_line(painter, words, view.text)
    painter.restore()
