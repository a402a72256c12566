"""Day-end: each day's acts beside the server's own list, equal or difference by difference."""

from datetime import date
from functools import partial

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton
from typing_extensions import override

from clinic_terminal.application.day_comparison import DayComparison
from clinic_terminal.application.reconciliation import days, reconcile
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.entries import DAY_END
from clinic_terminal.ui.messages import failure_notice
from clinic_terminal.ui.page import Page
from clinic_terminal.ui.pages.day_end_parts import HISTORY_WIDTH, ComparedDay, DayHistory
from clinic_terminal.ui.pages.runner import Runner
from clinic_terminal.ui.terms import short_reference
from clinic_terminal.ui.widgets.card import column
from clinic_terminal.ui.widgets.hints import Hint
from clinic_terminal.ui.widgets.notice import NoticeArea, NoticeWords
from clinic_terminal.ui.widgets.reflow import Reflow


class DayEndPage(Page):
    """The history on the left, the chosen day on the right; nothing is decided here by itself."""

    entry = DAY_END

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        _ = desk.words
        self.desk = desk
        self._known: dict[date, DayComparison] = {}
        self._runner = Runner(desk, self._failed, self)
        self.notices = NoticeArea(NoticeWords(_("复制参考号"), _("关闭提示")), most=1)
        self.history = DayHistory(desk.words, desk.terminal.clock.today())
        self.day = ComparedDay(desk.words)
        across = Reflow(edges=(24, 18, 24, 16))
        across.add(self.history, width=HISTORY_WIDTH, beside=280, least=200)
        across.add(self.day, 1, least=380)
        whole = column(self.notices, spacing=0)
        whole.addWidget(across, 1)
        self.setLayout(whole)
        self.history.chosen.connect(self._show_day)
        self.day.run_button.clicked.connect(self.run)
        self.day.queue_button.clicked.connect(self._open_queue)
        self.day.copy_button.clicked.connect(self._copy)

    @property
    @override
    def primary(self) -> QAbstractButton | None:
        return self.day.run_button

    @property
    def shown(self) -> DayComparison | None:
        """The comparison on show; None where the chosen day was never compared."""
        return self._known.get(self.history.day)

    @override
    def hints(self) -> tuple[Hint, ...]:
        _ = self.desk.words
        return (Hint("↑↓", _("选择日期")), Hint("Enter", _("现在对账")), Hint("Esc", _("返回")))

    @override
    def enter(self) -> None:
        self._refresh()
        self.history.table.setFocus()

    def run(self) -> None:
        """Compare the chosen day with the server's list now."""
        terminal, operator, day = self.desk.terminal, self.desk.operator, self.history.day
        self.notices.clear()
        if self._runner.run(partial(reconcile, terminal, operator, day), self._compared, outside=True):
            self.day.set_busy(busy=True)

    def _refresh(self) -> None:
        self.desk.ask(partial(days, self.desk.terminal), self._take)

    def _take(self, found: tuple[DayComparison, ...]) -> None:
        self._known = {one.day: one for one in found}
        self.history.show_days(found, self.desk.terminal.clock.today())
        self._show_day(self.history.day)

    def _show_day(self, day: object) -> None:
        if isinstance(day, date):
            clock = self.desk.terminal.clock
            self.day.show_day(day, self._known.get(day), clock.now(), clock.today())

    def _compared(self, one: DayComparison) -> None:
        self.day.set_busy(busy=False)
        self._known[one.day] = one
        self._refresh()
        self.desk.refresh()

    def _failed(self, error: Exception) -> None:
        self.day.set_busy(busy=False)
        self.notices.add(failure_notice(error, self.desk.words))

    def _open_queue(self) -> None:
        self.go.emit("queue")

    def _copy(self) -> None:
        """Put the chosen difference's reference on the clipboard."""
        current = self.day.table.current_key()
        if isinstance(current, str):
            QGuiApplication.clipboard().setText(short_reference(current))
