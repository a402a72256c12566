"""Bars that show how much of a limit is used: the shared pool, and the small gauge of a tile."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from clinic_terminal.ui.theme import theme
from clinic_terminal.ui.widgets.card import row
from clinic_terminal.ui.widgets.text import Text

_LEAST = 3.0
"""A part that is not nothing must be seen, so it gets at least this many pixels."""


@dataclass(frozen=True, slots=True)
class Pool:
    """A limit and what is taken from it, in fen."""

    limit: int
    used: int
    this_bill: int = 0

    @property
    def left(self) -> int:
        """What remains after this bill; never below nought."""
        return max(0, self.limit - self.used - self.this_bill)


@dataclass(frozen=True, slots=True)
class PoolWords:
    """The finished words round the bar: a title on the left, the figures on the right."""

    title: str
    figures: str = ""


class Bar(QWidget):
    """A round-ended bar with parts from the left, each a share of one in a colour token."""

    def __init__(self, height: int = 12) -> None:
        super().__init__()
        self._parts: tuple[tuple[float, str], ...] = ()
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_parts(self, *parts: tuple[float, str]) -> None:
        """Show other parts."""
        self._parts = parts
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()), self.height() / 2, self.height() / 2)
        painter.fillPath(shape, look.colour("sunken"))
        painter.setClipPath(shape)
        left = 0.0
        for share, token in self._parts:
            if share <= 0:
                continue
            width = max(_LEAST, share * self.width())
            painter.fillRect(QRectF(left, 0, width, self.height()), look.colour(token))
            left += width
        painter.end()


class PoolBar(QWidget):
    """Shows a Pool: used, this bill, left; the words come finished, with their amounts in them."""

    def __init__(self, pool: Pool, words: PoolWords, *, below: bool = False) -> None:
        super().__init__()
        self._title = Text("", "small" if below else "strong", "ink-3" if below else "ink")
        self._figures = Text("", "small", "ink-3")
        self._bar = Bar(10 if below else 12)
        self._figures.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6 if below else 10)
        line = row(self._title, None, self._figures)
        if below:
            box.addWidget(self._bar)
        box.addLayout(line)
        if not below:
            box.addWidget(self._bar)
        self.set_pool(pool, words)

    def set_pool(self, pool: Pool, words: PoolWords) -> None:
        """Show other figures."""
        limit = max(1, pool.limit)
        this_bill = min(pool.this_bill, max(0, pool.limit - pool.used))
        self._bar.set_parts((pool.used / limit, "ink-faint"), (this_bill / limit, "accent-fill"))
        self._title.setText(words.title)
        self._figures.setText(words.figures)
        self.setAccessibleName(f"{words.title} {words.figures}".strip())
