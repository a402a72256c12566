"""Buttons in as many lines as their words need, whichever the language."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinic_terminal.ui.widgets.card import column, row

_GAP = 4


def wrapped(buttons: Sequence[QWidget], width: int, gap: int = _GAP) -> QVBoxLayout:
    """Return the buttons side by side, on a new line wherever ``width`` pixels are full."""
    whole = column(spacing=gap)
    line, left = row(spacing=gap), width
    whole.addLayout(line)
    for button in buttons:
        wanted = button.sizeHint().width()
        if line.count() and wanted > left:
            line.addStretch(1)
            line, left = row(spacing=gap), width
            whole.addLayout(line)
        line.addWidget(button)
        left -= wanted + gap
    line.addStretch(1)
    return whole
