"""Where the files of a run lie: in memory where the machine offers it, since no disk is tested there."""

import os
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
_IN_MEMORY: Final = Path("/dev/shm")  # noqa: S108  a folder that the run makes its own files in, by tempfile


def fast() -> str | None:
    """Return the folder for temporary files that costs least; None leaves it to the system."""
    return str(_IN_MEMORY) if _IN_MEMORY.is_dir() and os.access(_IN_MEMORY, os.W_OK) else None
