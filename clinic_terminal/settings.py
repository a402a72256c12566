"""Where the program finds its own files, where it keeps the clinic's, and the few things a clinic may set."""

import json
import os
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import platformdirs

from clinic_terminal.options import BY_NAME, OPTIONS, OptionError

HOME_VARIABLE = "CLINIC_TERMINAL_HOME"


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
        known = ", ".join(BY_NAME)
        super().__init__(f"The settings file {file} has an unknown line {name!r}; known are: {known}.")


class SettingsUnwritableError(SettingsError):
    """The settings file cannot be written; what it said before still stands."""

    code = "SETTINGS_UNWRITABLE"

    def __init__(self, file: Path, reason: str) -> None:
        super().__init__(f"The settings file {file} cannot be written: {reason}.")


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
    def backups(self) -> Path:
        """The folder of the database's backups, and of files that a restoring replaced."""
        return self.data / "backups"

    @property
    def reserve(self) -> Path:
        """Room on the disk that is given up when it is full."""
        return self.data / "clinic.reserve"

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
    """What a clinic may set, as `options.OPTIONS` declares it; the rest comes from enrolment and insurer."""

    language: Language = Language.ZH
    api_url: str | None = None
    """Address of the central API without a trailing slash; None: where the terminal was enrolled."""
    sound: bool = True
    serial_port: str | None = None
    scanner_prefix: str = ""
    scanner_suffix: str = ""
    """A tab at its end stands for Enter."""
    member_patterns: tuple[str, ...] = ()
    """Regular expressions of addresses in codes; the group ``member``, or the first, is the number."""
    mode: str = "auto"
    scale: str = "100"
    """Percent."""
    reduced_motion: bool = False
    proxy: str = ""
    ca_file: str = ""
    data_responsible: str = ""
    update_check: bool = False
    update_address: str = ""


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
    unknown = values.keys() - BY_NAME.keys()
    if unknown:
        raise UnknownSettingError(file, min(unknown))
    try:
        return settings_of(values)
    except OptionError as error:
        raise InvalidSettingError(file, error.name, error.wanted) from error


def settings_of(values: Mapping[str, object]) -> Settings:
    """Return settings from plain values by name, what is not named at its default; raises OptionError."""
    # A field of another type than its option's check returns would be a fault of the table; a test compares.
    kept: dict[str, Any] = {
        option.name: option.checked(values.get(option.name, option.default)) for option in OPTIONS
    }
    return Settings(**(kept | {"language": Language(kept["language"])}))


def save_settings(file: Path, settings: Settings) -> None:
    """Write what differs from the defaults, whole or not at all; raises SettingsUnwritableError."""
    lines = [
        f"{option.name} = {_toml(value)}\n"
        for option in OPTIONS
        if (value := getattr(settings, option.name)) != option.default
    ]
    draft = file.with_name(f"{file.name}.new")
    try:
        draft.write_text("".join(lines), encoding="utf-8")
        draft.replace(file)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise SettingsUnwritableError(file, error.strerror or "the system refused") from error


def _toml(value: object) -> str:
    """Return a value as TOML; its strings are written as JSON has them, but for the sign DEL."""
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


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
