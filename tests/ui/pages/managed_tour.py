"""Everything that a manager confirms, and the list of people, as a tour looks at it."""

from dataclasses import replace

from clinic_terminal.application.recovery_ports import NoRecoveryKey
from clinic_terminal.ui.pages.people_panel import PeoplePanel
from clinic_terminal.ui.pages.settings import SettingsPage
from clinic_terminal.ui.views.people import Deed
from tests.ui.pages.front import RETURNING, billed, operator
from tests.ui.pages.managed import MANAGER_PIN, manager, with_manager
from tests.ui.pages.tour import Tour


class OnPaper(NoRecoveryKey):
    """A terminal whose key is known."""

    def written(self) -> str:
        """Return an invented key."""
        return " ".join(f"{number:04x}" for number in range(0xA000, 0xA011))


def people(tour: Tour) -> None:
    """See a clinic without a manager, then the list, its forms, the questions, the recovery key."""
    tour.front.desk.sign_in(operator())
    tour.show("settings")
    page = tour.window.pages.settings
    page.places.open("people")
    tour.settle()
    tour.check("people without a manager")
    with_manager(tour.front)
    panel = page.places.panel
    assert isinstance(panel, PeoplePanel)
    panel.refresh()
    tour.settle()
    tour.check("people")
    for deed in (Deed.ADD, Deed.OWN_PIN):
        panel.begin(deed)
        tour.check(f"form {deed.name}")
        panel.back()
    panel.table.set_current(manager().id)
    tour.check("another person")
    panel.begin(Deed.MAKE_MANAGER)
    tour.settle()
    tour.check("question")
    page.confirming.panel.card.key_button.click()
    page.confirming.panel.submit()
    tour.check("question by the key")
    page.confirming.drop()
    page.places.close()
    _recovery_key(tour, page)


def _recovery_key(tour: Tour, page: SettingsPage) -> None:
    tour.front.desk.terminal = replace(tour.front.desk.terminal, recovery=OnPaper())
    page.places.open("recovery-key")
    tour.settle()
    page.confirming.panel.card.pin.setText(MANAGER_PIN)
    page.confirming.panel.submit()
    tour.until(lambda: page.places.panel is not None)
    tour.check("recovery key")


def history(tour: Tour) -> None:
    """See finished visits, and a search that finds nothing."""
    tour.front.desk.sign_in(operator())
    billed(tour.front, RETURNING)
    tour.show("history")
    page = tour.window.pages.history
    tour.until(lambda: bool(page.table.line_model.lines))
    tour.check("history")
    page.search.setText("☂")
    tour.settle()
    tour.check("history without a find")
