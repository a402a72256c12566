"""How this program is called on a command line: a short name is found only where it was put on the path."""

import shlex
import shutil
import sys
from pathlib import Path
from typing import Final

from clinic_terminal.i18n import N_

NAME: Final = "clinic-terminal"

_CONSOLE: Final = f"{NAME}-console.exe"
"""Beside the program with windows, which on Windows can neither write nor ask."""


def program_name() -> str:
    """Return what a command begins with here, quoted where its path has blanks."""
    if not getattr(sys, "frozen", False):
        return NAME
    program = Path(sys.executable)
    if sys.platform.startswith("win"):
        beside = str(program.with_name(_CONSOLE))
        return f'"{beside}"' if " " in beside else beside
    found = shutil.which(NAME)
    return NAME if found is not None and program.samefile(found) else shlex.quote(str(program))


def shell_name() -> str:
    """Return the message id of where commands are typed here: Windows' other shell takes no quoted paths."""
    return N_("命令提示符") if sys.platform.startswith("win") else N_("终端")
