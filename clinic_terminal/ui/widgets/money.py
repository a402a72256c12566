"""Amounts on the screen: integer fen in, "¥1,234.50" out."""

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont

from clinic_terminal.ui.fonts import BOLD, text_font
from clinic_terminal.ui.theme import restyle
from clinic_terminal.ui.widgets.one_line import OneLine
from clinic_terminal.ui.widgets.text import Ink

MoneySize = Literal["text-body", "money-row", "money-page", "money-guardian"]

_FEN = 100
_TIGHTER = {"money-row": 95.5, "money-page": 97.5, "money-guardian": 97.0}
"""Per cent of the ordinary distance between figures: large ones would fall apart."""


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
    """An amount in one of the display sizes, with figures of equal width."""

    def __init__(
        self, fen: int = 0, size: MoneySize = "money-row", ink: Ink = "ink", *, name: str = ""
    ) -> None:
        super().__init__()
        self._name = name
        self.setProperty("ink", ink)
        self.setFont(money_font(size))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.set_fen(fen)

    def set_fen(self, fen: int) -> None:
        """Show another amount, in fen."""
        self.setText(yuan(fen))
        self.setAccessibleName(f"{self._name} {self.text()}".strip())

    def set_ink(self, ink: Ink) -> None:
        """Change the colour."""
        self.setProperty("ink", ink)
        restyle(self)
