"""Settings: everything a clinic may set, found by words or pinyin, each change kept at once."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QAbstractButton
from typing_extensions import override

from clinic_terminal.application.settings_failures import SettingUnusableError
from clinic_terminal.application.settings_verbs import Change
from clinic_terminal.i18n import N_
from clinic_terminal.options import BY_NAME
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.entries import SETTINGS
from clinic_terminal.ui.keys import Key
from clinic_terminal.ui.messages import failure_notice
from clinic_terminal.ui.pages.confirming import Confirming
from clinic_terminal.ui.pages.file_page import FilePage
from clinic_terminal.ui.pages.settings_changes import SettingsChanges
from clinic_terminal.ui.pages.settings_files import SettingsFiles
from clinic_terminal.ui.pages.settings_import import SettingsPreview
from clinic_terminal.ui.pages.settings_list import SettingsList
from clinic_terminal.ui.pages.settings_parts import SettingsHead
from clinic_terminal.ui.pages.settings_places import SettingsPlaces
from clinic_terminal.ui.views.settings import word_of
from clinic_terminal.ui.widgets.card import column
from clinic_terminal.ui.widgets.hints import Hint
from clinic_terminal.ui.widgets.notice import NoticeArea, NoticeWords
from clinic_terminal.ui.widgets.stack import Stack

_FILES = N_("设置文件 (*.json)")


class SettingsPage(FilePage):
    """Shows every option, keeps what is changed, gives all out as a file and takes a file in.

    What touches the whole clinic is confirmed by a manager, in the place of the lines.
    """

    entry = SETTINGS

    said = Signal(str)
    """Something was done that is worth a word; the window says it."""
    elsewhere_wanted = Signal(str)
    """Something that is set on another page, by its name in `views.settings.ELSEWHERE`."""

    def __init__(self, desk: Desk) -> None:
        words = desk.words
        super().__init__((words(_FILES), words(_FILES)))
        self.desk = desk
        self.head = SettingsHead(words, practice=desk.practice)
        self.notices = NoticeArea(NoticeWords(words(N_("复制参考号")), words(N_("关闭提示"))), most=1)
        self.list = SettingsList(words, practice=desk.practice)
        self.preview = SettingsPreview(words)
        self._stack = Stack()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.preview)
        self.confirming = Confirming(desk, self._stack, self)
        self.changes = SettingsChanges(desk, self.confirming, self)
        self.places = SettingsPlaces(desk, self._stack, self.list, self.confirming)
        self.files = SettingsFiles(desk, self.preview, self.confirming, self)
        self.panel_topic = lambda: str(getattr(self._stack.currentWidget(), "topic", ""))
        self._build()
        self._connect()
        self._refresh()
        self._show_lines()

    @property
    @override
    def primary(self) -> QAbstractButton | None:
        if self.confirming.is_asking:
            return self.confirming.panel.primary
        if self.places.panel is not None:
            return self.places.panel.primary
        return self.preview.primary if self.files.plan is not None else None

    @override
    def hints(self) -> tuple[Hint, ...]:
        words = self.desk.words
        if self.confirming.is_asking:
            return self.confirming.panel.hints()
        if self.places.panel is not None:
            return self.places.panel.hints()
        if self.files.plan is not None:
            return (Hint("Enter", self.preview.primary.text()), Hint("Esc", words(N_("不采用"))))
        return (
            Hint(Key.SEARCH.cap, words(N_("查找"))),
            Hint("Tab", words(N_("下一项"))),
            Hint("Enter", words(N_("保存"))),
            Hint(Key.IMPORT_SETTINGS.cap, words(N_("导入"))),
            Hint(Key.EXPORT_SETTINGS.cap, words(N_("导出"))),
            Hint("Esc", words(N_("返回"))),
        )

    @override
    def enter(self) -> None:
        self.confirming.forget()
        self._refresh()
        if self.places.panel is not None:
            self.places.panel.setFocus()
        else:
            (self.head.search if self.files.plan is None else self.preview.primary).setFocus()

    @override
    def leave(self) -> None:
        self.confirming.forget()
        if self.places.panel is not None:
            self.places.close()

    @override
    def back(self) -> bool:
        if self.confirming.is_asking:
            self.confirming.drop()
            return True
        if self.places.panel is not None:
            if not self.places.panel.back():
                self.places.close()
            return True
        if self.files.plan is not None:
            self.files.close()
            return True
        if self.head.search.text():
            self.head.search.clear()
            self.head.search.setFocus()
            return True
        return False

    def export(self) -> None:
        """Ask where the settings are to be written."""
        day = self.desk.terminal.clock.today().isoformat()
        self.choose_target(self.desk.words(N_("设置-{day}.json")).format(day=day))

    def _build(self) -> None:
        upper, lower = column(self.head), column(self._stack)
        upper.setContentsMargins(24, 20, 24, 0)
        lower.setContentsMargins(24, 14, 24, 20)
        whole = column(spacing=0)
        whole.addLayout(upper)
        whole.addWidget(self.notices)
        whole.addLayout(lower, 1)
        self.setLayout(whole)

    def _connect(self) -> None:
        self.head.import_button.clicked.connect(self.choose_file)
        self.head.export_button.clicked.connect(self.export)
        self.head.groups.changed.connect(self._take_group)
        self.head.search.textChanged.connect(self._show_lines)
        self.head.search.down.connect(self.list.enter)
        self.list.given.connect(self.changes.change)
        self.list.reset_wanted.connect(self.changes.reset)
        self.list.left.connect(self.head.search.setFocus)
        self.list.elsewhere_wanted.connect(self.places.open)
        self.places.window_wanted.connect(self.elsewhere_wanted)
        self.places.said.connect(self.said)
        self.places.hints_changed.connect(self.hints_changed)
        self.places.moved.connect(self._look)
        self.confirming.moved.connect(self._look)
        self.changes.changed.connect(self._changed)
        self.changes.was_reset.connect(self._was_reset)
        self.changes.refused.connect(self._refused)
        self.changes.dropped.connect(self._dropped)
        self.preview.again_button.clicked.connect(self.choose_file)
        self.file_given.connect(self.files.take)
        self.target_given.connect(self.files.export_to)
        self.files.shown.connect(self._look)
        self.files.closed.connect(self._look)
        self.files.adopted.connect(self._refresh)
        self.files.said.connect(self.said)
        self.files.failed.connect(self._tell)
        find = QShortcut(Key.SEARCH.sequence, self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self.head.search.begin)

    def _take_group(self) -> None:
        self.head.search.clear()
        # The field that had the keys is gone with its group.
        if not self.head.groups.isAncestorOf(self.focusWidget()):
            self.head.search.setFocus()
        self._show_lines()

    def _show_lines(self) -> None:
        self.list.show_some(str(self.head.groups.value), self.head.search.text())

    def _refresh(self) -> None:
        keeper = self.desk.terminal.settings
        self.list.show_values(keeper.values, keeper.at_start)
        self.head.show_state(keeper.values, keeper.at_start, self.desk.words)

    def _changed(self, name: str, change: Change | None) -> None:
        self.notices.clear()
        self._refresh()
        if BY_NAME[name].guarded and self.head.search.hasFocus():
            # The question took the hand away from its line.
            self.list.lines[name].editor.first.setFocus()
        if change is not None:
            words = self.desk.words
            self.said.emit(words(N_("已保存：{name}")).format(name=word_of(change.name, words)))
            self.desk.take_setting(change.name, change.new)

    def _was_reset(self, name: str, change: Change | None) -> None:
        self._changed(name, change)
        # The button that had the keys is gone.
        self.list.lines[name].editor.first.setFocus()

    def _dropped(self, name: str) -> None:
        """Show what holds, and give the hand back to the line that nobody confirmed."""
        self._refresh()
        self.list.lines[name].editor.first.setFocus()

    def _refused(self, name: str, error: Exception) -> None:
        notice = failure_notice(error, self.desk.words)
        if isinstance(error, SettingUnusableError):
            self.list.lines[name].say(" ".join(filter(None, (notice.what, notice.next_step))))
            return
        self._refresh()
        self._tell(error)

    def _tell(self, error: Exception) -> None:
        self.notices.add(failure_notice(error, self.desk.words))

    def _look(self) -> None:
        """Show a file's differences or a panel as a whole, or the lines with their groups and search."""
        at_file, panel = self.files.plan is not None, self.places.panel
        self.notices.clear()
        aside = self.confirming.is_asking or panel is not None
        if not aside:
            self._stack.setCurrentWidget(self.preview if at_file else self.list)
        self.head.setVisible(not aside)
        self.head.groups.setDisabled(at_file)
        self.head.search.setDisabled(at_file)
        if not aside:
            (self.preview.primary if at_file else self.head.search).setFocus()
        self.hints_changed.emit()
