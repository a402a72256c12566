"""A file written where a person chose: whole under its name, or not at all."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from clinic_terminal.application.failures import ExportFailedError

_CAUSES: Final = {errno.ENOSPC: "DISK_FULL", errno.EDQUOT: "DISK_FULL", errno.EROFS: "READ_ONLY"}


def write_whole(path: Path, content: bytes) -> Path:
    """Write ``content`` to ``path`` and return it; an older file stays until the new one is complete.

    Raises ExportFailedError with cause NO_PERMISSION, NO_FOLDER, READ_ONLY, DISK_FULL or CANNOT_WRITE.
    """
    with writing_whole(path) as file:
        file.write(content)
    return path


@contextmanager
def writing_whole(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write to, which takes its place at ``path`` once the block is through.

    Raises ExportFailedError as `write_whole` does; then what was at ``path`` is there still.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=path.suffix)
        try:
            with os.fdopen(handle, "wb") as file:
                yield file
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except PermissionError:
        raise ExportFailedError("NO_PERMISSION") from None
    except (FileNotFoundError, NotADirectoryError):
        raise ExportFailedError("NO_FOLDER") from None
    except OSError as failure:
        raise ExportFailedError(_CAUSES.get(failure.errno or 0, "CANNOT_WRITE")) from None
