"""What can be wrong between an e-invoice and what is written down already."""

from clinic_terminal.application.failures import ApplicationError


class InvoiceKnownError(ApplicationError):
    """The number was written down before, here or for another visit."""

    code = "INVOICE_KNOWN"

    def __init__(self) -> None:
        super().__init__("An invoice of this number is written down already.")


class InvoiceUnknownError(ApplicationError):
    """No invoice of this number is written down."""

    code = "INVOICE_UNKNOWN"

    def __init__(self) -> None:
        super().__init__("No invoice of this number is written down on this terminal.")
