"""What stands round a wizard's page: the thin line of steps at the left, and the keys below."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton, PrimaryButton
from clinic_terminal.ui.widgets.card import Card, column, empty, row
from clinic_terminal.ui.widgets.spinner import Spinner
from clinic_terminal.ui.widgets.text import Text
from clinic_terminal.ui.wizard.progress_rail import ProgressRail
from clinic_terminal.ui.wizard.step_page import WIDTH, StepPage
from clinic_terminal.ui.wizard.words import WORDS

TITLE: Final = N_("诊所直付终端")
_SIDE: Final = 256
_TITLE_LEFT: Final = 31
_MARGIN: Final = 24


class WizardFrame(QWidget):
    """Holds one page; before the first there is something that turns, and no key to press."""

    def __init__(self, words: Translate) -> None:
        super().__init__()
        self._title = words(TITLE)
        self.rail = ProgressRail({step: words(named.name) for step, named in WORDS.items()})
        self.back_button = GhostButton(words(N_("返回")), "Esc", size=ButtonSize.LARGE)
        self.skip_button = GhostButton(words(N_("以后再说")), size=ButtonSize.LARGE)
        self.forward_button = PrimaryButton(words(N_("继续")))
        self._paper = QVBoxLayout()
        self._paper.setContentsMargins(0, 56, 0, 24)
        holder = QWidget()
        holder.setLayout(_in_the_middle(self._paper))
        self._scroll = _scrolling(holder)
        right = column(self._scroll, self._foot(), spacing=0)
        right.setStretch(0, 1)
        across = row(self._side(), spacing=0)
        across.addLayout(right, 1)
        self.setLayout(across)
        self._paper.addWidget(Spinner())
        for button in (self.back_button, self.skip_button, self.forward_button):
            button.setAccessibleName(button.text())
            button.hide()

    def show_page(self, page: StepPage) -> None:
        """Show a page, from its top."""
        self._paper.addWidget(page)
        self._scroll.verticalScrollBar().setValue(0)
        self.rail.show_step(page.step)
        page.show()

    def clear(self) -> None:
        """Take the page away for good."""
        empty(self._paper)

    def show_keys(self, word: str, page: StepPage, *, may_go_back: bool) -> None:
        """Offer what may be pressed now."""
        self.forward_button.set_word(word)
        self.forward_button.setAccessibleName(word)
        self.forward_button.setEnabled(page.ready)
        self.forward_button.show()
        self.skip_button.setVisible(page.may_skip)
        self.back_button.setVisible(may_go_back)

    def _side(self) -> QWidget:
        side = Card(padding=0, spacing=0)
        side.setStyleSheet("Card { border-radius: 0; border-style: none solid none none; }")
        side.setFixedWidth(_SIDE)
        side.body.setContentsMargins(24, 52, 0, 24)
        head = row(Text(self._title, "strong", wrap=True))
        head.setContentsMargins(_TITLE_LEFT, 0, _MARGIN, 22)
        side.body.addLayout(head)
        side.body.addWidget(self.rail)
        side.body.addStretch(1)
        return side

    def _foot(self) -> QWidget:
        line = row(self.back_button, None, self.skip_button, self.forward_button, spacing=12)
        line.setContentsMargins(0, 16, 0, 28)
        keys = QWidget()
        keys.setFixedWidth(WIDTH)
        keys.setLayout(line)
        foot = QWidget()
        foot.setLayout(_in_the_middle(column(keys)))
        return foot


def _in_the_middle(inner: QVBoxLayout) -> QHBoxLayout:
    across = row(None, spacing=0)
    across.addLayout(inner)
    across.addStretch(1)
    across.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
    return across


def _scrolling(holder: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(holder)
    return area
