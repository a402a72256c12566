"""Buttons: one primary, ghosts beside it, small ones in cards; each may carry the name of its key."""

from enum import IntEnum, StrEnum
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QIcon, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton
from typing_extensions import override

from clinic_terminal.ui.enter_key import ENTER_KEY
from clinic_terminal.ui.fonts import BOLD, MEDIUM, text_font
from clinic_terminal.ui.theme import theme
from clinic_terminal.ui.widgets.icons import icon, paint_icon
from clinic_terminal.ui.widgets.one_line import line_width, paint_line
from clinic_terminal.ui.widgets.tone import Tone

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ButtonSize(StrEnum):
    """The heights of a ghost button."""

    LARGE = "large"
    MEDIUM = "medium"
    SMALL = "small"


_HEIGHTS: Final = {ButtonSize.LARGE: 52, ButtonSize.MEDIUM: 44, ButtonSize.SMALL: 28}
_PADS: Final = {ButtonSize.LARGE: 28, ButtonSize.MEDIUM: 18, ButtonSize.SMALL: 10}
_HINT_GAP: Final = 12.0
_ICON_GAP: Final = 8.0


class Given(IntEnum):
    """What a button leaves out where there is little room: nothing, its key, or also its word."""

    NOTHING = 0
    KEY = 1
    WORD = 2


class _KeyButton(QPushButton):
    """A push button with its key's name behind the word.

    It takes focus by Tab only: a click on one button must not make the next Enter press it again.
    """

    _pad = 28
    _height = 52

    def __init__(self, text: str, hint: str, icon_name: str) -> None:
        super().__init__(text)
        self._hint = hint
        self._icon_name = icon_name
        self._given = Given.NOTHING
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def give(self, given: "Given") -> None:
        """Take less room, or all again; the word is said by screen reader and tool tip all the same."""
        if given is self._given:
            return
        self._given = given
        bare = given is Given.WORD and bool(self._icon_name)
        self.setToolTip(f"{self.text()}  {self._hint}".strip() if bare else "")
        self.updateGeometry()
        self.update()

    def width_of(self, given: "Given") -> int:
        """Return the width that the button asks for while it gives so much."""
        before, self._given = self._given, given
        width = _KeyButton.sizeHint(self).width()
        self._given = before
        return width

    @property
    def hint(self) -> str:
        """The key that is named."""
        return self._hint

    @property
    def icon_name(self) -> str:
        """The drawing beside the word, empty where there is none."""
        return self._icon_name

    def set_word(self, text: str, icon_name: str = "") -> None:
        """Name another act."""
        self._icon_name = icon_name
        self.setText(text)
        self.updateGeometry()
        self.update()

    def set_hint(self, hint: str) -> None:
        """Name another key."""
        self._hint = hint
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        width = self._words_width() + 2 * self._pad
        return QSize(round(width + 0.5), self._height)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and event.modifiers() in {
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        }:
            if ENTER_KEY.is_decision(event):
                self.click()
            return
        super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        option.icon = QIcon()
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        self._paint_words(painter)
        painter.end()

    def _paint_words(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self.palette().buttonText().color()
        left = (self.width() - self._words_width()) / 2
        height = float(self.height())
        if self._icon_name:
            side = self._icon_side()
            paint_icon(painter, self._icon_name, colour, QRectF(left, (height - side) / 2, side, side))
            left += side + (_ICON_GAP if self.text() and not self._is_bare else 0)
        if self._is_bare:
            return
        painter.setFont(self._word_font())
        painter.setPen(colour)
        width = line_width(self._word_font(), self.text())
        paint_line(painter, QRectF(left, 0, width, height), self.text())
        if self._hint and self._given is Given.NOTHING:
            painter.setFont(text_font("text-small"))
            painter.setPen(theme().colour(self._hint_colour()) if self.isEnabled() else colour)
            paint_line(painter, QRectF(left + width + _HINT_GAP, 0, 200, height), self._hint)

    @property
    def _is_bare(self) -> bool:
        return self._given is Given.WORD and bool(self._icon_name)

    def _words_width(self) -> float:
        if self._is_bare:
            return self._icon_side()
        width = line_width(self._word_font(), self.text())
        if self._icon_name:
            width += self._icon_side() + (_ICON_GAP if self.text() else 0)
        if self._hint and self._given is Given.NOTHING:
            width += _HINT_GAP + line_width(text_font("text-small"), self._hint)
        return width

    def _icon_side(self) -> float:
        return 20.0

    def _word_font(self) -> QFont:
        return text_font("text-primary", BOLD)

    def _hint_colour(self) -> str:
        return "ink-3"


class PrimaryButton(_KeyButton):
    """The next legal act, with its word and its key; there is one on a page."""

    def __init__(self, text: str, hint: str = "Enter", icon_name: str = "") -> None:
        super().__init__(text, hint, icon_name)
        self._height = theme().px("primary-height")

    @override
    def _hint_colour(self) -> str:
        return "on-accent-soft"


class GhostButton(_KeyButton):
    """Another legal act: large beside the primary, medium where fingers touch, small inside cards."""

    def __init__(  # noqa: PLR0913 - five of six are keywords with a default
        self,
        text: str,
        hint: str = "",
        *,
        size: ButtonSize = ButtonSize.LARGE,
        tone: Tone = Tone.NEUTRAL,
        icon_name: str = "",
        checkable: bool = False,
    ) -> None:
        super().__init__(text, hint, icon_name)
        self._size = size
        self._height = _HEIGHTS[size]
        self._pad = _PADS[size]
        self.setProperty("scale", str(size))
        self.setProperty("tone", str(tone))
        self.setCheckable(checkable)

    @override
    def _icon_side(self) -> float:
        return 15.0 if self._size is ButtonSize.SMALL else 18.0

    @override
    def _word_font(self) -> QFont:
        if self._size is ButtonSize.LARGE:
            return text_font("text-primary", BOLD)
        return text_font("text-body" if self._size is ButtonSize.MEDIUM else "text-small", MEDIUM)


class IconButton(QPushButton):
    """A button that is only an icon; its name is said by the screen reader and the tool tip."""

    def __init__(self, icon_name: str, name: str, *, colour: str = "ink-2", side: int = 36) -> None:
        super().__init__()
        self.setIcon(icon(icon_name, colour))
        self.setIconSize(QSize(20, 20))
        self.setFixedSize(side, side)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
