"""Where the database cannot be opened: try again, restore the newest good backup, take unsent acts out."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog

from clinic_terminal.application.backup_ports import Backup, Restored, Salvaged
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.act_file import fresh_phrase
from clinic_terminal.ui.messages import failure_notice
from clinic_terminal.ui.tasks import Tasks
from clinic_terminal.ui.views.bill_words import moment_text
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton, PrimaryButton
from clinic_terminal.ui.widgets.card import Card, column, row
from clinic_terminal.ui.widgets.money import yuan
from clinic_terminal.ui.widgets.text import Rule, Text
from clinic_terminal.ui.widgets.tone import Tone

_WIDTH = 720
_ACTS = "*.acts"
_ZIP = "*.zip"

T = TypeVar("T")


class Rescuer(Protocol):
    """What can be done about a database that does not open."""

    def newest_good(self) -> Backup | None:
        """Return the newest backup that was opened and checked, or None."""
        ...

    def restore(self, file: Path) -> Restored:
        """Restore a backup now; raises RestoreRefusedError, AlreadyOpenError."""
        ...

    def export_unsent(self, out: Path, phrase: str) -> Salvaged:
        """Write the readable unsent acts, locked; raises NothingReadableError, ExportFailedError."""
        ...

    def copy_for_support(self, out: Path) -> Path:
        """Write the damaged file, still encrypted, and the log; raises ExportFailedError."""
        ...


class RescueCard(Card):
    """The failure in sentences with the ways out; `retry` asks to open once more."""

    retry = Signal()

    def __init__(
        self, error: Exception, words: Translate, rescuer: Rescuer | None, tasks: Tasks | None
    ) -> None:
        super().__init__(padding=40, spacing=12)
        _ = words
        self._words = words
        self._rescuer = rescuer
        self._tasks = tasks
        self._backup: Backup | None = None
        self._confirming = False
        view = failure_notice(error, words)
        self.again_button = PrimaryButton(_("再试一次"), "Enter")
        self.restore_button = GhostButton(_("恢复最近的好备份"), size=ButtonSize.MEDIUM, icon_name="undo")
        self.export_button = GhostButton(_("导出未送出的账单…"), size=ButtonSize.MEDIUM, icon_name="export")
        self.support_button = GhostButton(_("给支持人员的副本…"), size=ButtonSize.MEDIUM, icon_name="copy")
        self.said = Text("", "medium", wrap=True)
        self.phrase = Text("", "headline", "accent")
        self.phrase.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setFixedWidth(_WIDTH)
        self.body.addWidget(Text(view.what, "headline", "stop", wrap=True))
        for sentence in filter(None, (view.who, view.next_step)):
            self.body.addWidget(Text(sentence, "guide", "ink-2", wrap=True))
        self.body.addWidget(Text(view.reference, "small", "ink-3"))
        self._build()
        self._connect()

    def _build(self) -> None:
        rescues = column(spacing=8)
        for button in (self.restore_button, self.export_button, self.support_button):
            button.setAccessibleName(button.text())
            button.setVisible(False)
            rescues.addLayout(row(button, None))
        self.body.addSpacing(8)
        self.body.addLayout(row(self.again_button, None))
        self._rule = Rule(soft=True)
        self.body.addWidget(self._rule)
        self.body.addLayout(rescues)
        self.body.addWidget(self.said)
        self.body.addWidget(self.phrase)
        for widget in (self._rule, self.said, self.phrase):
            widget.hide()
        if self._rescuer is not None and self._tasks is not None:
            for shown in (self._rule, self.export_button, self.support_button):
                shown.setVisible(True)
            self._tasks.run(self._rescuer.newest_good, self._take_backup, self._no_backup)

    def _connect(self) -> None:
        self.again_button.clicked.connect(self.retry)
        self.restore_button.clicked.connect(self._restore)
        self.export_button.clicked.connect(self._choose_export)
        self.support_button.clicked.connect(self._choose_copy)

    def export_to(self, path: Path) -> None:
        """Write the unsent acts that can still be read."""
        if self._rescuer is not None:
            phrase = fresh_phrase()
            work = partial(self._rescuer.export_unsent, path, phrase)
            self._run(work, lambda written: self._exported(written, phrase))

    def copy_to(self, path: Path) -> None:
        """Write the copy for support."""
        if self._rescuer is not None:
            self._run(partial(self._rescuer.copy_for_support, path), self._copied)

    def _take_backup(self, backup: Backup | None) -> None:
        self._backup = backup
        if backup is None:
            self._say(self._words(N_("没有检查完好的备份。先导出未送出的账单，再联系支持人员。")), Tone.WARN)
            return
        told = self._words(N_("恢复 {time} 的备份")).format(time=moment_text(backup.made_at, self._words))
        self.restore_button.set_word(told, "undo")
        self.restore_button.setAccessibleName(told)
        self.restore_button.show()

    def _no_backup(self, _error: Exception) -> None:
        self._take_backup(None)

    def _restore(self) -> None:
        """Say at the first press what it means, and do it at the second."""
        backup, rescuer = self._backup, self._rescuer
        if backup is None or rescuer is None:
            return
        if not self._confirming:
            self._confirming = True
            word = self._words(N_("确认恢复"))
            self.restore_button.set_word(word, "check")
            self.restore_button.setAccessibleName(word)
            told = N_("现在的文件原样保存在旁边；备份之后还读得出的账单会带过来，编号不变。请再按一次确认。")
            self._say(self._words(told), Tone.WARN)
            return
        self._run(partial(rescuer.restore, backup.path), self._restored)

    def _restored(self, done: Restored) -> None:
        told = self._words(N_("已恢复 {time} 的备份，带回之后的 {count} 笔账单。正在打开…"))
        self._say(told.format(time=moment_text(done.made_at, self._words), count=done.carried_acts), Tone.OK)
        self.retry.emit()

    def _exported(self, written: Salvaged, phrase: str) -> None:
        told = self._words(N_("已导出 {count} 笔，保险金额 {amount}。口令只显示这一次，请电话告诉对方："))
        self._say(told.format(count=written.acts, amount=yuan(written.amount_fen)), Tone.OK)
        self.phrase.setText(phrase)
        self.phrase.setAccessibleName(phrase)
        self.phrase.show()

    def _copied(self, file: Path) -> None:
        self._say(self._words(N_("已写好 {file}，内容仍是加密的。")).format(file=file.name), Tone.OK)

    def _choose_export(self) -> None:
        self._choose(self._words(N_("未送出账单.acts")), _ACTS, self.export_to)

    def _choose_copy(self) -> None:
        self._choose("clinic-support.zip", _ZIP, self.copy_to)

    def _choose(self, name: str, pattern: str, take: Callable[[Path], None]) -> None:
        chooser = QFileDialog(self, "", name, pattern)
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix(Path(name).suffix.removeprefix("."))
        chooser.fileSelected.connect(lambda chosen: take(Path(chosen)))
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    def _run(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        if self._tasks is None:
            return
        self._allow(allowed=False)
        self._say(self._words(N_("请稍候…")), Tone.NEUTRAL)

        def finish(value: T) -> None:
            self._allow(allowed=True)
            done(value)

        self._tasks.run(work, finish, self._failed)

    def _failed(self, error: Exception) -> None:
        self._allow(allowed=True)
        notice = failure_notice(error, self._words)
        self._say(" ".join(filter(None, (notice.what, notice.next_step))), Tone.STOP)

    def _allow(self, *, allowed: bool) -> None:
        for button in (self.again_button, self.restore_button, self.export_button, self.support_button):
            button.setEnabled(allowed)

    def _say(self, text: str, tone: Tone) -> None:
        self.said.setText(text)
        self.said.set_ink("stop" if tone is Tone.STOP else "warn" if tone is Tone.WARN else "ink-2")
        self.said.show()
