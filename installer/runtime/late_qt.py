"""Tells Qt where its plugins are, before anything else runs in the frozen program; never imported by it.

PyInstaller's own hook for PySide6 loads QtCore for this at every start, also of commands that show no window.
The wheels of PySide6 find their place by themselves; what is left to say goes into the environment. On Linux
nothing of ours may stay in it: a viewer that is opened for a paper would load our libraries and plugins.
"""

import os
import sys
from pathlib import Path

FCITX = ("fcitx", "fcitx5")
"""An input method for Chinese whose plugin is not in Qt's wheels; it answers to the name of ibus as well."""


def _tell(inside: Path) -> None:
    windows = sys.platform == "win32"
    place = inside / "PySide6" if windows else inside / "PySide6" / "Qt"
    os.environ["QT_PLUGIN_PATH"] = str(place / "plugins")
    if windows:
        os.environ["PATH"] = os.pathsep.join([str(inside), os.environ.get("PATH", "")])


def _leave_the_environment_as_it_was() -> None:
    """Give other programs back what the frozen one set for itself; it has been read by now."""
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", "")
    os.environ.pop("LD_LIBRARY_PATH", None)
    if before:
        os.environ["LD_LIBRARY_PATH"] = before
    # The practice server is this program once more, and sets for itself what was taken back here.
    os.environ["PYINSTALLER_RESET_ENVIRONMENT"] = "1"


def _choose_input_method(inside: Path) -> None:
    plugins = inside / "PySide6" / "Qt" / "plugins" / "platforminputcontexts"
    if os.environ.get("QT_IM_MODULE") in FCITX and not list(plugins.glob("*fcitx*")):
        os.environ["QT_IM_MODULE"] = "ibus"


INSIDE = Path(sys._MEIPASS)  # type: ignore[attr-defined]  # noqa: SLF001  where a frozen program lies
if sys.platform == "linux":
    _leave_the_environment_as_it_was()
    _choose_input_method(INSIDE)
else:
    _tell(INSIDE)
