"""The rail of pages: icon, word and function key; pages that this person may not see are absent."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QVBoxLayout
from typing_extensions import override

from clinic_terminal.ui.fonts import BOLD, MEDIUM, text_font
from clinic_terminal.ui.theme import theme
from clinic_terminal.ui.widgets.icons import paint_icon
from clinic_terminal.ui.widgets.one_line import CENTRE, RIGHT, paint_line

_WHOLE: Final = 44
_LEAST: Final = 28
"""Heights of a button with drawing, word and key, and of one that has room for its word alone."""
_DRAWING: Final = 22


class RailButton(QAbstractButton):
    """One page on the rail; where the window is low, its word alone, and where it is narrow, its drawing."""

    def __init__(self, name: str, word: str, icon_name: str, key_cap: str) -> None:
        super().__init__()
        self.page_name = name
        self._icon_name = icon_name
        self._key_cap = key_cap
        self._attention = ""
        self._narrow = False
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMinimumHeight(_LEAST)
        self.setMaximumHeight(60)
        self.set_word(word)

    def set_word(self, word: str) -> None:
        """Name the page in another language."""
        self.setText(word)
        self.setAccessibleName(word)
        self._describe()
        self.setToolTip(f"{word}  {self._key_cap}")

    def set_attention(self, told: str) -> None:
        """Put a dot beside the icon, where ``told`` says for a screen reader what waits on that page."""
        self._attention = told
        self._describe()
        self.update()

    def set_narrow(self, *, narrow: bool) -> None:
        """Show the drawing alone; the word and the key are in the tool tip."""
        self._narrow = narrow
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(_WHOLE if self._narrow else 72, 60)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        ground = "accent-soft" if self.isChecked() else "hover" if self.underMouse() else ""
        if ground or self.hasFocus():
            painter.setPen(QPen(look.colour("accent"), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(look.colour(ground or "surface"))
            painter.drawRoundedRect(box, look.px("radius-button"), look.px("radius-button"))
        ink = "accent" if self.isChecked() else "ink-2"
        whole = self.height() >= _WHOLE
        drawn = whole or self._narrow
        top = (self.height() - _WHOLE) / 2
        icon_top = (self.height() - _DRAWING) / 2 if self._narrow else top + 2
        icon_box = QRectF((self.width() - _DRAWING) / 2, icon_top, _DRAWING, _DRAWING)
        if drawn:
            paint_icon(painter, self._icon_name, look.colour(ink), icon_box)
        if self._attention:
            painter.setPen(QPen(look.colour("surface"), 2))
            painter.setBrush(look.colour("warn"))
            painter.drawEllipse(icon_box.topLeft() if drawn else QPointF(6, self.height() / 2), 5, 5)
        if not self._narrow:
            self._paint_words(painter, ink, top, whole=whole)
        painter.end()

    def _describe(self) -> None:
        self.setAccessibleDescription(" · ".join(filter(None, (self._key_cap, self._attention))))

    def _paint_words(self, painter: QPainter, ink: str, top: float, *, whole: bool) -> None:
        look = theme()
        painter.setFont(text_font("text-small", BOLD if self.isChecked() else MEDIUM))
        painter.setPen(look.colour(ink))
        words = QRectF(0, top + 27, self.width(), 18) if whole else QRectF(self.rect())
        paint_line(painter, words, self.text(), CENTRE)
        if whole:
            painter.setFont(text_font("text-key"))
            painter.setPen(look.colour("accent" if self.isChecked() else "ink-3"))
            paint_line(painter, QRectF(0, 4, self.width() - 3, 12), self._key_cap, RIGHT)


class Rail(QFrame):
    """The pages; `chosen` carries a page's name. The last page added with `at_end` stands at the bottom."""

    chosen = Signal(str)

    def __init__(self, *, name: str = "") -> None:
        super().__init__()
        self.setFixedWidth(theme().px("rail-width"))
        self.setAccessibleName(name)
        self._buttons: dict[str, RailButton] = {}
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(8, 8, 8, 8)
        self._box.setSpacing(2)
        self._box.addStretch(1)
        self._ends = 0
        self._narrow = False

    def set_narrow(self, *, narrow: bool) -> None:
        """Show the drawings alone, or drawings and words."""
        if narrow is self._narrow:
            return
        self._narrow = narrow
        self.setFixedWidth(theme().px("rail-narrow" if narrow else "rail-width"))
        side = 4 if narrow else 8
        self._box.setContentsMargins(side, 8, side, 8)
        for button in self._buttons.values():
            button.set_narrow(narrow=narrow)

    def add(self, name: str, word: str, icon_name: str, key_cap: str = "", *, at_end: bool = False) -> None:
        """Add a page."""
        button = RailButton(name, word, icon_name, key_cap)
        button.clicked.connect(self._emit)
        button.set_narrow(narrow=self._narrow)
        self._buttons[name] = button
        stretch = self._box.count() - 1 - self._ends
        if at_end:
            self._box.addWidget(button, 8)
            self._ends += 1
        else:
            self._box.insertWidget(stretch, button, 8)

    def show_current(self, name: str) -> None:
        """Mark the page that is seen."""
        self._buttons[name].setChecked(True)

    def show_only(self, names: Iterable[str]) -> None:
        """Leave only these pages on the rail."""
        wanted = set(names)
        for name, button in self._buttons.items():
            button.setVisible(name in wanted)

    def set_attention(self, name: str, told: str) -> None:
        """Mark a page on which something waits for a person, in these words; none take the mark away."""
        self._buttons[name].set_attention(told)

    def set_word(self, name: str, word: str) -> None:
        """Name a page in another language."""
        self._buttons[name].set_word(word)

    def button(self, name: str) -> RailButton:
        """Return a page's button."""
        return self._buttons[name]

    def _emit(self) -> None:
        button = self.sender()
        if isinstance(button, RailButton):
            self.chosen.emit(button.page_name)
