"""Designed states: nothing there, and something on its way."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget
from typing_extensions import override

from clinic_terminal.ui.theme import theme
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton
from clinic_terminal.ui.widgets.icons import Icon
from clinic_terminal.ui.widgets.spinner import Spinner
from clinic_terminal.ui.widgets.text import Text


class EmptyState(QWidget):
    """An icon, a sentence, what to do, and perhaps one button."""

    acted = Signal()

    def __init__(self, icon_name: str, title: str, detail: str = "", *, action: str = "") -> None:
        super().__init__()
        box = QVBoxLayout(self)
        box.setSpacing(8)
        box.addStretch(1)
        box.addWidget(_Medal(icon_name), 0, Qt.AlignmentFlag.AlignHCenter)
        box.addSpacing(6)
        for text in (Text(title, "strong", wrap=True), Text(detail, ink="ink-3", wrap=True)):
            text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            box.addWidget(text)
            text.setVisible(bool(text.text()))
        if action:
            button = GhostButton(action, size=ButtonSize.MEDIUM)
            button.clicked.connect(self.acted)
            box.addSpacing(8)
            box.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(2)
        self.setAccessibleName(f"{title} {detail}".strip())


class Busy(QWidget):
    """Says what is going on, how far it is where that is known, and offers to cancel."""

    cancelled = Signal()

    def __init__(self, text: str, *, cancel: str = "", total: int = 0, narrow: bool = False) -> None:
        """``narrow``: for a column; the sentence wraps and the way out stands below it."""
        super().__init__()
        self._text = Text(text, ink="ink-2", wrap=narrow)
        # A parent from the start: shown without one it would be a window and take the keyboard.
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(text)
        self._bar.setVisible(total > 0)
        self._bar.setMaximum(max(1, total))
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(Spinner())
        line.addWidget(self._text, 1 if narrow else 0)
        line.addWidget(self._bar, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(line)
        if cancel:
            button = GhostButton(cancel, "Esc", size=ButtonSize.SMALL)
            button.clicked.connect(self.cancelled)
            (whole if narrow else line).addWidget(button, 0, Qt.AlignmentFlag.AlignRight)
        self.setAccessibleName(text)

    def set_text(self, text: str) -> None:
        """Say something else."""
        self._text.setText(text)
        self._bar.setAccessibleName(text)
        self.setAccessibleName(text)

    def set_progress(self, done: int, total: int) -> None:
        """Show how far it is."""
        self._bar.setMaximum(max(1, total))
        self._bar.setValue(done)
        self._bar.setVisible(total > 0)


class _Medal(QWidget):
    """The round ground behind an empty state's icon."""

    def __init__(self, icon_name: str) -> None:
        super().__init__()
        self.setFixedSize(64, 64)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(Icon(icon_name, "ink-3", 28), 0, Qt.AlignmentFlag.AlignCenter)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour("sunken"))
        painter.drawEllipse(self.rect())
        painter.end()
