"""Treatment: find the item, name the teeth, see at once who pays what."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from clinic_terminal.application import chair_items, chairside, habits, line_groups, mouth, treatment
from clinic_terminal.application.chairside import Seat, Turn
from clinic_terminal.application.day import Board
from clinic_terminal.application.treatment import Chart
from clinic_terminal.domain.errors import ToothError
from clinic_terminal.domain.item_families import Family
from clinic_terminal.domain.surfaces import Surfaces
from clinic_terminal.domain.visit import Stage, Visit
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.entries import TREATMENT
from clinic_terminal.ui.keys import Key
from clinic_terminal.ui.page import Page
from clinic_terminal.ui.pages.bill_flow import BillFlow, UndoKeys, Verb
from clinic_terminal.ui.pages.quote_flow import QuoteFlow
from clinic_terminal.ui.pages.runner import Runner
from clinic_terminal.ui.pages.treatment_bill import BILL_WIDTH, BillCard
from clinic_terminal.ui.pages.treatment_flow import ItemFlow
from clinic_terminal.ui.pages.treatment_hints import treatment_hints
from clinic_terminal.ui.pages.treatment_parts import ChartCard, ItemCard
from clinic_terminal.ui.pages.treatment_strip import VisitStrip
from clinic_terminal.ui.pages.waiting import NoVisit
from clinic_terminal.ui.views.item_results import left_out_notice
from clinic_terminal.ui.views.live_bill import LiveBill, live_bill
from clinic_terminal.ui.widgets.downwards import Downwards
from clinic_terminal.ui.widgets.hints import Hint
from clinic_terminal.ui.widgets.leaves import Leaves
from clinic_terminal.ui.widgets.reflow import Reflow
from clinic_terminal.ui.widgets.stack import Stack

_BILL = 340
"""The least width of the bill beside the search."""
_CHART = (420, 240)
"""The least width of the chart beside the search, and its least height: where it is lower, it scrolls."""


class TreatmentPage(Page):
    """The bill grows here; `add` and `hand_over` do what the keyboard does."""

    entry = TREATMENT

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        words = desk.words
        self.desk = desk
        self._chart: Chart | None = None
        self._live: LiveBill | None = None
        self._runner = Runner(desk, self._failed, self)
        self.chart_card = ChartCard(words)
        self.item_card = ItemCard(desk.terminal.catalogue.packages, words)
        self.bill_card = BillCard(words)
        self.no_visit = NoVisit(words)
        cards = (self.chart_card, self.item_card)
        self.items = ItemFlow(cards, words, self)
        self.amounts = BillFlow(self.bill_card, words, self)
        self.strip = VisitStrip(words)
        self._stack = Stack()
        self.quotes = QuoteFlow(desk, self._stack, self)
        self._stack.addWidget(_work_area(self.strip, (*cards, self.bill_card), words))
        for widget in (self.no_visit, self.quotes.panel):
            self._stack.addWidget(widget)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)
        self.panel_topic = lambda: "quotes" if self.quotes.is_open else ""
        self._connect()
        self._bind()

    @property
    @override
    def primary(self) -> QAbstractButton | None:
        if self._chart is None:
            return self.no_visit.button
        if self.quotes.is_open:
            return self.quotes.primary
        return self.item_card.teeth.add_button if self.items.item else self.bill_card.hand_button

    @property
    def chart(self) -> Chart | None:
        """The visit on show with what its split rests on."""
        return self._chart

    @override
    def hints(self) -> tuple[Hint, ...]:
        words = self.desk.words
        if self.quotes.is_open:
            return self.quotes.hints()
        return treatment_hints(
            words,
            item_in_hand=self.items.item is not None,
            on_bill=self.bill_card.lines.hasFocus(),
            others=len(self.strip.visits) > 1,
            # With words in the search Enter takes the item that was found.
            hand=self.bill_card.hand_button.text() if not self.item_card.search.text() else "",
        )

    @override
    def enter(self) -> None:
        desk, visit = self.desk, self.desk.visit
        self._runner.cancel()
        if visit is None or visit.stage not in chairside.CHAIR_STAGES:
            self._chart = None
            self.quotes.open_for(None)
            self.no_visit.show_visit(visit)
            self._stack.setCurrentWidget(self.no_visit)
            return
        if self._chart is None or self._chart.visit.id != visit.id:
            self._chart = None
            self.quotes.open_for(None)
            self.amounts.close()
            self.bill_card.lines.let_go()
            self.items.start_over()
        self._runner.run(lambda: chairside.sit_down(desk.terminal, desk.operator, visit), self._sit)

    @override
    def back(self) -> bool:
        if self.quotes.close():
            return True
        if self.items.item is not None or self.items.places:
            self.items.drop()
            return True
        if self.amounts.open:
            self.amounts.close()
            return True
        return False

    def add(self, what: str | Family, teeth: tuple[str, ...] = (), surfaces: Surfaces = ()) -> None:
        """Put a treatment on the bill: an item by its code, or those of a family that the teeth ask for."""
        if isinstance(what, Family):
            self.do(partial(chair_items.add_family, family=what, teeth=teeth, surfaces=surfaces))
        else:
            self.do(partial(treatment.add_item, code=what, teeth=teeth, surfaces=surfaces))

    def add_group(self, code: str) -> None:
        """Put a package on the bill, or with an empty code what was done at the last visit."""
        self.do(partial(line_groups.add_package, code=code) if code else line_groups.copy_last)

    def hand_over(self) -> None:
        """Give the visit to the desk and go on to settle."""
        self.do(treatment.hand_to_desk, self._handed)

    def do(self, verb: Verb, done: Callable[[Turn], None] | None = None) -> None:
        """Run a verb on the visit in hand, unless one runs already: a second Enter does nothing."""
        if self._chart is not None:
            desk, visit = self.desk, self._chart.visit.id
            terminal, operator = desk.terminal, desk.operator

            def work() -> Turn:
                return chairside.turn_of(terminal, operator, verb(terminal, operator, visit))

            self._runner.run(work, done or self._changed)

    def switch_to(self, visit: Visit) -> None:
        """Take another child's visit in hand; one that waits for the desk is settled there."""
        self.desk.take_visit(visit)
        if visit.stage is Stage.TO_SETTLE:
            self.go.emit("settle")
        else:
            self.enter()

    def _handed(self, turn: Turn) -> None:
        self._take(turn)
        self.go.emit("settle")

    def _connect(self) -> None:
        desk = self.desk
        self.items.wanted.connect(self.add)
        self.items.changed.connect(self._allow)
        self.items.teeth.corrected.connect(
            lambda visit, tooth: desk.ask(
                partial(mouth.correct_tooth, desk.terminal, desk.operator, visit, tooth),
                self.items.teeth.show_known,
            )
        )
        self.items.group_wanted.connect(self.add_group)
        self.item_card.search.query_changed.connect(self.hints_changed)
        self.items.marked.connect(
            lambda item, favourite: desk.ask(
                partial(habits.mark_favourite, desk.terminal, desk.operator, item, favourite=favourite),
                self.items.take_habits,
            )
        )
        self.item_card.packages.pressed.connect(self.add_group)
        self.item_card.nothing.tariff_button.clicked.connect(lambda: self.go.emit("tariff"))
        self.amounts.wanted.connect(self.do)
        self.amounts.closed.connect(self.item_card.search.field.setFocus)
        self.bill_card.hand_button.clicked.connect(self.hand_over)
        self.bill_card.quote_button.clicked.connect(
            lambda: self.quotes.open_for(self._chart.visit if self._chart else None)
        )
        self.quotes.billed.connect(self._changed)
        self.quotes.moved.connect(self.hints_changed)
        self.bill_card.lines.stood.connect(self.hints_changed)
        self.strip.wanted.connect(self.switch_to)
        desk.board_changed.connect(self._take_board)
        UndoKeys(self.item_card.search.field)
        self.no_visit.go.connect(self.go)
        self._runner.busy_changed.connect(self._allow)

    def _bind(self) -> None:
        keys: list[tuple[QKeySequence, Callable[[], object]]] = [
            (Key.SEARCH.sequence, self.items.find),
            (Key.CHART.sequence, self.chart_card.chart.setFocus),
            (QKeySequence("Ctrl+Down"), self.bill_card.lines.take_focus),
            (Key.QUOTE.sequence, self.bill_card.quote_button.click),
            (Key.FAVOURITE.sequence, self.items.mark_current),
            (Key.COPY_LAST.sequence, self.item_card.packages.last_button.click),
            (Key.UNDO.sequence, self.bill_card.tools.undo.click),
            (Key.REDO.sequence, self.bill_card.tools.redo.click),
            (Key.DISCOUNT.sequence, self.amounts.ask_discount),
            (Key.DESK_NOTE.sequence, self.amounts.ask_note),
            (Key.NEXT_CHILD.sequence, self.strip.next),
        ]
        packages = self.item_card.packages.buttons
        keys += [(QKeySequence(f"Alt+{n}"), button.click) for n, button in enumerate(packages, 1)]
        for sequence, act in keys:
            shortcut = QShortcut(sequence, self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _changed(self, turn: Turn) -> None:
        """Show the bill after a change that came from here, and make ready for the next one."""
        if not self.bill_card.lines.hasFocus():
            self.amounts.close()
            self.bill_card.lines.let_go()
            self.items.start_over()
        self._take(turn)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, ToothError) and self.items.item is not None:
            self.item_card.teeth.refuse(error)
        elif not self.amounts.refuse(error):
            self.desk.failed.emit(error)

    def _allow(self) -> None:
        """Open the buttons whose act is legal now, and name the keys that go with them."""
        idle = not self._runner.busy
        ready = self._chart is not None and self._live is not None and self._live.ready
        self.item_card.teeth.add_button.setEnabled(idle)
        self.bill_card.hand_button.setEnabled(ready and idle and self.items.item is None)
        # While the bill is empty, the child's earlier quotes are looked at.
        empty = self._chart is not None and not self._chart.visit.lines
        self.bill_card.quote_button.setEnabled(idle and (ready or empty))
        self.hints_changed.emit()

    def _sit(self, seat: Seat) -> None:
        self.items.show_last(seat.last)
        self.items.teeth.show_known(seat.teeth)
        self.strip.show_visits(seat.others, seat.turn.chart.visit.id)
        self._take(seat.turn)

    def _take_board(self, board: Board) -> None:
        """Show who else is in the house now."""
        if self._chart is not None and board.day == self._chart.visit.day:
            found = tuple(one for one in board.visits if one.stage in chairside.CHAIR_STAGES)
            self.strip.show_visits(found, self._chart.visit.id)

    def _take(self, turn: Turn) -> None:
        first, chart = self._chart is None, turn.chart
        self._chart = chart
        self._live = live = live_bill(chart, self.desk.words)
        self.desk.take_visit(chart.visit)
        self._stack.setCurrentIndex(0)
        self.chart_card.show_child(chart)
        self.items.show_chart(chart, turn.search, live.noticed)
        self.amounts.show_chart(chart)
        self.bill_card.show_bill(live, turn.steps)
        self.strip.renew(chart.visit)
        left_out = left_out_notice(turn.left_out, turn.count, self.desk.words)
        self.item_card.show_advice((left_out, *live.notices) if left_out else live.notices)
        if first:
            self.item_card.search.field.setFocus()
        self._allow()


def _work_area(strip: VisitStrip, cards: tuple[ChartCard, ItemCard, BillCard], words: Translate) -> QWidget:
    """Return the three columns with the open visits above them."""
    chart, items, bill = cards
    finding = Leaves(words(N_("项目还是牙位图")))
    drawing = Downwards(chart, least=_CHART[1])
    drawing.setMinimumWidth(_CHART[0])
    drawing.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    finding.add(drawing, words(N_("牙位图")), 3, chart.chart.setFocus)
    finding.add(items, words(N_("项目")), 2, items.take_hand)
    finding.bring_up(items)
    across = Reflow(spacing=18, edges=(24, 20, 24, 20))
    across.add(finding, 1)
    across.add(bill, width=BILL_WIDTH, beside=_BILL)
    work = QWidget()
    whole = QVBoxLayout(work)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.setSpacing(0)
    whole.addWidget(strip)
    whole.addWidget(across, 1)
    return work
