"""The ways with a file of settings: all given out, or a file looked at, then taken in as it was shown."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from clinic_terminal.application import settings_verbs as verbs
from clinic_terminal.application.approval import Approval
from clinic_terminal.application.settings_verbs import Change, SettingsPlan
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.i18n import N_
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.pages.confirming import Confirming
from clinic_terminal.ui.pages.runner import Runner
from clinic_terminal.ui.pages.settings_import import SettingsPreview, read_settings_text
from clinic_terminal.ui.saved_file import write_whole
from clinic_terminal.ui.views.settings import import_wish


class SettingsFiles(QObject):
    """Reads, shows on the preview, takes in and writes; the page decides what is in sight."""

    shown = Signal()
    """A file stands on the preview."""
    closed = Signal()
    """There is no file any more."""
    adopted = Signal()
    """The file was taken in; `closed` came before."""
    said = Signal(str)
    failed = Signal(object)
    """An Exception; `closed` came before."""

    def __init__(self, desk: Desk, preview: SettingsPreview, confirming: Confirming, parent: QObject) -> None:
        super().__init__(parent)
        self.plan: SettingsPlan | None = None
        self._desk = desk
        self._preview = preview
        self._confirming = confirming
        self._name = ""
        self._runner = Runner(desk, self._fail, self)
        preview.adopt_button.clicked.connect(self.adopt)
        preview.leave_button.clicked.connect(self.close)

    def take(self, path: Path) -> None:
        """Read a file and show what it would change."""
        terminal = self._desk.terminal

        def planned() -> SettingsPlan:
            return verbs.plan_settings_import(terminal, read_settings_text(path))

        if self._runner.run(planned, self._show, outside=True):
            self._name = path.name

    def adopt(self) -> None:
        """Take in the file on show; a manager confirms it where it holds what only a manager changes."""
        plan = self.plan
        if plan is None or not plan.is_adoptable:
            return
        if verbs.needs_approval(change.name for change in plan.changes):
            wish = import_wish(plan, self._desk.words)
            self._confirming.ask(wish, partial(self._apply, plan))
        else:
            self._apply(plan)

    def _apply(self, plan: SettingsPlan, approval: Approval | None = None) -> None:
        desk = self._desk
        work = partial(verbs.apply_settings, desk.terminal, desk.operator, plan, approval)
        self._runner.run(work, self._adopted)

    def export_to(self, path: Path) -> None:
        """Write all settings to a file; it holds no keys and no passwords."""
        desk = self._desk
        told = desk.words(N_("已导出 {file}，里面没有密钥和密码。")).format(file=path.name)

        def write(terminal: Terminal) -> Path:
            text = verbs.export_settings(terminal, desk.operator)
            return write_whole(path, text.encode())

        self._runner.run(partial(write, desk.terminal), lambda _path: self.said.emit(told), outside=True)

    def close(self) -> None:
        """Let go of the file."""
        self.plan = None
        self.closed.emit()

    def _show(self, plan: SettingsPlan) -> None:
        if not plan.changes and not plan.faults:
            self.close()
            self.said.emit(self._desk.words(N_("文件里的设置和现在的一样，没有改动。")))
            return
        self.plan = plan
        self._preview.show_plan(plan, self._name)
        self.shown.emit()

    def _adopted(self, changes: tuple[Change, ...]) -> None:
        self.close()
        self.adopted.emit()
        told = self._desk.words(N_("已采用 {count} 项设置。")).format(count=len(changes))
        self.said.emit(told)
        # The language comes last: it has every page made anew.
        for change in sorted(changes, key=lambda one: one.name == "language"):
            self._desk.take_setting(change.name, change.new)

    def _fail(self, error: Exception) -> None:
        self.close()
        self.failed.emit(error)
