"""Keeps what is changed on the settings page: judged, confirmed by a manager where the option wants it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from clinic_terminal.application import settings_verbs as verbs
from clinic_terminal.application.approval import Approval
from clinic_terminal.application.settings_verbs import Change
from clinic_terminal.options import BY_NAME, Value
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.pages.confirming import Confirming
from clinic_terminal.ui.views.settings import change_wish

Verb = Callable[[Approval | None], Change | None]


class SettingsChanges(QObject):
    """Says what became of each change, by the option's name."""

    changed = Signal(str, object)
    """The option's name and its Change, None where nothing changed."""
    was_reset = Signal(str, object)
    refused = Signal(str, object)
    """The option's name and an Exception."""
    dropped = Signal(str)
    """Nobody confirmed it."""

    def __init__(self, desk: Desk, confirming: Confirming, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._confirming = confirming

    def change(self, name: str, value: Value) -> None:
        """Keep a value for an option."""
        terminal, operator = self._desk.terminal, self._desk.operator
        self._confirmed(
            name,
            value,
            lambda yes: verbs.change_setting(terminal, operator, name, value, yes),
            partial(self.changed.emit, name),
        )

    def reset(self, name: str) -> None:
        """Set an option to its default."""
        terminal, operator = self._desk.terminal, self._desk.operator
        self._confirmed(
            name,
            BY_NAME[name].default,
            lambda yes: verbs.reset_setting(terminal, operator, name, yes),
            partial(self.was_reset.emit, name),
        )

    def _confirmed(self, name: str, value: Value, verb: Verb, done: Callable[[Change | None], None]) -> None:
        desk = self._desk

        def keep(approval: Approval | None) -> None:
            desk.ask(partial(verb, approval), done, partial(self.refused.emit, name))

        if verbs.needs_approval((name,)):
            wish = change_wish(name, desk.terminal.settings.values, value, desk.words)
            self._confirming.ask(wish, keep, partial(self.dropped.emit, name))
        else:
            keep(None)
