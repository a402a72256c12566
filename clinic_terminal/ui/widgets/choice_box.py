"""A filter: one choice of several, the first of which lets everything through."""

from collections.abc import Hashable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QStyle, QStyleOptionComboBox, QStylePainter
from typing_extensions import override

from clinic_terminal.ui.fonts import text_font
from clinic_terminal.ui.theme import restyle, theme
from clinic_terminal.ui.widgets.one_line import line_width, paint_elided

_LEAST = 96
_ARROW = 34
_PAD = 14


@dataclass(frozen=True, slots=True)
class Choice:
    """A word and what it stands for."""

    label: str
    value: Hashable


class ChoiceBox(QComboBox):
    """Shows choices; it looks active while it narrows something. `changed` carries the chosen value."""

    changed = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._choices: tuple[Choice, ...] = ()
        self.setAccessibleName(name)
        self.setMinimumWidth(_LEAST)
        self.setMaxVisibleItems(12)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.activated.connect(self._take)

    def set_choices(self, choices: tuple[Choice, ...]) -> None:
        """Offer other choices; the chosen one stays where it is offered still."""
        if choices == self._choices:
            return
        before = self.value()
        self._choices = choices
        self.clear()
        self.addItems([choice.label for choice in choices])
        widest = max((line_width(text_font(), choice.label) for choice in choices), default=0)
        self.view().setMinimumWidth(round(widest) + _ARROW + _PAD)
        self.choose(before)

    def value(self) -> Hashable:
        """Return what the current choice stands for; None before there are any."""
        at = self.currentIndex()
        return self._choices[at].value if 0 <= at < len(self._choices) else None

    def choose(self, value: Hashable) -> None:
        """Make a choice without saying so; what is not offered lets everything through."""
        at = next((n for n, choice in enumerate(self._choices) if choice.value == value), 0)
        self.setCurrentIndex(at if self._choices else -1)
        self._mark()

    @override
    def sizeHint(self) -> QSize:
        return QSize(_LEAST, super().sizeHint().height())

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to what scrolls round the box: passing over it is no choice."""
        event.ignore()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.setFont(text_font())
        painter.setPen(theme().colour("accent" if self.property("active") else "ink"))
        words = QRectF(_PAD, 0, self.width() - _PAD - _ARROW, self.height())
        shown = paint_elided(painter, words, self.currentText())
        self.setToolTip(self.currentText() if shown != self.currentText() else "")
        painter.end()

    def _take(self) -> None:
        self._mark()
        self.changed.emit(self.value())

    def _mark(self) -> None:
        active = self.currentIndex() > 0
        if self.property("active") != active:
            self.setProperty("active", active)
            restyle(self)
