"""Today's board: columns of visits; arrows walk, Enter takes the next step."""

from collections.abc import Hashable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from clinic_terminal.ui.widgets.card import column, empty, row
from clinic_terminal.ui.widgets.downwards import Downwards
from clinic_terminal.ui.widgets.text import Text
from clinic_terminal.ui.widgets.visit_card import Kin, VisitCard, VisitView

__all__ = ["Board", "BoardColumn", "ColumnView", "Kin", "VisitCard", "VisitView"]


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column of the board; `empty` is the sentence shown where there is no visit.

    `count` is said beside the title, all visits where it is None.
    """

    title: str
    visits: tuple[VisitView, ...]
    empty: str = ""
    count: int | None = None


class CountChip(QLabel):
    """How many."""


class Section(QWidget):
    """The heading of some visits of a column."""

    def __init__(self, text: str) -> None:
        super().__init__()
        line = row(Text(text, "small-strong", "ink-2"), None)
        line.setContentsMargins(4, 2, 4, 6)
        self.setLayout(line)


class BoardColumn(QWidget):
    """A title with its count, and visits below that scroll by themselves."""

    activated = Signal(object)
    selected = Signal(object)

    def __init__(self, view: ColumnView) -> None:
        super().__init__()
        self.view: ColumnView | None = None
        self._title = Text("", "strong")
        self._count = CountChip()
        self.cards: tuple[VisitCard, ...] = ()
        inner = QWidget()
        self._list = QVBoxLayout(inner)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        area = Downwards(inner)
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
        if view == self.view:
            return
        kept = {card.view: card for card in self.cards}
        self.view = view
        self._title.setText(view.title)
        count = len(view.visits) if view.count is None else view.count
        self._count.setText(str(count))
        self.setAccessibleName(f"{view.title} {count}")
        for card in self.cards:
            self._list.removeWidget(card)
        self.cards = tuple(kept.pop(visit) if visit in kept else self._card(visit) for visit in view.visits)
        empty(self._list)
        for card in kept.values():
            card.hide()
            card.deleteLater()
        section = ""
        for card in self.cards:
            if card.view.section not in {"", section}:
                self._list.addWidget(Section(card.view.section))
            section = card.view.section
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
        card.selected.connect(self.selected)
        return card


class Board(QWidget):
    """Columns side by side; arrows walk between all visits.

    `activated` carries the key of a visit to go on with, `selected` that of one to be looked at.
    """

    activated = Signal(object)
    selected = Signal(object)

    def __init__(self, columns: tuple[ColumnView, ...] = ()) -> None:
        super().__init__()
        self._columns: list[BoardColumn] = []
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(16)
        self.set_columns(columns)

    def set_columns(self, views: tuple[ColumnView, ...]) -> None:
        """Show other visits; the focus stays with the visit that has it, wherever it moved.

        Where that visit is gone, no other one takes its place: a hasty second press must not hit it.
        """
        focused = self.focused_key()
        if focused is not None and not self._keeps_focus(views):
            # Else Qt would pass the focus on to whatever card comes next when this one goes.
            self.setFocus()
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
        self.setFocus()

    def focus_first(self) -> None:
        """Give the focus to the first visit."""
        if cards := self.cards():
            cards[0].setFocus()

    def _keeps_focus(self, views: tuple[ColumnView, ...]) -> bool:
        """Tell whether the card with the focus stays the same widget."""
        lanes = zip(self._columns, views, strict=False)
        return any(
            card.hasFocus() and card.view in view.visits for lane, view in lanes for card in lane.cards
        )

    def _add(self, view: ColumnView) -> None:
        lane = BoardColumn(view)
        lane.activated.connect(self.activated)
        lane.selected.connect(self.selected)
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
