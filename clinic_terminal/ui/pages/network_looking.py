"""What the network page has looked up: the list as it was read, what was found, and the words for both."""

from datetime import date, datetime

from clinic_terminal.application.acts import Freshness
from clinic_terminal.application.network import (
    Filters,
    Found,
    Network,
    NetworkView,
    brand_of,
    local_time,
    look_up,
)
from clinic_terminal.domain.decision import CheckCode
from clinic_terminal.domain.visit import Visit
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.views import network as views
from clinic_terminal.ui.widgets.clinic_list import ClinicRow, Heading


class Looking:
    """Holds a list that was read; every answer is for the day of the visit in hand, or for today."""

    def __init__(self, desk: Desk, network: Network) -> None:
        self._desk = desk
        self.network = network
        self.view: NetworkView = look_up(network, Filters(), self._day())

    def look(self, filters: Filters) -> tuple[ClinicRow | Heading, ...]:
        """Look for other clinics and return the rows to list."""
        self.view = look_up(self.network, filters, self._day())
        return views.rows(self.view, self.network.item_names(), self._local(), self._desk.words)

    def filters_for(self, plan: str, brand: str) -> Filters:
        """Return the filters for a family under ``plan`` that is bound to ``brand`` (code or name)."""
        return Filters(plan=plan, brand=brand_of(self.network, brand))

    def found(self, key: str | None) -> Found | None:
        """Return the clinic that is listed under ``key``."""
        return next((one for one in (*self.view.serving, *self.view.others) if one.clinic.id == key), None)

    def clinic(self, key: str | None) -> views.ClinicView | None:
        """Return the clinic under ``key`` in full."""
        found = self.found(key)
        if found is None:
            return None
        return views.clinic_view(found, self.view, self.network, self._local(), self._desk.words)

    def choices(self) -> views.FilterChoices:
        """Return what the filters offer."""
        return views.filter_choices(self.network.choices, self._desk.words)

    def source(self) -> views.SourceView:
        """Return where the list comes from and how old it is."""
        return views.source_view(self.network, self._desk.line, self._desk.words)

    def copied(self, view: views.ClinicView) -> str:
        """Return a clinic as a message to a family."""
        return views.copied_text(view, self.source(), self._desk.words)

    def is_behind(self, freshness: Freshness) -> bool:
        """Tell whether something was downloaded since the list was read."""
        return freshness.last_download != self.network.as_of

    def _day(self) -> date:
        visit = self._desk.visit
        return visit.day if visit is not None else self._desk.terminal.clock.today()

    def _local(self) -> datetime:
        return local_time(self._desk.terminal.clock.now()).replace(tzinfo=None)


def other_brand(visit: Visit) -> str:
    """Return the name of the brand that the family is bound to elsewhere; empty where it is free to come."""
    checks = visit.decision.checks if visit.decision is not None else ()
    facts = next((check.facts for check in checks if check.code is CheckCode.BRAND), {})
    return facts.get("brand", "") if facts.get("kind") == "OTHER" else ""
