"""A large choice: what it is, and what it means; numbers and arrows choose, Enter goes on."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QWidget
from typing_extensions import override

from clinic_terminal.ui.theme import theme
from clinic_terminal.ui.widgets.card import column, row
from clinic_terminal.ui.widgets.icons import Icon
from clinic_terminal.ui.widgets.text import Text

_PAD = 22


@dataclass(frozen=True, slots=True)
class OptionView:
    """What a choice shows: an icon (may be empty), its name, and what it means (may be empty)."""

    icon: str
    name: str
    meaning: str = ""


class OptionCard(QAbstractButton):
    """One choice."""

    def __init__(self, view: OptionView, cap: str) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(view.name)
        self.setAccessibleDescription(view.meaning)
        texts = column(Text(view.name, "title"), spacing=4)
        if view.meaning:
            texts.addWidget(Text(view.meaning, "body", "ink-2", wrap=True))
        line = row(spacing=18)
        line.setContentsMargins(_PAD, _PAD - 4, _PAD, _PAD - 4)
        if view.icon:
            line.addWidget(Icon(view.icon, "accent", 30))
        line.addLayout(texts, 1)
        line.addWidget(Text(cap, "key", "ink-3"))
        self.setLayout(line)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        chosen = self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour("accent" if chosen else "line"), 2 if chosen else 1))
        ground = "accent-soft" if chosen else "hover" if self.underMouse() else "surface"
        painter.setBrush(look.colour(ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 12, 12)
        painter.end()


class OptionCards(QWidget):
    """Choices one below the other; `changed` carries the number of the chosen one."""

    changed = Signal(int)

    def __init__(self, views: Sequence[OptionView]) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        box = column(spacing=12)
        for number, view in enumerate(views):
            card = OptionCard(view, str(number + 1))
            self._group.addButton(card, number)
            box.addWidget(card)
        self.setLayout(box)
        self._group.idToggled.connect(self._take)

    @property
    def chosen(self) -> int:
        """The number of the chosen one, -1 for none."""
        return self._group.checkedId()

    def choose(self, number: int) -> None:
        """Choose one and give it the focus; a number that is none changes nothing."""
        card = self._group.button(number)
        if card is not None:
            card.setChecked(True)
            card.setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isdigit() and self._group.button(int(event.text()) - 1) is not None:
            self.choose(int(event.text()) - 1)
        else:
            super().keyPressEvent(event)

    def _take(self, number: int, chosen: bool) -> None:  # noqa: FBT001  a signal's argument
        if chosen:
            self.changed.emit(number)
