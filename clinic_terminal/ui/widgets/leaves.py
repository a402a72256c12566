"""Parts side by side while there is room; else one lies on top of the other, with a choice above.

Whatever gets the focus comes on top by itself, so that keys and pages need not know how wide the window is.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRect, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from typing_extensions import override

from clinic_terminal.ui.widgets.card import column
from clinic_terminal.ui.widgets.part_choice import PartChoice
from clinic_terminal.ui.widgets.stack import least_size

_GAP = 8


class Leaves(QWidget):
    """Two or three parts; ``name`` says what is chosen between them.

    A part's own minimum width is the one that it wants side by side.
    """

    turned = Signal()
    """Another part is on top, or the parts stand side by side now."""

    def __init__(self, name: str, *, spacing: int = 18) -> None:
        super().__init__()
        self._parts: list[QWidget] = []
        self._widths: list[int] = []
        self._shares: list[int] = []
        self._hands: list[Callable[[], None]] = []
        self._words: list[str] = []
        self._folded = False
        self._top = 0
        self._choice = PartChoice(name)
        self._line = QHBoxLayout()
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(spacing)
        whole = column(self._choice, spacing=_GAP)
        whole.addLayout(self._line, 1)
        self.setLayout(whole)
        self._choice.hide()
        self._choice.changed.connect(self._choose)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def add(self, part: QWidget, word: str, share: int, hand: Callable[[], None]) -> None:
        """Add a part with its word in the choice; ``hand`` puts the focus where one begins on it."""
        self._parts.append(part)
        self._widths.append(part.minimumWidth())
        self._shares.append(share)
        self._hands.append(hand)
        self._words.append(word)
        self._line.addWidget(part, share)
        self._choice.set_parts(tuple(enumerate(self._words)))

    @property
    def is_folded(self) -> bool:
        """Whether one part lies on top of the others."""
        return self._folded

    def covers(self, widget: QWidget) -> bool:
        """Tell whether a widget lies on a part below the one on top."""
        top = self._parts[self._top]
        return self._folded and self.isAncestorOf(widget) and not top.isAncestorOf(widget)

    def bring_up(self, part: QWidget) -> None:
        """Put a part on top."""
        number = self._parts.index(part)
        if number != self._top:
            self._top = number
            self._choice.choose(number)
            self._lay()
            self.turned.emit()

    @override
    def minimumSizeHint(self) -> QSize:
        wide = max((one.minimumSizeHint().width() for one in self._parts), default=0)
        high = max((least_size(one, self.width()).height() for one in self._parts), default=0)
        if self._folded:
            high += self._choice.sizeHint().height() + _GAP
        return QSize(wide, high)

    @override
    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(self.minimumSizeHint())

    @override
    def hasHeightForWidth(self) -> bool:
        # The least height says it already, for the width that there is.
        return False

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit()
            self.updateGeometry()
        return done

    def _fit(self) -> None:
        gaps = self._line.spacing() * (len(self._parts) - 1)
        both = zip(self._parts, self._widths, strict=True)
        needed = sum(max(part.minimumSizeHint().width(), width) for part, width in both) + gaps
        folded = needed > self.width()
        if folded is not self._folded:
            self._turn(folded=folded)
        self._lay()

    def _turn(self, *, folded: bool) -> None:
        self._folded = folded
        at_work = self.window().focusWidget()
        if at_work is not None:
            holding = (n for n, one in enumerate(self._parts) if one.isAncestorOf(at_work))
            self._top = next(holding, self._top)
        self._choice.choose(self._top)
        self._choice.setVisible(folded)
        for part, share, width in zip(self._parts, self._shares, self._widths, strict=True):
            part.setMinimumWidth(0 if folded else width)
            if folded:
                self._line.removeWidget(part)
            else:
                self._line.addWidget(part, share)
        self.updateGeometry()
        self.turned.emit()

    def _lay(self) -> None:
        """Lay the parts on each other, all of the same size; the one on top hides the others."""
        if not self._folded:
            return
        above = self._choice.sizeHint().height() + _GAP
        for part in self._parts:
            part.setGeometry(QRect(0, above, self.width(), self.height() - above))
        self._parts[self._top].raise_()

    def _choose(self, number: object) -> None:
        if isinstance(number, int):
            self.bring_up(self._parts[number])
            self._hands[number]()

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Bring the part up that has the focus."""
        if now is None or not self._folded:
            return
        holding = next((one for one in self._parts if one.isAncestorOf(now)), None)
        if holding is not None:
            self.bring_up(holding)
