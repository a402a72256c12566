"""What is known of later editions of the program, and where the publisher is asked."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from clinic_terminal.application.failures import ApplicationError
from clinic_terminal.domain.edition import Edition


class Unsure(StrEnum):
    """Why nothing can be said of later editions."""

    NO_CONNECTION = "NO_CONNECTION"
    TIMEOUT = "TIMEOUT"
    PUBLISHER_DOWN = "PUBLISHER_DOWN"
    CERTIFICATE = "CERTIFICATE"
    CA_FILE = "CA_FILE"
    NOT_THE_SERVER = "NOT_THE_SERVER"
    NO_NEWS = "NO_NEWS"
    GARBAGE = "GARBAGE"
    EXPIRED = "EXPIRED"
    CLOCK = "CLOCK"
    SIGNATURE = "SIGNATURE"
    ROLLED_BACK = "ROLLED_BACK"
    ALTERED = "ALTERED"
    DISK_FULL = "DISK_FULL"
    CANNOT_WRITE = "CANNOT_WRITE"
    KEY_UNREADABLE = "KEY_UNREADABLE"
    UNEXPECTED = "UNEXPECTED"


class EditionUnsureError(ApplicationError):
    """The publisher was not reached, or what came cannot be believed; nothing of it was taken."""

    code = "EDITION_UNSURE"

    def __init__(self, cause: Unsure) -> None:
        super().__init__(f"Nothing can be said of later editions: {cause}.")
        self.cause = cause


class Standing(StrEnum):
    """How this program stands to the newest edition."""

    OFF = "OFF"
    NO_KEY = "NO_KEY"
    NO_ADDRESS = "NO_ADDRESS"
    CURRENT = "CURRENT"
    NEWER = "NEWER"
    UNSURE = "UNSURE"


@dataclass(frozen=True, slots=True)
class EditionLook:
    """What a look showed. ``running``: this program's version; ``at``: when; ``cause``: of UNSURE.

    ``address``: where it was asked.

    ``edition`` is the newest one that the publisher's signatures vouched for, and ``sure_at`` when they did;
    after an UNSURE look they are those of the last one that was sure.
    """

    standing: Standing
    running: str = ""
    at: datetime | None = None
    cause: Unsure | None = None
    edition: Edition | None = None
    sure_at: datetime | None = None
    address: str = ""
    has_key: bool = True

    @property
    def later(self) -> Edition | None:
        """The later edition, where one is known."""
        known = self.edition
        return known if known is not None and known.is_later_than(self.running) else None


class Editions(Protocol):
    """Asks the publisher, and remembers what was found."""

    @property
    def running(self) -> str:
        """The version of the running program; empty where nobody is to be asked whatever is set."""
        ...

    @property
    def has_key(self) -> bool:
        """Whether a publisher's key is built in; without one nobody could be believed."""
        ...

    def newest(self, address: str, now: datetime) -> Edition:
        """Ask for the newest edition; takes seconds. Raises EditionUnsureError."""
        ...

    def last(self) -> EditionLook | None:
        """Return the last look, None where there was none or it cannot be read."""
        ...

    def keep(self, look: EditionLook) -> None:
        """Remember a look; one that cannot be written is done without."""
        ...


class NoEditions:
    """Stands at the port where nobody is to be asked, as in practice: nothing that is practised goes out."""

    @property
    def running(self) -> str:
        """No version."""
        return ""

    @property
    def has_key(self) -> bool:
        """Not the question here."""
        return True

    def newest(self, address: str, now: datetime) -> Edition:
        """Refuse."""
        del address, now
        raise EditionUnsureError(Unsure.NO_CONNECTION)

    def last(self) -> EditionLook | None:
        """Return nothing."""
        return None

    def keep(self, look: EditionLook) -> None:
        """Keep nothing."""
