"""The results of a search as values, and the read-only model that shows them to Qt."""

from collections.abc import Hashable
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from typing_extensions import override

from clinic_terminal.ui.widgets.tone import Tone

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
RESULT_ROLE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Result:
    """One thing found; `blocked` is the reason why it may not be chosen now.

    `hits` are the parts of the name that the query hit, as start and end. `favourite` is None where nothing
    can be marked; `spoken` is what a screen reader says besides.
    """

    key: Hashable
    name: str
    detail: str = ""
    kind: str = ""
    trailing: str = ""
    blocked: str = ""
    note: str = ""
    kind_tone: Tone = Tone.NEUTRAL
    hits: tuple[tuple[int, int], ...] = ()
    favourite: bool | None = None
    spoken: str = ""


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
            rest = (result.blocked,) if result.blocked else (result.detail, result.note, result.spoken)
            return " ".join(filter(None, (result.name, result.kind, result.trailing, *rest)))
        if role == Qt.ItemDataRole.ToolTipRole:
            return result.blocked or result.name
        return result if role == RESULT_ROLE else None
