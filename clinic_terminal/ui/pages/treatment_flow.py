"""The two small dialogues of the treatment page: which item on which teeth, and which amount."""

from PySide6.QtCore import QObject, Signal

from clinic_terminal.application.treatment import Chart
from clinic_terminal.domain.catalogue import Catalogue, Item, ToothScope
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.pages.treatment_parts import BillCard, ChartCard, ItemCard
from clinic_terminal.ui.views.bill_words import places_text
from clinic_terminal.ui.views.treatment import chart_view, discount_fits, results, toggled


class ItemFlow(QObject):
    """From the typed query to an item with its places; `wanted` carries code and places."""

    wanted = Signal(str, tuple)
    changed = Signal()
    """An item was taken in hand, or let go."""

    def __init__(
        self, cards: tuple[ChartCard, ItemCard], catalogue: Catalogue, words: Translate, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._chart_card, self._card = cards
        self._catalogue = catalogue
        self._words = words
        self._chart: Chart | None = None
        self.item: Item | None = None
        self.places: tuple[str, ...] = ()
        search, teeth, drawing = self._card.search, self._card.teeth, self._chart_card.chart
        search.query_changed.connect(self.search)
        search.chosen.connect(self._choose)
        teeth.taken.connect(self._want)
        teeth.places_changed.connect(self.set_places)
        teeth.left.connect(self.drop)
        drawing.tooth_toggled.connect(self._toggle)
        drawing.tooth_refused.connect(self._refuse)
        self._chart_card.clear_button.clicked.connect(lambda: self.set_places(()))

    def show_chart(self, chart: Chart) -> None:
        """Draw the teeth of this visit."""
        self._chart = chart
        self._draw()

    def find(self) -> None:
        """Let go of the item in hand and go to the search."""
        self.drop()
        self._card.search.field.selectAll()

    def search(self, query: str) -> None:
        """Show what a query finds."""
        found = self._catalogue.search(query)
        self._card.search.set_results(results(found, self.places, self._words))
        self._card.show_search(typed=bool(query.strip()), found=bool(found))

    def start_over(self) -> None:
        """Be ready for the next item: nothing in hand, no teeth chosen, an empty search."""
        self._card.search.clear()
        self.drop()

    def drop(self) -> None:
        """Let go of the item in hand and of the chosen teeth."""
        self.item = None
        self._card.ask_teeth(asking=False)
        self.set_places(())
        self._card.search.field.setFocus()
        self.changed.emit()

    def set_places(self, places: tuple[str, ...]) -> None:
        """Choose other places."""
        self.places = places
        if self.item is not None:
            self._card.teeth.set_places(places)
        elif self._card.search.text():
            self.search(self._card.search.text())
        self._draw()

    def _choose(self, code: object) -> None:
        item = self._catalogue.item(str(code))
        if item.scope is ToothScope.NONE:
            self.wanted.emit(item.code, ())
            return
        self.item = item
        self._card.ask_teeth(asking=True)
        self._card.teeth.ask(item, self.places)
        self._draw()
        self.changed.emit()

    def _want(self, places: tuple[str, ...]) -> None:
        if self.item is not None:
            self.wanted.emit(self.item.code, places)

    def _toggle(self, tooth: str) -> None:
        self.set_places(toggled(self.item, self.places, tooth))

    def _refuse(self, _tooth: str, reason: str) -> None:
        self._card.teeth.say(reason)

    def _draw(self) -> None:
        if self._chart is not None:
            view = chart_view(self._chart, self.item, self.places, self._words)
            self._chart_card.chart.set_view(view)
            self._chart_card.show_chosen(places_text(self.places, self._words))


class AmountFlow(QObject):
    """Price of a line or discount of the bill; `price` carries index and fen, `discount` fen."""

    price = Signal(int, int)
    discount = Signal(int)
    closed = Signal()

    def __init__(self, card: BillCard, words: Translate, parent: QObject) -> None:
        super().__init__(parent)
        self._card = card
        self._words = words
        self._chart: Chart | None = None
        self._line: int | None = None
        self.open = False
        card.lines.edit_asked.connect(self.ask_price)
        card.discount_button.clicked.connect(self.ask_discount)
        card.editor.submitted.connect(self._take)
        card.editor.cancelled.connect(self.close)

    def show_chart(self, chart: Chart) -> None:
        """Work on this visit."""
        self._chart = chart

    def ask_price(self, index: int) -> None:
        """Ask for the unit price of a line."""
        if self._chart is not None and index < len(self._chart.visit.lines):
            self._line, self.open = index, True
            title = self._words(N_("单价 · {item}")).format(item=self._card.lines.lines[index].name)
            self._card.editor.ask(title, self._chart.visit.lines[index].unit_fen)

    def ask_discount(self) -> None:
        """Ask for the discount on the whole bill."""
        if self._chart is not None:
            self._line, self.open = None, True
            self._card.editor.ask(self._words(N_("整单优惠")), self._chart.visit.discount_fen)

    def close(self) -> None:
        """Ask no more."""
        if self.open:
            self.open = False
            self._card.editor.hide()
            self.closed.emit()

    def _take(self, fen: int) -> None:
        if self._line is not None:
            self.price.emit(self._line, fen)
        elif self._chart is not None and not discount_fits(self._chart, fen):
            self._card.editor.say(self._words(N_("优惠比账单金额还大，请改小优惠。")))
        else:
            self.discount.emit(fen)
