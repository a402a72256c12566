"""A paper's bytes on disk, whole or not at all, and what a refusing disk is called."""

import errno
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from clinic_terminal.application.failures import PaperFailedError

DISK_FULL = "DISK_FULL"
READ_ONLY = "READ_ONLY"
IO_ERROR = "IO_ERROR"

_CAUSES = {
    errno.ENOSPC: DISK_FULL,
    errno.EDQUOT: DISK_FULL,
    errno.EFBIG: DISK_FULL,
    errno.EACCES: READ_ONLY,
    errno.EPERM: READ_ONLY,
    errno.EROFS: READ_ONLY,
}
_FOLDERS_SYNC = os.name == "posix"
"""Windows opens no folders."""


def write_paper(path: Path, data: bytes, *, durable: bool = True) -> Path:
    """Write a paper and return ``path``; raises PaperFailedError (DISK_FULL, READ_ONLY or IO_ERROR).

    One that is not ``durable`` can be drawn again at any time: it does not wait for the disk.
    """
    try:
        _write_whole(path, data, durable=durable)
    except OSError as error:
        raise PaperFailedError(_CAUSES.get(error.errno or 0, IO_ERROR)) from error
    return path


def _write_whole(path: Path, data: bytes, *, durable: bool) -> None:
    """Write a file so that its name never stands for less than all of it; raises OSError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".paper-", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            if durable:
                os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
    if durable:
        _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make the new name durable where the system can do that for folders."""
    if not _FOLDERS_SYNC:
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
