"""The price list: a file is looked at row by row before it is adopted, and the present one is given out."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton
from typing_extensions import override

from clinic_terminal.application.failures import TariffMovedError
from clinic_terminal.application.tariff import apply_tariff, export_tariff, plan_tariff_import, tariff_state
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.contract.tables import read_table
from clinic_terminal.contract.tariff_file import read_tariff, tariff_csv, tariff_xlsx
from clinic_terminal.domain.tariff import TariffEdition
from clinic_terminal.domain.tariff_plan import TariffDraft, TariffPlan
from clinic_terminal.i18n import N_
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.entries import TARIFF
from clinic_terminal.ui.keys import Key
from clinic_terminal.ui.messages import failure_notice
from clinic_terminal.ui.pages.file_page import FilePage
from clinic_terminal.ui.pages.runner import Runner
from clinic_terminal.ui.pages.tariff_parts import TariffHead, TariffIntro, TariffPreview
from clinic_terminal.ui.saved_file import write_whole
from clinic_terminal.ui.views.bill_words import is_english
from clinic_terminal.ui.widgets.card import Card, column
from clinic_terminal.ui.widgets.hints import Hint
from clinic_terminal.ui.widgets.notice import NoticeArea, NoticeWords
from clinic_terminal.ui.widgets.stack import Stack
from clinic_terminal.ui.widgets.states import Busy

_READ = N_("价目表 (*.xlsx *.csv *.txt)")
_WRITE = "Excel (*.xlsx);;CSV (*.csv)"


class TariffPage(FilePage):
    """Shows what holds, what a file would change, and adopts it."""

    entry = TARIFF

    said = Signal(str)
    """Something was done that is worth a word; the window says it."""

    def __init__(self, desk: Desk) -> None:
        words = desk.words
        super().__init__((words(_READ), _WRITE))
        self.desk = desk
        self._draft: TariffDraft | None = None
        self._file = ""
        self._plan: TariffPlan | None = None
        self._runner = Runner(desk, self._failed, self)
        self.head = TariffHead(words)
        self.notices = NoticeArea(NoticeWords(words(N_("复制参考号")), words(N_("关闭提示"))), most=1)
        self.intro = TariffIntro(words)
        self.preview = TariffPreview(words)
        self._reading = Card()
        self._stack = Stack()
        self._build()
        self._connect()

    @property
    @override
    def primary(self) -> QAbstractButton | None:
        if self._plan is None:
            return self.intro.choose_button
        return self.preview.again_button if self._plan.faults else self.preview.adopt_button

    @property
    def plan(self) -> TariffPlan | None:
        """The file on show, judged."""
        return self._plan

    @override
    def hints(self) -> tuple[Hint, ...]:
        words = self.desk.words
        files = (
            Hint(Key.OPEN_FILE.cap, words(N_("选择文件"))),
            Hint(Key.EXPORT_TARIFF.cap, words(N_("导出"))),
        )
        if self._plan is None:
            choose = Hint("Enter", self.intro.choose_button.text())
            return (choose, *files, Hint("Esc", words(N_("返回"))))
        on = (Hint("Enter", self.primary.text()),) if self.primary is not None else ()
        return (*on, Hint("↑↓", words(N_("看各行"))), *files, Hint("Esc", words(N_("不采用"))))

    @override
    def enter(self) -> None:
        self._refresh()
        (self.intro.choose_button if self._plan is None else self.preview.table).setFocus()

    @override
    def back(self) -> bool:
        if self._draft is None:
            return False
        self._start_over()
        return True

    def take_file(self, path: Path) -> None:
        """Read a file and show what it would change."""
        self.notices.clear()
        if self._runner.run(lambda: read_tariff(read_table(path)), self._take_draft, outside=True):
            self._file = path.name
            self._stack.setCurrentWidget(self._reading)

    def adopt(self) -> None:
        """Adopt the list as it is shown."""
        desk, plan = self.desk, self._plan
        if plan is not None and plan.is_adoptable:
            self._runner.run(lambda: apply_tariff(desk.terminal, desk.operator, plan), self._adopted)

    def export_to(self, path: Path) -> None:
        """Write the present price list to a file; its ending says whether as CSV or as XLSX."""
        write = partial(_export, self.desk.terminal, path, english=is_english(self.desk.words))
        told = self.desk.words(N_("已导出 {file}")).format(file=path.name)
        self._runner.run(write, lambda _path: self.said.emit(told), outside=True)

    def export(self) -> None:
        """Ask where the present price list is to be written."""
        day = self.desk.terminal.clock.today().isoformat()
        self.choose_target(self.desk.words(N_("价目表-{day}.xlsx")).format(day=day))

    def _build(self) -> None:
        self._reading.body.addStretch(1)
        self._reading.body.addWidget(Busy(self.desk.words(N_("正在读文件…"))))
        self._reading.body.addStretch(2)
        for widget in (self.intro, self._reading, self.preview):
            self._stack.addWidget(widget)
        upper, lower = column(self.head), column(self._stack)
        upper.setContentsMargins(24, 20, 24, 0)
        lower.setContentsMargins(24, 14, 24, 20)
        whole = column(spacing=0)
        whole.addLayout(upper)
        whole.addWidget(self.notices)
        whole.addLayout(lower, 1)
        self.setLayout(whole)

    def _connect(self) -> None:
        for button in (self.intro.choose_button, self.head.choose_button, self.preview.again_button):
            button.clicked.connect(self.choose_file)
        self.head.export_button.clicked.connect(self.export)
        self.preview.adopt_button.clicked.connect(self.adopt)
        self.preview.since_changed.connect(self._compare)
        self.preview.since_field.entered.connect(self.adopt)
        self.preview.since_field.left.connect(self._start_over)
        self.file_given.connect(self.take_file)
        self.target_given.connect(self.export_to)
        self._runner.busy_changed.connect(self._allow)

    def _take_draft(self, draft: TariffDraft) -> None:
        self._draft = draft
        self.preview.set_since(self.desk.terminal.clock.today())
        self._compare()

    def _compare(self) -> None:
        """Judge the file for the typed day; a day that is none, or past, is said beside its field."""
        desk, draft, since = self.desk, self._draft, self.preview.since
        words = desk.words
        if since is None:
            self.preview.say(words(N_("请填日期，如 2026-06-01。")))
        elif since < desk.terminal.clock.today():
            self.preview.say(words(N_("生效日期不能早于今天。")))
        elif draft is not None:
            self._runner.run(lambda: plan_tariff_import(desk.terminal, draft, since), self._take_plan)
        self._allow()

    def _take_plan(self, plan: TariffPlan) -> None:
        if self._draft is None:
            # The file was put away while it was compared.
            return
        self._plan = plan
        self._stack.setCurrentWidget(self.preview)
        self.preview.show_plan(plan, self._file)
        if plan.since != self.preview.since:
            self._compare()
        self._allow()
        self.hints_changed.emit()

    def _adopted(self, edition: TariffEdition) -> None:
        words = self.desk.words
        since = self._plan.since.isoformat() if self._plan else ""
        told = words(N_("已采用 {count} 项，从 {day} 起。")).format(count=len(edition.rows), day=since)
        self._start_over()
        self._refresh()
        self.said.emit(told)

    def _failed(self, error: Exception) -> None:
        self.notices.add(failure_notice(error, self.desk.words))
        self._stack.setCurrentWidget(self.intro if self._plan is None else self.preview)
        if isinstance(error, TariffMovedError):
            self._compare()

    def _start_over(self) -> None:
        self._draft = self._plan = None
        self.notices.clear()
        self._stack.setCurrentWidget(self.intro)
        self.intro.choose_button.setFocus()
        self.hints_changed.emit()

    def _refresh(self) -> None:
        terminal = self.desk.terminal
        self.desk.ask(lambda: tariff_state(terminal), self.head.show_state)

    def _allow(self) -> None:
        """Open the button only for what is on show: the typed day, and nothing under way."""
        plan = self._plan
        ready = plan is not None and plan.is_adoptable and plan.since == self.preview.since
        self.preview.adopt_button.setEnabled(ready and not self._runner.busy)


def _export(terminal: Terminal, path: Path, *, english: bool) -> Path:
    lines = export_tariff(terminal, terminal.clock.today())
    as_file = tariff_csv if path.suffix.casefold() == ".csv" else tariff_xlsx
    return write_whole(path, as_file(lines, english=english))
