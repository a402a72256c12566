"""What the doctor looks at outside the verbs: the house it runs in, the server, the devices."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

Value = str | int | bool | None


@dataclass(frozen=True, slots=True)
class Versions:
    """What is running, but for the window's library.

    ``schema`` is the file's, ``wanted_schema`` this program's; empty where unknown.
    """

    program: str
    python: str
    sqlcipher: str
    system: str
    schema: str
    wanted_schema: str
    frozen: bool = False


@dataclass(frozen=True, slots=True)
class Disk:
    """The disk that holds the clinic's data, in bytes; ``reserved``: room is kept for a full disk."""

    free: int
    total: int
    reserved: bool
    writable: bool


@dataclass(frozen=True, slots=True)
class ServerLook:
    """What one question to the server showed; nothing of a person is sent with it.

    ``problem`` is empty where it answered, else NO_CONNECTION, TIMEOUT, NOT_THE_SERVER, CERT_EXPIRED,
    CERT_UNKNOWN, CERT_NAME, CERT_REFUSED, CA_FILE. ``valid_until`` is the end of its certificate and ``date``
    its own time as it said it, unsigned. ``secure``: asked over TLS. ``own_ca``: checked by a root
    certificate of the clinic's. ``milliseconds``: how long the answer took.
    """

    problem: str = ""
    secure: bool = False
    own_ca: bool = False
    proxy: bool = False
    valid_until: datetime | None = None
    date: datetime | None = None
    milliseconds: int = 0


@dataclass(frozen=True, slots=True)
class SealLook:
    """This terminal's seal: how long its certificate holds, and whether its key fits to it."""

    valid_from: datetime
    valid_until: datetime
    fits: bool


@dataclass(frozen=True, slots=True)
class KeyLook:
    """Where the database's key is: KEYRING, FILE, or empty before there is one.

    ``out_of_reach``: it exists and cannot be had now. ``exposed``: others on this computer may read its file.
    """

    source: str
    out_of_reach: bool = False
    exposed: bool = False


@dataclass(frozen=True, slots=True)
class ScannerLook:
    """The serial scanner: the port that is set (empty: none), whether it is there and may be opened.

    ``usb_ports`` are serial ports on USB that could be a scanner's.
    """

    port: str
    present: bool
    allowed: bool
    usb_ports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LogLook:
    """The log file: bytes, and whether it can be written to."""

    size: int
    writable: bool


@dataclass(frozen=True, slots=True)
class CameraLook:
    """The cameras by the names that the system has for them; ``usable``: cameras can be asked for at all."""

    names: tuple[str, ...]
    usable: bool = True


@dataclass(frozen=True, slots=True)
class FontLook:
    """Which of the program's font families are there, and which are missing."""

    loaded: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScreenLook:
    """The screens: how many, the family's screen as it was chosen (empty: none), whether that is there."""

    count: int
    chosen: str
    present: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """What only the window's library can see; None where nobody could look."""

    qt: str = ""
    cameras: CameraLook | None = None
    fonts: FontLook | None = None
    screens: ScreenLook | None = None


class Probes(Protocol):
    """Looks at the house. Each method may take seconds and raises what it likes; none changes anything."""

    def versions(self) -> Versions:
        """Return what is running."""
        ...

    def wall(self) -> datetime:
        """Return the computer's own time, uncorrected."""
        ...

    def disk(self) -> Disk:
        """Look at the disk."""
        ...

    def key(self) -> KeyLook:
        """Look where the database's key is."""
        ...

    def set_address(self) -> str | None:
        """Return the server's address in the settings, which goes before the enrolment's."""
        ...

    def server(self, address: str) -> ServerLook:
        """Ask the server whether it is there."""
        ...

    def seal(self) -> SealLook | None:
        """Look at this terminal's seal; None before the first bill."""
        ...

    def has_identity(self) -> bool:
        """Say whether this terminal's own key is there."""
        ...

    def scanner(self) -> ScannerLook:
        """Look for the serial scanner."""
        ...

    def log(self) -> LogLook:
        """Look at the log file."""
        ...

    def log_tail(self) -> str:
        """Return the end of the log file as it is."""
        ...

    def words(self) -> tuple[str, ...]:
        """Return the languages whose sentences cannot be loaded."""
        ...

    def settings_problem(self) -> str:
        """Return the code of why the settings cannot be used; empty where they can."""
        ...

    def settings(self) -> Mapping[str, Value]:
        """Return the settings as far as they hold nothing personal and nothing secret."""
        ...


class NobodyLooksError(Exception):
    """There is nobody at the port who could look."""

    def __init__(self) -> None:
        super().__init__("Nobody can look at this here.")


class NoProbes:
    """Stands at the port where nobody can look."""

    def versions(self) -> Versions:
        """Refuse."""
        raise NobodyLooksError

    def wall(self) -> datetime:
        """Refuse."""
        raise NobodyLooksError

    def disk(self) -> Disk:
        """Refuse."""
        raise NobodyLooksError

    def key(self) -> KeyLook:
        """Refuse."""
        raise NobodyLooksError

    def set_address(self) -> str | None:
        """Return nothing."""
        return None

    def server(self, address: str) -> ServerLook:
        """Refuse."""
        del address
        raise NobodyLooksError

    def seal(self) -> SealLook | None:
        """Refuse."""
        raise NobodyLooksError

    def has_identity(self) -> bool:
        """Refuse."""
        raise NobodyLooksError

    def scanner(self) -> ScannerLook:
        """Refuse."""
        raise NobodyLooksError

    def log(self) -> LogLook:
        """Refuse."""
        raise NobodyLooksError

    def log_tail(self) -> str:
        """Return nothing."""
        return ""

    def words(self) -> tuple[str, ...]:
        """Refuse."""
        raise NobodyLooksError

    def settings_problem(self) -> str:
        """Return nothing."""
        return ""

    def settings(self) -> Mapping[str, Value]:
        """Return nothing."""
        return {}
