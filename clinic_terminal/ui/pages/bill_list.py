"""The growing bill: two rows of words a line, chosen by arrows, priced by Enter, removed by Del."""

from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from clinic_terminal.ui.fonts import BOLD, text_font
from clinic_terminal.ui.theme import theme
from clinic_terminal.ui.widgets.pill import PillView, paint_pill, pill_size

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
LINE_ROLE = Qt.ItemDataRole.UserRole + 1
_ROW = 66
_EDGE = 16.0
_CONTROL = Qt.KeyboardModifier.ControlModifier
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class BillLineView:
    """A line in finished words: name, places as a pill, amount, why on the left, shares on the right."""

    name: str
    places: str
    amount: str
    why: str
    shares: str


class BillModel(QAbstractListModel):
    """Bill lines as Qt sees them."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[BillLineView, ...] = ()

    def set_lines(self, lines: tuple[BillLineView, ...]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.lines)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.name
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return " ".join(filter(None, (line.name, line.places, line.amount, line.why, line.shares)))
        return line if role == LINE_ROLE else None


class BillList(QListView):
    """Draws the bill's lines; the signals carry a line's index, 0-based."""

    edit_asked = Signal(int)
    remove_asked = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._model = BillModel()
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(self))
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setUniformItemSizes(True)
        self.doubleClicked.connect(lambda index: self.edit_asked.emit(index.row()))

    def set_lines(self, lines: tuple[BillLineView, ...]) -> None:
        """Show other lines; a line that was added is scrolled into sight."""
        before, here = self._model.lines, self.currentIndex().row()
        if lines == before:
            return
        self._model.set_lines(lines)
        if len(lines) > len(before):
            self.scrollToBottom()
        elif here >= 0 and lines:
            self.setCurrentIndex(self._model.index(min(here, len(lines) - 1)))

    def take_focus(self) -> None:
        """Take the focus with a line current, the last one where none is."""
        if self._model.lines and not self.currentIndex().isValid():
            self.setCurrentIndex(self._model.index(len(self._model.lines) - 1))
        self.setFocus()

    @property
    def lines(self) -> tuple[BillLineView, ...]:
        """The lines on show."""
        return self._model.lines

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        here = self.currentIndex().row()
        if here >= 0 and event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.remove_asked.emit(here)
        elif here >= 0 and event.key() in _ENTER and event.modifiers() != _CONTROL:
            self.edit_asked.emit(here)
        else:
            super().keyPressEvent(event)


class _Delegate(QStyledItemDelegate):
    """Draws one line."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(160, _ROW)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        line: BillLineView = index.data(LINE_ROLE)
        look = theme()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, look.colour("accent-soft"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, look.colour("hover"))
        painter.setPen(look.colour("line-soft"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        box = QRectF(rect).adjusted(_EDGE, 0, -_EDGE, 0)
        _paint_first(painter, line, QRectF(box.left(), box.top() + 10, box.width(), 24))
        _paint_second(painter, line, QRectF(box.left(), box.top() + 36, box.width(), 20))
        painter.restore()


def _paint_first(painter: QPainter, line: BillLineView, box: QRectF) -> None:
    strong = text_font("text-body", BOLD)
    right = _right(painter, line.amount, strong, "ink", box)
    room = right - box.left() - 10
    pill = PillView(line.places) if line.places else None
    if pill:
        room -= pill_size(pill).width() + 8
    shown = _left(painter, line.name, strong, "ink", QRectF(box.left(), box.top(), room, box.height()))
    if pill:
        paint_pill(painter, pill, QPointF(box.left() + shown + 8, box.top() + 1))


def _paint_second(painter: QPainter, line: BillLineView, box: QRectF) -> None:
    small = text_font("text-small")
    right = _right(painter, line.shares, small, "ink-2", box)
    room = QRectF(box.left(), box.top(), right - box.left() - 12, box.height())
    _left(painter, line.why, small, "ink-3", room)


def _right(painter: QPainter, text: str, font: QFont, ink: str, box: QRectF) -> float:
    """Draw words on the right and return where they begin."""
    painter.setFont(font)
    painter.setPen(theme().colour(ink))
    painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
    return box.right() - QFontMetricsF(font).horizontalAdvance(text)


def _left(painter: QPainter, text: str, font: QFont, ink: str, box: QRectF) -> float:
    """Draw words on the left, shortened to their room, and return how wide they came out."""
    painter.setFont(font)
    painter.setPen(theme().colour(ink))
    metrics = QFontMetricsF(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
    return metrics.horizontalAdvance(shown)
