"""Start the program as `run` does, and leave at a moment: its first window, or the sign-in page in use.

``python -m benchmarks.start_program FOLDER first|ready``
"""

import sys
from pathlib import Path

from PySide6.QtCore import QTimer

from benchmarks.peak import tell_peak_and_leave
from clinic_terminal.showcase.entrance import Entrance, House
from clinic_terminal.ui.start import make_application


def open_house() -> House:
    """Open the enrolled terminal in the folder; its server does not run."""
    from clinic_terminal.bootstrap.program import open_program
    from clinic_terminal.settings import Paths

    program = open_program(Paths(Path(sys.argv[1])))
    return House(program, program.close)


def leave_when_ready() -> None:
    """Leave once the operators can be chosen."""
    opened = entrance.opened
    if opened is not None and opened.window.pages.sign_in.tiles.children()[3:]:
        tell_peak_and_leave()


application = make_application()
entrance = Entrance(open_house, practice=False)
entrance.start()
timer = QTimer()
if sys.argv[2] == "first":
    QTimer.singleShot(0, tell_peak_and_leave)
else:
    timer.timeout.connect(leave_when_ready)
    timer.start(5)
application.exec()
