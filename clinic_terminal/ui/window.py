"""The program's window: the shell with all pages on one desk, rebuilt where the language changes."""

import logging
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow
from typing_extensions import override

from clinic_terminal.application.ports import Operator
from clinic_terminal.i18n import N_, translator
from clinic_terminal.settings import Language
from clinic_terminal.ui.at_once import AtOnce
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.edition_watch import EditionWatch
from clinic_terminal.ui.entries import QUEUE
from clinic_terminal.ui.guardian_display import display_of
from clinic_terminal.ui.keys import Key
from clinic_terminal.ui.messages import failure_notice
from clinic_terminal.ui.outage_card import OutageCard
from clinic_terminal.ui.page import Page
from clinic_terminal.ui.qt_words import speak_qt
from clinic_terminal.ui.shell import Shell
from clinic_terminal.ui.status_strip import StatusStrip
from clinic_terminal.ui.staying import stays
from clinic_terminal.ui.theme import apply_theme, theme
from clinic_terminal.ui.views.bill_words import is_english
from clinic_terminal.ui.wedge import Wedge
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.window_pages import KEYS, Pages

_log = logging.getLogger(__name__)

TITLE = N_("诊所直付终端")
_SMALLEST = (880, 420)
"""What bars and frames leave of 1920 × 1080 pixels at 200 %, or of 1366 × 768 at 150 %."""


class TerminalWindow(QMainWindow):
    """Holds the shell; `pages` and `shell` are those of the language on show."""

    set_up_wanted = Signal()
    """A manager gave the PIN: the first start is to be gone through again."""

    def __init__(self, desk: Desk, practice_hint: str = "") -> None:
        super().__init__()
        self.desk = desk
        self.family = display_of(desk)
        self._practice_hint = practice_hint
        self.wedge = Wedge(self, marks=desk.marks)
        self.outage_card = OutageCard(desk, self)
        self.outage_card.said.connect(self._say)
        self.pages, self.shell = self._made()
        self.setCentralWidget(self.shell)
        self.setMinimumSize(*_SMALLEST)
        self.strip = StatusStrip(desk, self.shell, self)
        self.editions = EditionWatch(desk, self.shell, self)
        self._at_once = AtOnce(desk, self.switch_language, self)
        self.wedge.scanned.connect(self._take_scan)
        self.wedge.eaten.connect(self._say_eaten)
        desk.device_scanned.connect(self._take_scan)
        desk.device_opened.connect(self._say_device)
        desk.device_lost.connect(self._say_device_lost)
        desk.operator_changed.connect(self._take_operator)
        desk.failed.connect(self._take_failure)
        speak_qt(desk.words)
        self._show_pages()

    @property
    def page(self) -> Page | None:
        """The page on show."""
        return self.shell.page

    def begin(self) -> None:
        """Listen to the scanner and run the clock; called once the window is to be used."""
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self.wedge)
        self.strip.start()

    def switch_language(self) -> None:
        """Build the shell anew in the other language; the desk keeps operator, visit and line."""
        page, before = self.shell.page, self.shell
        if stays(page, before.say):
            return
        if page is not None:
            page.leave()
        self.desk.words = translator(Language.ZH if is_english(self.desk.words) else Language.EN)
        speak_qt(self.desk.words)
        self.takeCentralWidget()
        before.hide()
        self.pages, self.shell = self._made()
        self.setCentralWidget(self.shell)
        self.strip.use(self.shell)
        self.editions.use(self.shell)
        self._show_pages(page.name if page is not None else "")
        # What the old pages asked for may still be answered to them: they go once it is.
        self.desk.ask(lambda: None, lambda _nothing: before.deleteLater())
        if self.strip.is_signed_in:
            self.desk.refresh()

    def switch_mode(self) -> None:
        """Change between light and dark."""
        application = QApplication.instance()
        if isinstance(application, QApplication):
            apply_theme(application, "light" if theme().mode == "dark" else "dark")

    def scan(self, text: str) -> None:
        """Take a scanned text that the page on show did not want: check-in reads it."""
        if self.strip.is_signed_in:
            self.desk.scanned.emit(text)
            self.shell.show_page("check-in")
            self.pages.check_in.read_text(text)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask nothing: everything is stored already."""
        self.strip.stop()
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self.wedge)
        self.family.close()
        self.desk.close()
        super().closeEvent(event)

    def _made(self) -> tuple[Pages, Shell]:
        """Return pages and shell in the desk's language."""
        desk = self.desk
        self.setWindowTitle(desk.words(TITLE))
        shell = Shell(desk.words, practice=desk.practice)
        pages = Pages(desk, shell, self._practice_hint)
        shell.status_pressed.connect(self._open_queue)
        shell.operator_pressed.connect(desk.sign_out)
        shell.scanned.connect(self.scan)
        shell.set_up_wanted.connect(self.set_up_wanted)
        shell.guide.card_wanted.connect(self.outage_card.choose_target)
        for key, act in self._acts().items():
            shell.bind(key, act)
        for key, of_pages in KEYS.items():
            shell.bind(key, partial(of_pages, pages))
        shell.bind(Key.SIBLING, partial(_open_sibling, pages, shell))
        return pages, shell

    def _acts(self) -> dict[Key, Callable[[], object]]:
        return {
            Key.LANGUAGE: self.switch_language,
            Key.NIGHT: self.switch_mode,
            Key.LOCK: self.desk.sign_out,
            Key.SCAN: self._wait_for_card,
            Key.WALK_IN: self._wait_for_card,
            Key.TYPE_MEMBER: self._wait_for_card,
            Key.COPY_REFERENCE: self._copy_reference,
        }

    def _show_pages(self, name: str = "") -> None:
        """Leave only the pages that may be seen now, and show one of them."""
        signed_in = self.strip.is_signed_in
        self.shell.set_allowed(self.pages.of_signed_in if signed_in else ("sign-in",))
        self.shell.surroundings.set_signed_in(signed_in=signed_in)
        fallback = "today" if signed_in else "sign-in"
        self.shell.show_page(name if signed_in and name != "sign-in" and name else fallback)

    def _wait_for_card(self) -> None:
        if self.strip.is_signed_in and not stays(self.page, self.shell.say):
            self.desk.take_visit(None)
            self.shell.show_page("check-in")
            self.pages.check_in.start_anew()

    def _copy_reference(self) -> None:
        """Copy what the hotline asks of the act that the queue has current."""
        if self.page is not None and self.page.entry is QUEUE:
            self.pages.queue.copy_reference()

    def _open_queue(self) -> None:
        self.shell.show_page("queue")

    @Slot(str)
    def _take_scan(self, text: str) -> None:
        self.shell.take_scan(text)

    def _say(self, words: str) -> None:
        self.shell.say(words)

    def _say_eaten(self) -> None:
        """Say that an input method took a scanner's keys."""
        _ = self.desk.words
        self.shell.say(_("输入法挡住了扫码枪。请切换到英文输入，再扫一次。"), Tone.WARN)

    @Slot()
    def _say_device(self) -> None:
        _ = self.desk.words
        self.shell.say(_("串口扫码枪已连接。"))

    @Slot()
    def _say_device_lost(self) -> None:
        _ = self.desk.words
        self.shell.say(_("串口扫码枪断开了，接上后会自动连接。"), Tone.WARN)

    def _take_failure(self, error: Exception) -> None:
        # The kind alone: an error's text could name a person.
        _log.warning("a verb failed: %s", type(error).__name__)
        self.shell.show_notice(failure_notice(error, self.desk.words))

    def _take_operator(self, _operator: Operator | None) -> None:
        self.shell.notices.clear()
        self._show_pages()


def _open_sibling(pages: Pages, shell: Shell) -> None:
    """Go on with the next child of the family, where the page on show may be left."""
    if not stays(shell.page, shell.say):
        pages.today.open_sibling()


def build_window(desk: Desk, practice_hint: str = "") -> TerminalWindow:
    """Return the window for a desk, ready to be shown; `begin` has it listen to the scanner."""
    return TerminalWindow(desk, practice_hint)
