"""Failures of what is attached to a visit."""

from clinic_terminal.application.failures import ApplicationError


class SheetRefusedError(ApplicationError):
    """A file that cannot be the picture of a signed sheet.

    ``cause``: TOO_LARGE, EMPTY, NOT_A_SHEET (neither PNG, JPEG nor PDF), DAMAGED, UNREADABLE, NO_PAPER (the
    visit was not signed on paper).
    """

    code = "SHEET_REFUSED"

    def __init__(self, cause: str) -> None:
        super().__init__(f"The file cannot be attached: {cause}.")
        self.cause = cause


class AttachmentUnknownError(ApplicationError):
    """There is no such file with this visit."""

    code = "ATTACHMENT_UNKNOWN"

    def __init__(self) -> None:
        super().__init__("There is no such file on this terminal.")


class AttachmentChangedError(ApplicationError):
    """The kept file is not the one that was attached."""

    code = "ATTACHMENT_CHANGED"

    def __init__(self) -> None:
        super().__init__("The kept file is not the one that was attached.")
