"""What stands round a wizard's page: the thin line of steps at the left, and the keys below."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QVBoxLayout, QWidget

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
_ALL: Final = 1_000
"""A stretch that leaves the others nothing until the widest is reached."""


class WizardFrame(QWidget):
    """Holds one page; before the first there is something that turns, and no key to press."""

    def __init__(self, words: Translate) -> None:
        super().__init__()
        self._title = Text("", "strong", wrap=True)
        self.rail = ProgressRail()
        self.back_button = GhostButton("", "Esc", size=ButtonSize.LARGE)
        self.skip_button = GhostButton("", size=ButtonSize.LARGE)
        self.forward_button = PrimaryButton("")
        self._paper = QVBoxLayout()
        self._paper.setContentsMargins(0, 0, 0, 0)
        self._scroll = _scrolling(_in_the_middle(self._paper, above=48, below=24))
        right = column(self._scroll, self._foot(), spacing=0)
        right.setStretch(0, 1)
        across = row(self._side(), spacing=0)
        across.addLayout(right, 1)
        self.setLayout(across)
        self._paper.addWidget(Spinner())
        for button in (self.back_button, self.skip_button, self.forward_button):
            button.hide()
        self.speak(words)

    def speak(self, words: Translate) -> None:
        """Say everything in another language; what the primary button says is told by `show_keys`."""
        self._title.setText(words(TITLE))
        self.rail.name_steps({step: words(named.name) for step, named in WORDS.items()})
        for button, word in ((self.back_button, N_("返回")), (self.skip_button, N_("以后再说"))):
            button.set_word(words(word))
            button.setAccessibleName(words(word))

    def show_page(self, page: StepPage) -> None:
        """Show a page, from its top, in the place of whatever is there."""
        self.clear()
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
        side.body.setContentsMargins(24, 44, 0, 16)
        head = row(self._title)
        head.setContentsMargins(_TITLE_LEFT, 0, _MARGIN, 22)
        side.body.addLayout(head)
        side.body.addWidget(self.rail)
        side.body.addStretch(1)
        return side

    def _foot(self) -> QWidget:
        line = row(self.back_button, None, self.skip_button, self.forward_button, spacing=12)
        return _in_the_middle(line, above=16, below=24)


def _in_the_middle(inner: QLayout, *, above: int, below: int) -> QWidget:
    """Return something as wide as it can be and no wider than a page, in the middle of what is there."""
    held = QWidget()
    held.setLayout(inner)
    held.setMaximumWidth(WIDTH)
    across = row(None, held, None, spacing=0)
    across.setStretch(1, _ALL)
    across.setContentsMargins(_MARGIN, above, _MARGIN, below)
    whole = QWidget()
    whole.setLayout(across)
    return whole


def _scrolling(holder: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(holder)
    return area
