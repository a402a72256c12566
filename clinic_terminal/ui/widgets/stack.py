"""Widgets on top of each other, of which only the one in sight says how much room is needed."""

from PySide6.QtCore import QMargins, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from clinic_terminal.ui.theme import theme

Edges = tuple[int, int, int, int]
"""Left, top, right and bottom, in device-independent pixels."""


def least_size(widget: QWidget, width: int) -> QSize:
    """Return what a widget needs at the least, with its wrapped sentences, where ``width`` is offered."""
    least = widget.minimumSizeHint().expandedTo(widget.minimumSize())
    layout = widget.layout()
    if layout is not None and widget.hasHeightForWidth():
        high = layout.totalMinimumHeightForWidth(max(least.width(), width))
        least.setHeight(max(least.height(), high))
    return least.boundedTo(widget.maximumSize())


def page_edges(edges: Edges, width: int) -> QMargins:
    """Return the margins of a page, which are smaller where it is narrow."""
    look = theme()
    if width >= look.px("narrow-below") - look.px("rail-width"):
        return QMargins(*edges)
    most = round(look.px("narrow-edge"))
    left, top, right, bottom = (min(one, most) for one in edges)
    return QMargins(left, top, right, bottom)


class Stack(QStackedWidget):
    """Qt's own asks for the room of the largest widget, and for wrapped text more than it needs.

    ``edges``: the margins of a page round it (left, top, right, bottom); they shrink where it is narrow.
    """

    def __init__(self, parent: QWidget | None = None, *, edges: Edges | None = None) -> None:
        super().__init__(parent)
        self._edges = edges
        if edges is not None:
            self.setContentsMargins(*edges)

    @override
    def minimumSizeHint(self) -> QSize:
        shown: QWidget | None = self.currentWidget()
        edges = self.contentsMargins()
        wide, high = edges.left() + edges.right(), edges.top() + edges.bottom()
        least = QSize(0, 0) if shown is None else least_size(shown, self.width() - wide)
        return least.grownBy(QMargins(0, 0, wide, high))

    @override
    def sizeHint(self) -> QSize:
        # Qt lets a widget of fixed height grow no further than it wishes, whatever it needs.
        return super().sizeHint().expandedTo(self.minimumSizeHint())

    @override
    def hasHeightForWidth(self) -> bool:
        # The least height says it already, for the width that there is.
        return False

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._edges is not None:
            self.setContentsMargins(page_edges(self._edges, self.width()))
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()
