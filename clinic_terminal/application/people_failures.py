"""Failures of PINs, of a manager's yes, and of changing who works here."""

from datetime import timedelta
from typing import Final

from clinic_terminal.application.failures import ApplicationError

_LONG: Final = timedelta(minutes=2)
_MINUTE: Final = timedelta(minutes=1)


class PinWaitError(ApplicationError):
    """Too many wrong PINs: the next one is not even looked at before some time has passed.

    ``least``: how long still, in seconds or, with ``cause`` MINUTES, in minutes; rounded up.
    """

    code = "PIN_WAIT"

    def __init__(self, left: timedelta) -> None:
        unit, self.cause = (_MINUTE, "MINUTES") if left >= _LONG else (timedelta(seconds=1), "SECONDS")
        self.least = max(1, -(-left // unit))
        super().__init__(f"Too many wrong PINs: wait {self.least} {self.cause.lower()}.")


class ApprovalNeededError(ApplicationError):
    """A manager has to say yes to this, or said so too long ago."""

    code = "APPROVAL_NEEDED"

    def __init__(self) -> None:
        super().__init__("A manager has to confirm this with the PIN.")


class StaffUnknownError(ApplicationError):
    """Nobody of this id works here, or not in the way that was thought."""

    code = "STAFF_UNKNOWN"

    def __init__(self) -> None:
        super().__init__("There is no such person here any more.")


class LastManagerError(ApplicationError):
    """The last manager stays one: nobody could change the settings otherwise."""

    code = "LAST_MANAGER"

    def __init__(self) -> None:
        super().__init__("The last manager cannot be taken away.")


class OwnAccountError(ApplicationError):
    """Whoever is signed in cannot be stopped from signing in."""

    code = "OWN_ACCOUNT"

    def __init__(self) -> None:
        super().__init__("Whoever is signed in cannot be deactivated.")


class KeyRefusedError(ApplicationError):
    """What was typed is not this terminal's recovery key."""

    code = "KEY_REFUSED"

    def __init__(self) -> None:
        super().__init__("This is not the recovery key of this terminal.")
