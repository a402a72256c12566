"""Amounts on the screen: integer fen in, "¥1,234.50" out."""

from collections.abc import Mapping
from typing import Final, Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QResizeEvent
from typing_extensions import override

from clinic_terminal.ui.fonts import BOLD, text_font
from clinic_terminal.ui.theme import restyle, theme
from clinic_terminal.ui.widgets.one_line import OneLine, line_width
from clinic_terminal.ui.widgets.text import Ink

MoneySize = Literal["text-body", "money-row", "money-page", "money-guardian"]

_FEN = 100
_TIGHTER = {"money-row": 95.5, "money-page": 97.5, "money-guardian": 97.0}
"""Per cent of the ordinary distance between figures: large ones would fall apart."""
_SMALLER: Final[Mapping[str, MoneySize]] = {"money-page": "money-row", "money-guardian": "money-page"}
"""What a large size steps down to where it has no room."""


def yuan(fen: int, *, sign: bool = True) -> str:
    """Return an amount as read at a counter, such as "¥1,234.50"; without ¥ for columns of figures."""
    whole, rest = divmod(abs(fen), _FEN)
    return f"{'−' if fen < 0 else ''}{'¥' if sign else ''}{whole:,}.{rest:02d}"


def money_font(size: MoneySize) -> QFont:
    """Return the font of amounts; large figures stand a little closer."""
    font = text_font(size, BOLD)
    font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, _TIGHTER.get(size, 100.0))
    return font


class MoneyLabel(OneLine):
    """An amount in one of the display sizes, with figures of equal width; a large one steps down for room."""

    def __init__(
        self, fen: int = 0, size: MoneySize = "money-row", ink: Ink = "ink", *, name: str = ""
    ) -> None:
        super().__init__()
        self._name = name
        self._size = size
        self.setProperty("ink", ink)
        self.setFont(money_font(size))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.set_fen(fen)

    @override
    def sizeHint(self) -> QSize:
        if self._size not in _SMALLER:
            return super().sizeHint()
        wide = int(line_width(money_font(self._size), self.text())) + 1
        return QSize(wide, super().sizeHint().height())

    @override
    def minimumSizeHint(self) -> QSize:
        if self._size not in _SMALLER:
            return super().minimumSizeHint()
        wide = int(line_width(money_font(_SMALLER[self._size]), self.text())) + 1
        return QSize(wide, super().sizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._step()

    def _step(self) -> None:
        """Wear the size that there is room for."""
        if self._size in _SMALLER:
            low = self._size == "money-guardian" and self.window().height() < theme().px("low-below")
            fits = not low and self.sizeHint().width() <= self.width()
            font = money_font(self._size if fits else _SMALLER[self._size])
            if font != self.font():
                self.setFont(font)

    def set_fen(self, fen: int) -> None:
        """Show another amount, in fen."""
        self.setText(yuan(fen))
        self._step()
        self.setAccessibleName(f"{self._name} {self.text()}".strip())

    def set_ink(self, ink: Ink) -> None:
        """Change the colour."""
        self.setProperty("ink", ink)
        restyle(self)
