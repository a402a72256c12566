"""The doctor's page: one look at everything the work rests on, and a file for whoever helps."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QWidget
from typing_extensions import override

from clinic_terminal.application.doctor import worst
from clinic_terminal.application.doctor_bundle import bundle_name, make_bundle
from clinic_terminal.application.doctor_lines import Line
from clinic_terminal.application.ports import Operator
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.i18n import N_
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.entries import DOCTOR
from clinic_terminal.ui.messages import failure_notice
from clinic_terminal.ui.pages.doctor_list import TONES, DoctorList
from clinic_terminal.ui.pages.doctor_round import DoctorRound
from clinic_terminal.ui.pages.file_page import FilePage
from clinic_terminal.ui.pages.runner import Runner
from clinic_terminal.ui.saved_file import write_whole
from clinic_terminal.ui.terms import clock_text
from clinic_terminal.ui.views.doctor import BUNDLE_MADE, summary
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton, PrimaryButton
from clinic_terminal.ui.widgets.card import column, row
from clinic_terminal.ui.widgets.hints import Hint
from clinic_terminal.ui.widgets.notice import NoticeArea, NoticeWords
from clinic_terminal.ui.widgets.stack import Stack
from clinic_terminal.ui.widgets.states import Busy
from clinic_terminal.ui.widgets.text import Text
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.widgets.verdict import VerdictBanner, VerdictView

_FILES = N_("支持文件 (*.zip)")


class DoctorPage(FilePage):
    """Looks by itself when it is first entered; `said` is a word for the window."""

    entry = DOCTOR

    said = Signal(str)

    def __init__(self, desk: Desk) -> None:
        words = desk.words
        super().__init__((words(_FILES), words(_FILES)))
        self.setAcceptDrops(False)
        self.desk = desk
        self.round = DoctorRound(desk, self)
        self._runner = Runner(desk, self._failed, self)
        self.notices = NoticeArea(NoticeWords(words(N_("复制参考号")), words(N_("关闭提示"))), most=1)
        self.again_button = PrimaryButton(words(N_("再查一次")), "Enter", "refresh")
        self.bundle_button = GhostButton(
            words(N_("给支持的文件…")), size=ButtonSize.MEDIUM, icon_name="export"
        )
        self.banner = VerdictBanner(
            VerdictView(Tone.NEUTRAL, words(N_("正在自检…"))), compact=True, action=self.again_button
        )
        self.busy = Busy(words(N_("正在自检…")), cancel=words(N_("停止")), total=1)
        self.list = DoctorList(words)
        self._head = Stack()
        self._build()
        self.round.found.connect(self._take)
        self.round.ended.connect(self._end)
        self.busy.cancelled.connect(self.round.cancel)
        self.again_button.clicked.connect(self.look)
        self.bundle_button.clicked.connect(self.choose_bundle)
        self.target_given.connect(self.write_bundle)

    @property
    @override
    def primary(self) -> QAbstractButton | None:
        return None if self.round.busy else self.again_button

    @override
    def hints(self) -> tuple[Hint, ...]:
        words = self.desk.words
        if self.round.busy:
            return (Hint("Esc", words(N_("停止"))),)
        return (Hint("Enter", words(N_("再查一次"))), Hint("Esc", words(N_("返回"))))

    @override
    def enter(self) -> None:
        if not self.list.lines:
            self.look()

    @override
    def leave(self) -> None:
        self.round.cancel()

    @override
    def back(self) -> bool:
        if self.round.busy:
            self.round.cancel()
            return True
        return False

    def look(self) -> None:
        """Begin a round."""
        if not self.round.busy:
            self.notices.clear()
            self.list.clear()
            self.round.start()
            self.busy.set_progress(0, 1)
            self.bundle_button.setEnabled(False)
            self._head.setCurrentIndex(1)
            self.hints_changed.emit()

    def choose_bundle(self) -> None:
        """Ask where the file for support is to be written."""
        self.choose_target(bundle_name(self.desk.terminal.clock.now()))

    def write_bundle(self, file: Path) -> None:
        """Write the file for support, whole or not at all, and note in the audit log that it was."""
        desk, lines = self.desk, self.list.lines
        self.notices.clear()
        work = partial(_written, desk.terminal, desk.operator, lines, file)
        self._runner.run(work, self._told, outside=True)

    def _told(self, file: Path) -> None:
        self.said.emit(self.desk.words(BUNDLE_MADE).format(file=file.name))

    def _take(self, line: Line) -> None:
        self.list.add(line)
        self.busy.set_progress(self.round.done, self.round.total)

    def _end(self) -> None:
        words, lines = self.desk.words, self.list.lines
        at = clock_text(self.desk.terminal.clock.now())
        whole = bool(lines) and self.round.done == self.round.total
        tone = TONES[worst(lines)] if whole else Tone.NEUTRAL
        head = summary(lines, words) if whole else words(N_("自检没有做完。"))
        sub = words(N_("已检查 {count} 项。")).format(count=len(lines))
        self.banner.set_view(VerdictView(tone, head, sub, at=at))
        self.bundle_button.setEnabled(bool(lines))
        self._head.setCurrentIndex(0)
        self.hints_changed.emit()
        if self.isVisible():
            self.again_button.setFocus()

    def _failed(self, error: Exception) -> None:
        self.notices.add(failure_notice(error, self.desk.words))

    def _build(self) -> None:
        note = Text(
            self.desk.words(N_("支持文件里没有姓名、会员号、证件号和账单内容，可以放心发给技术支持。")),
            "small",
            "ink-3",
            wrap=True,
        )
        running = QWidget()
        inner = column(None, self.busy, None, spacing=0)
        inner.setContentsMargins(22, 0, 20, 0)
        running.setLayout(inner)
        self._head.addWidget(self.banner)
        self._head.addWidget(running)
        self._head.setMinimumHeight(self.banner.sizeHint().height())
        foot = row(self.bundle_button, spacing=14)
        foot.addWidget(note, 1)
        whole = column(self._head, spacing=14)
        whole.setContentsMargins(24, 18, 24, 16)
        whole.addWidget(self.list, 1)
        whole.addLayout(foot)
        outer = column(self.notices, spacing=0)
        outer.addLayout(whole, 1)
        self.setLayout(outer)


def _written(terminal: Terminal, operator: Operator, lines: tuple[Line, ...], file: Path) -> Path:
    write_whole(file, make_bundle(lines, terminal.probes, terminal, terminal.clock.now()))
    with terminal.store.begin() as uow:
        terminal.audit(uow, operator, "support_bundle", "", lines=len(lines))
    return file
