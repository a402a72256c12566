"""Whether things may move on the screen: some people get sick from what turns and fades."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

_PROPERTY: Final = "clinic_reduced_motion"

_EFFECTS: Final = (
    Qt.UIEffect.UI_AnimateMenu,
    Qt.UIEffect.UI_FadeMenu,
    Qt.UIEffect.UI_AnimateCombo,
    Qt.UIEffect.UI_AnimateTooltip,
    Qt.UIEffect.UI_FadeTooltip,
)


def reduce_motion(application: QApplication, *, reduced: bool) -> None:
    """Stop what moves by itself, or let it move; spinners look at it whenever they would turn."""
    application.setProperty(_PROPERTY, reduced)
    for effect in _EFFECTS:
        # Qt's own effects are off unless the system has them on: they are only ever taken away.
        if reduced:
            QApplication.setEffectEnabled(effect, False)  # noqa: FBT003  Qt takes it so


def is_motion_reduced() -> bool:
    """Say whether nothing is to move by itself."""
    application = QApplication.instance()
    return application is not None and bool(application.property(_PROPERTY))
