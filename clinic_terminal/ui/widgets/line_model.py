"""Lines of a table as values, and the read-only model that shows them to Qt."""

from collections.abc import Hashable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from typing_extensions import override

from clinic_terminal.ui.widgets.money import yuan
from clinic_terminal.ui.widgets.pill import PillView
from clinic_terminal.ui.widgets.text import Ink

Cell = str | int | PillView | None
"""Text, an amount in fen, a pill, or nothing (drawn as a dash in a column of amounts)."""

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
CELL_ROLE = Qt.ItemDataRole.UserRole + 1
COLUMN_ROLE = Qt.ItemDataRole.UserRole + 2


class Align(StrEnum):
    """On which side a column stands; amounts always stand on the right."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title, its least width in pixels, and whether it takes the room that is left.

    `money` columns hold fen and are shown without ¥; `strong` is for names and what the guardian pays.
    """

    title: str
    width: int = 90
    align: Align = Align.LEFT
    stretch: bool = False
    money: bool = False
    strong: bool = False
    ink: Ink = "ink"
    small: bool = False
    spare: int = 0
    """Where there is no room for all columns, those with a number go, 1 first; nought always stays."""

    @property
    def right(self) -> bool:
        """Whether cells stand on the right."""
        return self.money or self.align is Align.RIGHT


@dataclass(frozen=True, slots=True)
class Line:
    """One row: a key that the page understands, and a cell for each column."""

    key: Hashable
    cells: tuple[Cell, ...]


class LineModel(QAbstractTableModel):
    """Lines as Qt sees them."""

    def __init__(self, columns: tuple[Column, ...], lines: tuple[Line, ...] = ()) -> None:
        super().__init__()
        self._columns = columns
        self._lines = lines

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns."""
        return self._columns

    @property
    def lines(self) -> tuple[Line, ...]:
        """The rows."""
        return self._lines

    def set_lines(self, lines: tuple[Line, ...]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def set_columns(self, columns: tuple[Column, ...], lines: tuple[Line, ...]) -> None:
        """Show other columns with their rows, as after a change of language."""
        self.beginResetModel()
        self._columns, self._lines = columns, lines
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._lines)

    @override
    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._columns)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._lines):
            return None
        column = self._columns[index.column()]
        cell = self._lines[index.row()].cells[index.column()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return cell_text(cell, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role == CELL_ROLE:
            return cell
        return column if role == COLUMN_ROLE else None

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None


def cell_text(cell: Cell, column: Column) -> str:
    """Return a cell as text, as it is drawn and as a screen reader says it."""
    if isinstance(cell, PillView):
        return cell.text
    if isinstance(cell, int):
        return yuan(cell, sign=False)
    return "—" if cell is None and column.right else cell or ""
