"""Failures of the first start: addresses, certificates, activation codes, people and their PINs."""

from datetime import datetime

from clinic_terminal.application.failures import ApplicationError


class AddressFormError(ApplicationError):
    """The server's address cannot be used. ``cause``: EMPTY, PLAIN (http:// to another computer), FORM."""

    code = "ADDRESS_FORM"

    def __init__(self, cause: str) -> None:
        super().__init__(f"The server's address cannot be used: {cause}.")
        self.cause = cause


class ProxyFormError(ApplicationError):
    """The proxy's address cannot be used."""

    code = "PROXY_FORM"

    def __init__(self) -> None:
        super().__init__("The proxy must be http://host:port, without a password.")


class ServerCertificateError(ApplicationError):
    """The server's certificate was not believed; nothing was sent.

    ``cause``: EXPIRED, NOT_YET, OTHER_NAME, UNKNOWN_ISSUER. ``issuer`` and ``until`` are what it says of
    itself, empty and None where it could not be read.
    """

    code = "SERVER_CERTIFICATE"

    def __init__(self, cause: str, issuer: str = "", until: datetime | None = None) -> None:
        super().__init__(f"The server's certificate is not believed: {cause}.")
        self.cause = cause
        self.issuer = issuer
        self.until = until


class CodeFormError(ApplicationError):
    """What was typed has not the form of an activation code."""

    code = "ACTIVATION_CODE_FORM"

    def __init__(self) -> None:
        super().__init__("An activation code is three groups of four letters and digits.")


class AlreadyEnrolledError(ApplicationError):
    """This terminal belongs to a clinic already, and has the key of its place."""

    code = "ALREADY_ENROLLED"

    def __init__(self) -> None:
        super().__init__(
            "This terminal is enrolled already. Where the server shut it out: a new code, and --again."
        )


class OtherClinicError(ApplicationError):
    """The activation code is another clinic's; this terminal stays where it is."""

    code = "OTHER_CLINIC"

    def __init__(self) -> None:
        super().__init__("The activation code belongs to another clinic; nothing was changed.")


class NothingOfferedError(ApplicationError):
    """There is no answer of the server that a clinic could be confirmed from."""

    code = "NOTHING_OFFERED"

    def __init__(self) -> None:
        super().__init__("No clinic was found yet: the activation code comes first.")


class FirstStartNotKeptError(ApplicationError):
    """How far the first start is could not be written down."""

    code = "FIRST_START_NOT_KEPT"

    def __init__(self) -> None:
        super().__init__("The step could not be written to the data folder.")


class NameMissingError(ApplicationError):
    """Somebody without a name, or with one that is too long."""

    code = "PERSON_NAME"

    def __init__(self, most: int) -> None:
        super().__init__(f"A name has one to {most} characters.")
        self.most = most


class NameTakenError(ApplicationError):
    """Somebody of this name works here already."""

    code = "PERSON_NAME_TAKEN"

    def __init__(self) -> None:
        super().__init__("Somebody of this name works here already.")


class PinRefusedError(ApplicationError):
    """A PIN that cannot be used. ``cause``: DIGITS, LENGTH, EASY, DIFFERENT (the second was another)."""

    code = "PIN_REFUSED"

    def __init__(self, cause: str) -> None:
        super().__init__(f"This PIN cannot be used: {cause}.")
        self.cause = cause


class ManagerMissingError(ApplicationError):
    """Nobody here could set this terminal up again."""

    code = "MANAGER_MISSING"

    def __init__(self) -> None:
        super().__init__("At least one manager is needed.")


class NotAManagerError(ApplicationError):
    """The PIN fits, but this person may not set the terminal up."""

    code = "NOT_A_MANAGER"

    def __init__(self) -> None:
        super().__init__("Only a manager may set this terminal up.")
