"""The pages of one shell: each is loaded and built when it is first wanted, so that the start is quick."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeVar

from clinic_terminal.application.papers import Finished
from clinic_terminal.application.print_records import PaperWish
from clinic_terminal.application.printer_address import PrinterAddress
from clinic_terminal.domain.payment import Tender
from clinic_terminal.ui import entries
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.keys import Key
from clinic_terminal.ui.page import Page
from clinic_terminal.ui.shell import Shell

if TYPE_CHECKING:
    from clinic_terminal.ui.pages.check_in import CheckInPage
    from clinic_terminal.ui.pages.day_end import DayEndPage
    from clinic_terminal.ui.pages.doctor import DoctorPage
    from clinic_terminal.ui.pages.done import DonePage
    from clinic_terminal.ui.pages.history import HistoryPage
    from clinic_terminal.ui.pages.network import NetworkPage
    from clinic_terminal.ui.pages.print_page import PrintPage
    from clinic_terminal.ui.pages.queue import QueuePage
    from clinic_terminal.ui.pages.settings import SettingsPage
    from clinic_terminal.ui.pages.settle import SettlePage
    from clinic_terminal.ui.pages.sign_in import SignInPage
    from clinic_terminal.ui.pages.tariff import TariffPage
    from clinic_terminal.ui.pages.today import TodayPage
    from clinic_terminal.ui.pages.treatment import TreatmentPage

AnyPage = TypeVar("AnyPage", bound=Page)


class Pages:
    """The pages by name, in the desk's language, joined where one leads to another."""

    def __init__(self, desk: Desk, shell: Shell, practice_hint: str) -> None:
        self._desk = desk
        self._shell = shell
        self._practice_hint = practice_hint
        makers = {
            entries.SIGN_IN: lambda: self.sign_in,
            entries.TODAY: lambda: self.today,
            entries.CHECK_IN: lambda: self.check_in,
            entries.TREATMENT: lambda: self.treatment,
            entries.SETTLE: lambda: self.settle,
            entries.DONE: lambda: self.done,
            entries.PRINT: lambda: self.print,
            entries.HISTORY: lambda: self.history,
            entries.DAY_END: lambda: self.day_end,
            entries.QUEUE: lambda: self.queue,
            entries.NETWORK: lambda: self.network,
            entries.TARIFF: lambda: self.tariff,
            entries.SETTINGS: lambda: self.settings,
            entries.DOCTOR: lambda: self.doctor,
        }
        for entry, make in makers.items():
            shell.add_entry(entry, make)
        self.of_signed_in = tuple(entry.name for entry in makers if entry is not entries.SIGN_IN)
        """The names of the pages that need an operator."""

    @cached_property
    def sign_in(self) -> "SignInPage":
        """Who works here."""
        from clinic_terminal.ui.pages.sign_in import SignInPage

        page = SignInPage(self._desk, self._practice_hint)
        page.set_up_wanted.connect(self._shell.set_up_wanted)
        return self._taken(page)

    @cached_property
    def today(self) -> "TodayPage":
        """The board of the day."""
        from clinic_terminal.ui.pages.today import TodayPage

        return self._taken(TodayPage(self._desk))

    @cached_property
    def check_in(self) -> "CheckInPage":
        """The card and its verdict."""
        from clinic_terminal.ui.pages.check_in import CheckInPage

        page = CheckInPage(self._desk)
        page.admission.clinics_wanted.connect(self._look_for_clinics)
        page.admission.paper_wanted.connect(self._show_paper)
        return self._taken(page)

    @cached_property
    def treatment(self) -> "TreatmentPage":
        """Chart, search, bill."""
        from clinic_terminal.ui.pages.treatment import TreatmentPage

        return self._taken(TreatmentPage(self._desk))

    @cached_property
    def settle(self) -> "SettlePage":
        """Split, signature, payment."""
        from clinic_terminal.ui.pages.settle import SettlePage

        page = SettlePage(self._desk)
        page.finished.connect(self._take_finished)
        return self._taken(page)

    @cached_property
    def done(self) -> "DonePage":
        """The closed bill and its papers."""
        from clinic_terminal.ui.pages.done import DonePage

        page = DonePage(self._desk)
        page.prints.wanted.connect(self._show_paper)
        return self._taken(page)

    @cached_property
    def print(self) -> "PrintPage":
        """The papers of the visit in hand."""
        from clinic_terminal.ui.pages.print_page import PrintPage

        page = PrintPage(self._desk)
        page.said.connect(self._shell.say)
        return self._taken(page)

    @cached_property
    def history(self) -> "HistoryPage":
        """The finished visits of children and days."""
        from clinic_terminal.ui.pages.history import HistoryPage

        return self._taken(HistoryPage(self._desk))

    @cached_property
    def day_end(self) -> "DayEndPage":
        """A day's acts beside the server's."""
        from clinic_terminal.ui.pages.day_end import DayEndPage

        return self._taken(DayEndPage(self._desk))

    @cached_property
    def queue(self) -> "QueuePage":
        """What goes to the service manager."""
        from clinic_terminal.ui.pages.queue import QueuePage

        page = QueuePage(self._desk)
        page.said.connect(self._shell.say)
        return self._taken(page)

    @cached_property
    def network(self) -> "NetworkPage":
        """Where a family can go."""
        from clinic_terminal.ui.pages.network import NetworkPage

        page = NetworkPage(self._desk)
        page.said.connect(self._shell.say)
        return self._taken(page)

    @cached_property
    def tariff(self) -> "TariffPage":
        """The clinic's own prices."""
        from clinic_terminal.ui.pages.tariff import TariffPage

        page = TariffPage(self._desk)
        page.said.connect(self._shell.say)
        return self._taken(page)

    @cached_property
    def settings(self) -> "SettingsPage":
        """What the clinic may set."""
        from clinic_terminal.ui.pages.settings import SettingsPage

        page = SettingsPage(self._desk)
        page.said.connect(self._shell.say)
        page.elsewhere_wanted.connect(self._show_elsewhere)
        return self._taken(page)

    def _show_elsewhere(self, place: str) -> None:
        """Show what is set on another page; pages have their own names, panels their page's."""
        asked = {
            "set-up": self._shell.set_up_wanted.emit,
            "guide": self._shell.open_guide,
            "outage-card": self._shell.guide.card_wanted.emit,
        }
        if place in asked:
            asked[place]()
            return
        pages = {"printers": entries.PRINT.name, "backups": entries.QUEUE.name}
        self._shell.show_page(pages.get(place, place))
        if place == "printers":
            self.print.open_printers()
        elif place == "backups":
            self.queue.open_backups()

    @cached_property
    def doctor(self) -> "DoctorPage":
        """How everything is that the work rests on."""
        from clinic_terminal.ui.pages.doctor import DoctorPage

        page = DoctorPage(self._desk)
        page.said.connect(self._shell.say)
        return self._taken(page)

    def _look_for_clinics(self, plan: str, brand: str) -> None:
        self.network.show_for(plan, brand)

    def _show_paper(self, wish: PaperWish | None, printer: PrinterAddress | None) -> None:
        if wish is not None:
            self.print.show_for(wish, printer)
        self._shell.show_page(entries.PRINT.name)

    def _take_finished(self, finished: Finished) -> None:
        self.done.take(finished)

    def _taken(self, page: AnyPage) -> AnyPage:
        """Give the page its place, and have the desk say again what it said before the page was there."""
        self._shell.take_in(page)
        if self._desk.is_signed_in:
            self._desk.refresh()
        return page


KEYS: Final[Mapping[Key, Callable[[Pages], object]]] = {
    Key.CAMERA: lambda pages: pages.check_in.ways.open_camera(),
    Key.PICTURE: lambda pages: pages.check_in.choose_picture(),
    Key.REGION: lambda pages: pages.check_in.ways.pick_region(),
    Key.PERSON: lambda pages: pages.check_in.ways.search_person(),
    Key.CHOOSE_POLICY: lambda pages: pages.check_in.choose_again(),
    Key.BENEFITS: lambda pages: pages.check_in.body.panel.toggle_benefits(),
    Key.RECORD_CALL: lambda pages: pages.check_in.body.panel.tasks.record_call(),
    Key.PAY_CASH: lambda pages: pages.settle.money.choose(Tender.CASH),
    Key.PAY_CARD: lambda pages: pages.settle.money.choose(Tender.CARD),
    Key.PAY_WECHAT: lambda pages: pages.settle.money.choose(Tender.WECHAT),
    Key.PAY_ALIPAY: lambda pages: pages.settle.money.choose(Tender.ALIPAY),
    Key.OWE: lambda pages: pages.settle.money.owe(),
    Key.MONEY: lambda pages: pages.done.sides.open_money(),
    Key.INVOICE: lambda pages: pages.done.sides.open_invoices(),
    Key.RETRY: lambda pages: pages.queue.retry(),
    Key.EXPORT: lambda pages: pages.queue.export(),
    Key.OPEN_FILE: lambda pages: pages.tariff.choose_file(),
    Key.EXPORT_TARIFF: lambda pages: pages.tariff.export(),
    Key.EXPORT_SETTINGS: lambda pages: pages.settings.export(),
    Key.IMPORT_SETTINGS: lambda pages: pages.settings.choose_file(),
}
"""What the keys of single pages do; a page is built by the first of them."""
