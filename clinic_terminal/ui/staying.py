"""Whether the page on show may be left now: a signature in progress is lost to nobody's scan or key."""

from collections.abc import Callable

from clinic_terminal.ui.page import Page
from clinic_terminal.ui.widgets.tone import Tone


def stays(page: Page | None, say: Callable[[str, Tone], None]) -> bool:
    """Tell whether the page has to stay; ``say`` says why, where the desk can do something about it."""
    if page is None:
        return False
    if page.is_held:
        return True
    if page.stay:
        say(page.stay, Tone.WARN)
    return bool(page.stay)
