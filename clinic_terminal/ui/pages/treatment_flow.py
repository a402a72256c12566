"""The dialogue that makes the bill grow: which item, on which teeth."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from clinic_terminal.application.item_search import ItemSearch
from clinic_terminal.application.line_groups import LastVisit
from clinic_terminal.application.treatment import Chart
from clinic_terminal.domain.catalogue import Item, ToothScope
from clinic_terminal.domain.habits import Habits
from clinic_terminal.domain.item_families import OfferedFamily
from clinic_terminal.domain.surfaces import Placed
from clinic_terminal.i18n import Translate
from clinic_terminal.ui.pages.tooth_flow import ToothFlow
from clinic_terminal.ui.pages.treatment_parts import ChartCard, ItemCard
from clinic_terminal.ui.views.item_results import (
    GROUP_SIGNS,
    FamilyKey,
    LastVisitKey,
    PackageKey,
    Shown,
    group_results,
    shown,
)
from clinic_terminal.ui.views.teeth import InHand, choice_of


class ItemFlow(QObject):
    """From the typed query to an item with its places, or to a group of lines.

    `wanted` carries a code or a Family, places and surfaces, `group_wanted` a package's code, empty for the
    last visit's lines; `marked` a code and whether it is to be a favourite.
    """

    wanted = Signal(object, tuple, tuple)
    group_wanted = Signal(str)
    marked = Signal(str, bool)
    changed = Signal()
    """An item was taken in hand, or let go."""

    def __init__(self, cards: tuple[ChartCard, ItemCard], words: Translate, parent: QObject) -> None:
        super().__init__(parent)
        self._chart_card, self._card = cards
        self._words = words
        self._chart: Chart | None = None
        self._search: ItemSearch | None = None
        self._last: LastVisit | None = None
        self._found: tuple[str, Shown] | None = None
        self.item: InHand | None = None
        search, entry = self._card.search, self._card.teeth
        self.teeth = ToothFlow(self._chart_card, entry, words, self)
        search.query_changed.connect(self.search)
        search.chosen.connect(self._choose)
        search.starred.connect(self._mark)
        entry.taken.connect(self._want)
        entry.left.connect(self.drop)
        self.teeth.moved.connect(self._search_again)
        self.teeth.finished.connect(self._go_on)

    @property
    def places(self) -> tuple[str, ...]:
        """The chosen places."""
        return self.teeth.choice.places

    def show_chart(self, chart: Chart, search: ItemSearch, noticed: frozenset[str] = frozenset()) -> None:
        """Work on this visit, with the search as the operator knows it now and the teeth to look at."""
        self._chart, self._search = chart, search
        self._search_again()
        self.teeth.show_chart(chart, noticed)

    def show_last(self, last: LastVisit | None) -> None:
        """Offer to copy the last visit."""
        self._last = last
        self._card.packages.show_last(last)

    def take_habits(self, habits: Habits) -> None:
        """Show favourites as they are now, without moving what is current."""
        if self._search is not None:
            self._search = replace(self._search, habits=habits)
            self._card.search.results.renew(self._shown(self._card.search.text()).results)

    def find(self) -> None:
        """Let go of the item in hand and go to the search."""
        self.drop()
        self._card.search.field.selectAll()

    def search(self, query: str) -> None:
        """Show what a query finds."""
        found = self._shown(query)
        self._found = (query, found)
        self._card.search.set_results(found.results, choose=found.choose, hint=found.hint)
        self._card.show_search(typed=bool(query.strip()), found=bool(found.results))

    def mark_current(self) -> None:
        """Make the current result a favourite, or no more."""
        self._mark(self._card.search.results.current_key())

    def start_over(self) -> None:
        """Be ready for the next item: nothing in hand, no teeth chosen, an empty search."""
        self._card.search.clear()
        self.drop()

    def drop(self) -> None:
        """Let go of the item in hand and of the chosen teeth."""
        self.item = None
        self.teeth.hold(None)
        self._card.ask_teeth(asking=False)
        self.teeth.set_places(())
        self._card.search.field.setFocus()
        self.changed.emit()

    def set_places(self, places: tuple[str, ...]) -> None:
        """Choose other places."""
        self.teeth.set_places(places)

    def _search_again(self) -> None:
        """Show anew which of the found items fit the chosen places, where that is another answer."""
        query = self._card.search.text()
        if self.item is None and self._found != (query, self._shown(query)):
            self.search(query)

    def _shown(self, query: str) -> Shown:
        if self._chart is None or self._search is None:
            return Shown(())
        if query.startswith(GROUP_SIGNS):
            groups = group_results(self._search.finder, query[1:], self._last, self._words)
            return Shown(groups, choose=True)
        return shown(self._search, self._chart, query, self.places, self._words)

    def _choose(self, key: object) -> None:
        if isinstance(key, PackageKey):
            self.group_wanted.emit(key.code)
        elif isinstance(key, LastVisitKey):
            self.group_wanted.emit("")
        elif isinstance(key, FamilyKey) and self._chart is not None:
            self._take(OfferedFamily(key.family, self._chart.catalogue))
        elif self._chart is not None:
            self._take(self._chart.catalogue.item(str(key)))

    def _take(self, item: InHand) -> None:
        if isinstance(item, Item) and item.scope is ToothScope.NONE:
            self.wanted.emit(item.code, (), ())
            return
        self.item = item
        self._card.ask_teeth(asking=True)
        self.teeth.hold(item)
        self.changed.emit()

    def _mark(self, key: object) -> None:
        if isinstance(key, str) and self._search is not None:
            self.marked.emit(key, key not in self._search.habits.favourites)

    def _want(self, placed: tuple[Placed, ...]) -> None:
        if self.item is not None:
            choice = choice_of(placed)
            what = self.item.code if isinstance(self.item, Item) else self.item.family
            self.wanted.emit(what, choice.places, choice.surfaces)

    def _go_on(self) -> None:
        """Go on from the chart: put the item in hand on the bill, or look for one."""
        if self.item is not None:
            self._card.teeth.submit()
        else:
            self._card.search.field.setFocus()
