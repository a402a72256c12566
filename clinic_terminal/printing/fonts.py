"""The paper's own fonts."""

import os
import sys
from functools import cache
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

from clinic_terminal.settings import resource

FAMILIES: Final = ("Inter", "Noto Sans SC", "Noto Sans SC Wide")
"""Latin and figures, Chinese, rare Chinese: the program's own files, so that papers look alike everywhere."""


def headless_application() -> QGuiApplication:
    """Return the running Qt application, or start one without windows (for commands at a terminal).

    Call it in the main thread and keep the result; fonts cannot be used without it.
    """
    running = QGuiApplication.instance()
    if isinstance(running, QGuiApplication):
        return running
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return QGuiApplication(sys.argv[:1])


@cache
def load_fonts() -> tuple[str, ...]:
    """Register the font files that ship with the program, once, and return the families that came."""
    families: list[str] = []
    for file in sorted(resource("fonts").glob("*.[to]tf")):
        number = QFontDatabase.addApplicationFont(str(file))
        families += QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    return tuple(dict.fromkeys(families))


def paper_font(points: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Return the paper's font with figures of equal width and without rounding to a screen's pixels."""
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setPointSizeF(points)
    font.setWeight(weight)
    font.setFeature(QFont.Tag("tnum"), 1)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font
