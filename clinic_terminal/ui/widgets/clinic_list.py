"""The list of clinics: who serves, and under a heading of their own those that do not, with the reason."""

from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from clinic_terminal.ui.fonts import BOLD, MEDIUM, text_font
from clinic_terminal.ui.theme import theme
from clinic_terminal.ui.widgets.one_line import LEFT, RIGHT, line_width, paint_elided, paint_line
from clinic_terminal.ui.widgets.pill import PillView, paint_pill, pill_size

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
ROW, HEADING = 64, 34
_PAD = 14.0
_GAP = 12.0
_DOT = 7.0


@dataclass(frozen=True, slots=True)
class Heading:
    """A line between the parts of the list; it cannot be chosen."""

    text: str


@dataclass(frozen=True, slots=True)
class ClinicRow:
    """A clinic: where it is, what it serves or why it does not, and whether its door is open."""

    key: str
    name: str
    place: str
    own: str
    serves: str
    serving: bool
    door: str
    is_open: bool


class ClinicModel(QAbstractListModel):
    """The rows as Qt sees them."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[ClinicRow | Heading, ...] = ()

    def set_rows(self, rows: tuple[ClinicRow | Heading, ...]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.rows)

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if isinstance(self.rows[index.row()], Heading):
            return Qt.ItemFlag.ItemNeverHasChildren
        enabled = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return enabled | Qt.ItemFlag.ItemNeverHasChildren

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.text if isinstance(row, Heading) else row.name
        if role == Qt.ItemDataRole.AccessibleTextRole and isinstance(row, ClinicRow):
            return " ".join(filter(None, (row.name, row.own, row.place, row.serves, row.door)))
        return None


class ClinicList(QListView):
    """Draws the rows; `chosen` carries the key of the current clinic. The search field keeps the focus."""

    chosen = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.clinics = ClinicModel()
        self.setModel(self.clinics)
        self.setItemDelegate(ClinicDelegate(self))
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.selectionModel().currentChanged.connect(self._tell)

    def set_rows(self, rows: tuple[ClinicRow | Heading, ...], *, from_top: bool = False) -> None:
        """Show other rows; the current clinic stays where it is listed still, unless it goes ``from_top``."""
        if rows == self.clinics.rows and not from_top:
            return
        before = self.current_key()
        self.clinics.set_rows(rows)
        places = self._places()
        at = places.get(before, -1) if before is not None and not from_top else -1
        if places:
            self._go(at if at >= 0 else min(places.values()))

    def move_by(self, count: int) -> None:
        """Make the clinic so many further down current."""
        places = sorted(self._places().values())
        if places:
            here = self.currentIndex().row()
            at = places.index(here) if here in places else -1
            self._go(places[max(0, min(len(places) - 1, at + count))])

    def current_key(self) -> str | None:
        """Return the key of the current clinic, None where none is."""
        index = self.currentIndex()
        row = self.clinics.rows[index.row()] if index.isValid() else None
        return row.key if isinstance(row, ClinicRow) else None

    def _places(self) -> dict[str, int]:
        return {row.key: n for n, row in enumerate(self.clinics.rows) if isinstance(row, ClinicRow)}

    def _go(self, place: int) -> None:
        self.setCurrentIndex(self.clinics.index(place))
        if place == 1:
            self.scrollToTop()

    def _tell(self, _now: QModelIndex, _before: QModelIndex) -> None:
        key = self.current_key()
        if key is not None:
            self.chosen.emit(key)


class ClinicDelegate(QStyledItemDelegate):
    """Draws a clinic or a heading."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(160, HEADING if isinstance(index.data(ROW_ROLE), Heading) else ROW)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect)
        if isinstance(row, Heading):
            _words(
                painter, box.adjusted(_PAD, 4, -_PAD, 0), row.text, "ink-3", text_font("text-small", MEDIUM)
            )
        else:
            _ground(painter, option.state, box)
            _paint_clinic(painter, row, box.adjusted(_PAD, 0, -_PAD, 0))
        painter.restore()


def _ground(painter: QPainter, state: QStyle.StateFlag, box: QRectF) -> None:
    chosen = state & QStyle.StateFlag.State_Selected
    if not chosen and not state & QStyle.StateFlag.State_MouseOver:
        return
    look = theme()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("accent-soft" if chosen else "hover"))
    painter.drawRoundedRect(box.adjusted(0, 1, 0, -1), look.px("radius-button"), look.px("radius-button"))


def _paint_clinic(painter: QPainter, row: ClinicRow, box: QRectF) -> None:
    upper = QRectF(box.left(), box.top() + 9, box.width(), 24)
    lower = QRectF(box.left(), box.top() + 34, box.width(), 20)
    right = _paint_door(painter, row, upper)
    name_font = text_font("text-body", BOLD)
    pill = PillView(row.own)
    room = right - _GAP - upper.left() - (pill_size(pill).width() + 8 if row.own else 0)
    name = QRectF(upper.left(), upper.top(), room, upper.height())
    _words(painter, name, row.name, "ink" if row.serving else "ink-2", name_font)
    if row.own:
        at = upper.left() + min(room, line_width(name_font, row.name)) + 8
        paint_pill(painter, pill, QPointF(at, upper.center().y() - pill_size(pill).height() / 2))
    small = text_font("text-small", MEDIUM if row.serving else BOLD)
    served = min(line_width(small, row.serves), lower.width() * 0.55)
    place = lower.adjusted(0, 0, -served - _GAP, 0)
    _words(painter, place, row.place, "ink-3", text_font("text-small"))
    last = QRectF(lower.right() - served, lower.top(), served, lower.height())
    _words(painter, last, row.serves, "ink-2" if row.serving else "warn", small, side=RIGHT)


def _paint_door(painter: QPainter, row: ClinicRow, box: QRectF) -> float:
    """Draw whether the door is open, right-aligned, and return where it begins."""
    font = text_font("text-small", MEDIUM)
    width = line_width(font, row.door)
    ink = "ok" if row.is_open else "ink-3"
    painter.setFont(font)
    painter.setPen(theme().colour(ink))
    paint_line(painter, box, row.door, RIGHT)
    left = box.right() - width - _DOT - 6
    dot = QRectF(left, box.center().y() - _DOT / 2, _DOT, _DOT)
    # A ring for a closed door: the state is not in the colour alone.
    painter.setPen(theme().colour(ink))
    painter.setBrush(theme().colour(ink) if row.is_open else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(dot)
    return left


def _words(  # noqa: PLR0913 - what, where and how of one line
    painter: QPainter,
    box: QRectF,
    text: str,
    ink: str,
    font: QFont,
    *,
    side: Qt.AlignmentFlag = LEFT,
) -> None:
    painter.setFont(font)
    painter.setPen(theme().colour(ink))
    paint_elided(painter, box, text, side)
