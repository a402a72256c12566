"""Room on the disk that is given up when it is full, so that the finish in hand is stored at the next try."""

import os
import secrets
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

RESERVED: Final = 4 * 2**20
"""Bytes; a finish with its paper takes a fifth of a megabyte."""

ENOUGH: Final = 64 * 2**20
"""Free bytes at which the room is taken again: never the last of a disk that was cleared a little."""


@dataclass(frozen=True, slots=True)
class Reserve:
    """A file of noise, which no file system packs away."""

    path: Path

    @property
    def is_taken(self) -> bool:
        """Whether the room is taken."""
        return self.path.exists() and self.path.stat().st_size == RESERVED

    def take(self) -> bool:
        """Take the room unless it is taken or the disk is nearly full; say whether it is taken."""
        try:
            if self.is_taken:
                return True
            if shutil.disk_usage(self.path.parent).free < ENOUGH:
                return False
            self._fill()
        except OSError:
            self.give_up()
            return False
        return True

    def give_up(self) -> bool:
        """Free the room; say whether there was any."""
        there = self.path.exists()
        with suppress(OSError):
            self.path.unlink(missing_ok=True)
        return there

    def _fill(self) -> None:
        descriptor = os.open(self.path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(RESERVED))
            file.flush()
            os.fsync(file.fileno())
