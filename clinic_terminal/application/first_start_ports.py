"""What the first start needs of the computer: its own note, the server, the enrolment, the house."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from clinic_terminal.application.first_start import Progress
from clinic_terminal.application.line import LineKeeper
from clinic_terminal.application.ports import Enrolment
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.options import Value


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a server's certificate says: whose it is, who issued it, from when until when (UTC)."""

    subject: str
    issuer: str
    valid_from: datetime
    valid_until: datetime


@dataclass(frozen=True, slots=True)
class ServerFacts:
    """A server that answered as ours does. ``certificate`` is None without TLS, or where it was not shown.

    ``here``: it is this very computer. ``own_ca``: believed by the clinic's own certificates.
    """

    address: str
    seen_at: datetime
    certificate: Certificate | None = None
    here: bool = False
    own_ca: bool = False
    proxy: str = ""


@dataclass(frozen=True, slots=True)
class WayOut:
    """How the clinic's network is left: a proxy and a file of trusted certificates, both may be empty."""

    proxy: str = ""
    ca_file: str = ""


class ScannerThread(Protocol):
    """A scanner on a serial port, listening in its own thread."""

    def start(self) -> None:
        """Begin to listen."""
        ...

    def stop(self) -> None:
        """Listen no more."""
        ...


class OpenHouse(Protocol):
    """The opened store with everything joined to it."""

    @property
    def terminal(self) -> Terminal:
        """What the verbs work with."""
        ...

    @property
    def keeper(self) -> LineKeeper:
        """What knows the line."""
        ...

    def fetch_changes(self) -> None:
        """Fetch plans, keys and members; raises CentralUnreachableError, CentralSessionError."""
        ...

    def scanner(
        self, text: Callable[[str], None], opened: Callable[[], None], lost: Callable[[], None]
    ) -> ScannerThread | None:
        """Return the scanner on the serial port that is set, None where none is."""
        ...

    def close(self) -> None:
        """Close the store."""
        ...


class SetUp(Protocol):
    """The first start's hands. No method belongs on the window's thread: each may wait for disk or network.

    Usable again and again: whatever was done already is found and not done twice.
    """

    def progress(self) -> Progress:
        """Return how far it is; the start where nothing was noted or the note cannot be read."""
        ...

    def keep(self, progress: Progress) -> None:
        """Note how far it is; raises FirstStartNotKeptError."""
        ...

    def forget(self) -> None:
        """Throw the note away: the first start is done."""
        ...

    def way_out(self) -> WayOut:
        """Return proxy and certificates as they are set; raises SettingsError."""
        ...

    def set(self, name: str, value: Value) -> None:
        """Keep one setting; raises SettingsError, OptionError, SettingUnusableError."""
        ...

    def look(self, address: str, way: WayOut) -> ServerFacts:
        """Ask a server whether it is one of ours.

        Raises CentralUnreachableError, ServerCertificateError.
        """
        ...

    def enrolment(self) -> Enrolment | None:
        """Return where this terminal belongs, None before that is known; raises StoreUnopenableError."""
        ...

    def lacks_key(self) -> bool:
        """Say whether this terminal has a place but not its key; raises StoreUnopenableError."""
        ...

    def offer(self, address: str, code: str) -> Enrolment:
        """Ask the server for this terminal's place; the same code may ask again and gets the same answer.

        Raises CentralUnreachableError, CentralRefusedError, AlreadyEnrolledError, OtherClinicError,
        StoreUnopenableError.
        """
        ...

    def refuse(self) -> None:
        """Drop the offered place and this terminal's key: another code makes another terminal."""
        ...

    def accept(self, enrolment: Enrolment) -> None:
        """Belong there from now on, with all that is queued.

        Raises StoreUnopenableError, StoreFailedError, NothingOfferedError, SettingsError.
        """
        ...

    def open(self) -> OpenHouse:
        """Open the store and join everything; raises StoreUnopenableError, SettingsError."""
        ...
