"""Which screens there are, and how one is known again after a restart or a pulled plug."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QScreen

HERE = ""
"""The choice of no other screen: the guardian signs in the desk's own window."""


@dataclass(frozen=True, slots=True)
class ScreenChoice:
    """A screen that may be the family's: ``key`` is stored, ``label`` names it with its size."""

    key: str
    label: str


def keys_of(screens: Sequence[QScreen]) -> tuple[str, ...]:
    """Return a key for each screen: what it says of itself, and its place among those that say the same.

    Monitors of one make often have one name and no serial number; their order from left to right, then from
    top to bottom, tells them apart.
    """
    said = [_identity(screen) for screen in screens]
    order = sorted(range(len(screens)), key=lambda at: (_corner(screens[at]), at))
    keys = dict[int, str]()
    for at in order:
        alike = [other for other in order if said[other] == said[at]]
        keys[at] = f"{said[at]}#{alike.index(at) + 1}" if len(alike) > 1 else said[at]
    return tuple(keys[at] for at in range(len(screens)))


def screen_of(key: str, screens: Sequence[QScreen]) -> QScreen | None:
    """Return the screen that a stored key means, None where it is not plugged in.

    A screen that was one of two alike is still meant where its twin is away: then there is no doubt.
    """
    if key == HERE:
        return None
    keys = keys_of(screens)
    if key in keys:
        return screens[keys.index(key)]
    bare = key.rpartition("#")[0] or key
    alike = [screen for screen in screens if _identity(screen) == bare]
    return alike[0] if len(alike) == 1 else None


def choices_of(screens: Sequence[QScreen], own: QScreen | None) -> tuple[ScreenChoice, ...]:
    """Return the screens that may be the family's: all but the one that the desk's window is on."""
    return tuple(
        ScreenChoice(key, _label(screen, key))
        for screen, key in zip(screens, keys_of(screens), strict=True)
        if screen is not own
    )


def _identity(screen: QScreen) -> str:
    return f"{screen.name()}|{screen.manufacturer()}|{screen.model()}|{screen.serialNumber()}"


def _corner(screen: QScreen) -> tuple[int, int]:
    return screen.geometry().x(), screen.geometry().y()


def _label(screen: QScreen, key: str) -> str:
    size = screen.size()
    number = key.rpartition("#")[2] if "#" in key else ""
    name = " ".join(filter(None, (screen.model() or screen.name(), number)))
    return f"{name} · {size.width()}×{size.height()}"
