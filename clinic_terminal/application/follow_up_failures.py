"""Why a step on a follow-up could not be taken."""

from clinic_terminal.application.failures import ApplicationError


class FollowUpUnknownError(ApplicationError):
    """There is nothing to follow up under this reference."""

    code = "FOLLOW_UP_UNKNOWN"

    def __init__(self) -> None:
        super().__init__("There is nothing to follow up under this reference.")


class FollowUpNoteMissingError(ApplicationError):
    """A note, and above all the closing one, says something."""

    code = "FOLLOW_UP_NOTE_MISSING"

    def __init__(self) -> None:
        super().__init__("Please write what was done; nothing is closed without a note.")


class FollowUpClosedError(ApplicationError):
    """Somebody closed it in the meantime."""

    code = "FOLLOW_UP_CLOSED"

    def __init__(self) -> None:
        super().__init__("The follow-up is closed already; open it again first.")


class FollowUpOpenError(ApplicationError):
    """It cannot be opened again, because it is open."""

    code = "FOLLOW_UP_OPEN"

    def __init__(self) -> None:
        super().__init__("The follow-up is open.")


class FollowUpUnsentError(ApplicationError):
    """The act is not with the server yet, so that there is nothing to close."""

    code = "FOLLOW_UP_UNSENT"

    def __init__(self) -> None:
        super().__init__("The act has not reached the server; try it again instead of closing it.")
