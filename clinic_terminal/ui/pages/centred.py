"""A panel of a fixed width in the middle of a page."""

from PySide6.QtWidgets import QWidget

from clinic_terminal.ui.widgets.card import column, row


def in_the_middle(panel: QWidget) -> QWidget:
    """Return a page's content with the panel in it, a third of the free height above."""
    holder = QWidget()
    centre = column(spacing=0)
    centre.setContentsMargins(24, 20, 24, 20)
    centre.addStretch(1)
    # Between stretches, not aligned: only so is the panel as high as its wrapped lines need.
    centre.addLayout(row(None, panel, None))
    centre.addStretch(2)
    holder.setLayout(centre)
    return holder
