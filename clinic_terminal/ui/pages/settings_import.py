"""A file of settings before it is taken in: each change with its old and new value, each fault."""

from pathlib import Path

from PySide6.QtWidgets import QAbstractButton, QGridLayout, QWidget

from clinic_terminal.application.settings_failures import SettingsFileRefusedError
from clinic_terminal.application.settings_verbs import SettingsPlan
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.views import settings as views
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton, PrimaryButton
from clinic_terminal.ui.widgets.card import Card, row
from clinic_terminal.ui.widgets.tall import Tall
from clinic_terminal.ui.widgets.text import ElidedText, Rule, Text

LARGEST_FILE = 1_000_000


def read_settings_text(path: Path) -> str:
    """Return the text of a file; raises SettingsFileRefusedError."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise SettingsFileRefusedError("TOO_LARGE")
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise SettingsFileRefusedError("MISSING") from None
    except UnicodeDecodeError:
        raise SettingsFileRefusedError("NOT_SETTINGS") from None
    except OSError:
        raise SettingsFileRefusedError("UNREADABLE") from None


class SettingsPreview(Card):
    """Shows what a file would change."""

    def __init__(self, words: Translate) -> None:
        super().__init__(padding=20, spacing=12)
        self._words = words
        self._title = Text("", "strong")
        self._file = ElidedText("", "small", "ink-3")
        self._rows = Tall()
        self._held: QWidget | None = None
        self.adopt_button = PrimaryButton(words(N_("采用")))
        self.again_button = PrimaryButton(words(N_("再选文件…")))
        self.leave_button = GhostButton(words(N_("不采用")), "Esc", size=ButtonSize.LARGE)
        self.body.addWidget(self._title)
        self.body.addWidget(self._file)
        self.body.addWidget(Rule())
        self.body.addWidget(self._rows)
        self.body.addStretch(1)
        self.body.addWidget(Rule())
        self.body.addLayout(row(None, self.leave_button, self.adopt_button, self.again_button, spacing=12))

    @property
    def primary(self) -> QAbstractButton:
        """The button that Enter presses."""
        return self.adopt_button if self.again_button.isHidden() else self.again_button

    def show_plan(self, plan: SettingsPlan, file_name: str) -> None:
        """Show a file's changes, or its faults."""
        self._title.setText(views.plan_title(plan, self._words))
        self._title.set_ink("stop" if plan.faults else "ink")
        self._file.setText(file_name)
        self.adopt_button.setVisible(not plan.faults)
        self.again_button.setVisible(bool(plan.faults))
        if self._held is not None:
            self._rows.box.removeWidget(self._held)
            self._held.hide()
            self._held.deleteLater()
        self._held = QWidget()
        self._held.setLayout(self._faults(plan) if plan.faults else self._changes(plan))
        self._rows.box.addWidget(self._held)

    def _changes(self, plan: SettingsPlan) -> QGridLayout:
        grid = _grid()
        heads = (N_("设置"), N_("现在"), N_("采用后"))
        for place, head in enumerate(heads):
            grid.addWidget(Text(self._words(head), "small", "ink-3"), 0, place)
        for number, change in enumerate(plan.changes, 1):
            name, old, new = views.change_texts(change, self._words)
            grid.addWidget(Text(name, "body", wrap=True), number, 0)
            grid.addWidget(Text(old, "body", "ink-3", wrap=True), number, 1)
            grid.addWidget(Text(new, "medium", wrap=True), number, 2)
        return grid

    def _faults(self, plan: SettingsPlan) -> QGridLayout:
        grid = _grid()
        for number, fault in enumerate(plan.faults):
            name = views.word_of(fault.name, self._words)
            grid.addWidget(Text(name, "body", wrap=True), number, 0)
            grid.addWidget(Text(views.fault_text(fault, self._words), "body", "stop", wrap=True), number, 1)
        return grid


def _grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 4, 0, 4)
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(10)
    grid.setColumnMinimumWidth(0, 240)
    grid.setColumnStretch(1, 1)
    grid.setColumnStretch(2, 1)
    return grid
