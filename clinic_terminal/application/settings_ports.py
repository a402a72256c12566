"""Where the settings are kept, as the verbs see it; values are by the names of `options.OPTIONS`."""

from collections.abc import Mapping
from typing import Final, Protocol

from clinic_terminal.options import OPTIONS, Value

Values = Mapping[str, Value]

DEFAULTS: Final[Values] = {option.name: option.default for option in OPTIONS}


class SettingsKeeper(Protocol):
    """Keeps a value for every option."""

    @property
    def values(self) -> Values:
        """What is set now; asking costs nothing."""
        ...

    @property
    def at_start(self) -> Values:
        """What the running program started with."""
        ...

    def try_out(self, name: str, value: Value) -> None:
        """Look whether a value of the right form works on this computer; raises SettingUnusableError."""
        ...

    def keep(self, values: Values) -> None:
        """Keep all values, whole or not at all; raises SettingsNotKeptError."""
        ...


class SettingsInMemory:
    """Keeps values as long as the program runs."""

    def __init__(self, values: Values = DEFAULTS) -> None:
        self._values: Values = {**DEFAULTS, **values}
        self._at_start = self._values

    @property
    def values(self) -> Values:
        """What is set now."""
        return self._values

    @property
    def at_start(self) -> Values:
        """What was set first."""
        return self._at_start

    def try_out(self, name: str, value: Value) -> None:
        """Take everything."""

    def keep(self, values: Values) -> None:
        """Keep all values."""
        self._values = dict(values)
