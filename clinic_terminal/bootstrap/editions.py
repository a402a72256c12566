"""Later editions: the publisher's key as it ships, the folder of what was believed, and the clinic's network.

The Update Framework is loaded when the publisher is asked, never at the start.
"""

import threading
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from clinic_terminal import __version__
from clinic_terminal.application.edition_ports import (
    EditionLook,
    Editions,
    EditionUnsureError,
    NoEditions,
    Unsure,
)
from clinic_terminal.application.failures import CentralUnreachableError
from clinic_terminal.bootstrap.wire import link_of
from clinic_terminal.domain.edition import Edition
from clinic_terminal.settings import Paths, Settings, resource
from clinic_terminal.updates.remembered import read_look, write_look

FOLDER: Final = "updates"


def publishers_root() -> Path:
    """Return where the publisher's root of trust ships; there is none before there is a publisher."""
    return resource("updates", "root.json")


def editions_of(paths: Paths, settings: Settings, *, practice: bool = False) -> Editions:
    """Return who is asked for later editions; nobody in practice, from which nothing goes out."""
    if practice:
        return NoEditions()
    return PublishedEditions(paths.data / FOLDER, settings, publishers_root())


@dataclass(frozen=True, slots=True)
class PublishedEditions:
    """Asks the publisher whose root is in the file ``root``; one look at a time."""

    folder: Path
    settings: Settings
    root: Path
    running: str = __version__
    _looking: threading.Lock = field(default_factory=threading.Lock)

    @property
    def has_key(self) -> bool:
        """Whether a publisher's root ships."""
        return self.root.is_file()

    def newest(self, address: str, now: datetime) -> Edition:
        """Ask the publisher; raises EditionUnsureError."""
        from clinic_terminal.sync.edition_fetch import fetching
        from clinic_terminal.updates.client import Trust, newest_edition

        try:
            root = self.root.read_bytes()
        except OSError as error:
            raise EditionUnsureError(Unsure.KEY_UNREADABLE) from error
        try:
            with self._looking, fetching(address, link_of(self.settings)) as fetch:
                return newest_edition(Trust(root, self.folder), address, now, fetch)
        except CentralUnreachableError as error:
            raise EditionUnsureError(Unsure(error.cause)) from error

    def last(self) -> EditionLook | None:
        """Return the last look."""
        return read_look(self.folder)

    def keep(self, look: EditionLook) -> None:
        """Remember a look."""
        write_look(self.folder, look)
