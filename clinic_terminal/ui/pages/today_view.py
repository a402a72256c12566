"""A day on show: its head, its board or a list in its place, and the ways between them."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinic_terminal.application.day import Board, QueueView
from clinic_terminal.application.line import LineState
from clinic_terminal.domain.visit import Visit
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.pages.today_board import DayBoard
from clinic_terminal.ui.pages.today_feed import DayFeed
from clinic_terminal.ui.pages.today_head import DayHead
from clinic_terminal.ui.pages.today_list import ListPanel
from clinic_terminal.ui.views.today import states_by_act
from clinic_terminal.ui.views.visit_cards import Reading, name_of
from clinic_terminal.ui.widgets.card import column
from clinic_terminal.ui.widgets.stack import Stack
from clinic_terminal.ui.widgets.states import Busy


class DayView(QWidget):
    """Shows the day that the feed looks at."""

    scan_wanted = Signal()
    sibling_wanted = Signal()
    file_wanted = Signal()
    changed = Signal()
    """Something else is looked at, or the same was read anew."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._board: Board | None = None
        self._queue: QueueView | None = None
        self.feed = DayFeed(desk, self)
        self.head = DayHead(desk.words)
        self.body = DayBoard(desk)
        self.list = ListPanel(desk)
        self._stack = Stack()
        self._build()
        self._connect()
        self._show_head()
        self.body.side.show_safety(None, None)

    @property
    def is_list(self) -> bool:
        """Whether a list of appointments is looked at."""
        return self._stack.currentWidget() is self.list

    def begin(self) -> None:
        """Begin with today, unless a list is being looked at."""
        if not self.is_list:
            self.leave_panels()
            self.feed.go_to(self.feed.today)
        self.forget_acts()

    def forget_acts(self) -> None:
        """Say nothing of what was done before, and take nothing of it back any more."""
        self.body.acts.forget()
        self.head.say("")

    def back(self) -> bool:
        """Leave a list, a new appointment, the selected child, another day: one of them; False without."""
        inner = self.is_list or self.body.side.is_adding or self.body.selected is not None
        if not inner and self.feed.is_today:
            return False
        if not inner:
            self.feed.go_to(self.feed.today)
        self.leave_panels()
        return True

    def leave_panels(self) -> None:
        """Show the board alone."""
        self._stack.setCurrentIndex(0 if self._board is None else 1)
        # The keys of the page are heard only while something on it has the focus.
        self.body.board.setFocus()
        self.body.rest()
        self._show_head()

    def step(self, count: int) -> None:
        """Look at a day before or behind; not from a list."""
        if not self.is_list:
            self.leave_panels()
            self.forget_acts()
            self.feed.step(count)

    def add_appointment(self) -> None:
        """Ask for an appointment on the day that is looked at; on none that is gone by."""
        if not self.is_list and self.feed.day >= self.feed.today:
            self.body.begin_add(self.feed.day)

    def take_file(self, path: Path) -> None:
        """Read a list of appointments and show what it would change."""
        self.leave_panels()
        self.forget_acts()
        self._stack.setCurrentWidget(self.list)
        self.list.setFocus()
        self.list.take_file(path)
        self._show_head()

    def _build(self) -> None:
        _ = self._desk.words
        for widget in (Busy(_("正在读取今天的就诊…")), self.body, self.list):
            self._stack.addWidget(widget)
        whole = column(self.head, spacing=16)
        whole.addWidget(self._stack, 1)
        self.setLayout(whole)

    def _connect(self) -> None:
        self.head.primary.clicked.connect(self._go_on)
        self.body.side.add.added.connect(self._take_added)
        self.body.side.add.left.connect(self.leave_panels)
        self.body.changed.connect(self._show_head)
        self.body.acts.done.connect(self.head.say_done)
        self.list.file_wanted.connect(self.file_wanted)
        self.list.left.connect(self.back)
        self.list.changed.connect(self.changed)
        # The day of most of the list's appointments stands behind the list.
        self.list.taken.connect(self.feed.go_to)
        self.feed.shown.connect(self._take_board)
        self._desk.queue_changed.connect(self._take_queue)
        self._desk.line_changed.connect(self._take_line)

    def _take_board(self, board: Board) -> None:
        self._board = board
        if not self.is_list:
            self._stack.setCurrentWidget(self.body)
        self._show()

    def _take_queue(self, queue: QueueView) -> None:
        self._queue = queue
        self._show()

    def _take_line(self, _state: LineState) -> None:
        self.body.side.show_safety(self.body.reading, self._queue)

    def _take_added(self, visit: Visit) -> None:
        _ = self._desk.words
        self.leave_panels()
        self.feed.go_to(visit.day)
        self.head.say(_("{name} 的预约已添加。").format(name=name_of(visit)))

    def _go_on(self) -> None:
        """Do what the button above the board says."""
        feed = self.feed
        if feed.is_today and feed.sibling is not None:
            self.sibling_wanted.emit()
        elif feed.is_today:
            self.scan_wanted.emit()
        elif feed.day > feed.today:
            self.add_appointment()
        else:
            feed.go_to(feed.today)

    def _show(self) -> None:
        if self._board is not None:
            states = {**self._board.states, **states_by_act(self._queue)}
            self.body.show_reading(Reading(self._board, states, self._desk.words))
        self.body.side.show_safety(self.body.reading, self._queue)
        self._show_head()

    def _show_head(self) -> None:
        _, feed, head = self._desk.words, self.feed, self.head
        if self.is_list:
            head.show_title(_("导入名单"))
        else:
            head.show_day(feed.day, feed.today)
        sibling = feed.sibling if feed.is_today else None
        if sibling is not None:
            head.primary.set_word(_("接着看 {name}").format(name=name_of(sibling)), "family")
        elif feed.is_today:
            head.primary.set_word(_("扫描电子卡"), "check-in")
        else:
            ahead = feed.day > feed.today
            head.primary.set_word(_("添加预约") if ahead else _("回到今天"), "plus" if ahead else "today")
        panel = self.is_list or self.body.side.is_adding
        head.primary.setVisible(not panel)
        head.import_button.setVisible(not self.is_list)
        head.add_button.setVisible(not panel and feed.is_today)
        self.changed.emit()
