"""Why an act could not be withdrawn; in each case nothing was changed."""

from clinic_terminal.application.failures import ApplicationError


class WithdrawNotManagerError(ApplicationError):
    """Only a manager takes an act out of the queue for ever."""

    code = "WITHDRAW_NOT_MANAGER"

    def __init__(self) -> None:
        super().__init__("Only a manager may withdraw an act.")


class WithdrawReasonMissingError(ApplicationError):
    """Nobody could say later why it was never sent."""

    code = "WITHDRAW_REASON_MISSING"

    def __init__(self) -> None:
        super().__init__("Please write why the act is withdrawn.")


class WithdrawNotParkedError(ApplicationError):
    """Only what was set aside can be withdrawn; this act never was, or is no longer."""

    code = "WITHDRAW_NOT_PARKED"

    def __init__(self) -> None:
        super().__init__("The act is not set aside, or not any more.")


class WithdrawSendingError(ApplicationError):
    """The act is being sent at this moment: nobody knows yet whether the server gets it."""

    code = "WITHDRAW_SENDING"

    def __init__(self) -> None:
        super().__init__("The act is being sent just now; withdraw it once that has failed again.")


class WithdrawActKnownError(ApplicationError):
    """The server has the act: its answer was lost on the way here."""

    code = "WITHDRAW_ACT_KNOWN"

    def __init__(self) -> None:
        super().__init__("The server has this act already; try it again, and its answer comes once more.")


class WithdrawUnaskedError(ApplicationError):
    """The server could not be asked whether it has the act; ``cause`` is the code of why."""

    code = "WITHDRAW_UNASKED"

    def __init__(self, cause: str) -> None:
        super().__init__(f"The server could not be asked whether it has the act: {cause}.")
        self.cause = cause
