"""Failures of changing, giving out and taking in the settings."""

from clinic_terminal.application.failures import ApplicationError


class SettingUnusableError(ApplicationError):
    """A value of the right form that does not work on this computer.

    ``cause``: CA_MISSING, CA_UNREADABLE, CA_EMPTY (no certificate in the file).
    """

    code = "SETTING_UNUSABLE"

    def __init__(self, name: str, cause: str) -> None:
        super().__init__(f"{name} cannot be used: {cause}.")
        self.name = name
        self.cause = cause


class SettingsNotKeptError(ApplicationError):
    """The file of settings could not be written; what it said before still stands."""

    code = "SETTINGS_NOT_KEPT"

    def __init__(self) -> None:
        super().__init__("The settings could not be written.")


class SettingsFileRefusedError(ApplicationError):
    """A file that holds no exported settings.

    ``cause``: MISSING, UNREADABLE, TOO_LARGE, NOT_SETTINGS, NEWER (of a later program).
    """

    code = "SETTINGS_FILE"

    def __init__(self, cause: str) -> None:
        super().__init__(f"The file holds no settings that can be taken: {cause}.")
        self.cause = cause


class SettingsRefusedError(ApplicationError):
    """What was to be taken in has faults, or changes nothing."""

    code = "SETTINGS_REFUSED"

    def __init__(self) -> None:
        super().__init__("The settings in the file cannot be taken as they are.")


class SettingsMovedError(ApplicationError):
    """A setting changed since the differences were shown."""

    code = "SETTINGS_MOVED"

    def __init__(self) -> None:
        super().__init__("The settings have changed since; please look again.")
