"""The base of all pages: its place on the rail, one primary button, its keys, what happens on entering."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QWidget

from clinic_terminal.ui.entries import Entry
from clinic_terminal.ui.widgets.hints import Hint


class Page(QWidget):
    """One page of the shell. A subclass names itself and fills itself; it never calls another page."""

    entry: Entry
    """Its place on the rail."""

    panel_topic: Callable[[], str] | None = None
    """The guide's chapter about a panel on show, empty where none is; set by a page that has panels."""

    go = Signal(str)
    """Another page is wanted, by its name."""
    hints_changed = Signal()
    """What `hints` or `primary` return has changed."""

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    @property
    def name(self) -> str:
        """The page's key in the shell, such as "check-in"; also the scope of its shortcuts."""
        return self.entry.name

    @property
    def topic(self) -> str:
        """What the guide is opened at here: a chapter of it, the page's own unless a panel has another."""
        return (self.panel_topic() if self.panel_topic else "") or self.name

    @property
    def is_held(self) -> bool:
        """Whether a family has this page in its hands: no other is shown until the desk takes it back."""
        return False

    @property
    def stay(self) -> str:
        """Why the desk is not to leave the page now, in words; empty where it may.

        Unlike a held page this one is in the desk's own hands, and its ways stay in sight.
        """
        return ""

    @property
    def primary(self) -> QAbstractButton | None:
        """The one button that Enter presses, None where nothing is to be done."""
        return None

    def hints(self) -> tuple[Hint, ...]:
        """Return the keys of this page."""
        return ()

    def enter(self) -> None:
        """Get ready to be seen: refresh, and put the focus where the hand begins."""

    def leave(self) -> None:
        """Get ready to be hidden."""

    def back(self) -> bool:
        """Take one step back inside the page; False where there is none, and the shell goes back itself."""
        return False

    def scanned(self, text: str) -> bool:  # noqa: ARG002 - the argument is the subclass's
        """Take what a scanner typed; False leaves it to the shell's `scanned`."""
        return False
