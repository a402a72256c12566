"""What can go wrong between a drawn paper and the paper in the hand; the bill itself is always safe."""

from typing import ClassVar

from clinic_terminal.application.failures import ApplicationError

STARTED = "STARTED"
"""The cause of a failure after the data had begun to flow: a sheet may have come out."""


class PrintFailedError(ApplicationError):
    """A paper did not come out as wanted. ``started``: some of it may have come out all the same."""

    code = "PRINT_FAILED"
    sentence: ClassVar[str] = "The paper was not printed."

    def __init__(self, *, started: bool = False) -> None:
        super().__init__(self.sentence)
        self.started = started
        self.cause = STARTED if started else ""


class PrinterGoneError(PrintFailedError):
    """The printer that was chosen is not there any more, or refuses the connection."""

    code = "PRINTER_GONE"
    sentence = "The printer is not there."


class PrinterOfflineError(PrintFailedError):
    """The printer is there and says that it does not work just now."""

    code = "PRINTER_OFFLINE"
    sentence = "The printer says that it is offline."


class OutOfPaperError(PrintFailedError):
    """The printer has no paper."""

    code = "OUT_OF_PAPER"
    sentence = "The printer is out of paper."


class CoverOpenError(PrintFailedError):
    """The printer's cover is open."""

    code = "COVER_OPEN"
    sentence = "The printer's cover is open."


class PrinterFaultError(PrintFailedError):
    """The printer reports an error of its own, such as a jammed cutter."""

    code = "PRINTER_FAULT"
    sentence = "The printer reports an error."


class PrinterLostError(PrintFailedError):
    """The printer went away while it was printing."""

    code = "PRINTER_LOST"
    sentence = "The connection to the printer broke."


class PrinterTimeoutError(PrintFailedError):
    """The printer did not finish, or did not answer, in the time that a person waits."""

    code = "PRINTER_TIMEOUT"
    sentence = "The printer did not answer in time."


class PrinterBusyError(PrintFailedError):
    """Another paper is still on its way to the same printer."""

    code = "PRINTER_BUSY"
    sentence = "The printer is busy with another paper."


class PrinterDeniedError(PrintFailedError):
    """The system does not let this program write to the printer."""

    code = "PRINTER_DENIED"
    sentence = "The system does not allow writing to the printer."


class SpoolerRefusedError(PrintFailedError):
    """The system's spooler did not take the paper."""

    code = "SPOOLER_REFUSED"
    sentence = "The system's spooler refused the paper."


class SpoolFullError(PrintFailedError):
    """There is no room on the disk for what is to be printed."""

    code = "SPOOL_FULL"
    sentence = "There is no room on the disk to print."


class WrongPrinterError(PrintFailedError):
    """The paper is too wide for the printer: a slip printer takes the 80 mm roll only."""

    code = "WRONG_PRINTER"
    sentence = "The paper does not fit the printer."


class PaperUnreadableError(PrintFailedError):
    """The file to be printed cannot be read as PDF, or is not there any more."""

    code = "PAPER_UNREADABLE"
    sentence = "The file to be printed cannot be read."


class PrinterAddressError(ApplicationError):
    """What was typed is no printer; ``cause`` is NETWORK, USB, FILE or SYSTEM."""

    code = "PRINTER_ADDRESS"

    def __init__(self, cause: str) -> None:
        super().__init__("This is not the address of a printer.")
        self.cause = cause


class NoSuchPaperError(ApplicationError):
    """The visit has no paper of this kind: no bill yet, nothing to pay later, or nothing was kept."""

    code = "NO_SUCH_PAPER"

    def __init__(self) -> None:
        super().__init__("The visit has no such paper.")


class NothingToPackError(ApplicationError):
    """There is no closed bill to put into a claim package."""

    code = "NOTHING_TO_PACK"

    def __init__(self) -> None:
        super().__init__("There is no closed bill to pack.")
