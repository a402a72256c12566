"""The card: a surface with round corners and a hairline, on which everything else lies."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from clinic_terminal.ui.theme import restyle
from clinic_terminal.ui.widgets.text import Text
from clinic_terminal.ui.widgets.tone import Tone


class Card(QFrame):
    """A vertical box on a surface; `body` is its layout. A tone tints the ground."""

    def __init__(
        self, title: str = "", *, tone: Tone | None = None, padding: int = 18, spacing: int = 8
    ) -> None:
        super().__init__()
        self.setProperty("tone", str(tone) if tone else "")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(padding, padding, padding, padding)
        self.body.setSpacing(spacing)
        if title:
            self.body.addWidget(Text(title, "strong"))

    def set_tone(self, tone: Tone | None) -> None:
        """Tint the ground, or not."""
        self.setProperty("tone", str(tone) if tone else "")
        restyle(self)


class SentenceCard(Card):
    """A card of wrapped sentences that is exactly as high as they need, also where it is narrow.

    Qt holds a widget of fixed height to what it needed in its widest form.
    """

    def __init__(self, *, tone: Tone | None = None, padding: int = 18, spacing: int = 8) -> None:
        super().__init__(tone=tone, padding=padding, spacing=spacing)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        wanted = super().sizeHint()
        if self.isVisible() and self.hasHeightForWidth():
            width = max(self.width(), self.minimumSizeHint().width())
            wanted.setHeight(self.body.totalHeightForWidth(width))
        return wanted

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()


class Canvas(QFrame):
    """The quiet floor that cards lie on, for a window of its own."""


class Gap(QWidget):
    """Room of a fixed height between two widgets of a column."""

    def __init__(self, height: int) -> None:
        super().__init__()
        self.setFixedHeight(height)


def row(*widgets: QWidget | None, spacing: int = 8) -> QHBoxLayout:
    """Return a row of widgets without margins; None stands for the stretch."""
    layout = QHBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    for widget in widgets:
        if widget is None:
            layout.addStretch(1)
        else:
            layout.addWidget(widget)
    return layout


def column(*widgets: QWidget | None, spacing: int = 8) -> QVBoxLayout:
    """Return a column of widgets without margins; None stands for the stretch."""
    layout = QVBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    for widget in widgets:
        if widget is None:
            layout.addStretch(1)
        else:
            layout.addWidget(widget)
    return layout


def empty(layout: QVBoxLayout | QHBoxLayout) -> None:
    """Take everything out of a layout and delete its widgets."""
    while item := layout.takeAt(0):
        if widget := item.widget():
            # Hidden where it is: without its parent, a widget whose showing is still to come would
            # flash up as a window of its own and take the keyboard.
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None and isinstance(inner, QVBoxLayout | QHBoxLayout):
            empty(inner)
