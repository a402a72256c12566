"""How a table's cells and header are drawn: hairlines, pills, small and strong words, amounts right."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from clinic_terminal.ui.fonts import BOLD, REGULAR, text_font
from clinic_terminal.ui.theme import theme
from clinic_terminal.ui.widgets.line_model import CELL_ROLE, COLUMN_ROLE, Column, cell_text
from clinic_terminal.ui.widgets.one_line import LEFT, RIGHT, horizontal, line_width, paint_elided
from clinic_terminal.ui.widgets.pill import PillView, paint_pill, pill_size

PAD = 8
EDGE = 18
"""Room at the left and right end of the whole line."""
_HEADER_HEIGHT = 36
_NEVER_FIRST = frozenset("，。；：、！？）》”’,.;:!?)")
"""Signs that no line begins with."""


def cell_font(column: Column) -> QFont:
    """Return the font of a column's cells."""
    return text_font("text-small" if column.small else "text-body", BOLD if column.strong else REGULAR)


class LineDelegate(QStyledItemDelegate):
    """Draws one cell."""

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        look = theme()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        last = index.column() == index.model().columnCount() - 1
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, look.colour("accent-soft"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, look.colour("hover"))
        painter.setPen(look.colour("line-soft"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        box = cell_box(rect, first=index.column() == 0, last=last)
        column: Column = index.data(COLUMN_ROLE)
        cell = index.data(CELL_ROLE)
        if isinstance(cell, PillView):
            _paint_pill_in(painter, cell, box, right=column.right)
        else:
            _paint_words(painter, cell_text(cell, column), column, box)
        painter.restore()

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(60, theme().px("row-height"))


class LineHeader(QHeaderView):
    """The header: small quiet words over a hairline, aligned with their column."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(24)
        self.setFixedHeight(_HEADER_HEIGHT)

    @override
    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        look = theme()
        model = self.model()
        title = str(model.headerData(logicalIndex, Qt.Orientation.Horizontal) or "")
        side = model.headerData(logicalIndex, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        painter.save()
        painter.setPen(look.colour("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setFont(text_font("text-small"))
        painter.setPen(look.colour("ink-3"))
        box = cell_box(rect, first=logicalIndex == 0, last=logicalIndex == model.columnCount() - 1)
        paint_elided(painter, box, title, horizontal(Qt.AlignmentFlag(side)))
        painter.restore()


def cell_box(rect: QRect, *, first: bool, last: bool) -> QRectF:
    """Return where a cell's words may stand."""
    return QRectF(rect).adjusted(EDGE if first else PAD, 0, -(EDGE if last else PAD), -1)


def _paint_words(painter: QPainter, text: str, column: Column, box: QRectF) -> None:
    painter.setFont(cell_font(column))
    painter.setPen(theme().colour(column.ink))
    if not column.right and line_width(painter.font(), text) > box.width() + 0.5:
        _paint_two_lines(painter, text, column, box)
    else:
        paint_elided(painter, box, text, RIGHT if column.right else LEFT)


def _paint_two_lines(painter: QPainter, text: str, column: Column, box: QRectF) -> None:
    """Draw a long name small and in two lines; only what two lines cannot hold ends in an ellipsis."""
    font = text_font("text-small", BOLD if column.strong else REGULAR)
    painter.setFont(font)
    cut = first_line(text, font, box.width())
    if cut == len(text):
        paint_elided(painter, box, text, RIGHT if column.right else LEFT)
        return
    height = box.height() / 2 - 3
    upper = QRectF(box.left(), box.center().y() - height, box.width(), height)
    paint_elided(painter, upper, text[:cut].rstrip(), LEFT)
    paint_elided(painter, upper.translated(0, height), text[cut:].lstrip(), LEFT)


def first_line(text: str, font: QFont, width: float) -> int:
    """Return how many signs stand in ``width`` pixels: cut before a word, and never before a comma."""
    count = next(
        (size for size in range(len(text), 0, -1) if line_width(font, text[:size]) <= width), len(text)
    )
    if count == len(text):
        return count
    space = text.rfind(" ", 1, count + 1)
    cut = space if space > 0 else count
    # The sign before goes down with one that never begins a line.
    while cut > 1 and text[cut] in _NEVER_FIRST:
        cut -= 1
    return cut


def _paint_pill_in(painter: QPainter, view: PillView, box: QRectF, *, right: bool) -> None:
    size = pill_size(view)
    left = box.right() - size.width() if right else box.left()
    paint_pill(painter, view, QPointF(left, box.center().y() - size.height() / 2))
