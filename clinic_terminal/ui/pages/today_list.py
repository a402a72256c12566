"""In place of the board: a list of appointments, looked at row by row before it is taken."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinic_terminal.application.appointment_list import Fate, ImportPlan
from clinic_terminal.application.appointments import apply_import
from clinic_terminal.application.failures import StoreFailedError
from clinic_terminal.domain.shanghai import shanghai_date
from clinic_terminal.i18n import Translate
from clinic_terminal.ui.appointment_reading import ReadList, read_list
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.messages import failure_notice
from clinic_terminal.ui.pages.runner import Runner
from clinic_terminal.ui.views import appointment_list as views
from clinic_terminal.ui.widgets.buttons import GhostButton, PrimaryButton
from clinic_terminal.ui.widgets.card import Card, column, empty, row
from clinic_terminal.ui.widgets.icons import ToneDisc
from clinic_terminal.ui.widgets.line_table import LineTable
from clinic_terminal.ui.widgets.notice import NoticeArea, NoticeWords
from clinic_terminal.ui.widgets.pill import Pill
from clinic_terminal.ui.widgets.stack import Stack
from clinic_terminal.ui.widgets.states import Busy, EmptyState
from clinic_terminal.ui.widgets.text import ElidedText, Rule, Text
from clinic_terminal.ui.widgets.tone import Tone


class ListPreview(Card):
    """A list as it was read: whether it can be taken, the counts, and every row with what it brings."""

    def __init__(self, words: Translate) -> None:
        super().__init__(padding=0, spacing=0)
        _ = words
        self._disc = ToneDisc(Tone.NEUTRAL, 28, solid=True)
        self._headline = Text("", "strong")
        self._detail = Text("", "small", "ink-2", wrap=True)
        self._file = ElidedText("", "small", "ink-3")
        self._counts = row(spacing=8)
        self.table = LineTable(views.columns(words), name=_("名单的内容"))
        self._file.setAlignment(Qt.AlignmentFlag.AlignRight)
        head = row(self._disc, spacing=14)
        head.addLayout(column(self._headline, self._detail, spacing=2), 3)
        head.addLayout(self._counts)
        head.addWidget(self._file, 1)
        head.setContentsMargins(18, 14, 18, 14)
        self.body.addLayout(head)
        self.body.addWidget(Rule())
        self.body.addWidget(self.table, 1)

    def show_view(self, view: views.ListView, file_name: str) -> None:
        """Show a list."""
        self._disc.set_tone(view.tone)
        self._headline.setText(view.headline)
        self._detail.setText(view.detail)
        self._file.setText(file_name)
        empty(self._counts)
        for count in view.counts:
            self._counts.addWidget(Pill(count))
        self.table.set_lines(view.lines)
        self.table.scrollToTop()
        self.setAccessibleName(f"{view.headline} {view.detail}")


class ListPanel(QWidget):
    """Reads a file, shows what it would change, and takes it as a whole or not at all."""

    taken = Signal(object)
    """The day that has the most of what was stored."""
    file_wanted = Signal()
    left = Signal()
    changed = Signal()
    """The word on the button has changed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        _ = desk.words
        self._desk = desk
        self.read: ReadList | None = None
        self.is_done = False
        self._runner = Runner(desk, self._failed, self)
        self.notices = NoticeArea(NoticeWords(_("复制参考号"), _("关闭提示")), most=1)
        self.preview = ListPreview(desk.words)
        self.primary = PrimaryButton("")
        self.leave = GhostButton(_("先不导入"), "Esc")
        self._busy = Busy(_("正在读文件…"))
        self._stack = Stack()
        self._told = QVBoxLayout()
        self._build()
        self.primary.clicked.connect(self.go_on)
        self.leave.clicked.connect(self.left)

    def take_file(self, path: Path) -> None:
        """Read a file and show what it would change."""
        terminal = self._desk.terminal
        self.notices.clear()
        if self._runner.run(lambda: read_list(terminal, path), self._show, outside=True):
            self.read, self.is_done = None, False
            self.leave.show()
            self.primary.setEnabled(False)
            self._stack.setCurrentIndex(0)

    def go_on(self) -> None:
        """Do what the button says: take the list, choose another file, or look at what was taken."""
        read = self.read
        if self.is_done:
            self.left.emit()
        elif read is None or not read.does_something:
            self.file_wanted.emit()
        else:
            terminal, operator = self._desk.terminal, self._desk.operator
            if self._runner.run(lambda: apply_import(terminal, operator, read.wanted), self._taken):
                self.notices.clear()
                self.primary.setEnabled(False)

    def focus_rows(self) -> None:
        """Put the hand on the rows, where the arrows walk."""
        self.preview.table.setFocus()

    def _build(self) -> None:
        reading = Card()
        reading.body.addStretch(1)
        reading.body.addWidget(self._busy)
        reading.body.addStretch(2)
        told = Card()
        told.body.addLayout(self._told, 1)
        for widget in (reading, self.preview, told):
            self._stack.addWidget(widget)
        foot = row(None, self.leave, self.primary, spacing=12)
        whole = column(self.notices, spacing=14)
        whole.addWidget(self._stack, 1)
        whole.addLayout(foot)
        self.setLayout(whole)

    def _show(self, read: ReadList) -> None:
        self.read = read
        view = views.list_view(read, self._desk.words)
        self.preview.show_view(view, read.name)
        self._stack.setCurrentIndex(1)
        self._name_button(view.button)
        self.focus_rows()

    def _taken(self, plan: ImportPlan) -> None:
        _ = self._desk.words
        self.is_done = True
        headline, detail = views.done_text(plan, self._desk.terminal.clock.today(), self._desk.words)
        self._tell("check", headline, detail)
        self.leave.hide()
        self._name_button(_("看当天的预约"))
        self.taken.emit(_busiest(plan))

    def _failed(self, error: Exception) -> None:
        _ = self._desk.words
        self.notices.add(failure_notice(error, self._desk.words))
        if self.read is None:
            self._tell("today", _("没有读到名单"), _("第一行写列名：日期、时间、会员号；其他列可有可无。"))
        elif isinstance(error, StoreFailedError):
            # Nothing was stored, and the notice asks for another press: the button still takes this list.
            self._name_button(views.list_view(self.read, self._desk.words).button)
            return
        self.read = None
        self._name_button(_("选择别的文件…"))

    def _tell(self, icon: str, headline: str, detail: str) -> None:
        empty(self._told)
        self._told.addWidget(EmptyState(icon, headline, detail))
        self._stack.setCurrentIndex(2)

    def _name_button(self, word: str) -> None:
        self.primary.setText(word)
        self.primary.setEnabled(True)
        self.primary.updateGeometry()
        self.changed.emit()


def _busiest(plan: ImportPlan) -> date | None:
    """Return the day that has the most new appointments, the first of several."""
    days = sorted(shanghai_date(row.wanted.at) for row in plan.rows if row.fate in {Fate.NEW, Fate.CHANGED})
    return max(days, key=days.count, default=None)
