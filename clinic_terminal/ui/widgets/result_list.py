"""The results of a search below its field: walked by arrows, picked by Enter or a click, marked by a star."""

from collections.abc import Hashable

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QListView
from typing_extensions import override

from clinic_terminal.ui.widgets.result_paint import ROW, ResultDelegate, star_box
from clinic_terminal.ui.widgets.result_view import Result, ResultModel

__all__ = ["Result", "ResultList", "ResultModel"]


class ResultList(QListView):
    """Draws results; the search field keeps the focus.

    `picked` carries the key of the result that was clicked, `starred` that of the one whose star was.
    """

    picked = Signal(object)
    starred = Signal(object)

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

    @property
    def shown(self) -> tuple[Result, ...]:
        """What is on show."""
        return self._model.results

    def set_results(self, results: tuple[Result, ...], *, choose: bool = True) -> None:
        """Show other results; with ``choose`` the first free one becomes current, else none is."""
        self._model.set_results(results)
        self.scrollToTop()
        free = self._free()
        if choose and free:
            self.setCurrentIndex(self._model.index(free[0]))

    def renew(self, results: tuple[Result, ...]) -> None:
        """Show the same results with other marks; the current one stays current."""
        here = self.current_key()
        self._model.set_results(results)
        place = next((n for n, result in enumerate(results) if result.key == here), None)
        if here is not None and place is not None:
            self.setCurrentIndex(self._model.index(place))

    def move_by(self, rows: int) -> None:
        """Move the current result, over those that may not be chosen."""
        free = self._free()
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
        return self._model.rowCount() * ROW

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._star_at(event) is None:
            super().mousePressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        marked = self._star_at(event)
        if marked is None:
            super().mouseReleaseEvent(event)
        else:
            self.starred.emit(marked.key)

    def _star_at(self, event: QMouseEvent) -> Result | None:
        """Return the result whose star lies under the pointer, None where none does."""
        index = self.indexAt(event.position().toPoint())
        if not index.isValid() or event.button() is not Qt.MouseButton.LeftButton:
            return None
        result = self._model.results[index.row()]
        on_star = star_box(self.visualRect(index)).contains(event.position())
        return result if on_star and result.favourite is not None else None

    def _free(self) -> list[int]:
        return [number for number, result in enumerate(self._model.results) if not result.blocked]

    def _pick(self, index: QModelIndex) -> None:
        result = self._model.results[index.row()]
        if not result.blocked:
            self.picked.emit(result.key)
