"""One window on one set of data: a lock that the system takes back when the program ends, however it ends."""

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Self

from clinic_terminal.application.backup_failures import AlreadyOpenError
from clinic_terminal.settings import Paths

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class DataLock:
    """Holds the clinic's data for one program; commands that only add, such as `backup`, do not need it."""

    def __init__(self, paths: Paths) -> None:
        self._file = lock_file(paths)
        self._descriptor: int | None = None

    def take(self) -> "DataLock":
        """Take the lock, or keep it; raises AlreadyOpenError where another program has it, OSError."""
        if self._descriptor is not None:
            return self
        descriptor = os.open(self._file, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            _lock(descriptor)
        except (BlockingIOError, PermissionError):
            os.close(descriptor)
            raise AlreadyOpenError from None
        except BaseException:
            os.close(descriptor)
            raise
        self._descriptor = descriptor
        return self

    def release(self) -> None:
        """Give the lock back; twice is harmless. The file stays: deleting it would let two hold it."""
        if self._descriptor is not None:
            with suppress(OSError):
                os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> Self:
        self.take()
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


def lock_file(paths: Paths) -> Path:
    """Return the file that is locked."""
    return paths.data / "clinic-terminal.lock"
