"""The program's own fonts: Latin and figures in Inter, Chinese in Noto Sans SC, rare characters behind it."""

from functools import cache
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

from clinic_terminal.settings import resource
from clinic_terminal.ui.tokens import load_tokens

FAMILIES: Final = ("Inter", "Noto Sans SC", "Noto Sans CJK SC", "Noto Sans SC Wide")
"""First family first; the third is the same design as installed by Debian, for a checkout without fonts."""

MEDIUM: Final = QFont.Weight.Medium
BOLD: Final = QFont.Weight.DemiBold
REGULAR: Final = QFont.Weight.Normal


@cache
def load_fonts() -> tuple[str, ...]:
    """Register every font file that ships with the program, once, and return the families that came."""
    families: list[str] = []
    for file in sorted(resource("fonts").glob("*.[to]tf")):
        number = QFontDatabase.addApplicationFont(str(file))
        families += QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    return tuple(dict.fromkeys(families))


def points_per_px() -> float:
    """Return how many points one device-independent pixel is on the first screen (72 per 96 on most)."""
    return 72 / QGuiApplication.primaryScreen().logicalDotsPerInch()


def text_font(size: str = "text-body", weight: QFont.Weight = REGULAR) -> QFont:
    """Return the program's font at a size token, with figures of equal width."""
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setPointSizeF(load_tokens().px(size) * points_per_px())
    font.setWeight(weight)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font
