"""Short facts side by side, each what it is and its value, in as many lines as the width asks for."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget
from typing_extensions import override

from clinic_terminal.ui.widgets.card import row
from clinic_terminal.ui.widgets.text import Text

_APART: Final = 28
_LINES_APART: Final = 4
_WITHIN: Final = 8


class PairsLine(QWidget):
    """Shows pairs whole, never shortened: where they have no room side by side they take more lines."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._pairs: list[_Pair] = []
        self._across = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(_APART)
        self._grid.setVerticalSpacing(_LINES_APART)

    def set_pairs(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Show other pairs of a label and a value; there are always as many as the first time."""
        while len(self._pairs) < len(pairs):
            self._pairs.append(_Pair())
        for one, (label, value) in zip(self._pairs, pairs, strict=True):
            one.set_pair(label, value)
        self._arrange()
        self.updateGeometry()

    @override
    def minimumSizeHint(self) -> QSize:
        wide = max((one.sizeHint().width() for one in self._pairs), default=0)
        return QSize(wide, self._grid.minimumSize().height())

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._width_of(len(self._pairs)), self._grid.minimumSize().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Put as many into a line as the width holds, in lines that are equally full."""
        fits = (n for n in range(len(self._pairs), 1, -1) if self._width_of(n) <= self.width())
        across = self._evenly(next(fits, 1))
        if across == self._across:
            return
        self._grid.setColumnStretch(self._across, 0)
        self._across = across
        for number, one in enumerate(self._pairs):
            self._grid.addWidget(one, *divmod(number, across))
        # What is left of the line stands behind the last pair.
        self._grid.setColumnStretch(across, 1)
        self.updateGeometry()

    def _evenly(self, across: int) -> int:
        lines = -(-len(self._pairs) // across)
        return -(-len(self._pairs) // lines) if lines else across

    def _width_of(self, across: int) -> int:
        """Return the pixels of the widest line with so many pairs in each."""
        if not across:
            return 0
        wide = [0] * across
        for number, one in enumerate(self._pairs):
            wide[number % across] = max(wide[number % across], one.sizeHint().width())
        # The grid keeps its distance from the empty column behind the last pair as well.
        return sum(wide) + _APART * across


class _Pair(QWidget):
    """A quiet label, and its value in figures of equal width."""

    def __init__(self) -> None:
        super().__init__()
        self._label = Text("", "small", "ink-3")
        self._value = Text("", "small-strong", "ink-2")
        self.setLayout(row(self._label, self._value, spacing=_WITHIN))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_pair(self, label: str, value: str) -> None:
        """Show another pair; a screen reader hears label and value together."""
        self._label.setText(label)
        self._value.setText(value)
        self._value.setAccessibleName(f"{label} {value}")
