"""Tiles: one figure with its caption, and a small gauge where it has a limit."""

from dataclasses import dataclass
from typing import Final

from clinic_terminal.ui.theme import restyle
from clinic_terminal.ui.widgets.card import Card
from clinic_terminal.ui.widgets.money import money_font
from clinic_terminal.ui.widgets.pool import Bar
from clinic_terminal.ui.widgets.text import Ink, Text
from clinic_terminal.ui.widgets.tone import Tone, fill


@dataclass(frozen=True, slots=True)
class TileView:
    """A caption, a figure in words ready to read, a note, and how much of the limit is taken (0 to 1)."""

    caption: str
    figure: str
    note: str = ""
    share: float | None = None
    tone: Tone = Tone.OFFLINE


_PADDING: Final = 16
_COMPACT_PADDING: Final = 12
_PARTS: Final = " · "


class Tile(Card):
    """Shows a TileView; where there is little room, with a smaller figure and narrower edges."""

    def __init__(self, view: TileView) -> None:
        super().__init__(padding=_PADDING, spacing=4)
        self._caption = Text("", "small", "ink-3")
        self._figure = Text("", "title")
        self._note = Text("", "small", "ink-3", wrap=True)
        self._bar = Bar(6)
        for widget in (self._caption, self._figure, self._bar, self._note):
            self.body.addWidget(widget)
        self.body.insertSpacing(2, 6)
        self._is_compact = False
        self._view = view
        self.set_view(view)

    def set_compact(self, *, compact: bool) -> None:
        """Take less room, or the usual."""
        if compact is self._is_compact:
            return
        self._is_compact = compact
        edge = _COMPACT_PADDING if compact else _PADDING
        self.body.setContentsMargins(edge, edge, edge, edge)
        self._figure.setProperty("role", "strong" if compact else "title")
        restyle(self._figure)
        self._show_note()

    def set_view(self, view: TileView) -> None:
        """Show another figure."""
        self._view = view
        self._caption.setText(view.caption)
        self._figure.setText(view.figure)
        self._show_note()
        self._bar.setVisible(view.share is not None)
        self._bar.set_parts((min(1.0, view.share or 0.0), fill(view.tone)))
        self.setAccessibleName(f"{view.caption} {view.figure} {view.note}".strip())

    def _show_note(self) -> None:
        """Show the note; in a narrow tile each of its parts has a line of its own."""
        note = self._view.note
        self._note.setText(note.replace(_PARTS, "\n") if self._is_compact else note)
        self._note.setVisible(bool(note))


class Figure(Text):
    """A figure of a tile in the size of amounts, for counts that stand among amounts."""

    def __init__(self, text: str, ink: Ink = "ink") -> None:
        super().__init__(text, "headline", ink)
        self.setFont(money_font("money-row"))
