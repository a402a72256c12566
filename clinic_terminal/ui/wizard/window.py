"""The wizard's window: the thin line of steps at the left, one page, and three keys below it."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
)
from typing_extensions import override

from clinic_terminal.application.first_start import Step
from clinic_terminal.i18n import translator
from clinic_terminal.ui.enter_key import ENTER_KEY
from clinic_terminal.ui.guardian_display import display_of
from clinic_terminal.ui.qt_words import speak_qt
from clinic_terminal.ui.reading_order import next_stop
from clinic_terminal.ui.wedge import Wedge
from clinic_terminal.ui.wizard.camera_page import CameraPage
from clinic_terminal.ui.wizard.clinic_page import ClinicPage
from clinic_terminal.ui.wizard.code_page import CodePage
from clinic_terminal.ui.wizard.done_page import DonePage
from clinic_terminal.ui.wizard.frame import TITLE, WizardFrame
from clinic_terminal.ui.wizard.guide import Guide
from clinic_terminal.ui.wizard.language_page import LanguagePage
from clinic_terminal.ui.wizard.people_page import PeoplePage
from clinic_terminal.ui.wizard.printer_page import PrinterPage
from clinic_terminal.ui.wizard.purpose_page import PurposePage
from clinic_terminal.ui.wizard.scanner_page import ScannerPage
from clinic_terminal.ui.wizard.screen_page import ScreenPage
from clinic_terminal.ui.wizard.server_page import ServerPage
from clinic_terminal.ui.wizard.step_page import StepPage
from clinic_terminal.ui.wizard.way import Way

WIDTH, HEIGHT = 1366, 768
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)

PAGES: Final[Mapping[Step, type[StepPage]]] = {
    page.step: page
    for page in (
        LanguagePage, PurposePage, ServerPage, CodePage, ClinicPage, PeoplePage, ScannerPage, CameraPage,
        ScreenPage, PrinterPage, DonePage,
    )
}  # fmt: skip


class WizardWindow(QMainWindow):
    """Shows the step that the way is at; a page is built when it is shown, and gone when it is left."""

    finished = Signal()
    """Everything is set up: the program can be opened."""
    practice_wanted = Signal()
    left = Signal()
    """Esc on the first page of a set-up that was done before: back to the program."""

    def __init__(self, guide: Guide) -> None:
        super().__init__()
        self.guide = guide
        self.way = Way(guide, self)
        self.page: StepPage | None = None
        self.wedge = Wedge(self)
        self.setWindowTitle(guide.words(TITLE))
        self.resize(WIDTH, HEIGHT)
        self.frame = WizardFrame(guide.words)
        self._build()
        self.way.moved.connect(self.show_step)
        self.way.failed.connect(self._take_failure)
        self.wedge.scanned.connect(self._take_scan)
        self.wedge.eaten.connect(self._take_eaten)

    def begin(self) -> None:
        """Find out how far it is, and go on there."""
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self.wedge)
        self.way.begin()

    def show_step(self, step: Step) -> None:
        """Show a step's page."""
        self._drop_page()
        self._use_words()
        if self.guide.desk is not None:
            self.guide.desk.device_scanned.connect(self._take_scan, Qt.ConnectionType.UniqueConnection)
        page = PAGES[step](self.guide)
        self.page = page
        page.done.connect(self._go_on)
        page.changed.connect(self._refresh)
        if isinstance(page, LanguagePage):
            page.spoken.connect(self._use_words)
        if isinstance(page, PurposePage):
            page.practice_wanted.connect(self.practice_wanted)
        if isinstance(page, ScreenPage):
            page.stale.connect(self._show_again)
        if isinstance(page, ClinicPage):
            page.refused.connect(self.way.go_back)
            page.accepted.connect(self.way.open_house)
            page.anew.connect(self.way.enrol_anew)
        self.frame.show_page(page)
        ENTER_KEY.turn()
        page.enter()
        self._refresh()

    def end(self) -> None:
        """Close what was opened for the pages; the house itself is the caller's to close."""
        self._drop_page()
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self.wedge)
        desk = self.guide.desk
        if desk is not None:
            display_of(desk).close()
            desk.close()

    @override
    def focusNextPrevChild(self, forward: bool) -> bool:
        found = next_stop(self, self.focusWidget(), back=not forward)
        if found is None:
            return False
        found.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
        return True

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in _ENTER:
            if ENTER_KEY.is_decision(event):
                self.frame.forward_button.click()
        elif plain and event.key() == Qt.Key.Key_Escape:
            self.go_back()
        else:
            super().keyPressEvent(event)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask nothing: what was done is noted, and the next start goes on there."""
        self._drop_page()
        super().closeEvent(event)

    def go_back(self) -> None:
        """Take a step back, inside the page first."""
        if self.page is None or self.page.back():
            return
        if not self.way.go_back() and self.guide.standing.again:
            self.left.emit()

    def _go_on(self) -> None:
        if self.guide.progress.step is Step.DONE:
            self.finished.emit()
        else:
            self.way.go_on()

    def _press(self) -> None:
        if self.page is not None and self.page.ready:
            self.page.submit()

    def _skip(self) -> None:
        if self.page is not None and self.page.may_skip:
            self.way.go_on()

    def _show_again(self) -> None:
        self.show_step(self.guide.progress.step)

    @Slot(str)
    def _take_scan(self, text: str) -> None:
        if self.page is not None:
            self.page.scanned(text)

    def _take_eaten(self) -> None:
        if isinstance(self.page, ScannerPage):
            self.page.eaten()

    def _take_failure(self, error: Exception) -> None:
        if self.page is None:
            self.show_step(self.guide.progress.step)
        if self.page is not None:
            self.page.fail(error)

    def _use_words(self) -> None:
        """Speak the language that was chosen."""
        words = translator(self.guide.language)
        self.guide.words = words
        if self.guide.desk is not None:
            self.guide.desk.words = words
        speak_qt(words)
        self.setWindowTitle(words(TITLE))
        self.frame.speak(words)
        self._refresh()

    def _build(self) -> None:
        self.frame.back_button.clicked.connect(self.go_back)
        self.frame.skip_button.clicked.connect(self._skip)
        self.frame.forward_button.clicked.connect(self._press)
        self.setCentralWidget(self.frame)

    def _drop_page(self) -> None:
        page, self.page = self.page, None
        if page is not None:
            page.leave()
        self.frame.clear()

    def _refresh(self) -> None:
        page = self.page
        if page is None:
            return
        may_go_back = self.way.may_go_back or self.guide.standing.again
        self.frame.show_keys(self.guide.words(page.word), page, may_go_back=may_go_back)
