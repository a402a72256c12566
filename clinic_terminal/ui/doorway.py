"""The first thing on the screen: says that the clinic's data are being opened, or why they cannot be."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.widgets.spinner import Spinner
from clinic_terminal.ui.widgets.text import Text

WIDTH, HEIGHT = 1366, 768
_CARD_WIDTH = 640
OPENING = N_("正在打开诊所数据…")
PREPARING = N_("正在准备练习环境…")
TITLE = N_("诊所直付终端")
AGAIN = N_("再试一次")


class Doorway(QMainWindow):
    """Stands there while store and pages are loaded; `retry` asks to open once more."""

    retry = Signal()

    def __init__(self, words: Translate, *, practice: bool) -> None:
        super().__init__()
        self._words = words
        self._opening = words(PREPARING if practice else OPENING)
        self.setWindowTitle(words(TITLE))
        self.resize(WIDTH, HEIGHT)
        self.show_opening()

    def show_opening(self) -> None:
        """Say that the data are being opened."""
        waiting = QWidget()
        line = QHBoxLayout(waiting)
        line.setSpacing(12)
        line.addWidget(Spinner())
        line.addWidget(Text(self._opening, "guide", "ink-2"))
        self._show(waiting)

    def show_failure(self, error: Exception) -> None:
        """Say calmly what stands in the way, who can fix it, and offer to try again."""
        # Only a start that failed pays for the words of failures, and for buttons.
        from clinic_terminal.ui.messages import failure_notice
        from clinic_terminal.ui.widgets.buttons import PrimaryButton
        from clinic_terminal.ui.widgets.card import Card

        view = failure_notice(error, self._words)
        button = PrimaryButton(self._words(AGAIN), "Enter")
        button.clicked.connect(self.retry)
        card = Card(padding=40, spacing=12)
        card.setFixedWidth(_CARD_WIDTH)
        card.body.addWidget(Text(view.what, "headline", "stop", wrap=True))
        for sentence in filter(None, (view.who, view.next_step)):
            card.body.addWidget(Text(sentence, "guide", "ink-2", wrap=True))
        card.body.addWidget(Text(view.reference, "small", "ink-3"))
        card.body.addSpacing(16)
        card.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self._show(card)
        button.setFocus()

    def _show(self, widget: QWidget) -> None:
        middle = QWidget()
        box = QVBoxLayout(middle)
        box.addStretch(2)
        box.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(3)
        self.setCentralWidget(middle)
