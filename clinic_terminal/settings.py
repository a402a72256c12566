"""Where the program finds its own files, where it keeps the clinic's, and the few things a clinic may set."""

import os
import re
import sys
import tomllib
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

import platformdirs

HOME_VARIABLE = "CLINIC_TERMINAL_HOME"
LONGEST_MARK = 8
LOOPBACK_HOSTS = frozenset({"127.0.0.1", "::1", "localhost"})


class Language(StrEnum):
    """The languages of the interface; Chinese comes first."""

    ZH = "zh_CN"
    EN = "en"


class SettingsError(Exception):
    """The settings cannot be used; the sentence names the file and what to change in it."""

    code: ClassVar[str] = "SETTINGS"


class ResourcesMissingError(SettingsError):
    """The folder that ships with the program is not where checkout, wheel or frozen program have it."""

    code = "RESOURCES_MISSING"

    def __init__(self) -> None:
        super().__init__("The program's own files are missing: please install it again.")


class SettingsUnreadableError(SettingsError):
    """The settings file exists and cannot be read, or is not TOML."""

    code = "SETTINGS_UNREADABLE"

    def __init__(self, file: Path, reason: str) -> None:
        super().__init__(f"The settings file {file} cannot be read: {reason}.")


class UnknownSettingError(SettingsError):
    """The settings file names something this program does not have, most often a slip of the pen."""

    code = "SETTINGS_UNKNOWN_NAME"

    def __init__(self, file: Path, name: str) -> None:
        known = ", ".join(field.name for field in fields(Settings))
        super().__init__(f"The settings file {file} has an unknown line {name!r}; known are: {known}.")


class InvalidSettingError(SettingsError):
    """A setting has a value it cannot have."""

    code = "SETTINGS_INVALID_VALUE"

    def __init__(self, file: Path, name: str, wanted: str) -> None:
        super().__init__(f"The settings file {file}: {name} must be {wanted}.")


@dataclass(frozen=True, slots=True)
class Paths:
    """The clinic's own files, all below one folder that can be backed up and moved as a whole."""

    data: Path

    @property
    def database(self) -> Path:
        """The encrypted database."""
        return self.data / "clinic.db"

    @property
    def key_file(self) -> Path:
        """The database's key, where the system has no keyring (mode 0600)."""
        return self.data / "clinic.key"

    @property
    def bills(self) -> Path:
        """The folder of sealed bill PDFs."""
        return self.data / "bills"

    @property
    def log(self) -> Path:
        """The log file; it never holds names or member numbers."""
        return self.data / "clinic-terminal.log"

    @property
    def settings(self) -> Path:
        """The TOML file that `load_settings` reads."""
        return self.data / "settings.toml"

    def prepare(self) -> "Paths":
        """Make the folders, readable by their owner alone, and return these paths.

        Raises OSError where the place cannot be written.
        """
        for folder in (self.data, self.bills):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self


@dataclass(frozen=True, slots=True)
class Settings:
    """What a clinic may set by hand; everything else comes from enrolment and from the insurer."""

    language: Language = Language.ZH
    api_url: str | None = None
    """Address of the central API without a trailing slash; None until the terminal is enrolled."""
    sound: bool = True
    """Whether a card that was read is heard."""
    serial_port: str | None = None
    """A hand scanner's serial port, such as COM3; None: scanners are keyboards here."""
    scanner_prefix: str = ""
    """What scanners type before each code."""
    scanner_suffix: str = ""
    """What scanners type after each code, before Enter; a tab at its end stands for Enter."""
    member_patterns: tuple[str, ...] = ()
    """Regular expressions of addresses in codes; the group ``member``, or the first, is the number."""


def default_paths() -> Paths:
    """Return the clinic's files: below CLINIC_TERMINAL_HOME where it is set, else the user's data folder."""
    home = os.environ.get(HOME_VARIABLE)
    if home:
        return Paths(Path(home).expanduser().resolve())
    return Paths(platformdirs.user_data_path("clinic-terminal", appauthor=False))


def load_settings(file: Path) -> Settings:
    """Read settings from a TOML file; a missing file means the defaults. Raises SettingsError."""
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise SettingsUnreadableError(file, error.strerror or "the system refused") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsUnreadableError(file, str(error)) from error
    unknown = values.keys() - {field.name for field in fields(Settings)}
    if unknown:
        raise UnknownSettingError(file, min(unknown))
    return Settings(
        language=_language(file, values.get("language", Language.ZH)),
        api_url=_api_url(file, values.get("api_url")),
        sound=_sound(file, values.get("sound", True)),
        serial_port=_serial_port(file, values.get("serial_port")),
        scanner_prefix=_mark(file, "scanner_prefix", values.get("scanner_prefix", "")),
        scanner_suffix=_mark(file, "scanner_suffix", values.get("scanner_suffix", "")),
        member_patterns=_patterns(file, values.get("member_patterns", [])),
    )


def _language(file: Path, value: object) -> Language:
    for language in Language:
        if value == language.value:
            return language
    raise InvalidSettingError(file, "language", " or ".join(f'"{language}"' for language in Language))


def _api_url(file: Path, value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, str) and is_safe_address(value):
        return value.rstrip("/")
    raise InvalidSettingError(file, "api_url", "an https:// address (http:// only to this computer itself)")


def _sound(file: Path, value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise InvalidSettingError(file, "sound", "true or false")


def _serial_port(file: Path, value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, str) and value.strip():
        return value.strip()
    raise InvalidSettingError(file, "serial_port", 'the name of a port, such as "COM3"')


def _mark(file: Path, name: str, value: object) -> str:
    text = value.removesuffix("\t") if isinstance(value, str) and name == "scanner_suffix" else value
    if isinstance(text, str) and isinstance(value, str) and len(text) <= LONGEST_MARK and _is_typed(text):
        return value
    raise InvalidSettingError(file, name, f"at most {LONGEST_MARK} characters of a plain keyboard")


def _is_typed(text: str) -> bool:
    return text.isascii() and text.isprintable()


def _patterns(file: Path, value: object) -> tuple[str, ...]:
    wanted = "a list of regular expressions, each with a group for the member number"
    if not isinstance(value, list):
        raise InvalidSettingError(file, "member_patterns", wanted)
    for pattern in value:
        try:
            groups = re.compile(pattern).groups
        except (re.error, TypeError):
            groups = 0
        if not groups:
            raise InvalidSettingError(file, "member_patterns", wanted)
    return tuple(value)


def is_safe_address(address: str) -> bool:
    """Say whether data may travel to this address: HTTPS, or plain HTTP to this very computer."""
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or parts.username is not None or parts.query or parts.fragment:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK_HOSTS)


def resource(*parts: str) -> Path:
    """Return the path of a file or folder that ships with the program, such as `resource("tokens.toml")`.

    It is the same call from a checkout, an installed wheel and the frozen program. The path is not
    promised to exist; the folder it lies in is. Raises ResourcesMissingError.
    """
    return _resources().joinpath(*parts)


@cache
def _resources() -> Path:
    return find_resources(Path(__file__).resolve().parent, getattr(sys, "_MEIPASS", None))


def find_resources(package: Path, frozen: str | None) -> Path:
    """Return the resources for a package folder and, in a frozen program, the folder it unpacked to."""
    candidates = (
        [Path(frozen) / "resources"]
        if frozen
        # A wheel carries the folder inside the package; a checkout has it beside the package. The wheel's
        # place is asked first: beside an installed package lie other people's folders.
        else [package / "resources", package.parent / "resources"]
    )
    for folder in candidates:
        if folder.is_dir():
            return folder
    raise ResourcesMissingError
