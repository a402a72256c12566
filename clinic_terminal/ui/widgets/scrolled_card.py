"""A card whose content scrolls inside it."""

from clinic_terminal.ui.widgets.downwards import Downwards


class ScrolledCard(Downwards):
    """Keeps its edge whole, and is as wide as any other card, however much there is in it."""
