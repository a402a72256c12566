"""The table that draws lines on a card and keeps its place when they change."""

from collections.abc import Hashable

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView
from typing_extensions import override

from clinic_terminal.ui.theme import theme
from clinic_terminal.ui.widgets.line_delegate import LineDelegate, LineHeader
from clinic_terminal.ui.widgets.line_model import Align, Cell, Column, Line, LineModel, cell_text

__all__ = ["Align", "Cell", "Column", "Line", "LineModel", "LineTable"]

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STRETCHED = 120
"""The least width of a column that takes what is left."""


class LineTable(QTableView):
    """Draws lines; `chosen` carries the key of the current line, `activated_key` that of the one acted on.

    With `enter_activates` the table keeps Enter for itself while it has the focus; else Enter goes on to the
    page's primary button.
    """

    chosen = Signal(object)
    rest_changed = Signal(str)
    """What the columns that have no room say of the current line, empty where all have."""
    activated_key = Signal(object)

    def __init__(
        self,
        columns: tuple[Column, ...],
        lines: tuple[Line, ...] = (),
        *,
        name: str = "",
        selectable: bool = True,
        enter_activates: bool = False,
    ) -> None:
        super().__init__()
        self._model = LineModel(columns, lines)
        self._enter_activates = enter_activates
        self._unwanted: set[int] = set()
        self._rest = ""
        self.setAccessibleName(name)
        self.setHorizontalHeader(LineHeader(self))
        self.setModel(self._model)
        self.setItemDelegate(LineDelegate(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme().px("row-height"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.SingleSelection if selectable else mode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if selectable else Qt.FocusPolicy.NoFocus)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(self._activate)
        self.selectionModel().currentRowChanged.connect(self._choose)
        self._fit_columns()

    @property
    def line_model(self) -> LineModel:
        """The model."""
        return self._model

    def set_lines(self, lines: tuple[Line, ...]) -> None:
        """Show other lines; the current line stays current where its key is still there."""
        if lines == self._model.lines:
            return
        before = self.current_key()
        self._model.set_lines(lines)
        if before is not None:
            self.set_current(before)

    def set_columns(self, columns: tuple[Column, ...], lines: tuple[Line, ...]) -> None:
        """Show other columns with their lines."""
        self._model.set_columns(columns, lines)
        self._fit_columns()
        self.updateGeometry()

    def current_key(self) -> Hashable | None:
        """Return the key of the current line, None where there is none."""
        index = self.currentIndex()
        return self._model.lines[index.row()].key if index.isValid() else None

    def set_current(self, key: Hashable) -> None:
        """Make the line of a key current, where there is one."""
        for number, line in enumerate(self._model.lines):
            if line.key == key:
                self.selectRow(number)
                return

    @override
    def setColumnHidden(self, column: int, hide: bool) -> None:
        (self._unwanted.add if hide else self._unwanted.discard)(column)
        self._fit_columns()
        self.updateGeometry()

    @override
    def minimumSizeHint(self) -> QSize:
        """Ask for all columns but the spare ones: no bar leads to those that would be cut."""
        kept = {number for number, one in enumerate(self._model.columns) if not one.spare}
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(self._asked(kept - self._unwanted) + bar, super().minimumSizeHint().height())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._enter_activates and event.key() in _ENTER and self.currentIndex().isValid():
            self._activate(self.currentIndex())
            return
        super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _asked(self, numbers: set[int]) -> int:
        """Return the least width of some columns."""
        columns = self._model.columns
        least = _STRETCHED
        return sum(max(columns[n].width, least) if columns[n].stretch else columns[n].width for n in numbers)

    def _with_room(self) -> set[int]:
        """Return the columns to show: all that are wanted, but spare ones only while there is room."""
        columns = self._model.columns
        shown = set(range(len(columns))) - self._unwanted
        for number in sorted((n for n in shown if columns[n].spare), key=lambda n: columns[n].spare):
            if self._asked(shown) <= self.viewport().width():
                break
            shown.discard(number)
        return shown

    def _fit_columns(self) -> None:
        header, columns = self.horizontalHeader(), self._model.columns
        shown = self._with_room()
        elastic = {n for n in shown if columns[n].stretch} or {max(shown, key=lambda n: columns[n].width)}
        for number, column in enumerate(columns):
            super().setColumnHidden(number, number not in shown)
            mode = QHeaderView.ResizeMode.Stretch if number in elastic else QHeaderView.ResizeMode.Fixed
            header.setSectionResizeMode(number, mode)
            if number not in elastic:
                header.resizeSection(number, column.width)
        self._tell_rest()

    def _tell_rest(self) -> None:
        """Say of the current line what stands in the columns that have no room."""
        columns, index = self._model.columns, self.currentIndex()
        lacking = [n for n in range(len(columns)) if self.isColumnHidden(n) and n not in self._unwanted]
        rest = ""
        if lacking and index.isValid():
            cells = self._model.lines[index.row()].cells
            rest = " · ".join(f"{columns[n].title} {cell_text(cells[n], columns[n])}" for n in lacking)
        if rest != self._rest:
            self._rest = rest
            self.rest_changed.emit(rest)

    def _choose(self, index: QModelIndex) -> None:
        self._tell_rest()
        if index.isValid():
            self.chosen.emit(self._model.lines[index.row()].key)

    def _activate(self, index: QModelIndex) -> None:
        self.activated_key.emit(self._model.lines[index.row()].key)
