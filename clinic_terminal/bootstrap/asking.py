"""What commands ask: only where somebody can answer, else a command would fail oddly or wait for ever."""

import getpass as standard
import os
import sys
from typing import Final

from clinic_terminal.ui.command_line import program_name

_IS_WINDOWS: Final = os.name == "nt"
_KEYS: Final = "CONIN$"
"""What Windows calls the keys of the console."""


class NoConsoleError(Exception):
    """A command asks for something, and there is nobody to answer."""

    def __init__(self) -> None:
        super().__init__(
            "this command asks for something, and there is no console to answer at. "
            f"Please type it into one, beginning with {program_name()}"
        )


def ask(prompt: str) -> str:
    """Ask, and return the line that was typed; raises NoConsoleError."""
    if sys.stdin is None:
        raise NoConsoleError
    try:
        return input(prompt)
    except EOFError:
        raise NoConsoleError from None


def getpass(prompt: str) -> str:
    """Ask without showing what is typed; raises NoConsoleError."""
    if sys.stdin is None or (_IS_WINDOWS and not _has_keys()):
        raise NoConsoleError
    try:
        return standard.getpass(prompt)
    except EOFError:
        raise NoConsoleError from None


def _has_keys() -> bool:
    """Say whether Windows has a console for this program; reading its keys without one never ends."""
    try:
        os.close(os.open(_KEYS, os.O_RDWR))
    except OSError:
        return False
    return True
