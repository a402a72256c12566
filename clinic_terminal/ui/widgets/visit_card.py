"""One visit on the board: who, when, how it looks, and who else of the family is there."""

from collections.abc import Hashable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from clinic_terminal.ui.theme import theme
from clinic_terminal.ui.widgets.buttons import IconButton
from clinic_terminal.ui.widgets.card import column, row
from clinic_terminal.ui.widgets.icons import Icon
from clinic_terminal.ui.widgets.pill import Pill, PillView
from clinic_terminal.ui.widgets.text import ElidedText, Text

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MOVES: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_GAP: Final = 10
"""Below each card; the card draws it itself, so that a family's bracket runs through."""
_INDENT: Final = 12
_BRACKET_AT: Final = 3.0


class Kin(StrEnum):
    """Where a card stands among those of its family right above and below it."""

    ALONE = "ALONE"
    FIRST = "FIRST"
    MIDDLE = "MIDDLE"
    LAST = "LAST"


@dataclass(frozen=True, slots=True)
class VisitView:
    """A visit on the board: who, how old, when, where it stands, and one quiet line more.

    ``hint``: a second quiet line. ``section``: the heading that it stands under, shown once above the first.
    ``family``: who else of the family is here. ``urgent_time``: the time is past and is drawn as a warning;
    ``hint`` says so in words. ``muted``: stands back. ``more``: the name of the button that shows the
    details, none without.
    """

    key: Hashable
    name: str
    age: str
    time: str
    status: PillView
    note: str = ""
    hint: str = ""
    section: str = ""
    family: str = ""
    kin: Kin = Kin.ALONE
    urgent_time: bool = False
    muted: bool = False
    more: str = ""


class VisitCard(QWidget):
    """One visit; a click, a tap or Enter activates it, focus, a right click or its button selects it."""

    activated = Signal(object)
    selected = Signal(object)
    moved = Signal(int, int)

    def __init__(self, view: VisitView) -> None:
        super().__init__()
        self.view = view
        self._indent = 0 if view.kin is Kin.ALONE else _INDENT
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        # As high as its words need in the column's width, and no higher: the column ends in a stretch.
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        box = column(spacing=8)
        box.setContentsMargins(14 + self._indent, 12, 12, 12 + _GAP)
        box.addLayout(self._head())
        box.addLayout(self._foot())
        if view.hint:
            box.addWidget(ElidedText(view.hint, "small", "ink-3"))
        # The bracket says it for the others.
        if view.family and view.kin in {Kin.ALONE, Kin.FIRST}:
            family = row(Icon("family", "ink-3", 15), spacing=5)
            family.addWidget(ElidedText(view.family, "small", "ink-3"), 1)
            box.addLayout(family)
        self.setLayout(box)
        parts = (view.name, view.age, view.time, view.status.text, view.note, view.hint, view.family)
        self.setAccessibleName(" ".join(filter(None, parts)))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strong = self.hasFocus()
        edge = "accent" if strong else "ink-faint" if self.underMouse() else "line"
        half = 1.0 if strong else 0.5
        painter.setPen(QPen(look.colour(edge), half * 2))
        painter.setBrush(look.colour("background" if self.view.muted else "surface"))
        box = QRectF(self.rect()).adjusted(self._indent + half, half, -half, -half - _GAP)
        painter.drawRoundedRect(box, look.px("radius-card"), look.px("radius-card"))
        if self._indent:
            self._paint_bracket(painter)
        painter.end()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selected.emit(self.view.key)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and key in _MOVES:
            self.moved.emit(*_MOVES[key])
        elif plain and (key in _ENTER or key == Qt.Key.Key_Space):
            self.activated.emit(self.view.key)
        else:
            super().keyPressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        inside = self.rect().contains(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and inside:
            self.activated.emit(self.view.key)

    def _head(self) -> QHBoxLayout:
        view = self.view
        head = row(Text(view.name, "strong", "ink-2" if view.muted else "ink"), spacing=6)
        head.addWidget(ElidedText(view.age, "small", "ink-3"), 1)
        late = Text(view.time, "small-strong", "warn")
        head.addWidget(late if view.urgent_time else Text(view.time, "small", "ink-3"))
        if view.more:
            more = IconButton("chevron-right", view.more, colour="ink-3", side=22)
            more.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            more.clicked.connect(self._select)
            head.addWidget(more)
        return head

    def _foot(self) -> QHBoxLayout:
        view = self.view
        foot = row(Pill(view.status), spacing=6)
        foot.addWidget(Text(view.note, "small", "ink-3", wrap=True), 1)
        return foot

    def _select(self) -> None:
        self.setFocus()
        self.selected.emit(self.view.key)

    def _paint_bracket(self, painter: QPainter) -> None:
        """Draw this card's part of the line that holds a family together."""
        kin = self.view.kin
        middle, bottom = (self.height() - _GAP) / 2, float(self.height())
        path = QPainterPath()
        if kin is Kin.MIDDLE:
            path.moveTo(QPointF(_BRACKET_AT, 0))
            path.lineTo(QPointF(_BRACKET_AT, bottom))
        else:
            path.moveTo(QPointF(_INDENT, middle))
            path.lineTo(QPointF(_BRACKET_AT + 5, middle))
            end, turn = (bottom, middle + 5) if kin is Kin.FIRST else (0.0, middle - 5)
            path.quadTo(QPointF(_BRACKET_AT, middle), QPointF(_BRACKET_AT, turn))
            path.lineTo(QPointF(_BRACKET_AT, end))
        painter.setPen(QPen(theme().colour("ink-faint"), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
