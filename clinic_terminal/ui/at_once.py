"""Settings that take effect in the running program: light and dark, motion, the language."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from clinic_terminal.i18n import translator
from clinic_terminal.settings import Language
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.lighting import lighting_of
from clinic_terminal.ui.motion import reduce_motion
from clinic_terminal.ui.views.bill_words import is_english


class AtOnce(QObject):
    """Hears from the desk what was set; ``switch_language`` changes to the other language."""

    def __init__(self, desk: Desk, switch_language: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._switch_language = switch_language
        desk.setting_changed.connect(self._take)

    def _take(self, name: str, value: object) -> None:
        application = QApplication.instance()
        if not isinstance(application, QApplication):
            return
        if name == "mode":
            lighting_of(application).choose(str(value))
        elif name == "reduced_motion":
            reduce_motion(application, reduced=bool(value))
        elif name == "language":
            wanted = translator(Language(str(value)))
            if is_english(wanted) != is_english(self._desk.words):
                self._switch_language()
