"""One person: the name, what that person may do, and a button for each thing that may be done."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton

from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.views.people import ICONS, WORDS, Deed, PersonView
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton
from clinic_terminal.ui.widgets.card import Card, column, row
from clinic_terminal.ui.widgets.icons import Icon
from clinic_terminal.ui.widgets.text import Rule, Text


class PersonCard(Card):
    """Shows a PersonView; `wanted` carries a Deed."""

    wanted = Signal(object)

    def __init__(self, words: Translate) -> None:
        super().__init__(padding=20, spacing=10)
        self._name = Text("", "title", wrap=True)
        self._told = Text("", "small", "ink-3", wrap=True)
        self._deeds: tuple[Deed, ...] = ()
        self._buttons: dict[Deed, GhostButton] = {
            deed: GhostButton(words(word), size=ButtonSize.MEDIUM, icon_name=ICONS[deed])
            for deed, word in WORDS.items()
            if deed is not Deed.ADD
        }
        head = row(Icon("user", "ink-3", 28), spacing=14)
        head.addLayout(column(self._name, self._told, spacing=2), 1)
        self.body.addLayout(head)
        self.body.addWidget(Rule(soft=True))
        for deed, button in self._buttons.items():
            self.body.addWidget(button)
            button.clicked.connect(partial(self.wanted.emit, deed))
        self._asked = Text(
            words(N_("除了改自己的 PIN，都会请管理员用 PIN 确认。")), "small", "ink-3", wrap=True
        )
        self.body.addWidget(self._asked)
        self.body.addStretch(1)

    def say_who_confirms(self, *, manager: bool) -> None:
        """Say that a manager is asked; where there is none, anybody may confirm."""
        self._asked.setVisible(manager)

    @property
    def first(self) -> QAbstractButton | None:
        """What Enter presses: the first thing that may be done."""
        return self._buttons[self._deeds[0]] if self._deeds else None

    def button(self, deed: Deed) -> GhostButton:
        """Return the button of a deed."""
        return self._buttons[deed]

    def show_person(self, view: PersonView) -> None:
        """Show somebody else."""
        self._name.setText(view.name)
        self._told.setText(view.told)
        self._deeds = view.deeds
        for deed, button in self._buttons.items():
            button.setVisible(deed in view.deeds)
            button.setAccessibleName(f"{button.text()} {view.name}")
