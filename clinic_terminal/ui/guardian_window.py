"""The family's own screen: a window without a frame that is calm and empty, or shows one bill."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QCloseEvent, QScreen
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.widgets.card import Card, column, row
from clinic_terminal.ui.widgets.icons import ToneDisc
from clinic_terminal.ui.widgets.stack import Stack
from clinic_terminal.ui.widgets.text import Text
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.widgets.top_strip import PracticeRibbon

if TYPE_CHECKING:
    from clinic_terminal.ui.pages.guardian import GuardianPanel

_TICK = 88


class GuardianWindow(QWidget):
    """Holds at most one panel; it asks nothing and knows nothing of visits."""

    def __init__(self, practice: str = "") -> None:
        """``practice``: the words that say that nothing here is real, empty where it is."""
        super().__init__(None, Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        # The program ends when the desk's window closes, whatever stands on the other screen.
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
        self._screen: QScreen | None = None
        self._panel: GuardianPanel | None = None
        self._clinic = Text("", "headline", "ink-3", wrap=True)
        self._thanks = Text("", "headline", "ink-2", wrap=True)
        self._idle = _calm(self._clinic)
        tick = ToneDisc(Tone.OK, _TICK, solid=True)
        self._grateful = _calm(self._thanks, tick)
        self._stack = Stack(self)
        self._sheet = _scrolling()
        self._stack.addWidget(self._idle)
        self._stack.addWidget(self._grateful)
        self._stack.addWidget(self._sheet)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        if practice:
            above = row(None, PracticeRibbon(practice), None)
            above.setContentsMargins(0, 8, 0, 8)
            whole.addLayout(above)
        whole.addWidget(self._stack)

    @property
    def panel(self) -> "GuardianPanel | None":
        """The panel that stands here, shown or hidden."""
        return self._panel

    @property
    def is_blank(self) -> bool:
        """Whether nothing of any bill is to be seen."""
        return self._panel is None or self._stack.currentWidget() is not self._sheet

    @property
    def clinic(self) -> str:
        """What stands on the empty screen."""
        return self._clinic.text()

    def name_clinic(self, name: str) -> None:
        """Write the clinic's name on the empty screen."""
        self._clinic.setText(name)
        self.setWindowTitle(name)

    def stand_on(self, screen: QScreen) -> None:
        """Fill a screen, and follow it where its resolution changes."""
        if self._screen is not screen:
            self._let_go()
            self._screen = screen
            screen.geometryChanged.connect(self._fill)
        self.setScreen(screen)
        self._fill(screen.geometry())
        self.showFullScreen()

    def leave_screen(self) -> None:
        """Be seen nowhere: the screen is gone, or another one was chosen."""
        self._let_go()
        self.hide()

    def show_panel(self, panel: "GuardianPanel") -> None:
        """Show a bill; one that is here already is seen again."""
        if self._panel is not panel:
            self.take_panel()
            self._panel = panel
            self._sheet.setWidget(panel)
        panel.set_apart(apart=True)
        self._stack.setCurrentWidget(self._sheet)
        panel.setFocus()

    def take_panel(self) -> "GuardianPanel | None":
        """Give the panel away with everything that was written on it, and be empty."""
        panel, self._panel = self._panel, None
        self.blank()
        if panel is not None:
            panel.pad.keep_stroke()
            self._sheet.takeWidget()
            panel.set_apart(apart=False)
        return panel

    def blank(self) -> None:
        """Show nothing but the clinic's name; a panel stays here with what was written on it."""
        self._stack.setCurrentWidget(self._idle)

    def thank(self, words: Translate) -> None:
        """Say that the signature was taken."""
        self._thanks.setText(words(N_("已签字，谢谢。")))
        self._stack.setCurrentWidget(self._grateful)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        """Stay where a family's hand tries to close it; only the program ends it."""
        if event.spontaneous():
            event.ignore()
        else:
            self._let_go()
            super().closeEvent(event)

    def _fill(self, geometry: QRect) -> None:
        self.setGeometry(geometry)

    def _let_go(self) -> None:
        screen, self._screen = self._screen, None
        if screen is not None:
            screen.geometryChanged.disconnect(self._fill)


def _scrolling() -> QScrollArea:
    """Return what a bill stands in: on a small screen it scrolls, and never makes the window larger."""
    sheet = QScrollArea()
    sheet.setFrameShape(QFrame.Shape.NoFrame)
    sheet.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    sheet.setWidgetResizable(True)
    return sheet


def _calm(text: Text, *above: QWidget) -> QWidget:
    text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    paper = Card(padding=48, spacing=20)
    paper.setStyleSheet("Card { border-radius: 0; border: none; }")
    middle = column(spacing=24)
    middle.addStretch(1)
    for widget in above:
        middle.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
    middle.addWidget(text)
    middle.addStretch(1)
    paper.body.addLayout(middle)
    return paper
