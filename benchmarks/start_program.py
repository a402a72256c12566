"""Start the program as `run` does, and leave at the window's first idle moment."""

import sys
from pathlib import Path

from PySide6.QtCore import QTimer

from benchmarks.peak import tell_peak_and_leave
from clinic_terminal.bootstrap.program import open_program
from clinic_terminal.settings import Paths
from clinic_terminal.showcase.opened import OpenProgram
from clinic_terminal.ui.start import make_application

program = open_program(Paths(Path(sys.argv[1])), practice=True)
application = make_application()
opened = OpenProgram(program, practice=True)
opened.window.resize(1366, 768)
opened.start()
QTimer.singleShot(0, tell_peak_and_leave)
application.exec()
