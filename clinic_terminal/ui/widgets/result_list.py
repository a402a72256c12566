"""The results of a search: name, detail, kind and price, or the reason why one may not be chosen."""

from collections.abc import Hashable
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
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from clinic_terminal.ui.fonts import BOLD, text_font
from clinic_terminal.ui.theme import theme
from clinic_terminal.ui.widgets.one_line import LEFT, RIGHT, line_width, paint_elided
from clinic_terminal.ui.widgets.pill import PillView, paint_pill, pill_size

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
RESULT_ROLE = Qt.ItemDataRole.UserRole + 1
_ROW = 60
_PAD = 14.0


@dataclass(frozen=True, slots=True)
class Result:
    """One thing found; `blocked` is the reason why it may not be chosen now."""

    key: Hashable
    name: str
    detail: str = ""
    kind: str = ""
    trailing: str = ""
    blocked: str = ""


class ResultModel(QAbstractListModel):
    """Results as Qt sees them."""

    def __init__(self) -> None:
        super().__init__()
        self._results: tuple[Result, ...] = ()

    @property
    def results(self) -> tuple[Result, ...]:
        """What was found."""
        return self._results

    def set_results(self, results: tuple[Result, ...]) -> None:
        """Show other results."""
        self.beginResetModel()
        self._results = results
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._results)

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self._results[index.row()].blocked:
            return Qt.ItemFlag.ItemNeverHasChildren
        enabled = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return enabled | Qt.ItemFlag.ItemNeverHasChildren

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._results):
            return None
        result = self._results[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return result.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = (result.name, result.kind, result.trailing, result.blocked or result.detail)
            return " ".join(filter(None, parts))
        if role == Qt.ItemDataRole.ToolTipRole:
            return result.blocked or None
        return result if role == RESULT_ROLE else None


class ResultList(QListView):
    """Draws results; `picked` carries the key of the one clicked. The search field keeps the focus."""

    picked = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._model = ResultModel()
        self.setModel(self._model)
        self.setItemDelegate(ResultDelegate(self))
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setUniformItemSizes(True)
        self.clicked.connect(self._pick)

    def set_results(self, results: tuple[Result, ...]) -> None:
        """Show other results and make the first free one current."""
        self._model.set_results(results)
        free = next((n for n, result in enumerate(results) if not result.blocked), None)
        if free is not None:
            self.setCurrentIndex(self._model.index(free))

    def move_by(self, rows: int) -> None:
        """Move the current result, over those that may not be chosen."""
        free = [n for n, result in enumerate(self._model.results) if not result.blocked]
        if not free:
            return
        here = self.currentIndex().row()
        at = free.index(here) if here in free else -1
        target = free[max(0, min(len(free) - 1, at + rows))]
        self.setCurrentIndex(self._model.index(target))

    def current_key(self) -> Hashable | None:
        """Return the key of the current result, None where none is."""
        index = self.currentIndex()
        return self._model.results[index.row()].key if index.isValid() else None

    def full_height(self) -> int:
        """Return how high the list is with all its rows, in pixels."""
        return self._model.rowCount() * _ROW

    def _pick(self, index: QModelIndex) -> None:
        result = self._model.results[index.row()]
        if not result.blocked:
            self.picked.emit(result.key)


class ResultDelegate(QStyledItemDelegate):
    """Draws one result."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(160, _ROW)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        result: Result = index.data(RESULT_ROLE)
        look = theme()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(rect)
        ground = _ground(state, blocked=bool(result.blocked))
        if ground:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour(ground))
            painter.drawRoundedRect(box, look.px("radius-button"), look.px("radius-button"))
        inner = box.adjusted(_PAD, 0, -_PAD, 0)
        if result.blocked:
            _paint_blocked(painter, result, inner)
        else:
            right = _paint_right(painter, result, inner)
            _paint_left(painter, result, QRectF(inner.topLeft(), QPointF(right - 8, inner.bottom())))
        painter.restore()


def _ground(state: QStyle.StateFlag, *, blocked: bool) -> str:
    if blocked:
        return ""
    if state & QStyle.StateFlag.State_Selected:
        return "accent-soft"
    return "hover" if state & QStyle.StateFlag.State_MouseOver else ""


def _paint_right(painter: QPainter, result: Result, box: QRectF) -> float:
    """Draw price and kind from the right and return where the left words must end."""
    right = box.right()
    if result.trailing:
        _words(painter, box, result.trailing, "ink", side=RIGHT)
        right -= line_width(text_font(), result.trailing) + 14
    if result.kind:
        pill = PillView(result.kind)
        size = pill_size(pill)
        right -= size.width()
        paint_pill(painter, pill, QPointF(right, box.center().y() - size.height() / 2))
    return right


def _paint_left(painter: QPainter, result: Result, box: QRectF) -> None:
    _words(painter, _upper(box), result.name, "ink", text_font("text-body", BOLD))
    _words(painter, _lower(box), result.detail, "ink-3", text_font("text-small"))


def _paint_blocked(painter: QPainter, result: Result, box: QRectF) -> None:
    """Draw what may not be chosen: the reason has the whole lower line."""
    width = line_width(text_font(), result.trailing)
    _words(painter, _upper(box), result.trailing, "ink-3", side=RIGHT)
    name = _upper(box).adjusted(0, 0, -width - 14, 0)
    _words(painter, name, result.name, "ink-3", text_font("text-body", BOLD))
    _words(painter, _lower(box), result.blocked, "warn", text_font("text-small"))


def _words(  # noqa: PLR0913 - what, where and how of one line
    painter: QPainter,
    box: QRectF,
    text: str,
    ink: str,
    font: QFont | None = None,
    *,
    side: Qt.AlignmentFlag = LEFT,
) -> None:
    painter.setFont(font or text_font())
    painter.setPen(theme().colour(ink))
    paint_elided(painter, box, text, side)


def _upper(box: QRectF) -> QRectF:
    return QRectF(box.left(), box.top() + 9, box.width(), 22)


def _lower(box: QRectF) -> QRectF:
    return QRectF(box.left(), box.top() + 32, box.width(), 18)
