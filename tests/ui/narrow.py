"""What a small screen asks: nothing scrolls sideways, and the next step is pressed without scrolling."""

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QScrollArea, QWidget

from clinic_terminal.ui.stage import Stage
from clinic_terminal.ui.window import TerminalWindow

_SLACK = 2


def narrow_faults(window: QWidget) -> list[str]:
    """Return which page scrolls sideways, and which primary button is out of sight."""
    sideways = [
        f"sideways {type(one.page).__name__}"
        for one in window.findChildren(Stage)
        if one.isVisible() and one.horizontalScrollBar().maximum() > 0
    ]
    return sideways + _unseen(window)


def _unseen(window: QWidget) -> list[str]:
    page = window.page if isinstance(window, TerminalWindow) else None
    primary = page.primary if page is not None else None
    if not isinstance(window, TerminalWindow) or primary is None or not primary.isVisible():
        return []
    footing = window.shell.footing
    seen = in_sight(footing.button) if footing.isVisible() else in_sight(primary)
    return [] if seen else [f"unseen {primary.text()}"]


def in_sight(widget: QWidget) -> bool:
    """Tell whether a widget is seen as a whole, in everything that scrolls round it."""
    if not widget.isVisible():
        return False
    holder = widget.parentWidget()
    while holder is not None:
        if isinstance(holder, QScrollArea):
            room = holder.viewport()
            place = QRect(widget.mapTo(room, QPoint(0, 0)), widget.size())
            if not room.rect().adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK).contains(place):
                return False
        holder = holder.parentWidget()
    return True
