"""The program's window: the shell with all pages on one desk, rebuilt where the language changes."""

import logging
from collections.abc import Callable

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow
from typing_extensions import override

from clinic_terminal.application.ports import Operator
from clinic_terminal.i18n import N_, translator
from clinic_terminal.settings import Language
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.keys import Key
from clinic_terminal.ui.messages import failure_notice
from clinic_terminal.ui.page import Page
from clinic_terminal.ui.pages.check_in import CheckInPage
from clinic_terminal.ui.pages.done import DonePage
from clinic_terminal.ui.pages.network import NetworkPage
from clinic_terminal.ui.pages.queue import QueuePage
from clinic_terminal.ui.pages.settle import SettlePage
from clinic_terminal.ui.pages.sign_in import SignInPage
from clinic_terminal.ui.pages.tariff import TariffPage
from clinic_terminal.ui.pages.today import TodayPage
from clinic_terminal.ui.pages.treatment import TreatmentPage
from clinic_terminal.ui.shell import Shell
from clinic_terminal.ui.status_strip import StatusStrip
from clinic_terminal.ui.theme import apply_theme, theme
from clinic_terminal.ui.views.bill_words import is_english
from clinic_terminal.ui.wedge import Wedge
from clinic_terminal.ui.widgets.tone import Tone

_log = logging.getLogger(__name__)

TITLE = N_("儿童齿科直付终端")
_SMALLEST = (1100, 680)


class Pages:
    """The pages of one shell, made for the desk's language."""

    def __init__(self, desk: Desk, practice_hint: str) -> None:
        self.sign_in = SignInPage(desk, practice_hint)
        self.today = TodayPage(desk)
        self.check_in = CheckInPage(desk)
        self.treatment = TreatmentPage(desk)
        self.settle = SettlePage(desk)
        self.done = DonePage(desk)
        self.queue = QueuePage(desk)
        self.network = NetworkPage(desk)
        self.tariff = TariffPage(desk)
        self.settle.finished.connect(self.done.take)

    def all(self) -> tuple[Page, ...]:
        """Return the pages in the order of the rail."""
        bill = (self.treatment, self.settle, self.done)
        return (self.sign_in, self.today, self.check_in, *bill, self.queue, self.network, self.tariff)

    def of_signed_in(self) -> tuple[str, ...]:
        """Return the names of the pages that need an operator."""
        return tuple(page.name for page in self.all() if page is not self.sign_in)


class TerminalWindow(QMainWindow):
    """Holds the shell; `pages` and `shell` are those of the language on show."""

    def __init__(self, desk: Desk, practice_hint: str = "") -> None:
        super().__init__()
        self.desk = desk
        self._practice_hint = practice_hint
        self.wedge = Wedge(self, marks=desk.marks)
        self.pages, self.shell = self._made()
        self.setCentralWidget(self.shell)
        self.setMinimumSize(*_SMALLEST)
        self.strip = StatusStrip(desk, self.shell, self)
        self.wedge.scanned.connect(self._take_scan)
        self.wedge.eaten.connect(self._say_eaten)
        desk.device_scanned.connect(self._take_scan)
        desk.device_opened.connect(self._say_device)
        desk.device_lost.connect(self._say_device_lost)
        desk.operator_changed.connect(self._take_operator)
        desk.failed.connect(self._take_failure)
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
        page = self.shell.page
        if page is not None:
            page.leave()
        before = self.shell
        self.desk.words = translator(Language.ZH if is_english(self.desk.words) else Language.EN)
        self.takeCentralWidget()
        before.hide()
        self.pages, self.shell = self._made()
        self.setCentralWidget(self.shell)
        self.strip.use(self.shell)
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
        self.desk.close()
        super().closeEvent(event)

    def _made(self) -> tuple[Pages, Shell]:
        """Return pages and shell in the desk's language."""
        desk = self.desk
        self.setWindowTitle(desk.words(TITLE))
        shell = Shell(desk.words, practice=desk.practice)
        pages = Pages(desk, self._practice_hint)
        for page in pages.all():
            shell.add_page(page, at_end=page is pages.tariff)
        pages.check_in.admission.clinics_wanted.connect(pages.network.show_for)
        pages.network.said.connect(shell.say)
        pages.tariff.said.connect(shell.say)
        shell.status_pressed.connect(self._open_queue)
        shell.operator_pressed.connect(desk.sign_out)
        shell.scanned.connect(self.scan)
        for key, act in self._acts(pages).items():
            shell.bind(key, act)
        return pages, shell

    def _acts(self, pages: Pages) -> dict[Key, Callable[[], object]]:
        return {
            Key.LANGUAGE: self.switch_language,
            Key.NIGHT: self.switch_mode,
            Key.LOCK: self.desk.sign_out,
            Key.SCAN: self._wait_for_card,
            Key.WALK_IN: self._wait_for_card,
            Key.TYPE_MEMBER: self._wait_for_card,
            Key.CAMERA: pages.check_in.ways.open_camera,
            Key.PICTURE: pages.check_in.choose_picture,
            Key.REGION: pages.check_in.ways.pick_region,
            Key.PERSON: pages.check_in.ways.search_person,
            Key.CHOOSE_POLICY: pages.check_in.choose_again,
            Key.BENEFITS: pages.check_in.body.panel.toggle_benefits,
            Key.RECORD_CALL: pages.check_in.body.panel.tasks.record_call,
            Key.SIBLING: pages.today.open_sibling,
            Key.RETRY: pages.queue.retry,
            Key.COPY_REFERENCE: self._copy_reference,
            Key.OPEN_FILE: pages.tariff.choose_file,
            Key.EXPORT_TARIFF: pages.tariff.export,
        }

    def _show_pages(self, name: str = "") -> None:
        """Leave only the pages that may be seen now, and show one of them."""
        signed_in = self.strip.is_signed_in
        self.shell.set_allowed(self.pages.of_signed_in() if signed_in else ("sign-in",))
        self.shell.rail.setVisible(signed_in)
        self.shell.strip.status.setVisible(signed_in)
        fallback = "today" if signed_in else "sign-in"
        self.shell.show_page(name if signed_in and name != "sign-in" and name else fallback)

    def _wait_for_card(self) -> None:
        if self.strip.is_signed_in:
            self.desk.take_visit(None)
            self.shell.show_page("check-in")
            self.pages.check_in.start_anew()

    def _copy_reference(self) -> None:
        """Copy the reference of the act that the queue has current."""
        _ = self.desk.words
        reference = self.pages.queue.copy_reference() if self.page is self.pages.queue else ""
        if reference:
            self.shell.say(_("已复制 {reference}").format(reference=reference))

    def _open_queue(self) -> None:
        self.shell.show_page("queue")

    def _take_scan(self, text: str) -> None:
        self.shell.take_scan(text)

    def _say_eaten(self) -> None:
        """Say that an input method took a scanner's keys."""
        _ = self.desk.words
        self.shell.say(_("输入法挡住了扫码枪。请切换到英文输入，再扫一次。"), Tone.WARN)

    def _say_device(self) -> None:
        _ = self.desk.words
        self.shell.say(_("串口扫码枪已连接。"))

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


def build_window(desk: Desk, practice_hint: str = "") -> TerminalWindow:
    """Return the window for a desk, ready to be shown; `begin` has it listen to the scanner."""
    return TerminalWindow(desk, practice_hint)
