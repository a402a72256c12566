"""Parts side by side while there is room for all of them, and one below the other where there is not.

On a small screen, or an enlarged one, nobody can work by scrolling sideways. The same widgets stay where they
are in memory: only the direction of the layout changes, so what is typed, chosen or focused stays as it is.
What scrolls by itself side by side stands whole below another, and scrolls with the page.
"""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QWidget
from typing_extensions import override

from clinic_terminal.ui.widgets.downwards import Downwards
from clinic_terminal.ui.widgets.stack import Edges, page_edges

_BAR: Final = 12
"""What a scroll bar beside the page takes: it must not be what turns the parts, which need less height so."""
_UNBOUND: Final = 16_777_215
"""Qt's own largest width."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A widget, its widths side by side, its least height below another; nought: what it asks itself."""

    widget: QWidget
    share: int
    width: int
    beside: int
    least: int

    def natural(self) -> int:
        """Return the least width that the part can live with, below another."""
        least = self.widget.minimumSizeHint().width()
        return least if self.width else max(least, self.widget.minimumWidth())

    def across(self) -> int:
        """Return the least width that the part needs side by side; one of a fixed width gets no more."""
        if not self.width:
            return max(self.natural(), self.beside)
        return max(min(self.natural(), self.width), self.beside or self.width - _BAR)

    def gives(self) -> int:
        """Return by how much the part can be narrower than it is meant to be side by side."""
        return max(0, self.width - self.across())


class Reflow(QWidget):
    """A row that becomes a column; ``edges`` are the margins of a page and shrink where it is narrow."""

    turned = Signal()
    """The parts stand in the other direction now."""

    def __init__(self, *, spacing: int = 16, edges: Edges = (0, 0, 0, 0)) -> None:
        super().__init__()
        self._parts: list[_Part] = []
        self._spacing = spacing
        self._edges = edges
        self._stacked = False
        self._over: QWidget | None = None
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(*edges)
        self._line.setSpacing(spacing)

    def add(self, part: QWidget, share: int = 0, *, width: int = 0, beside: int = 0, least: int = 0) -> None:
        """Add a part.

        ``share``: of the room that is left. ``width``: how wide it is side by side, as long as there is room
        for it; ``beside``: the least that it needs there, by default all but the room of a scroll bar.
        ``least``: its least height below another.
        """
        self._parts.append(_Part(part, share, width, beside, least))
        self._line.addWidget(part, share)
        if width:
            part.setFixedWidth(width)

    def lay_over(self, part: QWidget | None) -> None:
        """Where the parts stand below each other, lay one of them over the others' right side; None: none."""
        if part is not self._over:
            self._over = part
            self._fit()
            self.updateGeometry()

    @property
    def is_stacked(self) -> bool:
        """Whether the parts stand one below the other."""
        return self._stacked

    @property
    def full_width(self) -> int:
        """The pixels that all parts need side by side, without margins."""
        shown = self._shown()
        return sum(one.across() for one in shown) + self._spacing * max(0, len(shown) - 1)

    @override
    def minimumSizeHint(self) -> QSize:
        edges = page_edges(self._edges, 0)
        wide = max((one.natural() for one in self._shown()), default=0) + edges.left() + edges.right()
        return QSize(wide, self._least_height())

    @override
    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(self.minimumSizeHint())

    @override
    def hasHeightForWidth(self) -> bool:
        # The least height says it already, for the width that there is.
        return False

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    @override
    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit()
            self.updateGeometry()
        return done

    def _shown(self) -> list[_Part]:
        return [one for one in self._parts if not one.widget.isHidden()]

    def _least_height(self) -> int:
        line = self._line
        if line.hasHeightForWidth():
            return line.totalMinimumHeightForWidth(max(self.width(), 1))
        return line.totalMinimumSize().height()

    def _fit(self) -> None:
        """Put the parts side by side where all have the room they need, else below each other."""
        shown = self._shown()
        room = self.width()
        margins = page_edges(self._edges, room)
        if self._line.contentsMargins() != margins:
            self._line.setContentsMargins(margins)
        gaps = self._spacing * (len(shown) - 1) + margins.left() + margins.right()
        spare = room - gaps - sum(one.across() + one.gives() for one in shown)
        # Out of sight the width is only Qt's first guess, by which a page would turn twice when it comes up.
        if self.isVisible():
            self._turn(stacked=spare < -sum(one.gives() for one in shown))
        if not self._stacked:
            self._share(shown, spare)
        for place, one in enumerate(self._parts):
            self._put(place, one)

    def _put(self, place: int, one: _Part) -> None:
        """Lay a part over the others, or put it back among them."""
        over = self._stacked and one.widget is self._over
        among = self._line.indexOf(one.widget) >= 0
        if over:
            one.widget.setAutoFillBackground(True)
            if among:
                self._line.removeWidget(one.widget)
            inner = self.contentsRect()
            wide = max(one.across(), one.width)
            one.widget.setGeometry(inner.right() + 1 - wide, inner.top(), wide, inner.height())
            one.widget.raise_()
        elif not among:
            one.widget.setAutoFillBackground(False)
            self._line.insertWidget(place, one.widget, one.share)

    def _share(self, shown: list[_Part], spare: int) -> None:
        """Give the parts of a fixed width that width, or what there is of it."""
        for one in shown:
            if one.width:
                taken = min(one.gives(), max(0, -spare))
                spare += taken
                one.widget.setFixedWidth(max(one.width, one.across()) - taken)

    def _turn(self, *, stacked: bool) -> None:
        if stacked is self._stacked:
            return
        self._stacked = stacked
        ways = QBoxLayout.Direction
        self._line.setDirection(ways.TopToBottom if stacked else ways.LeftToRight)
        for one in self._parts:
            if one.width and stacked:
                one.widget.setMinimumWidth(0)
                one.widget.setMaximumWidth(_UNBOUND)
            if one.least:
                one.widget.setMinimumHeight(one.least if stacked else 0)
            if isinstance(one.widget, Downwards):
                one.widget.stand_whole(whole=stacked)
        self.turned.emit()
