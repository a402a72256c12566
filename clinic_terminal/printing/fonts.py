"""The paper's own fonts, and the proof that a character has a glyph in one of them."""

import os
import sys
from functools import cache
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication, QRawFont

from clinic_terminal.settings import resource

FAMILIES: Final = ("Inter", "Noto Sans SC", "Noto Sans SC Wide", "Noto Sans CJK SC")
"""Latin and figures, Chinese, rare Chinese; the last is Debian's, for a checkout without font files."""


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


def family_of(sign: str) -> str | None:
    """Return the first of the paper's families that has a glyph for the character, or None."""
    present = set(QFontDatabase.families())
    for family in FAMILIES:
        if family in present and _raw(family).supportsCharacter(ord(sign)):
            return family
    return None


def uncovered(text: str) -> frozenset[str]:
    """Return the characters of ``text`` that would be drawn as an empty box."""
    return frozenset(sign for sign in text if sign.isprintable() and family_of(sign) is None)


@cache
def _raw(family: str) -> QRawFont:
    return QRawFont.fromFont(QFont(family))
