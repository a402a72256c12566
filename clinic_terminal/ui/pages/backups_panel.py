"""Backups: how old, checked or not, make one now, and have one restored, with the PIN, at the next start."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QLineEdit, QWidget

from clinic_terminal.application.backup_ports import Backup
from clinic_terminal.application.backups import BackupsView, ask_restore, back_up_now, look_at_backups
from clinic_terminal.application.operators import sign_in
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.messages import failure_notice
from clinic_terminal.ui.pages.entry import EntryField, Problem
from clinic_terminal.ui.pages.runner import Runner
from clinic_terminal.ui.views import backups as views
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton, PrimaryButton
from clinic_terminal.ui.widgets.card import Card, column, empty, row
from clinic_terminal.ui.widgets.icons import ToneDisc
from clinic_terminal.ui.widgets.line_table import LineTable
from clinic_terminal.ui.widgets.notice import NoticeArea, NoticeWords
from clinic_terminal.ui.widgets.stack import Stack
from clinic_terminal.ui.widgets.states import EmptyState
from clinic_terminal.ui.widgets.text import Rule, Text
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.widgets.verdict import VerdictBanner, VerdictView

_WIDTH = 680
_LONGEST_PIN = 12


class RestoreCard(Card):
    """Says what restoring means and asks for the PIN; `confirmed` carries it."""

    confirmed = Signal(str)
    left = Signal()

    def __init__(self, words: Translate) -> None:
        super().__init__(padding=32, spacing=10)
        _ = words
        self._words = words
        self._title = Text(_("恢复这份备份？"), "title")
        self._by = Text("", "small", "ink-3")
        self._effects = column(spacing=6)
        self.pin = EntryField("PIN", _("输入您的 PIN"))
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setMaxLength(_LONGEST_PIN)
        self.pin.setValidator(QIntValidator(0, 2_147_483_647, self))
        self._problem = Problem()
        self.back_button = GhostButton(_("不恢复"), "Esc")
        self.confirm_button = GhostButton(_("下次打开时恢复"), "Enter", tone=Tone.STOP)
        self.confirm_button.setAccessibleName(self.confirm_button.text())
        self.setFixedWidth(_WIDTH)
        self._build()
        self.pin.entered.connect(self._confirm)
        self.pin.left.connect(self.left)
        self.pin.textEdited.connect(self._calm)
        self.back_button.clicked.connect(self.left)
        self.confirm_button.clicked.connect(self._confirm)

    def ask(self, backup: Backup, operator: str) -> None:
        """Ask about a backup."""
        empty(self._effects)
        for effect in views.restore_effects(backup, self._words):
            line = row(spacing=8)
            line.addWidget(Text("•", ink="ink-3"), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(Text(effect, ink="ink-2", wrap=True), 1)
            self._effects.addLayout(line)
        self._by.setText(self._words(N_("由 {operator} 确认，记入审计。")).format(operator=operator))
        self.pin.clear()
        self.say("")
        self.pin.setFocus()

    def say(self, problem: str) -> None:
        """Say why it was not done."""
        self.pin.mark(invalid=bool(problem))
        self._problem.say(problem)

    def _calm(self, _text: str) -> None:
        self.say("")

    def _confirm(self) -> None:
        if self.pin.text():
            self.confirmed.emit(self.pin.text())
        else:
            self.say(self._words(N_("请输入您的 PIN。")))
            self.pin.setFocus()

    def _build(self) -> None:
        self.body.addLayout(row(ToneDisc(Tone.STOP, 36), self._title, None, spacing=14))
        self.body.addWidget(Rule())
        self.body.addLayout(self._effects)
        self.body.addSpacing(6)
        for widget in (self.pin, self._problem, self._by):
            self.body.addWidget(widget)
        self.body.addSpacing(6)
        self.body.addLayout(row(self.back_button, None, self.confirm_button, spacing=12))


class BackupsPanel(QWidget):
    """In the place of the queue; `left` goes back to it."""

    topic = "backups"
    """The guide's chapter about it."""

    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        _ = desk.words
        self._desk = desk
        self._view: BackupsView | None = None
        self._runner = Runner(desk, self._failed, self)
        self.notices = NoticeArea(NoticeWords(_("复制参考号"), _("关闭提示")), most=1)
        self.make_button = PrimaryButton(_("现在备份"), "Enter", "plus")
        self.banner = VerdictBanner(
            views.verdict_view(None, desk.words), compact=True, action=self.make_button
        )
        self.table = LineTable(views.columns(desk.words), name=_("备份"))
        self._note = Text("", "small", "ink-3", wrap=True)
        self.back_button = GhostButton(_("回到队列"), "Esc", size=ButtonSize.MEDIUM)
        self.restore_button = GhostButton(_("恢复选中的备份…"), size=ButtonSize.MEDIUM, icon_name="undo")
        self.card = RestoreCard(desk.words)
        self._shown = Stack()
        self._stack = Stack()
        self._build()
        self.make_button.clicked.connect(self.make)
        self.restore_button.clicked.connect(self.ask)
        self.back_button.clicked.connect(self.left)
        self.card.left.connect(self._show_list)
        self.card.confirmed.connect(self._restore)
        self.setFocusProxy(self.table)
        self.refresh()

    def refresh(self) -> None:
        """Look at the backups anew."""
        terminal = self._desk.terminal
        self._desk.ask_outside(partial(look_at_backups, terminal, terminal.backups), self._take)

    def make(self) -> None:
        """Make a backup now."""
        terminal, operator = self._desk.terminal, self._desk.operator
        work = partial(back_up_now, terminal, operator, terminal.backups)
        if self._runner.run(work, self._made, outside=True):
            self.make_button.setEnabled(False)
            self.notices.clear()

    def ask(self) -> None:
        """Ask whether the chosen backup is to be restored."""
        chosen = self._chosen()
        if chosen is not None:
            self.card.ask(chosen, self._desk.operator.name)
            self._stack.setCurrentIndex(1)
            self.card.pin.setFocus()

    def _restore(self, pin: str) -> None:
        chosen, desk = self._chosen(), self._desk
        if chosen is None:
            return
        terminal, operator = desk.terminal, desk.operator

        def work() -> Backup:
            sign_in(terminal, operator.id, pin)
            return ask_restore(terminal, operator, terminal.backups, chosen.path)

        self._runner.run(work, self._asked, outside=True)

    def _chosen(self) -> Backup | None:
        name = self.table.current_key()
        kept = self._view.kept if self._view else ()
        return next((one for one in kept if one.name == name), kept[0] if kept else None)

    def _asked(self, backup: Backup) -> None:
        words = self._desk.words
        told = words(N_("请关闭程序再打开：到时先恢复 {file}，然后照常工作。")).format(file=backup.name)
        self._show_list()
        self._note.setText(told)
        self.banner.set_view(VerdictView(Tone.ACCENT, words(N_("已安排恢复")), told))

    def _made(self, _backup: Backup) -> None:
        self.make_button.setEnabled(True)
        self.refresh()

    def _take(self, view: BackupsView) -> None:
        words = self._desk.words
        self._view = view
        self.banner.set_view(views.verdict_view(view, words))
        self.table.set_lines(views.lines(view, words))
        self._note.setText(views.restored_text(view, words))
        self._note.setVisible(bool(self._note.text()))
        self._shown.setCurrentIndex(0 if view.kept else 1)
        self.restore_button.setEnabled(bool(view.kept))
        if view.kept and not self.table.selectionModel().hasSelection():
            self.table.set_current(view.kept[0].name)

    def _failed(self, error: Exception) -> None:
        self.make_button.setEnabled(True)
        notice = failure_notice(error, self._desk.words)
        if self._stack.currentIndex() == 1:
            self.card.say(" ".join(filter(None, (notice.what, notice.next_step))))
            self.card.pin.setFocus()
            self.card.pin.selectAll()
        else:
            self.notices.add(notice)

    def _show_list(self) -> None:
        self._stack.setCurrentIndex(0)
        self.table.setFocus()

    def _build(self) -> None:
        _ = self._desk.words
        listed = Card(padding=0, spacing=0)
        listed.body.setContentsMargins(1, 1, 1, 1)
        self._shown.addWidget(self.table)
        self._shown.addWidget(EmptyState("lock", _("还没有备份。"), _("按“现在备份”做第一份。")))
        listed.body.addWidget(self._shown)
        first = QWidget()
        whole = column(self.banner, spacing=14)
        whole.setContentsMargins(24, 18, 24, 16)
        whole.addWidget(listed, 1)
        whole.addWidget(self._note)
        whole.addLayout(row(self.back_button, None, self.restore_button))
        first.setLayout(whole)
        second = QWidget()
        middle = column(None, spacing=0)
        middle.addLayout(row(None, self.card, None))
        middle.addStretch(2)
        second.setLayout(middle)
        self._stack.addWidget(first)
        self._stack.addWidget(second)
        self.setLayout(column(self.notices, self._stack, spacing=0))
