"""Today's board: columns of visits; arrows walk, Enter takes the next step."""

from collections.abc import Hashable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from clinic_terminal.ui.theme import theme
from clinic_terminal.ui.widgets.card import column, empty, row
from clinic_terminal.ui.widgets.pill import Pill, PillView
from clinic_terminal.ui.widgets.text import ElidedText, Text

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MOVES = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


@dataclass(frozen=True, slots=True)
class VisitView:
    """A visit on the board: who, how old, when, where it stands, and one quiet line more."""

    key: Hashable
    name: str
    age: str
    time: str
    status: PillView
    note: str = ""


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column of the board; `empty` is the sentence shown where there is no visit."""

    title: str
    visits: tuple[VisitView, ...]
    empty: str = ""


class CountChip(QLabel):
    """How many."""


class VisitCard(QWidget):
    """One visit; a click, a tap or Enter activates it."""

    activated = Signal(object)
    moved = Signal(int, int)

    def __init__(self, view: VisitView) -> None:
        super().__init__()
        self.view = view
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        head = row(Text(view.name, "strong"), spacing=6)
        head.addWidget(ElidedText(view.age, "small", "ink-3"), 1)
        head.addWidget(Text(view.time, "small", "ink-3"))
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(Pill(view.status))
        foot.addWidget(ElidedText(view.note, "small", "ink-3"), 1)
        box = column(spacing=10)
        box.setContentsMargins(16, 14, 16, 14)
        box.addLayout(head)
        box.addLayout(foot)
        self.setLayout(box)
        parts = (view.name, view.age, view.time, view.status.text, view.note)
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
        painter.setBrush(look.colour("surface"))
        box = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(box, look.px("radius-card"), look.px("radius-card"))
        painter.end()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in _MOVES:
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


class BoardColumn(QWidget):
    """A title with its count, and visits below that scroll by themselves."""

    activated = Signal(object)

    def __init__(self, view: ColumnView) -> None:
        super().__init__()
        self.view = view
        self._title = Text("", "strong")
        self._count = CountChip()
        self.cards: tuple[VisitCard, ...] = ()
        inner = QWidget()
        self._list = QVBoxLayout(inner)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(10)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        area.viewport().setAutoFillBackground(False)
        inner.setAutoFillBackground(False)
        self._area = area
        head = row(self._title, self._count, None)
        head.setContentsMargins(4, 0, 4, 0)
        box = column(spacing=10)
        box.addLayout(head)
        box.addWidget(area, 1)
        self.setLayout(box)
        self.set_view(view)

    def set_view(self, view: ColumnView) -> None:
        """Show other visits; a card whose visit did not change keeps its widget and its focus."""
        kept = {card.view: card for card in self.cards}
        self.view = view
        self._title.setText(view.title)
        self._count.setText(str(len(view.visits)))
        self.setAccessibleName(f"{view.title} {len(view.visits)}")
        for card in self.cards:
            self._list.removeWidget(card)
        self.cards = tuple(kept.pop(visit) if visit in kept else self._card(visit) for visit in view.visits)
        empty(self._list)
        for card in kept.values():
            card.hide()
            card.deleteLater()
        for card in self.cards:
            self._list.addWidget(card)
            # Qt would show it one event later, and what is not shown cannot take the focus.
            card.show()
        if not self.cards and view.empty:
            self._list.addWidget(Text(view.empty, "small", "ink-3", wrap=True))
        self._list.addStretch(1)

    def reveal(self, card: VisitCard) -> None:
        """Scroll until a card is seen."""
        self._area.ensureWidgetVisible(card, 0, 12)

    def _card(self, visit: VisitView) -> VisitCard:
        card = VisitCard(visit)
        card.activated.connect(self.activated)
        return card


class Board(QWidget):
    """Columns side by side; arrows walk between all visits, `activated` carries a visit's key."""

    activated = Signal(object)

    def __init__(self, columns: tuple[ColumnView, ...] = ()) -> None:
        super().__init__()
        self._columns: list[BoardColumn] = []
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(16)
        self.set_columns(columns)

    def set_columns(self, views: tuple[ColumnView, ...]) -> None:
        """Show other visits; the focus stays with the visit that has it, wherever it moved."""
        focused = self.focused_key()
        while len(self._columns) > len(views):
            self._columns.pop().deleteLater()
        for number, view in enumerate(views):
            if number < len(self._columns):
                self._columns[number].set_view(view)
            else:
                self._add(view)
        self._connect_moves()
        if focused is not None:
            self.focus_visit(focused)

    def cards(self) -> tuple[VisitCard, ...]:
        """Return all cards, column by column."""
        return tuple(card for lane in self._columns for card in lane.cards)

    def focused_key(self) -> Hashable | None:
        """Return the key of the visit with the focus."""
        return next((card.view.key for card in self.cards() if card.hasFocus()), None)

    def focus_visit(self, key: Hashable) -> None:
        """Give the focus to a visit, where it is on the board."""
        for lane in self._columns:
            for card in lane.cards:
                if card.view.key == key:
                    card.setFocus()
                    lane.reveal(card)
                    return

    def focus_first(self) -> None:
        """Give the focus to the first visit."""
        if cards := self.cards():
            cards[0].setFocus()

    def _add(self, view: ColumnView) -> None:
        lane = BoardColumn(view)
        lane.activated.connect(self.activated)
        self._columns.append(lane)
        self._line.addWidget(lane, 1)

    def _connect_moves(self) -> None:
        for card in self.cards():
            if not card.property("walks"):
                card.setProperty("walks", True)  # noqa: FBT003 - Qt's signature
                card.moved.connect(self._move)

    def _move(self, across: int, down: int) -> None:
        filled = [lane for lane in self._columns if lane.cards]
        here = next((lane for lane in filled if any(card.hasFocus() for card in lane.cards)), None)
        if here is None:
            return
        line = next(n for n, card in enumerate(here.cards) if card.hasFocus())
        target = filled[max(0, min(len(filled) - 1, filled.index(here) + across))]
        card = target.cards[max(0, min(len(target.cards) - 1, line + down))]
        card.setFocus()
        target.reveal(card)
