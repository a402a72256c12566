"""Qt's own words, such as those of a field's menu (copy, paste), in the language of the screens."""

import logging
from typing import Final

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

from clinic_terminal.i18n import Translate
from clinic_terminal.ui.views.bill_words import is_english

CATALOGUE: Final = "qtbase_zh_CN"
"""Qt's catalogue, which comes with Qt; without one Qt speaks English."""

_log = logging.getLogger(__name__)


def speak_qt(words: Translate) -> None:
    """Have Qt speak the language of ``words`` too; where its catalogue is missing, it stays with English."""
    application = QCoreApplication.instance()
    if application is None:
        return
    spoken = application.findChild(QTranslator, CATALOGUE)
    if is_english(words) is (spoken is None):
        return
    if spoken is not None:
        application.removeTranslator(spoken)
        spoken.setParent(None)
        return
    chinese = QTranslator(application)
    chinese.setObjectName(CATALOGUE)
    if chinese.load(CATALOGUE, QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(chinese)
    else:
        _log.warning("Qt's Chinese words are missing")
