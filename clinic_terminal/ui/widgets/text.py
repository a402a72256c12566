"""Labels in the house's type sizes and inks."""

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QSizePolicy
from typing_extensions import override

from clinic_terminal.ui.theme import restyle
from clinic_terminal.ui.widgets.one_line import OneLine, horizontal, paint_elided

Role = Literal[
    "body", "medium", "strong", "small", "small-strong", "title", "title-light", "headline", "guide", "key"
]
Ink = Literal["ink", "ink-2", "ink-3", "accent", "ok", "warn", "stop", "offline", "on-card", "on-card-soft"]


class Text(OneLine):
    """Plain text in a role and an ink; never rich text, so that a name cannot bring markup with it."""

    def __init__(self, text: str = "", role: Role = "body", ink: Ink = "ink", *, wrap: bool = False) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setProperty("ink", ink)
        self.setWordWrap(wrap)

    def set_ink(self, ink: Ink) -> None:
        """Change the colour."""
        if self.property("ink") != ink:
            self.setProperty("ink", ink)
            restyle(self)


class ElidedText(Text):
    """One line that ends in an ellipsis where it has no room; the whole text is its tool tip."""

    def __init__(self, text: str = "", role: Role = "body", ink: Ink = "ink") -> None:
        super().__init__(text, role, ink)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(24)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())

    @override
    def paint_text(self, painter: QPainter) -> None:
        painter.setFont(self.font())
        painter.setPen(self.palette().color(self.foregroundRole()))
        side = horizontal(self.alignment())
        shown = paint_elided(painter, QRectF(self.rect()), self.text(), side)
        self.setToolTip(self.text() if shown != self.text() else "")


class Rule(QFrame):
    """A hairline across."""

    def __init__(self, *, soft: bool = False) -> None:
        super().__init__()
        self.setProperty("soft", soft)
        self.setFixedHeight(1)
