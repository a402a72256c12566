"""The settings in their TOML file, with the values that need this computer to be judged."""

import ssl
from pathlib import Path
from typing import Final

from clinic_terminal.application.settings_failures import SettingsNotKeptError, SettingUnusableError
from clinic_terminal.application.settings_ports import Values
from clinic_terminal.options import OPTIONS, Value
from clinic_terminal.settings import Settings, SettingsUnwritableError, save_settings, settings_of

CA_FILE: Final = "ca_file"


class SettingsInFile:
    """Keeps the settings in a file; ``started_with`` is what was read from it when the program began."""

    def __init__(self, file: Path, started_with: Settings) -> None:
        self._file = file
        self._at_start = _values_of(started_with)
        self._values = self._at_start

    @property
    def values(self) -> Values:
        """What is set now."""
        return self._values

    @property
    def at_start(self) -> Values:
        """What the running program started with."""
        return self._at_start

    def try_out(self, name: str, value: Value) -> None:
        """Open a file of certificates; anything else was judged by its form. Raises SettingUnusableError."""
        if name == CA_FILE and isinstance(value, str) and value:
            _look_into(Path(value))

    def keep(self, values: Values) -> None:
        """Write the file, whole or not at all; raises SettingsNotKeptError."""
        try:
            save_settings(self._file, settings_of(values))
        except SettingsUnwritableError as error:
            raise SettingsNotKeptError from error
        self._values = dict(values)


def _values_of(settings: Settings) -> Values:
    values: dict[str, Value] = {option.name: getattr(settings, option.name) for option in OPTIONS}
    return values | {"language": str(settings.language)}


def _look_into(file: Path) -> None:
    try:
        held = ssl.create_default_context(cafile=str(file)).cert_store_stats()["x509"]
    except FileNotFoundError:
        raise SettingUnusableError(CA_FILE, "CA_MISSING") from None
    except ssl.SSLError:
        raise SettingUnusableError(CA_FILE, "CA_EMPTY") from None
    except (OSError, ValueError):
        raise SettingUnusableError(CA_FILE, "CA_UNREADABLE") from None
    if not held:
        raise SettingUnusableError(CA_FILE, "CA_EMPTY")
