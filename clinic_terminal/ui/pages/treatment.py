"""Treatment: find the item, name the teeth, see at once who pays what."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QStackedWidget, QWidget
from typing_extensions import override

from clinic_terminal.application import treatment
from clinic_terminal.application.treatment import Chart
from clinic_terminal.domain.errors import AmountError, BillNotSplittableError, ToothError
from clinic_terminal.domain.visit import Stage
from clinic_terminal.i18n import N_
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.keys import Key
from clinic_terminal.ui.page import Page
from clinic_terminal.ui.pages.entry import amount_problem
from clinic_terminal.ui.pages.runner import Runner
from clinic_terminal.ui.pages.treatment_flow import AmountFlow, ItemFlow
from clinic_terminal.ui.pages.treatment_parts import BillCard, ChartCard, ItemCard
from clinic_terminal.ui.pages.waiting import NoVisit
from clinic_terminal.ui.views.treatment import estimate, split_notices
from clinic_terminal.ui.widgets.hints import Hint

_OPEN = (Stage.ARRIVED, Stage.IN_TREATMENT, Stage.TO_SETTLE)


class TreatmentPage(Page):
    """The bill grows here; `add` and `hand_over` do what the keyboard does."""

    name = "treatment"
    icon = "treatment"
    key = Key.TREATMENT

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        words = desk.words
        self.title = words(N_("开单"))
        self.desk = desk
        self._chart: Chart | None = None
        self._runner = Runner(desk, self._failed, self)
        self.chart_card = ChartCard(words)
        self.item_card = ItemCard(desk.terminal.catalogue.packages, words)
        self.bill_card = BillCard(words)
        self.no_visit = NoVisit(words)
        cards = (self.chart_card, self.item_card)
        self.items = ItemFlow(cards, desk.terminal.catalogue, words, self)
        self.amounts = AmountFlow(self.bill_card, words, self)
        self._stack = QStackedWidget()
        self._build()
        self._connect()
        self._bind()

    @property
    @override
    def primary(self) -> QAbstractButton | None:
        if self._chart is None:
            return self.no_visit.button
        return self.item_card.teeth.add_button if self.items.item else self.bill_card.hand_button

    @property
    def chart(self) -> Chart | None:
        """The visit on show with what its split rests on."""
        return self._chart

    @override
    def hints(self) -> tuple[Hint, ...]:
        words = self.desk.words
        if self.items.item:
            return (
                Hint("1–8", words(N_("牙位"))),
                Hint("Enter", words(N_("加入账单"))),
                Hint("Esc", words(N_("取消"))),
            )
        return (
            Hint("Ctrl F", words(N_("找项目"))),
            Hint("Ctrl T", words(N_("牙位图"))),
            Hint("Ctrl ↓", words(N_("账单"))),
            Hint("Enter", words(N_("改价"))),
            Hint("Del", words(N_("删除行"))),
        )

    @override
    def enter(self) -> None:
        desk, visit = self.desk, self.desk.visit
        self._runner.cancel()
        if visit is None or visit.stage not in _OPEN:
            self._chart = None
            self.no_visit.show_visit(visit)
            self._stack.setCurrentWidget(self.no_visit)
            return
        if self._chart is None or self._chart.visit.id != visit.id:
            self._chart = None
            self.items.start_over()
        if visit.stage is Stage.IN_TREATMENT:
            self._runner.run(lambda: treatment.open_chart(desk.terminal, visit.id), self._take)
        else:
            self._runner.run(lambda: treatment.start(desk.terminal, desk.operator, visit.id), self._take)

    @override
    def back(self) -> bool:
        if self.items.item is not None or self.items.places:
            self.items.drop()
            return True
        if self.amounts.open:
            self.amounts.close()
            return True
        return False

    def add(self, code: str, teeth: tuple[str, ...] = ()) -> None:
        """Put a treatment on the bill."""
        desk = self.desk
        self._change(lambda visit: treatment.add_item(desk.terminal, desk.operator, visit, code, teeth))

    def hand_over(self) -> None:
        """Give the visit to the desk and go on to settle."""
        desk = self.desk
        self._change(lambda visit: treatment.hand_to_desk(desk.terminal, desk.operator, visit), self._handed)

    def _handed(self, chart: Chart) -> None:
        self._take(chart)
        self.go.emit("settle")

    def _build(self) -> None:
        across = QHBoxLayout()
        across.setContentsMargins(24, 20, 24, 20)
        across.setSpacing(18)
        across.addWidget(self.chart_card, 3)
        across.addWidget(self.item_card, 2)
        across.addWidget(self.bill_card)
        work = QWidget()
        work.setLayout(across)
        self._stack.addWidget(work)
        self._stack.addWidget(self.no_visit)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def _connect(self) -> None:
        desk = self.desk
        self.items.wanted.connect(self.add)
        self.items.changed.connect(self._hand_changed)
        self.item_card.packages.pressed.connect(
            lambda code: self._change(
                lambda visit: treatment.add_package(desk.terminal, desk.operator, visit, code)
            )
        )
        self.bill_card.lines.remove_asked.connect(
            lambda index: self._change(
                lambda visit: treatment.remove_item(desk.terminal, desk.operator, visit, index), self._take
            )
        )
        self.amounts.price.connect(
            lambda index, fen: self._change(
                lambda visit: treatment.change_price(desk.terminal, desk.operator, visit, index, fen)
            )
        )
        self.amounts.discount.connect(
            lambda fen: self._change(
                lambda visit: treatment.change_discount(desk.terminal, desk.operator, visit, fen)
            )
        )
        self.amounts.closed.connect(self.item_card.search.field.setFocus)
        self.bill_card.hand_button.clicked.connect(self.hand_over)
        self.no_visit.go.connect(self.go)
        self._runner.busy_changed.connect(self._allow)

    def _bind(self) -> None:
        keys: list[tuple[QKeySequence, Callable[[], object]]] = [
            (Key.SEARCH.sequence, self.items.find),
            (Key.CHART.sequence, self.chart_card.chart.setFocus),
            (QKeySequence("Ctrl+Down"), self.bill_card.lines.take_focus),
        ]
        packages = self.item_card.packages.buttons
        keys += [(QKeySequence(f"Alt+{n}"), button.click) for n, button in enumerate(packages, 1)]
        for sequence, act in keys:
            shortcut = QShortcut(sequence, self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _change(self, verb: Callable[[str], Chart], done: Callable[[Chart], None] | None = None) -> None:
        """Run a verb on the visit in hand, unless one runs already: a second Enter does nothing."""
        if self._chart is not None:
            visit = self._chart.visit.id
            self._runner.run(lambda: verb(visit), done or self._changed)

    def _changed(self, chart: Chart) -> None:
        """Show the bill after a change that came from here, and make ready for the next one."""
        self.amounts.close()
        self.items.start_over()
        self._take(chart)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, ToothError) and self.items.item is not None:
            self.item_card.teeth.refuse(error)
        elif isinstance(error, AmountError | BillNotSplittableError) and self.amounts.open:
            self.bill_card.editor.say(amount_problem(error, self.desk.words))
        else:
            self.desk.failed.emit(error)

    def _hand_changed(self) -> None:
        self._allow()
        self.hints_changed.emit()

    def _allow(self) -> None:
        """Open the buttons whose act is legal now."""
        chart, idle = self._chart, not self._runner.busy
        ready = chart is not None and bool(chart.visit.lines) and estimate(chart)[0] is not None
        self.item_card.teeth.add_button.setEnabled(idle)
        self.bill_card.hand_button.setEnabled(ready and idle and self.items.item is None)

    def _take(self, chart: Chart) -> None:
        first = self._chart is None
        self._chart = chart
        self.desk.take_visit(chart.visit)
        self._stack.setCurrentIndex(0)
        self.chart_card.show_child(chart)
        self.items.show_chart(chart)
        self.amounts.show_chart(chart)
        self.bill_card.show_chart(chart)
        self.item_card.show_advice(split_notices(chart, self.desk.words))
        if first:
            self.item_card.search.field.setFocus()
        self._hand_changed()
