"""A file written where a person chose: whole under its name, or not at all."""

import os
import tempfile
from pathlib import Path

from clinic_terminal.application.failures import ExportFailedError


def write_whole(path: Path, content: bytes) -> Path:
    """Write ``content`` to ``path`` and return it; an older file stays until the new one is complete.

    Raises ExportFailedError with cause NO_PERMISSION, NO_FOLDER or CANNOT_WRITE.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=path.suffix)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except PermissionError:
        raise ExportFailedError("NO_PERMISSION") from None
    except (FileNotFoundError, NotADirectoryError):
        raise ExportFailedError("NO_FOLDER") from None
    except OSError:
        raise ExportFailedError("CANNOT_WRITE") from None
    return path
