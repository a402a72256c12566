"""The lines of all settings: one group at a time, or whatever a search finds in all of them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from clinic_terminal.application.settings_ports import Values
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.options import OPTIONS
from clinic_terminal.ui.pages.settings_parts import ElsewhereLine, GroupCard, SettingLine
from clinic_terminal.ui.views import settings as views
from clinic_terminal.ui.widgets.card import column
from clinic_terminal.ui.widgets.stack import Stack
from clinic_terminal.ui.widgets.states import EmptyState


class SettingsList(Stack):
    """Holds a line for every option, by its name."""

    given = Signal(str, object)
    reset_wanted = Signal(str)
    elsewhere_wanted = Signal(str)
    left = Signal()

    def __init__(self, words: Translate, *, practice: bool = False) -> None:
        super().__init__()
        self._search = views.SettingSearch(words)
        self.lines = {option.name: SettingLine(option, words) for option in OPTIONS}
        self.places = {place.name: ElsewhereLine(place, words) for place in views.places(practice=practice)}
        self._cards: dict[str, GroupCard] = {}
        for group, word in views.GROUPS.items():
            self._cards[group] = GroupCard(words(word), self._lines_of(group))
        self._none = EmptyState(
            "search", words(N_("没有找到这样的设置。")), words(N_("换一个词，或清空查找。"))
        )
        self._area = QScrollArea()
        self._build()
        for line in self.lines.values():
            line.given.connect(self.given)
            line.reset_wanted.connect(self.reset_wanted)
            line.left.connect(self.left)
        for place in self.places.values():
            place.wanted.connect(self.elsewhere_wanted)

    def show_values(self, values: Values, at_start: Values) -> None:
        """Show how every option stands."""
        for line in self.lines.values():
            line.show_values(values, at_start)

    def show_some(self, group: str, query: str) -> None:
        """Show one group, or with a ``query`` what is found in all of them."""
        found = self._search.find(query)
        seen = False
        for name, card in self._cards.items():
            wanted = found if query.strip() or name == group else frozenset[str]()
            seen = card.show_only(wanted) or seen
        self.setCurrentWidget(self._area if seen else self._none)
        self._area.verticalScrollBar().setValue(0)

    def enter(self) -> None:
        """Put the hand into the first line on show."""
        hands = [line.editor.first for line in self.lines.values() if line.isVisible()]
        hands += [place.button for place in self.places.values() if place.isVisible()]
        if hands:
            hands[0].setFocus()

    def _lines_of(self, group: str) -> dict[str, QWidget]:
        if group == views.ELSEWHERE_GROUP:
            return dict(self.places)
        return {option.name: self.lines[option.name] for option in OPTIONS if option.group.value == group}

    def _build(self) -> None:
        inner = QWidget()
        inner.setLayout(column(*self._cards.values(), None, spacing=14))
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidget(inner)
        for ground in (self._area.viewport(), inner):
            ground.setAutoFillBackground(False)
        self.addWidget(self._area)
        self.addWidget(self._none)
