"""The strip of keys at the bottom: what each key does on this page."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget
from typing_extensions import override

from clinic_terminal.ui.theme import theme
from clinic_terminal.ui.widgets.card import empty, row
from clinic_terminal.ui.widgets.text import Text

_APART: Final = 20
_CLOSE: Final = 7


@dataclass(frozen=True, slots=True)
class Hint:
    """A key as it is written on the keyboard, and what it does here."""

    key: str
    word: str


class KeyCap(QLabel):
    """A key."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.setFixedHeight(20)


class HintBar(QFrame):
    """Shows hints."""

    def __init__(self, hints: tuple[Hint, ...] = (), *, name: str = "") -> None:
        super().__init__()
        self.setFixedHeight(theme().px("hints-height"))
        self._name = name
        self._hints: tuple[Hint, ...] = ()
        self._shown: list[tuple[QWidget, QWidget]] = []
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(24, 0, 24, 0)
        self._line.setSpacing(_APART)
        self.set_hints(hints)

    @override
    def minimumSizeHint(self) -> QSize:
        # The window never gets wider for many keys with long words: the last of them are left out.
        return QSize(0, super().minimumSizeHint().height())

    def set_hints(self, hints: tuple[Hint, ...]) -> None:
        """Show other hints."""
        if hints and hints == self._hints:
            return
        self._hints = hints
        empty(self._line)
        self._shown = [(KeyCap(hint.key), Text(hint.word, "small", "ink-3")) for hint in hints]
        for pair in self._shown:
            self._line.addLayout(row(*pair, spacing=_CLOSE))
        self._line.addStretch(1)
        self._fit()
        spoken = " · ".join(f"{hint.key} {hint.word}" for hint in hints)
        self.setAccessibleName(f"{self._name} {spoken}".strip())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            # Keys and words know their room once they wear the theme.
            self._fit()
        return done

    def _fit(self) -> None:
        """Leave out what has no room, and keep the last hint, which is the way to all the keys."""
        edges = self._line.contentsMargins()
        room = self.width() - edges.left() - edges.right() + _APART
        for pair in self._shown:
            for one in pair:
                one.ensurePolished()
        widths = [sum(one.sizeHint().width() for one in pair) + _CLOSE + _APART for pair in self._shown]
        room -= widths[-1] if widths else 0
        for pair, width in zip(self._shown[:-1], widths, strict=False):
            room -= width
            for one in pair:
                if one.isHidden() is (room >= 0):
                    one.setVisible(room >= 0)
