"""The base of all pages: a title, one primary button, the keys of the page, and what happens on entering."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QWidget

from clinic_terminal.ui.keys import Key
from clinic_terminal.ui.widgets.hints import Hint


class Page(QWidget):
    """One page of the shell. A subclass names itself and fills itself; it never calls another page."""

    name: str = ""
    """The page's key in the shell, such as "check-in"; also the scope of its shortcuts."""
    title: str = ""
    """The word on the rail, already translated."""
    icon: str = ""
    """The drawing on the rail."""
    key: Key | None = None
    """The function key that opens it."""

    go = Signal(str)
    """Another page is wanted, by its name."""
    hints_changed = Signal()
    """What `hints` or `primary` return has changed."""

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

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
