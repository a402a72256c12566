"""The parts of the settings page: its head, a line for each option, what is set elsewhere."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from clinic_terminal.application.settings_ports import Values
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.options import Option
from clinic_terminal.ui.keys import Key
from clinic_terminal.ui.pages.entry import Problem
from clinic_terminal.ui.pages.setting_editors import editor_for
from clinic_terminal.ui.views import settings as views
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton
from clinic_terminal.ui.widgets.card import Card, column, row
from clinic_terminal.ui.widgets.icons import Icon
from clinic_terminal.ui.widgets.part_choice import PartChoice
from clinic_terminal.ui.widgets.pill import Pill, PillView
from clinic_terminal.ui.widgets.reflow import Reflow
from clinic_terminal.ui.widgets.search import SearchField
from clinic_terminal.ui.widgets.text import ElidedText, Rule, Text
from clinic_terminal.ui.widgets.tone import Tone

_SEARCH_WIDTH = 380
_EDITOR_WIDTH = 520
_RESET_WIDTH = 150
_ABOUT_LEAST = 240
_EDITOR_LEAST = 330
_RESET_LEAST = 110


class SettingsSearchField(SearchField):
    """Goes down into the lines by the arrow, and by Enter."""

    down = Signal()

    def begin(self) -> None:
        """Take the keys; what is typed replaces what was looked for before."""
        self.setFocus()
        self.selectAll()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.down.emit()
        else:
            super().keyPressEvent(event)


class SettingsHead(Card):
    """What is set altogether, the groups, the search, and the two ways with a file."""

    def __init__(self, words: Translate, *, practice: bool = False) -> None:
        super().__init__(padding=16, spacing=12)
        self._state = ElidedText("", "small", "ink-3")
        self.import_button = GhostButton(
            words(N_("导入…")), Key.IMPORT_SETTINGS.cap, size=ButtonSize.MEDIUM, icon_name="import"
        )
        self.export_button = GhostButton(
            words(N_("导出")), Key.EXPORT_SETTINGS.cap, size=ButtonSize.MEDIUM, icon_name="export"
        )
        self.groups = PartChoice(words(N_("设置的分组")))
        self.groups.set_parts(views.parts(words, practice=practice))
        self.search = SettingsSearchField(words(N_("查找：字、拼音或首字母")), words(N_("查找设置")))
        upper = row(spacing=12)
        upper.addLayout(column(Text(words(N_("设置")), "title"), self._state, spacing=2), 1)
        upper.addWidget(self.import_button)
        upper.addWidget(self.export_button)
        self.body.addLayout(upper)
        lower = Reflow(spacing=12)
        lower.add(self.groups)
        lower.add(QWidget(), 1)
        lower.add(self.search, width=_SEARCH_WIDTH, beside=200)
        self.body.addWidget(lower)

    def show_state(self, values: Values, at_start: Values, words: Translate) -> None:
        """Say how many settings were changed."""
        self._state.setText(views.state_text(values, at_start, words))


class SettingLine(QWidget):
    """One option: its word and sentence, its editor, what is wrong, and the way back to the default."""

    given = Signal(str, object)
    """The option's name and a Value."""
    reset_wanted = Signal(str)
    """The option's name."""
    left = Signal()

    def __init__(self, option: Option, words: Translate) -> None:
        super().__init__()
        self.option = option
        self._words = words
        self._mark = Pill(PillView(""))
        self.problem = Problem()
        self.editor = editor_for(option, words)
        self.reset_button = GhostButton(words(N_("恢复默认")), size=ButtonSize.SMALL, icon_name="undo")
        self._build()
        self.editor.given.connect(self._give)
        self.editor.told.connect(self.say)
        self.editor.left.connect(self.left)
        self.reset_button.clicked.connect(self._reset)

    def show_values(self, values: Values, at_start: Values) -> None:
        """Show what is kept, and what is to be known of it."""
        view = views.setting_view(self.option, values, at_start, self._words)
        self.editor.show_value(view.value)
        self._mark.setVisible(view.mark is not None)
        if view.mark is not None:
            self._mark.set_view(view.mark)
        self.reset_button.setVisible(view.changed)

    def say(self, problem: str) -> None:
        """Say what is wrong with what was typed; it stays in the field."""
        self.problem.say(problem)
        self.editor.mark(invalid=bool(problem))
        self.editor.first.setAccessibleDescription(problem or self._sentence)

    def _build(self) -> None:
        words, name = self._words, self._words(self.option.word)
        self._sentence = views.sentence_of(self.option, words)
        self.reset_button.setAccessibleName(f"{self.reset_button.text()} {name}")
        self.reset_button.setToolTip(views.value_text(self.option, self.option.default, words))
        self.editor.first.setAccessibleDescription(self._sentence)
        about = column(spacing=3)
        head = row(Text(name, "strong"), spacing=10)
        if self.option.guarded:
            guard = PillView(words(N_("管理员确认")), Tone.NEUTRAL, sign=True, icon="lock")
            head.addWidget(Pill(guard))
        head.addWidget(self._mark)
        head.addStretch(1)
        about.addLayout(head)
        about.addWidget(Text(self._sentence, "small", "ink-3", wrap=True))
        about.addStretch(1)
        told, given, side = QWidget(), QWidget(), QWidget()
        told.setLayout(about)
        given.setLayout(column(self.editor, self.problem, None, spacing=4))
        aside = column(spacing=0)
        aside.addLayout(row(None, self.reset_button))
        aside.addStretch(1)
        side.setLayout(aside)
        line = Reflow(spacing=20)
        line.add(told, 1, beside=_ABOUT_LEAST)
        line.add(given, width=_EDITOR_WIDTH, beside=_EDITOR_LEAST)
        line.add(side, width=_RESET_WIDTH, beside=_RESET_LEAST)
        whole = column(line)
        whole.setContentsMargins(0, 10, 0, 10)
        self.setLayout(whole)

    def _give(self, value: object) -> None:
        self.given.emit(self.option.name, value)

    def _reset(self) -> None:
        self.reset_wanted.emit(self.option.name)


class ElsewhereLine(QWidget):
    """Something that is set on another page."""

    wanted = Signal(str)
    """Its name."""

    def __init__(self, place: views.Elsewhere, words: Translate) -> None:
        super().__init__()
        self._name = place.name
        self.button = GhostButton(words(N_("打开")), size=ButtonSize.MEDIUM)
        self.button.setAccessibleName(f"{self.button.text()} {words(place.word)}")
        about = column(
            Text(words(place.word), "strong"),
            Text(words(place.sentence), "small", "ink-3", wrap=True),
            spacing=3,
        )
        line = row(Icon(place.icon, "ink-3", 24), spacing=16)
        line.addLayout(about, 1)
        line.addWidget(self.button)
        line.setContentsMargins(0, 10, 0, 10)
        self.setLayout(line)
        self.button.clicked.connect(self._emit)

    def _emit(self) -> None:
        self.wanted.emit(self._name)


class GroupCard(Card):
    """The lines of one group, those that are wanted, with a hairline between them."""

    def __init__(self, title: str, lines: dict[str, QWidget]) -> None:
        super().__init__(title, padding=20, spacing=0)
        self._lines = lines
        self._rules: dict[str, Rule] = {}
        self.body.addSpacing(10)
        for name, line in lines.items():
            self._rules[name] = Rule(soft=True)
            self.body.addWidget(self._rules[name])
            self.body.addWidget(line)

    def show_only(self, names: frozenset[str]) -> bool:
        """Leave only these lines; the card hides where none is left. Return whether it is seen."""
        for name, line in self._lines.items():
            line.setVisible(name in names)
            self._rules[name].setVisible(name in names)
        seen = not names.isdisjoint(self._lines)
        self.setVisible(seen)
        return seen
