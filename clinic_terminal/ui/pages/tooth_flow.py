"""Which teeth and surfaces are chosen: chart and field say the same, and refusals are told beside them."""

from PySide6.QtCore import QObject, Signal

from clinic_terminal.application.mouth import KnownTeeth
from clinic_terminal.application.treatment import Chart
from clinic_terminal.domain.surfaces import Placed
from clinic_terminal.i18n import Translate
from clinic_terminal.ui.pages.tooth_entry import ToothEntry
from clinic_terminal.ui.pages.treatment_parts import ChartCard
from clinic_terminal.ui.views.bill_words import places_text
from clinic_terminal.ui.views.teeth import Choice, InHand, choice_of, zone_use
from clinic_terminal.ui.views.treatment import (
    chart_view,
    surface_problem,
    toggled,
    typed_problem,
    with_noticed,
)
from clinic_terminal.ui.widgets.tooth_view import ZoneUse


class ToothFlow(QObject):
    """Keeps the choice; `moved` says that other places are chosen."""

    moved = Signal()
    corrected = Signal(str, str)
    """A visit, and a tooth of its child that stands there, or does not, other than is drawn."""
    finished = Signal()
    """Enter on the chart, while something is chosen."""

    def __init__(self, card: ChartCard, entry: ToothEntry, words: Translate, parent: QObject) -> None:
        super().__init__(parent)
        self._card, self._entry = card, entry
        self._words = words
        self._chart: Chart | None = None
        self._known = KnownTeeth()
        self._noticed: frozenset[str] = frozenset()
        self._item: InHand | None = None
        self._drawn: object = None
        self.choice = Choice()
        drawing = card.chart
        drawing.tooth_toggled.connect(self._toggle)
        drawing.tooth_refused.connect(lambda _tooth, reason: entry.say(reason))
        drawing.surface_toggled.connect(lambda tooth, sign: self.choose(self.choice.toggled(tooth, sign)))
        drawing.surface_refused.connect(self._refuse_surface)
        drawing.region_toggled.connect(lambda region: self.choose(self.choice.with_region(region)))
        drawing.typed_wrong.connect(lambda word: self._refuse(typed_problem(word, words)))
        drawing.presence_asked.connect(self._correct)
        drawing.entered.connect(self.finished)
        entry.typed.connect(self._choose_typed)
        card.clear_button.clicked.connect(lambda: self.set_places(()))

    def show_chart(self, chart: Chart, noticed: frozenset[str] = frozenset()) -> None:
        """Draw the teeth of this visit; at those that are ``noticed`` somebody should look."""
        self._chart, self._noticed = chart, noticed
        self._draw()

    def show_known(self, known: KnownTeeth) -> None:
        """Draw what is known of the child's teeth."""
        self._known = known
        self._draw()

    def hold(self, item: InHand | None) -> None:
        """Take an item in hand, or let it go; one for whole teeth forgets the surfaces."""
        self._item = item
        if item is not None:
            if zone_use(item) is ZoneUse.NONE:
                self.choice = Choice(self.choice.places)
            self._entry.ask(item, self.choice.placed)
        self._draw()

    def set_places(self, places: tuple[str, ...]) -> None:
        """Choose other places; the surfaces of those that stay are kept."""
        self.choose(self.choice.with_places(places))

    def choose(self, choice: Choice) -> None:
        """Choose other places or surfaces."""
        moved = choice.places != self.choice.places
        self.choice = choice
        if self._item is not None:
            self._entry.set_placed(choice.placed)
        self._draw()
        if moved:
            self.moved.emit()

    def _choose_typed(self, placed: tuple[Placed, ...]) -> None:
        self.choose(choice_of(placed))

    def _toggle(self, tooth: str) -> None:
        self.set_places(toggled(self._item, self.choice.places, tooth))

    def _correct(self, tooth: str) -> None:
        if self._chart is not None:
            self.corrected.emit(self._chart.visit.id, tooth)

    def _refuse_surface(self, tooth: str, sign: str) -> None:
        self._refuse(surface_problem(self._item, tooth, sign, self._words))

    def _refuse(self, reason: str) -> None:
        """Say why the chart did not do what was asked: beside the field, or without one below the chart."""
        if self._item is not None:
            self._entry.say(reason)
        else:
            self._card.say(reason)
        self._card.chart.announce(reason)

    def _draw(self) -> None:
        """Draw the teeth where anything that they show is another than was drawn."""
        visit = self._chart.visit if self._chart else None
        drawn = (
            visit and (visit.id, tuple(line for line in visit.lines if line.teeth)),
            self._known,
            self._item,
            self.choice,
            self._noticed,
        )
        if self._chart is not None and drawn != self._drawn:
            self._drawn = drawn
            view = chart_view(self._chart, self._known, self._item, self.choice, self._words)
            self._card.chart.set_view(with_noticed(view, self._noticed, self._words))
            self._card.show_chosen(places_text(self.choice.places, self._words, self.choice.surfaces))
