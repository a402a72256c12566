"""Above the board: which day it is, the ways to other days, what was just done, and the one button."""

from datetime import date

from clinic_terminal.i18n import Translate
from clinic_terminal.ui.keys import Key
from clinic_terminal.ui.theme import theme
from clinic_terminal.ui.views.today import day_title, near_word
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton, IconButton, PrimaryButton
from clinic_terminal.ui.widgets.card import row
from clinic_terminal.ui.widgets.giving_row import GivingRow
from clinic_terminal.ui.widgets.text import ElidedText, Text


class DayHead(GivingRow):
    """Says the day and the last act; the page decides what the buttons do."""

    def __init__(self, words: Translate) -> None:
        super().__init__()
        _ = words
        self._words = words
        self._title = Text("", "title")
        self._day = Text("", ink="ink-3")
        self._said = ElidedText("", "small", "ink-2")
        before, after = _("前一天"), _("后一天")
        self.before = IconButton("chevron-left", f"{before}  {Key.DAY_BEFORE.cap}")
        self.after = IconButton("chevron-right", f"{after}  {Key.DAY_AFTER.cap}")
        ways = row(self.before, self.after, spacing=0)
        self.undo = GhostButton(_("撤销"), Key.UNDO.cap, size=ButtonSize.SMALL)
        self.import_button = GhostButton(
            _("导入名单"), Key.IMPORT.cap, size=ButtonSize.MEDIUM, icon_name="list"
        )
        self.add_button = GhostButton(
            _("添加预约"), Key.APPOINT.cap, size=ButtonSize.MEDIUM, icon_name="plus"
        )
        self.primary = PrimaryButton("", "Enter")
        line = row(self._title, self._day, spacing=10)
        line.addLayout(ways)
        line.addSpacing(6)
        line.addWidget(self._said, 1)
        for button in (self.undo, self.import_button, self.add_button, self.primary):
            line.addWidget(button)
        self.hold(line, (self.undo, self.import_button, self.add_button, self.primary))
        # The same with and without the one button, so that nothing below moves.
        self.setFixedHeight(theme().px("primary-height"))
        self.say("")

    def show_title(self, title: str) -> None:
        """Name something that is no day."""
        self._title.setText(title)
        self._day.setText("")
        self._show_ways(shown=False)

    def _show_ways(self, *, shown: bool) -> None:
        self.before.setVisible(shown)
        self.after.setVisible(shown)

    def show_day(self, day: date, today: date) -> None:
        """Name the day: today, tomorrow, or by its date alone."""
        _ = self._words
        self._show_ways(shown=True)
        near = _("今日") if day == today else near_word(day, today, _)
        self._title.setText(near[:1].upper() + near[1:] if near else day_title(day, _))
        self._day.setText(day_title(day, _) if near else "")

    def say_done(self, text: str, undoable: bool) -> None:  # noqa: FBT001  Qt's signal brings it
        """Say what was just done, and whether it can be taken back."""
        self.say(text, undoable=undoable)

    def say(self, text: str, *, undoable: bool = False) -> None:
        """Say something beside the day."""
        self._said.setText(text)
        self._said.setAccessibleName(text)
        self.undo.setVisible(undoable)
