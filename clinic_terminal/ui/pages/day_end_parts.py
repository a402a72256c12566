"""The parts of day-end: the last month day by day, and one day compared."""

from datetime import date, datetime, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinic_terminal.application.day_comparison import DayComparison
from clinic_terminal.application.reconciliation import DAYS_BACK
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.views import reconciliation as views
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton, PrimaryButton
from clinic_terminal.ui.widgets.card import Card, column, row
from clinic_terminal.ui.widgets.line_table import Column, Line, LineTable
from clinic_terminal.ui.widgets.stack import Stack
from clinic_terminal.ui.widgets.states import EmptyState
from clinic_terminal.ui.widgets.text import ElidedText, Text
from clinic_terminal.ui.widgets.verdict import VerdictBanner

HISTORY_WIDTH = 360


class DayHistory(Card):
    """The last 31 days; `chosen` carries the day."""

    chosen = Signal(object)

    def __init__(self, words: Translate, today: date) -> None:
        super().__init__(padding=0, spacing=0)
        _ = words
        self._words = words
        self._today = today
        columns = (Column(_("日期"), stretch=True), Column(_("结果"), 150))
        self.table = LineTable(columns, name=_("日期"))
        self.body.setContentsMargins(1, 1, 1, 1)
        self.body.addWidget(self.table)
        self.table.chosen.connect(self.chosen)

    @property
    def day(self) -> date:
        """The chosen day; today before one is chosen."""
        current = self.table.current_key()
        return current if isinstance(current, date) else self._today

    def show_days(self, known: tuple[DayComparison, ...], today: date) -> None:
        """Show the days up to today, compared or not."""
        by_day = {one.day: one for one in known}
        self._today = today
        every = [today - timedelta(days=back) for back in range(DAYS_BACK)]
        self.table.set_lines(
            tuple(
                Line(
                    day,
                    (
                        views.day_word(day, today, self._words),
                        views.day_pill(by_day.get(day), self._words),
                    ),
                )
                for day in every
            )
        )
        if self.table.current_key() is None:
            self.table.set_current(today)


class SideCard(Card):
    """One side of a day."""

    def __init__(self) -> None:
        super().__init__(padding=16, spacing=3)
        self._title = Text("", "small", "ink-3")
        self._amount = Text("", "title")
        self._count = Text("", "strong", "ink-2")
        self._digest = Text("", "small", "ink-3")
        for widget in (self._title, self._amount, self._count, self._digest):
            self.body.addWidget(widget)

    def show_side(self, view: views.SideView, digest_word: str) -> None:
        """Show another day's figures."""
        self._title.setText(view.title)
        self._amount.setText(view.amount)
        self._count.setText(view.count)
        self._digest.setText(f"{digest_word} {view.digest}")
        self.setAccessibleName(f"{view.title} {view.amount} {view.count}")


class ComparedDay(QWidget):
    """One day: how it came out, both sides, and each difference with what to do."""

    def __init__(self, words: Translate) -> None:
        super().__init__()
        _ = words
        self._words = words
        self.run_button = PrimaryButton(_("现在对账"), "Enter", "refresh")
        self.banner = VerdictBanner(views.verdict_view(None, words), compact=True, action=self.run_button)
        self._title = Text("", "title")
        self._note = ElidedText("", "small", "ink-3")
        self.ours, self.theirs = SideCard(), SideCard()
        self.table = LineTable(views.columns(words), name=_("不符之处"))
        self.queue_button = GhostButton(_("到队列处理"), size=ButtonSize.MEDIUM, icon_name="queue")
        self.copy_button = GhostButton(_("复制参考号"), size=ButtonSize.MEDIUM, icon_name="copy")
        for button in (self.queue_button, self.copy_button):
            button.setAccessibleName(button.text())
        self._shown = Stack()
        self._never = EmptyState("day-end", _("还没有对过账。"), _("每天收工前对一次；平时程序也会自己对。"))
        self._equal = EmptyState("check", _("没有不符的。"), _("两边每一笔都一样。"))
        for widget in (self.table, self._equal, self._never):
            self._shown.addWidget(widget)
        self._build()

    def show_day(self, day: date, one: DayComparison | None, now: datetime, today: date) -> None:
        """Show a day; None where it was never compared."""
        words = self._words
        self._title.setText(views.day_word(day, today, words))
        self.banner.set_view(views.verdict_view(one, words))
        self._note.setText(views.side_note(one, now, words) if one is not None else "")
        for card in (self.ours, self.theirs):
            card.setVisible(one is not None)
        lines = views.lines(one, words) if one is not None else ()
        self.table.set_lines(lines)
        for button in (self.queue_button, self.copy_button):
            button.setVisible(bool(lines))
        self._shown.setCurrentWidget(self._never if one is None else self.table if lines else self._equal)
        if one is not None:
            digest = words(N_("编号校验值"))
            for card, side in zip((self.ours, self.theirs), views.sides(one, words), strict=True):
                card.show_side(side, digest)

    def set_busy(self, *, busy: bool) -> None:
        """Take no second press while the server is asked."""
        self.run_button.setEnabled(not busy)
        self.run_button.set_word(self._words(N_("正在对账…") if busy else N_("现在对账")), "refresh")

    def _build(self) -> None:
        head = row(self._title, spacing=12)
        head.addWidget(self._note, 1)
        figures = row(self.ours, self.theirs, spacing=12)
        listed = Card(padding=0, spacing=0)
        listed.body.setContentsMargins(1, 1, 1, 1)
        listed.body.addWidget(self._shown)
        whole = column(spacing=12)
        whole.addLayout(head)
        whole.addWidget(self.banner)
        whole.addLayout(figures)
        whole.addWidget(listed, 1)
        whole.addLayout(row(self.queue_button, self.copy_button, None))
        self.setLayout(whole)
