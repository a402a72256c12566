"""The three columns of the treatment page: the chart, the search with its packages, the growing bill."""

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from clinic_terminal.application.treatment import Chart
from clinic_terminal.domain.catalogue import Package
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.pages.bill_list import BillLineView, BillList
from clinic_terminal.ui.pages.entry import AmountEditor
from clinic_terminal.ui.pages.tooth_entry import Advice, ToothEntry
from clinic_terminal.ui.views.bill_rows import BillRow, rows_of
from clinic_terminal.ui.views.bill_words import category_name, named
from clinic_terminal.ui.views.treatment import LiveSplit, child_line, estimate, live_split, split_notices
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton, PrimaryButton
from clinic_terminal.ui.widgets.card import Card, column, empty, row
from clinic_terminal.ui.widgets.money import MoneyLabel, yuan
from clinic_terminal.ui.widgets.notice import NoticeView
from clinic_terminal.ui.widgets.pill import Pill, PillView
from clinic_terminal.ui.widgets.pool import Pool, PoolBar, PoolWords
from clinic_terminal.ui.widgets.search import SearchBox
from clinic_terminal.ui.widgets.text import ElidedText, Rule, Text
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.widgets.tooth_chart import ToothChart

_CHART_WIDTH = 420
_ITEMS_WIDTH = 360
_LEAST_PACKAGE = 160
_HINT_ROOM = 92
"""What the key and the margins of a package's button take."""
_BILL_WIDTH = 404
LIVE: Final = N_("实时试算")


class ChartCard(Card):
    """The child and its teeth."""

    def __init__(self, words: Translate) -> None:
        super().__init__(spacing=6)
        self._words = words
        self._name = Text("", "title")
        self._about = ElidedText("", "small", "ink-3")
        self._chosen = Text("", "small", "ink-3")
        self.chart = ToothChart(name=words(N_("牙位图")))
        head = row(self._name, spacing=10)
        head.addWidget(self._about, 1)
        head.addWidget(Pill(PillView(words(N_("今日")), Tone.ACCENT)))
        self.body.addLayout(head)
        self.body.addWidget(self.chart, 1)
        self.clear_button = GhostButton(words(N_("清除所选")), size=ButtonSize.SMALL)
        self.body.addLayout(row(None, self._chosen, self.clear_button, None))
        self.setMinimumWidth(_CHART_WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_child(self, chart: Chart) -> None:
        """Name the child."""
        self._name.setText(chart.visit.person.name)
        self._about.setText(child_line(chart, self._words, chart.visit.day))

    def show_chosen(self, text: str) -> None:
        """Say which places are chosen."""
        chosen = self._words(N_("已选 {places}")).format(places=text)
        self._chosen.setText(chosen if text else self._words(N_("点选或输入两位数字选择牙位")))
        self.clear_button.setVisible(bool(text))


class PackageButton(GhostButton):
    """A package; a name that is longer than the button ends in an ellipsis and is whole in the tool tip."""

    def __init__(self, name: str, hint: str, code: str) -> None:
        super().__init__(name, hint, size=ButtonSize.MEDIUM)
        self.code = code
        self._name = name
        self.setAccessibleName(name)
        self.setToolTip(name)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST_PACKAGE, super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        metrics = QFontMetrics(self._word_font())
        room = self.width() - _HINT_ROOM
        self.setText(metrics.elidedText(self._name, Qt.TextElideMode.ElideRight, room))


class PackageRow(QWidget):
    """The clinic's packages as buttons with their keys."""

    pressed = Signal(str)

    def __init__(self, packages: tuple[Package, ...], words: Translate) -> None:
        super().__init__()
        self.buttons: list[PackageButton] = []
        box = column(Text(words(N_("常用组合")), "small", "ink-3"), spacing=8)
        for number, package in enumerate(packages, 1):
            name = named(words, package.name_zh, package.name_en)
            button = PackageButton(name, f"Alt {number}", package.code)
            button.clicked.connect(self._press)
            self.buttons.append(button)
            box.addWidget(button)
        self.setLayout(box)
        self.setVisible(bool(packages))

    def _press(self) -> None:
        button = self.sender()
        if isinstance(button, PackageButton):
            self.pressed.emit(button.code)


class ItemCard(Card):
    """The search and the packages; while an item waits for its teeth, the question for them instead."""

    def __init__(self, packages: tuple[Package, ...], words: Translate) -> None:
        super().__init__(padding=14, spacing=10)
        self.search = SearchBox(
            words(N_("项目名、首字母或编码")),
            name=words(N_("查找项目")),
            results_name=words(N_("找到的项目")),
        )
        self.nothing = Text(words(N_("没有找到这个项目，请换个说法。")), ink="ink-3", wrap=True)
        self.packages = PackageRow(packages, words)
        self.teeth = ToothEntry(words)
        self._advice = column()
        finding = QWidget()
        inner = column(spacing=10)
        inner.addWidget(self.search, 1)
        inner.addWidget(self.nothing)
        inner.addWidget(self.packages)
        inner.addLayout(self._advice)
        finding.setLayout(inner)
        self._stack = QStackedWidget()
        self._stack.addWidget(finding)
        self._stack.addWidget(self.teeth)
        self.body.addWidget(self._stack)
        self.nothing.hide()
        self.setMinimumWidth(_ITEMS_WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def ask_teeth(self, *, asking: bool) -> None:
        """Show the question for teeth, or the search again."""
        self._stack.setCurrentIndex(1 if asking else 0)

    def show_search(self, *, typed: bool, found: bool) -> None:
        """Say so where something is typed and nothing was found."""
        self.nothing.setVisible(typed and not found)

    def show_advice(self, notices: tuple[NoticeView, ...]) -> None:
        """Show what is to be known of the bill as it stands."""
        empty(self._advice)
        for notice in notices:
            self._advice.addWidget(Advice(notice))


class BillCard(Card):
    """The bill with its live split and the way on."""

    def __init__(self, words: Translate) -> None:
        super().__init__(padding=0, spacing=0)
        self._words = words
        self._status = Pill(PillView(words(LIVE)))
        self.lines = BillList(words(N_("本次账单")))
        self.editor = AmountEditor(words)
        self.discount_button = GhostButton(words(N_("优惠")), size=ButtonSize.SMALL)
        self.hand_button = PrimaryButton(words(N_("交给前台结算")))
        self.figures = SplitFigures(words)
        self._problem = Text("", "small", "stop", wrap=True)
        self._empty = Text(words(N_("账单还是空的。查到项目后按 Enter 加入。")), ink="ink-3", wrap=True)
        self._build()

    def show_chart(self, chart: Chart) -> None:
        """Show the lines and the live split."""
        words = self._words
        result, _problem = estimate(chart)
        self.lines.set_lines(tuple(line_view(row, words) for row in rows_of(chart, result, words)))
        self.lines.setVisible(bool(chart.visit.lines))
        self._empty.setVisible(not chart.visit.lines)
        live = live_split(chart, words)
        self.figures.set_split(live)
        self._problem.setText(live.problem)
        self._problem.setVisible(bool(live.problem))
        warned = any(notice.tone in {Tone.WARN, Tone.STOP} for notice in split_notices(chart, words))
        self._status.set_view(PillView(words(LIVE), Tone.WARN if warned else Tone.NEUTRAL))

    def _build(self) -> None:
        head = row(Text(self._words(N_("本次账单")), "strong"), None, self.discount_button, self._status)
        head.setContentsMargins(16, 12, 16, 12)
        self.body.addLayout(head)
        self.body.addWidget(Rule())
        self._empty.setContentsMargins(16, 16, 16, 16)
        self.body.addWidget(self._empty)
        self.body.addWidget(self.lines, 1)
        self.body.addStretch(0)
        middle = column(self.editor, self._problem, spacing=8)
        middle.setContentsMargins(12, 8, 12, 8)
        self.body.addLayout(middle)
        self.body.addWidget(Rule())
        foot = column(self.figures, self.hand_button, spacing=12)
        foot.setContentsMargins(16, 14, 16, 16)
        self.body.addLayout(foot)
        self.setFixedWidth(_BILL_WIDTH)


class SplitFigures(QWidget):
    """Insurer, guardian now and later, and the pool."""

    def __init__(self, words: Translate) -> None:
        super().__init__()
        self._words = words
        self._billed = MoneyLabel(0, "text-body", "ink-2")
        self._discount = MoneyLabel(0, "text-body", "warn")
        self._insurer = MoneyLabel(0, "text-body", "ok")
        self._later = MoneyLabel(0, "text-body", "ink-2")
        self.now = MoneyLabel(0, name=words(N_("家长现在支付")))
        self._pool = PoolBar(Pool(1, 0), PoolWords(""), below=True)
        self._discount_row = _figure(words(N_("优惠")), self._discount)
        self._later_row = _figure(words(N_("结案后在线支付")), self._later)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        box.addWidget(_figure(words(N_("合计")), self._billed))
        for widget in (self._discount_row, _figure(words(N_("保险直付")), self._insurer), self._later_row):
            box.addWidget(widget)
        box.addLayout(row(Text(words(N_("家长现在支付")), "strong"), None, self.now))
        box.addWidget(self._pool)

    def set_split(self, live: LiveSplit) -> None:
        """Show other amounts."""
        for label, fen in (
            (self._billed, live.billed),
            (self._discount, -live.discount),
            (self._insurer, live.insurer),
            (self._later, live.later),
            (self.now, live.now),
        ):
            label.set_fen(fen)
        if live.problem:
            self.now.setText("—")
        self._discount_row.setVisible(bool(live.discount))
        self._later_row.setVisible(bool(live.later))
        self._pool.setVisible(not live.problem)
        self._pool.set_pool(
            Pool(live.pool_limit, live.pool_used, live.pool_this),
            PoolWords(self._words(N_("共享额度剩余")), yuan(live.pool_left)),
        )


def _figure(word: str, amount: MoneyLabel) -> QWidget:
    holder = QWidget()
    holder.setLayout(row(Text(word, ink="ink-2"), None, amount))
    return holder


def line_view(bill_row: BillRow, words: Translate) -> BillLineView:
    """Return a bill row in finished words."""
    amount = yuan(bill_row.unit_fen * bill_row.qty)
    if bill_row.qty > 1:
        amount = f"{bill_row.qty} × {yuan(bill_row.unit_fen)}"
    shares = words(N_("保险 {insurer}  家长 {guardian}")).format(
        insurer=yuan(bill_row.insurer, sign=False), guardian=yuan(bill_row.guardian, sign=False)
    )
    why = f"{category_name(bill_row.category, words)} · {bill_row.why}".rstrip(" ·")
    return BillLineView(bill_row.name, bill_row.places, amount, why, shares)
