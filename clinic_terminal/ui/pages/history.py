"""History: finished visits by child or by day; Enter opens one, to print again or to look at its bill."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShortcut
from PySide6.QtWidgets import QAbstractButton
from typing_extensions import override

from clinic_terminal.application import past_visits as verbs
from clinic_terminal.application.identify import Identified, identify
from clinic_terminal.application.past_visits import ChildFinder, PastVisits
from clinic_terminal.domain.visit import Visit
from clinic_terminal.i18n import N_
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.entries import HISTORY
from clinic_terminal.ui.keys import Key
from clinic_terminal.ui.page import Page
from clinic_terminal.ui.pages.person_panel import typed_date
from clinic_terminal.ui.views import history as views
from clinic_terminal.ui.widgets.buttons import PrimaryButton
from clinic_terminal.ui.widgets.card import Card, column, row
from clinic_terminal.ui.widgets.hints import Hint
from clinic_terminal.ui.widgets.line_table import LineTable
from clinic_terminal.ui.widgets.search import SearchField
from clinic_terminal.ui.widgets.stack import Stack
from clinic_terminal.ui.widgets.states import EmptyState
from clinic_terminal.ui.widgets.text import ElidedText, Text

_WIDTH = 480


class HistorySearchField(SearchField):
    """Goes down into the list by the arrow."""

    down = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.down.emit()
        else:
            super().keyPressEvent(event)


class HistoryPage(Page):
    """Lists what was finished of late, or what is looked for; a scanned card looks for its child."""

    entry = HISTORY

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        words = desk.words
        self.desk = desk
        self._finder = ChildFinder(())
        self._found: dict[str, Visit] = {}
        self._asked = 0
        self._told = ElidedText("", "small", "ink-3")
        self.search = HistorySearchField(
            words(N_("姓名、拼音、会员号，或日期 2026-03-08")), words(N_("查找就诊记录"))
        )
        self.search.setMinimumWidth(_WIDTH)
        self.table = LineTable(views.columns(words), name=words(N_("就诊记录")))
        self.open_button = PrimaryButton(words(N_("打开这次就诊")), "Enter", "chevron-right")
        self._none = EmptyState(
            "history",
            words(N_("没有找到就诊。")),
            words(N_("只有在这台电脑上做完的才在这里；换一个词再找。")),
        )
        self._stack = Stack()
        self._build()
        self.search.textChanged.connect(self.look)
        self.search.down.connect(self.table.setFocus)
        self.table.activated_key.connect(self.open)
        self.table.chosen.connect(self._refresh)
        self.open_button.clicked.connect(self.open)
        find = QShortcut(Key.SEARCH.sequence, self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self._begin)

    @property
    @override
    def primary(self) -> QAbstractButton | None:
        return self.open_button

    @override
    def hints(self) -> tuple[Hint, ...]:
        words = self.desk.words
        return (
            Hint(Key.SEARCH.cap, words(N_("查找"))),
            Hint("↑↓", words(N_("选择"))),
            Hint("Enter", self.open_button.text()),
            Hint("Esc", words(N_("返回"))),
        )

    @override
    def enter(self) -> None:
        self.desk.ask(partial(verbs.child_finder, self.desk.terminal), self._take_finder)
        self._begin()

    @override
    def back(self) -> bool:
        if not self.search.text():
            return False
        self.search.clear()
        self.search.setFocus()
        return True

    @override
    def scanned(self, text: str) -> bool:
        """Look for the child whose card or number was scanned."""
        self.desk.ask(partial(identify, self.desk.terminal, text), self._take_child)
        return True

    def look(self) -> None:
        """Look for what stands in the field: a day, children, or with nothing there what was of late."""
        terminal, query = self.desk.terminal, self.search.text()
        day, self._asked = typed_date(query), self._asked + 1
        if not query.strip():
            work = partial(verbs.recent_visits, terminal)
        elif day is not None:
            work = partial(verbs.visits_of_day, terminal, day)
        else:
            work = partial(verbs.visits_of, terminal, self._finder.find(query))
        self.desk.ask(work, partial(self._take, self._asked))

    def open(self, _key: object = None) -> None:
        """Take the chosen visit in hand and go to its result."""
        visit = self._found.get(str(self.table.current_key()))
        if visit is not None:
            self.desk.take_visit(visit)
            self.go.emit("done")

    def _begin(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _take_finder(self, finder: ChildFinder) -> None:
        self._finder = finder
        self.look()

    def _take_child(self, found: Identified) -> None:
        self.search.setText(found.member)

    def _take(self, asked: int, past: PastVisits) -> None:
        if asked != self._asked:
            return  # a later letter was typed meanwhile
        words = self.desk.words
        self._found = {visit.id: visit for visit in past.visits}
        self._told.setText(views.told(past, self.search.text(), words))
        self.table.set_lines(views.lines(past, words))
        self._stack.setCurrentIndex(0 if past.visits else 1)
        if past.visits and self.table.current_key() is None:
            self.table.set_current(past.visits[0].id)
        self._refresh()

    def _refresh(self, _key: object = None) -> None:
        self.open_button.setEnabled(self.table.current_key() in self._found)

    def _build(self) -> None:
        words = self.desk.words
        head = Card(padding=16, spacing=12)
        upper = row(spacing=12)
        upper.addLayout(column(Text(words(N_("记录")), "title"), self._told, spacing=2), 1)
        upper.addWidget(self.search)
        head.body.addLayout(upper)
        listed = Card(padding=0, spacing=0)
        listed.body.setContentsMargins(1, 1, 1, 1)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._none)
        listed.body.addWidget(self._stack)
        whole = column(head, spacing=14)
        whole.addWidget(listed, 1)
        whole.addLayout(row(None, self.open_button))
        whole.setContentsMargins(24, 20, 24, 16)
        self.setLayout(whole)
