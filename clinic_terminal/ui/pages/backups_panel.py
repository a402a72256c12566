"""Backups: how old, checked or not, made now, and restored at the next start if a manager says so."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QWidget

from clinic_terminal.application.approval import Approval
from clinic_terminal.application.backup_ports import Backup
from clinic_terminal.application.backups import BackupsView, ask_restore, back_up_now, take_back_restore
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.messages import failure_notice
from clinic_terminal.ui.pages.confirming import Confirming
from clinic_terminal.ui.pages.runner import Runner
from clinic_terminal.ui.views import backups as views
from clinic_terminal.ui.views.data_trouble import trouble_of
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton, PrimaryButton
from clinic_terminal.ui.widgets.card import Card, column, row
from clinic_terminal.ui.widgets.hints import Hint
from clinic_terminal.ui.widgets.line_table import LineTable
from clinic_terminal.ui.widgets.notice import NoticeArea, NoticeWords
from clinic_terminal.ui.widgets.stack import Stack
from clinic_terminal.ui.widgets.states import EmptyState
from clinic_terminal.ui.widgets.text import Text
from clinic_terminal.ui.widgets.verdict import VerdictBanner


class BackupsPanel(QWidget):
    """In the place of the queue; `left` goes back to it."""

    topic = "backups"
    """The guide's chapter about it."""

    left = Signal()
    moved = Signal()
    """A manager is asked, or was."""

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
        self.cancel_button = GhostButton(_("取消恢复"), size=ButtonSize.MEDIUM, icon_name="close")
        self._shown = Stack()
        self._stack = Stack()
        self._build()
        self.confirming = Confirming(desk, self._stack, self)
        self.confirming.moved.connect(self.moved)
        self.make_button.clicked.connect(self.make)
        self.restore_button.clicked.connect(self.ask)
        self.cancel_button.clicked.connect(self._take_back)
        self.back_button.clicked.connect(self.left)
        self.setFocusProxy(self.table)
        desk.data.changed.connect(self._show)
        self.refresh()

    def refresh(self) -> None:
        """Look at the backups anew."""
        self._desk.data.look()

    def make(self) -> None:
        """Make a backup now."""
        terminal, operator = self._desk.terminal, self._desk.operator
        work = partial(back_up_now, terminal, operator, terminal.backups)
        if self._runner.run(work, self._made, outside=True):
            self.make_button.setEnabled(False)
            self.notices.clear()

    @property
    def primary(self) -> QAbstractButton:
        """The button that Enter presses."""
        return self.confirming.panel.primary if self.confirming.is_asking else self.make_button

    def hints(self) -> tuple[Hint, ...]:
        """Return the keys."""
        if self.confirming.is_asking:
            return self.confirming.panel.hints()
        _ = self._desk.words
        return (Hint("↑↓", _("选择")), Hint("Enter", _("现在备份")), Hint("Esc", _("回到队列")))

    def back(self) -> bool:
        """Take the question for a no, where one is open; False where none is."""
        asking = self.confirming.is_asking
        self.confirming.drop()
        return asking

    def ask(self) -> None:
        """Have a manager asked whether the chosen backup is to be restored; each time anew."""
        chosen = self._chosen()
        if chosen is not None:
            wish = views.restore_wish(chosen, self._desk.words)
            self.confirming.ask(wish, partial(self._restore, chosen), self.table.setFocus, anew=True)

    def _restore(self, chosen: Backup, approval: Approval) -> None:
        terminal, operator = self._desk.terminal, self._desk.operator
        work = partial(ask_restore, terminal, operator, terminal.backups, chosen.path, approval)
        self._runner.run(work, self._arranged, outside=True)

    def _chosen(self) -> Backup | None:
        name = self.table.current_key()
        kept = self._view.kept if self._view else ()
        return next((one for one in kept if one.name == name), kept[0] if kept else None)

    def _take_back(self) -> None:
        terminal, operator = self._desk.terminal, self._desk.operator
        self._runner.run(partial(take_back_restore, terminal, operator, terminal.backups), self._arranged)

    def _arranged(self, _done: Backup | None) -> None:
        self.table.setFocus()
        self.refresh()

    def _made(self, _backup: Backup) -> None:
        self.make_button.setEnabled(True)
        self.refresh()

    def _show(self) -> None:
        words, state = self._desk.words, self._desk.data.state
        view = self._view = state.view
        if view is None:
            return
        trouble = trouble_of(state, words)
        self.table.set_lines(views.lines(view, words))
        if view.asked is not None:
            self.banner.set_view(views.arranged_view(view.asked, words))
        else:
            self.banner.set_view(trouble.banner if trouble else views.verdict_view(view, words))
        self._note.setText(views.restored_text(view, words))
        self._note.setVisible(bool(self._note.text()))
        self.cancel_button.setVisible(view.asked is not None)
        self._shown.setCurrentIndex(0 if view.kept else 1)
        self.restore_button.setEnabled(bool(view.kept))
        if view.kept and not self.table.selectionModel().hasSelection():
            self.table.set_current(view.kept[0].name)

    def _failed(self, error: Exception) -> None:
        self.make_button.setEnabled(True)
        self.notices.add(failure_notice(error, self._desk.words))
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
        whole.addLayout(row(self.back_button, None, self.cancel_button, self.restore_button))
        first.setLayout(whole)
        self.cancel_button.hide()
        self._stack.addWidget(first)
        self.setLayout(column(self.notices, self._stack, spacing=0))
