"""The network page in a shell of its own, as the tests of the page use it."""

from dataclasses import dataclass, replace
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from clinic_terminal.domain.network import NetworkClinic
from clinic_terminal.ui.entries import Entry
from clinic_terminal.ui.page import Page
from clinic_terminal.ui.pages.network import NetworkPage
from clinic_terminal.ui.shell import Shell
from clinic_terminal.ui.widgets.clinic_list import ClinicRow, Heading
from tests.build import NOW
from tests.ui.pages.front import Front, press


class OtherPage(Page):
    """Where Esc leads back to."""

    entry = Entry("other", "", "today")


@dataclass
class OnShow:
    """The page in a shell of its own."""

    front: Front
    shell: Shell
    page: NetworkPage
    said: list[str]
    qtbot: QtBot

    def idle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.front.tasks.busy)

    def open(self) -> None:
        self.shell.show_page("network")
        self.idle()

    def type(self, text: str) -> None:
        QTest.keyClicks(self.page.finder.field, text)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier | None = None) -> None:
        press(self.shell, key, modifiers)

    def choose(self, box: str, value: object) -> None:
        chosen = getattr(self.page.filters, box)
        chosen.choose(value)
        chosen.activated.emit(chosen.currentIndex())

    def listed(self) -> list[str]:
        return [row.key for row in self.rows()]

    def rows(self) -> list[ClinicRow]:
        return [row for row in self.page.finder.list.clinics.rows if isinstance(row, ClinicRow)]

    def headings(self) -> list[str]:
        return [row.text for row in self.page.finder.list.clinics.rows if isinstance(row, Heading)]


def keep(front: Front, *clinics: NetworkClinic, hours_ago: float = 0) -> None:
    """Put clinics into the store as a download ``hours_ago`` does."""
    with front.store.begin() as uow:
        for one in clinics:
            uow.network.put(one)
        heard = NOW - timedelta(hours=hours_ago)
        uow.memory.set_freshness(replace(uow.memory.freshness(), last_download=heard))
