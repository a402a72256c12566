"""The window's shortcuts: each lives on its page or everywhere; in a family's hands few of them do."""

from collections.abc import Callable
from typing import Final

from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QWidget

from clinic_terminal.ui.keys import EVERYWHERE, Key

_IN_A_FAMILYS_HANDS: Final = frozenset({Key.GUIDE, Key.HINTS, Key.FORWARD, Key.LOCK, Key.NIGHT})
"""Keys by which nothing of another child can be reached."""


class PageKeys:
    """The shortcuts of one window; `follow` wakes those of the page on show."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._bound: list[tuple[Key, QShortcut]] = []
        self._page = ""
        self._held = False

    def bind(self, key: Key, act: Callable[[], object]) -> None:
        """Have a key call a function, on its page or everywhere as `keys` says."""
        shortcut = QShortcut(key.sequence, self._window)
        shortcut.activated.connect(act)
        # A key that is held down must not run from one act into the next.
        shortcut.setAutoRepeat(key is not Key.FORWARD)
        shortcut.setEnabled(self._lives(key))
        self._bound.append((key, shortcut))

    def follow(self, page: str, *, held: bool) -> None:
        """Wake the keys of a page; ``held``: the family has the window."""
        if (page, held) == (self._page, self._held):
            return
        self._page, self._held = page, held
        for key, shortcut in self._bound:
            shortcut.setEnabled(self._lives(key))

    def _lives(self, key: Key) -> bool:
        if self._held and key not in _IN_A_FAMILYS_HANDS:
            return False
        return key.value.page in {EVERYWHERE, self._page}
