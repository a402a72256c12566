"""The first thing on the screen: says that the clinic's data are being opened, or why they cannot be."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QScrollArea, QVBoxLayout, QWidget

from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.widgets.spinner import Spinner
from clinic_terminal.ui.widgets.text import Text

if TYPE_CHECKING:
    from clinic_terminal.ui.rescue_card import Rescuer
    from clinic_terminal.ui.tasks import Tasks

WIDTH, HEIGHT = 1366, 768
OPENING = N_("正在打开诊所数据…")
PREPARING = N_("正在准备练习环境…")
TITLE = N_("诊所直付终端")


class Doorway(QMainWindow):
    """Stands there while store and pages are loaded; `retry` asks to open once more."""

    retry = Signal()

    def __init__(self, words: Translate, *, practice: bool) -> None:
        super().__init__()
        self._words = words
        self._practice = practice
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

    def show_failure(
        self, error: Exception, tasks: "Tasks | None" = None, rescuer: "Rescuer | None" = None
    ) -> None:
        """Say calmly what stands in the way; offer to try again and, with a ``rescuer``, what mends it."""
        # Only a start that failed pays for the words of failures, and for buttons.
        from clinic_terminal.ui.rescue_card import RescueCard

        card = RescueCard(error, self._words, rescuer, tasks)
        card.retry.connect(self.retry)
        self._show(card)
        card.again_button.setFocus()

    def _show(self, widget: QWidget) -> None:
        middle = QWidget()
        box = QVBoxLayout(middle)
        if self._practice:
            from clinic_terminal.ui.widgets.top_strip import PRACTICE, PracticeRibbon

            box.addWidget(PracticeRibbon(self._words(PRACTICE)), 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(2)
        # Between stretches, not aligned: an aligned card is given the height of lines as wide as the window.
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(widget)
        line.addStretch(1)
        box.addLayout(line)
        box.addStretch(3)
        sheet = QScrollArea()
        sheet.setFrameShape(QFrame.Shape.NoFrame)
        sheet.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        sheet.setWidgetResizable(True)
        sheet.setWidget(middle)
        self.setCentralWidget(sheet)
