"""A row with buttons that leave out their keys, then their words, where there is no room for all of it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from clinic_terminal.ui.widgets.buttons import GhostButton, Given, PrimaryButton


class GivingRow(QWidget):
    """Carries a finished row; ``buttons`` are those in it that give way, a primary one only its key.

    A button without a drawing keeps its word.
    """

    def __init__(self) -> None:
        super().__init__()
        self._buttons: tuple[GhostButton | PrimaryButton, ...] = ()

    def hold(self, line: QHBoxLayout, buttons: Sequence[GhostButton | PrimaryButton]) -> None:
        """Take the row and its buttons; called once."""
        self._buttons = tuple(buttons)
        self.setLayout(line)

    @property
    def full_width(self) -> int:
        """The pixels in which no button gives way."""
        return self._least(Given.NOTHING)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._least(Given.WORD), super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return done

    def _fit(self) -> None:
        given = next((one for one in Given if self._least(one) <= self.width()), Given.WORD)
        for button in self._buttons:
            button.give(_most(button, given))

    def _least(self, given: Given) -> int:
        """Return how wide the row has to be while its buttons give so much."""
        line = self.layout()
        if line is None:
            return 0
        shown = [one for one in self._buttons if not one.isHidden()]
        saved = sum(one.minimumSizeHint().width() - one.width_of(_most(one, given)) for one in shown)
        return line.totalMinimumSize().width() - saved


def _most(button: GhostButton | PrimaryButton, given: Given) -> Given:
    return min(given, Given.KEY) if isinstance(button, PrimaryButton) else given
