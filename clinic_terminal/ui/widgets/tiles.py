"""Tiles: one figure with its caption, and a small gauge where it has a limit."""

from dataclasses import dataclass

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


class Tile(Card):
    """Shows a TileView."""

    def __init__(self, view: TileView) -> None:
        super().__init__(padding=16, spacing=4)
        self._caption = Text("", "small", "ink-3")
        self._figure = Text("", "title")
        self._note = Text("", "small", "ink-3", wrap=True)
        self._bar = Bar(6)
        for widget in (self._caption, self._figure, self._bar, self._note):
            self.body.addWidget(widget)
        self.body.insertSpacing(2, 6)
        self.set_view(view)

    def set_view(self, view: TileView) -> None:
        """Show another figure."""
        self._caption.setText(view.caption)
        self._figure.setText(view.figure)
        self._note.setText(view.note)
        self._note.setVisible(bool(view.note))
        self._bar.setVisible(view.share is not None)
        self._bar.set_parts((min(1.0, view.share or 0.0), fill(view.tone)))
        self.setAccessibleName(f"{view.caption} {view.figure} {view.note}".strip())


class Figure(Text):
    """A figure of a tile in the size of amounts, for counts that stand among amounts."""

    def __init__(self, text: str, ink: Ink = "ink") -> None:
        super().__init__(text, "headline", ink)
        self.setFont(money_font("money-row"))
