"""A bare PySide6 window that loads the same fonts and shows one line of text in them."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

from benchmarks.peak import tell_peak_and_leave
from clinic_terminal.settings import resource

application = QApplication(["bare"])
for file in sorted(resource("fonts").glob("*.otf")):
    QFontDatabase.addApplicationFont(str(file))
font = QFont()
font.setFamilies(["Inter", "Noto Sans SC", "Noto Sans SC Wide"])
application.setFont(font)
window = QMainWindow()
window.setCentralWidget(QLabel("今日 Today"))
window.resize(1366, 768)
window.show()
QTimer.singleShot(0, tell_peak_and_leave)
application.exec()
