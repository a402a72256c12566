"""The look in one mode: palette, stylesheet and colours for painting, all made from the tokens."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from PySide6.QtCore import QDir
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from clinic_terminal.settings import resource
from clinic_terminal.ui.fonts import load_fonts, points_per_px, text_font
from clinic_terminal.ui.tokens import Mode, Tokens, UnknownTokenError, load_tokens, substitute

__all__ = ["Mode", "Theme", "UnknownTokenError", "apply_theme", "load_tokens", "restyle", "theme"]

SHEETS: Final = ("plain.qss", "buttons.qss", "own.qss")
"""In order: a later file may refine an earlier one."""

_MODE_PROPERTY: Final = "clinic_mode"

_ROLES: Final = {
    QPalette.ColorRole.Window: "background",
    QPalette.ColorRole.WindowText: "ink",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "background",
    QPalette.ColorRole.Text: "ink",
    QPalette.ColorRole.PlaceholderText: "ink-3",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "ink",
    QPalette.ColorRole.BrightText: "on-accent",
    QPalette.ColorRole.Highlight: "accent-fill",
    QPalette.ColorRole.HighlightedText: "on-accent",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.ToolTipBase: "ink",
    QPalette.ColorRole.ToolTipText: "surface",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Light: "surface",
    QPalette.ColorRole.Midlight: "line-soft",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Dark: "line-strong",
    QPalette.ColorRole.Shadow: "line-strong",
}


@dataclass(frozen=True, slots=True)
class Theme:
    """The tokens seen in one mode; widgets that paint themselves ask it for colours and lengths."""

    tokens: Tokens
    mode: Mode

    def hex(self, name: str) -> str:
        """Return a colour as #RRGGBB. Raises UnknownTokenError."""
        return self.tokens.colour(name, self.mode)

    def colour(self, name: str) -> QColor:
        """Return a colour to paint with. Raises UnknownTokenError."""
        return QColor(self.hex(name))

    def px(self, name: str) -> int:
        """Return a length in whole device-independent pixels. Raises UnknownTokenError."""
        return round(self.tokens.px(name))

    def palette(self) -> QPalette:
        """Return Qt's palette, for the parts a stylesheet does not reach."""
        palette = QPalette()
        for role, name in _ROLES.items():
            palette.setColor(role, self.colour(name))
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.colour("ink-faint"))
        return palette

    def stylesheet(self, sheets: tuple[str, ...] = SHEETS) -> str:
        """Return the stylesheet with every token put in. Raises UnknownTokenError."""
        text = "\n".join(resource("qss", name).read_text(encoding="utf-8") for name in sheets)
        return substitute(text, self.tokens, self.mode, points_per_px())


def apply_theme(app: QApplication, mode: Mode) -> Theme:
    """Give the application its fonts, palette and stylesheet; may be called again to change the mode."""
    chosen = _theme(mode)
    load_fonts()
    QDir.setSearchPaths("icons", [str(resource("icons"))])
    app.setProperty(_MODE_PROPERTY, mode)
    app.setFont(text_font())
    app.setPalette(chosen.palette())
    app.setStyleSheet(chosen.stylesheet())
    return chosen


def theme() -> Theme:
    """Return the theme that the running application wears; light before `apply_theme`."""
    app = QApplication.instance()
    mode = app.property(_MODE_PROPERTY) if app else None
    return _theme("dark" if mode == "dark" else "light")


def restyle(widget: QWidget) -> None:
    """Have the stylesheet look again at a widget's properties, which Qt does not do by itself."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


@cache
def _theme(mode: Mode) -> Theme:
    return Theme(load_tokens(), mode)
