"""Two columns of the treatment page: the chart, and the search with its packages."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from clinic_terminal.application.line_groups import LastVisit
from clinic_terminal.application.treatment import Chart
from clinic_terminal.domain.catalogue import Package
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.keys import Key
from clinic_terminal.ui.pages.tooth_entry import Advice, ToothEntry
from clinic_terminal.ui.views.bill_words import named
from clinic_terminal.ui.views.item_results import last_visit_text
from clinic_terminal.ui.views.treatment import child_line
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton
from clinic_terminal.ui.widgets.card import Card, column, empty, row
from clinic_terminal.ui.widgets.notice import NoticeView
from clinic_terminal.ui.widgets.search import SearchBox
from clinic_terminal.ui.widgets.stack import Stack
from clinic_terminal.ui.widgets.text import ElidedText, Text
from clinic_terminal.ui.widgets.tooth_chart import ToothChart

_ITEMS_WIDTH = 360
_LEAST_PACKAGE = 160
_MOST_BUTTONS = 3
"""Packages beyond are found by "="."""
_HINT_ROOM = 92
"""What the key and the margins of a package's button take."""


class ChartCard(Card):
    """The child and its teeth."""

    def __init__(self, words: Translate) -> None:
        super().__init__(spacing=6)
        self._words = words
        self._name = Text("", "title")
        self._about = ElidedText("", "small", "ink-3")
        self._chosen = Text("", "small", "ink-3", wrap=True)
        self.chart = ToothChart(name=words(N_("牙位图")))
        head = row(self._name, spacing=10)
        head.addWidget(self._about, 1)
        self.body.addLayout(head)
        self.body.addWidget(self.chart, 1)
        self.clear_button = GhostButton(words(N_("清除所选")), size=ButtonSize.SMALL)
        self._chosen.setAlignment(Qt.AlignmentFlag.AlignCenter)
        # As high as the button beside it, so that the chart does not move when that appears.
        self._chosen.setMinimumHeight(self.clear_button.sizeHint().height())
        foot = row(spacing=10)
        foot.addWidget(self._chosen, 1)
        foot.addWidget(self.clear_button)
        self.body.addLayout(foot)

    def show_child(self, chart: Chart) -> None:
        """Name the child."""
        self._name.setText(chart.visit.person.name)
        self._about.setText(child_line(chart, self._words, chart.visit.day))

    def show_chosen(self, text: str) -> None:
        """Say which places are chosen."""
        chosen = self._words(N_("已选 {places}")).format(places=text)
        self._chosen.set_ink("ink-3")
        self._chosen.setText(chosen if text else self._words(N_("点选或输入两位数字选择牙位")))
        self.clear_button.setVisible(bool(text))

    def say(self, problem: str) -> None:
        """Say under the chart why it did not do what was asked."""
        if problem:
            self._chosen.set_ink("warn")
            self._chosen.setText(problem)


class PackageButton(GhostButton):
    """A package; a name that is longer than the button ends in an ellipsis and is whole in the tool tip."""

    def __init__(self, name: str, hint: str, code: str) -> None:
        super().__init__(name, hint, size=ButtonSize.MEDIUM)
        self.code = code
        self._name = name
        self.setAccessibleName(name)
        self.setToolTip(name)

    def set_name(self, name: str) -> None:
        """Show another name."""
        self._name = name
        self.setAccessibleName(name)
        self.setToolTip(name)
        self._shorten()

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST_PACKAGE, super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._shorten()

    def _shorten(self) -> None:
        metrics = QFontMetrics(self._word_font())
        room = self.width() - _HINT_ROOM
        self.setText(metrics.elidedText(self._name, Qt.TextElideMode.ElideRight, room))


class PackageRow(QWidget):
    """The clinic's packages as buttons with their keys, and the last visit's items where there is one."""

    pressed = Signal(str)
    """A package's code, empty for the last visit."""

    def __init__(self, packages: tuple[Package, ...], words: Translate) -> None:
        super().__init__()
        self._words = words
        self.buttons: list[PackageButton] = []
        box = column(Text(words(N_("常用组合")), "small", "ink-3"), spacing=6)
        for number, package in enumerate(packages[:_MOST_BUTTONS], 1):
            name = named(words, package.name_zh, package.name_en)
            button = PackageButton(name, f"Alt {number}", package.code)
            button.clicked.connect(self._press)
            self.buttons.append(button)
            box.addWidget(button)
        self.last_button = PackageButton(words(Key.COPY_LAST.value.word), Key.COPY_LAST.cap, "")
        self.last_button.clicked.connect(self._press)
        self.last_button.hide()
        box.addWidget(self.last_button)
        self.setLayout(box)

    def show_last(self, last: LastVisit | None) -> None:
        """Offer what was done at the last visit."""
        if last is not None:
            self.last_button.set_name(last_visit_text(last, self._words))
        self.last_button.setVisible(last is not None)

    def _press(self) -> None:
        button = self.sender()
        if isinstance(button, PackageButton):
            self.pressed.emit(button.code)


class NothingFound(QWidget):
    """Says that nothing was found, and leads to the price list, where an item may be switched off."""

    def __init__(self, words: Translate) -> None:
        super().__init__()
        self.tariff_button = GhostButton(words(N_("价目表…")), size=ButtonSize.SMALL)
        box = column(Text(words(N_("没有找到这个项目，请换个说法。")), ink="ink-3", wrap=True))
        box.addLayout(row(self.tariff_button, None))
        box.addStretch(1)
        self.setLayout(box)


class ItemCard(Card):
    """The search and the packages; while an item waits for its teeth, the question for them instead."""

    def __init__(self, packages: tuple[Package, ...], words: Translate) -> None:
        super().__init__(padding=14, spacing=10)
        self.search = SearchBox(
            words(N_("项目名、拼音、首字母或编码")),
            name=words(N_("查找项目")),
            results_name=words(N_("找到的项目")),
        )
        self.nothing = NothingFound(words)
        self.packages = PackageRow(packages, words)
        self.teeth = ToothEntry(words)
        self._advice = column()
        self._advised: tuple[NoticeView, ...] = ()
        finding = QWidget()
        self._finding = column(spacing=10)
        self._finding.addWidget(self.search, 1)
        self._finding.addWidget(self.nothing, 1)
        self._finding.addWidget(self.packages)
        self._finding.addLayout(self._advice)
        finding.setLayout(self._finding)
        self._stack = Stack()
        self._stack.addWidget(finding)
        self._stack.addWidget(self.teeth)
        self.body.addWidget(self._stack)
        self.nothing.hide()
        self.setMinimumWidth(_ITEMS_WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def take_hand(self) -> None:
        """Put the focus where one types: into the search, or where the teeth are asked for."""
        (self.teeth.field if self._stack.currentWidget() is self.teeth else self.search.field).setFocus()

    def ask_teeth(self, *, asking: bool) -> None:
        """Show the question for teeth, or the search again."""
        self._stack.setCurrentIndex(1 if asking else 0)

    def show_search(self, *, typed: bool, found: bool) -> None:
        """Give typed words all the room, and say so where nothing was found."""
        self.nothing.setVisible(typed and not found)
        self._finding.setStretchFactor(self.search, 0 if typed and not found else 1)
        self.search.results.setVisible(found)
        self.packages.setVisible(not typed)

    def show_advice(self, notices: tuple[NoticeView, ...]) -> None:
        """Show what is to be known of the bill as it stands."""
        if notices == self._advised:
            return
        self._advised = notices
        empty(self._advice)
        for notice in notices:
            self._advice.addWidget(Advice(notice))
