"""The growing bill: chosen by arrows, priced by Enter, discounted by minus, removed by Del."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView
from typing_extensions import override

from clinic_terminal.ui.pages.bill_line import LINE_ROLE, Index, LineDelegate, act_boxes, remark_boxes
from clinic_terminal.ui.views.line_views import BillLineView, LineAct

__all__ = ["BillLineView", "BillList"]

NO_INDEX = QModelIndex()
_CONTROL = Qt.KeyboardModifier.ControlModifier
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_AWAY = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class BillModel(QAbstractListModel):
    """Bill lines as Qt sees them."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[BillLineView, ...] = ()

    def set_lines(self, lines: tuple[BillLineView, ...]) -> None:
        """Show other lines; the view is told of those alone that are other ones than before."""
        before = self.lines
        alike = _alike(before, lines)
        behind = min(_alike(before[::-1], lines[::-1]), len(before) - alike, len(lines) - alike)
        gone, come = len(before) - alike - behind, len(lines) - alike - behind
        changed = min(gone, come)
        if gone > changed:
            self.beginRemoveRows(NO_INDEX, alike + changed, alike + gone - 1)
            self.lines = (*before[: alike + changed], *before[alike + gone :])
            self.endRemoveRows()
        if come > changed:
            self.beginInsertRows(NO_INDEX, alike + changed, alike + come - 1)
            self.lines = lines
            self.endInsertRows()
        self.lines = lines
        if changed:
            self.dataChanged.emit(self.index(alike), self.index(alike + changed - 1))

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
            return line.spoken
        return line if role == LINE_ROLE else None


def _alike(one: tuple[BillLineView, ...], other: tuple[BillLineView, ...]) -> int:
    """Return how many lines both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((number for number, (left, right) in pairs if left != right), min(len(one), len(other)))


class BillList(QListView):
    """Draws the bill's lines; the first three signals carry a line's index, 0-based.

    `acted` carries the deed of a remark's act, `stood` the index of the current line, -1 for none.
    """

    edit_asked = Signal(int)
    discount_asked = Signal(int)
    remove_asked = Signal(int)
    acted = Signal(object)
    stood = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._model = BillModel()
        self.setModel(self._model)
        self.setItemDelegate(LineDelegate(self))
        self.setAccessibleName(name)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.doubleClicked.connect(lambda index: self.edit_asked.emit(index.row()))
        self.selectionModel().currentRowChanged.connect(lambda now, _before: self.stood.emit(now.row()))
        self.stood.connect(self._see)

    def set_lines(self, lines: tuple[BillLineView, ...]) -> None:
        """Show other lines; a line that was added is scrolled into sight."""
        before, here = self._model.lines, self.current
        if lines == before:
            return
        self._model.set_lines(lines)
        if [len(line.remarks) for line in lines] != [len(line.remarks) for line in before]:
            self.scheduleDelayedItemsLayout()
        if len(lines) > len(before):
            self.scrollToBottom()
        elif here >= 0 and lines:
            self.setCurrentIndex(self._model.index(min(here, len(lines) - 1)))

    def take_focus(self) -> None:
        """Take the focus with a line current, the last one where none is."""
        self.setFocus()
        if self._model.lines and not self.currentIndex().isValid():
            self.setCurrentIndex(self._model.index(len(self._model.lines) - 1))

    def let_go(self) -> None:
        """Have no line current."""
        self.setCurrentIndex(QModelIndex())
        self.clearSelection()

    @property
    def current(self) -> int:
        """The index of the current line, -1 where none is."""
        return self.currentIndex().row()

    @property
    def lines(self) -> tuple[BillLineView, ...]:
        """The lines on show."""
        return self._model.lines

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        here, key = self.current, event.key()
        acts = self._acts(here)
        if here < 0 or event.modifiers() & _CONTROL:
            super().keyPressEvent(event)
        elif key in _AWAY:
            self.remove_asked.emit(here)
        elif key in _ENTER:
            self.edit_asked.emit(here)
        elif key == Qt.Key.Key_Minus:
            self.discount_asked.emit(here)
        elif act := next((act for act in acts if act.key and _is_key(act.key, event)), None):
            self.acted.emit(act.deed)
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._see(self.current)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.stood.emit(self.current)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.stood.emit(self.current)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        over = self._act_at(event.position().toPoint()) is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        act = self._act_at(event.position().toPoint())
        super().mouseReleaseEvent(event)
        if act is not None and event.button() is Qt.MouseButton.LeftButton:
            self.acted.emit(act.deed)

    def act_place(self, index: int, number: int = 0) -> QPoint:
        """Return the middle of the act ``number`` on the line at ``index``, in the viewport."""
        line = self._model.lines[index]
        rect = self.visualRect(self._model.index(index))
        boxes = [act for remark, box in remark_boxes(line, rect) for act in act_boxes(remark, box)]
        return boxes[number][1].center().toPoint()

    def _see(self, index: int) -> None:
        """Keep the line at ``index`` in sight when it is stood on, or when the list gets lower."""
        if index >= 0:
            self.scrollTo(self._model.index(index))

    def _acts(self, index: int) -> list[LineAct]:
        if index < 0:
            return []
        return [act for remark in self._model.lines[index].remarks for act in remark.acts]

    def _act_at(self, point: QPoint) -> LineAct | None:
        index = self.indexAt(point)
        if not index.isValid():
            return None
        line, rect = self._model.lines[index.row()], self.visualRect(index)
        for remark, box in remark_boxes(line, rect):
            for act, place in act_boxes(remark, box):
                if place.contains(point):
                    return act
        return None


def _is_key(name: str, event: QKeyEvent) -> bool:
    """Tell whether ``event`` is the key that an act names: the space bar, or a letter."""
    return event.text() == " " if name == "Space" else event.text().upper() == name
