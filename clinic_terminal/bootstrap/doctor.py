"""The doctor's eyes: each looks at one part of the house and changes nothing."""

import os
import platform
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from clinic_terminal import __version__
from clinic_terminal.application.doctor_ports import (
    Disk,
    KeyLook,
    LogLook,
    Probes,
    ScannerLook,
    SealLook,
    ServerLook,
    Value,
    Versions,
)
from clinic_terminal.application.failures import StoreUnopenableError
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.bootstrap.identity import IDENTITY
from clinic_terminal.bootstrap.papers import SEAL_KEY, certificate_of
from clinic_terminal.bootstrap.wire import SERVICE, link_of
from clinic_terminal.i18n import translator
from clinic_terminal.options import OPTIONS, Kind
from clinic_terminal.settings import Language, Paths, Settings, SettingsError, load_settings
from clinic_terminal.store.key import SecretVault, database_key
from clinic_terminal.store.look import NEWEST_SCHEMA, schema_of, sqlcipher_version
from clinic_terminal.store.reserve import Reserve

TAIL_BYTES: Final = 400_000
_OPEN_TO_OTHERS: Final = 0o077


@dataclass(frozen=True, slots=True)
class HouseProbes:
    """Looks at the clinic's files and at what they name; ``practice``: never at the settings' server."""

    paths: Paths
    settings_now: Settings
    vault: SecretVault
    practice: bool = False
    problem: str = ""

    def versions(self) -> Versions:
        """Return what is running."""
        return Versions(
            program=__version__,
            python=platform.python_version(),
            sqlcipher=sqlcipher_version(),
            system=f"{platform.system()} {platform.release()} {platform.machine()}",
            schema=self._schema(),
            wanted_schema=NEWEST_SCHEMA,
            frozen=hasattr(sys, "_MEIPASS"),
        )

    def wall(self) -> datetime:
        """Return the computer's own time."""
        return datetime.now(UTC)

    def disk(self) -> Disk:
        """Look at the disk that holds the clinic's files."""
        folder = _nearest(self.paths.data)
        room = shutil.disk_usage(folder)
        writable = os.access(folder, os.W_OK | os.X_OK) and not _is_read_only(folder)
        reserved = Reserve(self.paths.reserve).is_taken
        return Disk(room.free, room.total, reserved or not self.paths.database.exists(), writable)

    def key(self) -> KeyLook:
        """Look where the database's key is; it is asked for, since a keyring that is closed has it not."""
        vault = SecretVault(SERVICE, self.paths.key_file.parent)
        name = self.paths.key_file.name
        try:
            source = vault.source(name)
        except StoreUnopenableError:
            return KeyLook("", out_of_reach=True)
        if source is None:
            return KeyLook("")
        try:
            vault.get(name)
        except StoreUnopenableError:
            return KeyLook(source.value, out_of_reach=True)
        return KeyLook(source.value, exposed=_is_open_to_others(self.paths.key_file))

    def set_address(self) -> str | None:
        """Return the server's address in the settings."""
        return None if self.practice else self.settings_now.api_url

    def server(self, address: str) -> ServerLook:
        """Ask the server."""
        from clinic_terminal.sync.server_look import look_at_server

        return look_at_server(address, link_of(Settings() if self.practice else self.settings_now))

    def seal(self) -> SealLook | None:
        """Look at the seal."""
        from clinic_terminal.printing.seal_look import look_at_seal

        return look_at_seal(self.vault.get(SEAL_KEY), certificate_of(self.vault))

    def has_identity(self) -> bool:
        """Say whether this terminal's key is there."""
        return self.vault.get(IDENTITY) is not None

    def scanner(self) -> ScannerLook:
        """Look for the scanner."""
        from clinic_terminal.card.serial_ports import look_for_scanner

        return look_for_scanner(self.settings_now.serial_port)

    def log(self) -> LogLook:
        """Look at the log file."""
        file = self.paths.log
        if file.exists():
            return LogLook(file.stat().st_size, os.access(file, os.W_OK))
        return LogLook(0, os.access(_nearest(file.parent), os.W_OK))

    def log_tail(self) -> str:
        """Return the end of the log, from its first whole line on."""
        file = self.paths.log
        if not file.exists():
            return ""
        with file.open("rb") as log:
            start = max(0, file.stat().st_size - TAIL_BYTES)
            log.seek(start)
            text = log.read(TAIL_BYTES).decode("utf-8", "replace")
        return text.partition("\n")[2] if start else text

    def words(self) -> tuple[str, ...]:
        """Return the languages whose sentences cannot be loaded."""
        return tuple(language.value for language in Language if not _can_load(language))

    def settings_problem(self) -> str:
        """Return the code of why the settings cannot be used."""
        return self.problem

    def settings(self) -> Mapping[str, Value]:
        """Return switches and choices as they are; of all that was typed only whether it is set."""
        shown: dict[str, Value] = {}
        for option in OPTIONS:
            value = getattr(self.settings_now, option.name)
            is_typed = option.kind not in {Kind.SWITCH, Kind.CHOICE}
            shown[option.name] = ("set" if value else "not set") if is_typed else value
        return shown

    def _schema(self) -> str:
        if not self.paths.database.exists():
            return ""
        try:
            return schema_of(self.paths.database, database_key(SERVICE, self.paths.key_file)[0])
        except StoreUnopenableError:
            return ""


@dataclass(frozen=True, slots=True)
class Patient:
    """What the command examines. ``terminal`` is None where the database is not open, for ``cause``."""

    probes: Probes
    terminal: Terminal | None
    cause: str
    language: Language
    close: Callable[[], None]


def patient_in(paths: Paths) -> Patient:
    """Open what can be opened in the clinic's folder without making or upgrading anything."""
    from clinic_terminal.bootstrap.wire import vault_of

    try:
        settings, problem = load_settings(paths.settings), ""
    except SettingsError as error:
        settings, problem = Settings(), error.code
    probes = HouseProbes(paths, settings, vault_of(paths), problem=problem)

    def closed(cause: str) -> Patient:
        return Patient(probes, None, cause, settings.language, _nothing)

    if not paths.database.exists():
        return closed("NO_DATABASE")
    try:
        schema = schema_of(paths.database, database_key(SERVICE, paths.key_file)[0])
        if schema < NEWEST_SCHEMA or problem:
            return closed("SETTINGS" if problem else "SCHEMA_OLDER" if schema else "NO_DATABASE")
        from clinic_terminal.bootstrap.program import open_program

        program = open_program(paths)
    except StoreUnopenableError as error:
        return closed(error.cause)
    except OSError:
        return closed("CANNOT_OPEN")
    return Patient(probes, program.terminal, "", settings.language, program.close)


def _nearest(folder: Path) -> Path:
    """Return the folder, or the nearest one above it that is there."""
    return next(place for place in (folder, *folder.parents) if place.is_dir())


def _is_read_only(folder: Path) -> bool:
    """Say whether the file system itself is read-only, which the rights of a folder do not show."""
    statvfs = getattr(os, "statvfs", None)
    return statvfs is not None and bool(statvfs(folder).f_flag & getattr(os, "ST_RDONLY", 1))


def _is_open_to_others(file: Path) -> bool:
    return os.name == "posix" and file.exists() and bool(file.stat().st_mode & _OPEN_TO_OTHERS)


def _can_load(language: Language) -> bool:
    try:
        translator(language)
    except (OSError, ValueError):
        return False
    return True


def _nothing() -> None:
    """Close nothing."""
