"""Failures of the world around the verbs: each says what happened and keeps a stable code."""


class ApplicationError(Exception):
    """A verb could not be carried out; ``code`` is stable and chooses the sentence on screen."""

    code = "FAILED"


class VisitUnknownError(ApplicationError):
    """There is no such visit."""

    code = "VISIT_UNKNOWN"

    def __init__(self) -> None:
        super().__init__("There is no such visit on this terminal.")


class VisitChangedElsewhereError(ApplicationError):
    """Somebody else changed the visit in the meantime."""

    code = "VISIT_CHANGED"

    def __init__(self) -> None:
        super().__init__("The visit was changed at another place; it is shown anew.")


class ActExistsError(ApplicationError):
    """An act's id is used already."""

    code = "ACT_EXISTS"

    def __init__(self) -> None:
        super().__init__("An act of this id is stored already.")


class AuditBrokenError(ApplicationError):
    """The chain of the audit log does not hold."""

    code = "AUDIT_BROKEN"

    def __init__(self, position: int) -> None:
        super().__init__(f"The audit log does not hold at row {position}.")
        self.position = position


class StoreFailedError(ApplicationError):
    """The disk or the database refused; nothing of the step was stored."""

    code = "STORE_FAILED"

    def __init__(self, cause: str) -> None:
        super().__init__(f"The database could not store the step: {cause}.")
        self.cause = cause


class StoreUnopenableError(ApplicationError):
    """The database cannot be opened: wrong key, damaged, newer than the program, or not ours."""

    code = "STORE_UNOPENABLE"

    def __init__(self, cause: str) -> None:
        super().__init__(f"The database cannot be opened: {cause}.")
        self.cause = cause


class CentralUnreachableError(ApplicationError):
    """No usable answer came from the service manager."""

    code = "CENTRAL_UNREACHABLE"

    def __init__(self, cause: str) -> None:
        super().__init__(f"The service manager cannot be reached: {cause}.")
        self.cause = cause


class CentralSessionError(ApplicationError):
    """The service manager does not let this terminal in."""

    code = "CENTRAL_SESSION"

    def __init__(self, cause: str) -> None:
        super().__init__(f"The service manager does not let this terminal in: {cause}.")
        self.cause = cause


class CentralRefusedError(ApplicationError):
    """The service manager understood and refused; ``answer_code`` is its stable code."""

    code = "CENTRAL_REFUSED"

    def __init__(self, answer_code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.answer_code = answer_code


class PictureUnreadableError(ApplicationError):
    """The file is no picture that can be read; ``cause`` is UNREADABLE, TOO_LARGE or EMPTY."""

    code = "PICTURE_UNREADABLE"

    def __init__(self, cause: str) -> None:
        super().__init__("The file cannot be read as a picture.")
        self.cause = cause


class PaperFailedError(ApplicationError):
    """The paper could not be written; the bill itself is safe."""

    code = "PAPER_FAILED"

    def __init__(self, cause: str) -> None:
        super().__init__(f"The paper could not be written: {cause}. The bill is stored.")
        self.cause = cause


class NoSnapshotError(ApplicationError):
    """Nothing is known about this member and the server cannot be asked; ``cause``: why, where known."""

    code = "NO_SNAPSHOT"

    def __init__(self, cause: str = "") -> None:
        super().__init__("Nothing is known about this member here, and the server cannot be asked now.")
        self.cause = cause


class MemberUnknownError(ApplicationError):
    """The service manager does not know the member number."""

    code = "MEMBER_UNKNOWN"

    def __init__(self) -> None:
        super().__init__("The service manager does not know this member number.")


class PersonUnknownError(ApplicationError):
    """No child of this name, birth date and policy is known on this terminal."""

    code = "PERSON_UNKNOWN"

    def __init__(self) -> None:
        super().__init__("No child of this name, birth date and policy is known on this terminal.")


class WrongMemberError(ApplicationError):
    """The service manager answered about another child than the one asked about."""

    code = "WRONG_MEMBER"

    def __init__(self) -> None:
        super().__init__("The service manager answered about another member; nothing of it was kept.")


class PolicyTwiceError(ApplicationError):
    """The service manager's answer says two different things of one policy."""

    code = "POLICY_TWICE"

    def __init__(self) -> None:
        super().__init__("The service manager's answer names one policy twice; nothing of it was kept.")


class PlanUnknownError(ApplicationError):
    """The plan's rules are not on this terminal."""

    code = "PLAN_UNKNOWN"

    def __init__(self, plan: str) -> None:
        super().__init__(f"The rules of plan {plan} are not on this terminal yet.")
        self.plan = plan


class CardRefusedError(ApplicationError):
    """A scanned card cannot be used; ``outcome`` and ``detail`` are the reading's codes."""

    code = "CARD_REFUSED"

    def __init__(self, outcome: str, detail: str) -> None:
        super().__init__(f"The card cannot be used: {outcome} {detail}".rstrip() + ".")
        self.outcome = outcome
        self.detail = detail


class SignInRefusedError(ApplicationError):
    """Name and PIN do not belong together."""

    code = "SIGN_IN_REFUSED"

    def __init__(self) -> None:
        super().__init__("The PIN does not fit this name.")


class NotEnrolledError(ApplicationError):
    """The terminal does not know yet which clinic it belongs to."""

    code = "NOT_ENROLLED"

    def __init__(self) -> None:
        super().__init__("This terminal is not enrolled yet.")


class ExposureLimitError(ApplicationError):
    """A hard limit of working without the server would be passed; ``limit`` names which."""

    code = "EXPOSURE_LIMIT"

    def __init__(self, limit: str) -> None:
        super().__init__(f"The offline limit {limit} would be passed.")
        self.limit = limit


class EmptyBillError(ApplicationError):
    """There is nothing on the bill."""

    code = "EMPTY_BILL"

    def __init__(self) -> None:
        super().__init__("There is no treatment on the bill yet.")


class BillHeldError(ApplicationError):
    """The first visit is not booked: an estimate is all there can be."""

    code = "BILL_HELD"

    def __init__(self) -> None:
        super().__init__("The first visit must be booked by the hotline; enter the booking reference.")


class IdentityDoubtedError(ApplicationError):
    """A child is to be let in whose document does not fit, and nobody looked again."""

    code = "IDENTITY_DOUBTED"

    def __init__(self) -> None:
        super().__init__(
            "The document does not fit the policy; look again and note it, or let the family pay."
        )


class NotBillableError(ApplicationError):
    """A bill for the insurer is to be fixed though it is doubted; ``doubt`` is its stable code."""

    code = "NOT_BILLABLE"

    def __init__(self, doubt: str) -> None:
        super().__init__(f"The insurer cannot be billed now: {doubt}.")
        self.cause = doubt


class RepeatedLineError(ApplicationError):
    """Lines of the bill stand on another bill of the same child and day; ``repeated`` as "item tooth"."""

    code = "REPEATED_LINE"

    def __init__(self, repeated: tuple[str, ...]) -> None:
        super().__init__("The same item and tooth stand on another bill of this child's day.")
        self.repeated = repeated


class BillStoppedError(ApplicationError):
    """A rule at the chair stops the bill; ``cause`` is its code, ``item`` and ``teeth`` say where.

    TOOTH_NOT_FIT, WRONG_ITEM, EXTRACTED_TWICE or WHOLE_COURSE.
    """

    code = "BILL_STOPPED"

    def __init__(self, cause: str, item: str, teeth: tuple[str, ...], proposed: str = "") -> None:
        super().__init__(f"The bill cannot be signed: {cause} ({item}).")
        self.cause = cause
        self.item = item
        self.teeth = teeth
        self.proposed = proposed


class NothingToConfirmError(ApplicationError):
    """What was to be confirmed is not found on the bill any more, or cannot be confirmed at all."""

    code = "NOTHING_TO_CONFIRM"

    def __init__(self) -> None:
        super().__init__("There is nothing of this kind on the bill that could be confirmed.")


class AlreadyVoidedError(ApplicationError):
    """The bill was taken back before."""

    code = "ALREADY_VOIDED"

    def __init__(self) -> None:
        super().__init__("The bill is void already; nothing was changed.")


class ExportFailedError(ApplicationError):
    """A file could not be written; ``cause`` is NO_PERMISSION, NO_FOLDER or CANNOT_WRITE."""

    code = "EXPORT_FAILED"

    def __init__(self, cause: str) -> None:
        super().__init__(f"The file could not be written: {cause}.")
        self.cause = cause


class NoLastVisitError(ApplicationError):
    """The child has no closed visit on this terminal that could be copied."""

    code = "NO_LAST_VISIT"

    def __init__(self) -> None:
        super().__init__("The child has no closed visit on this terminal.")


class TariffRefusedError(ApplicationError):
    """The price list has faults, or changes nothing."""

    code = "TARIFF_REFUSED"

    def __init__(self) -> None:
        super().__init__("The price list has faults or changes nothing; nothing was adopted.")


class TariffMovedError(ApplicationError):
    """What holds is no longer what the shown differences were made against."""

    code = "TARIFF_MOVED"

    def __init__(self) -> None:
        super().__init__("The prices or the day changed since the differences were shown.")


class PinTooShortError(ApplicationError):
    """The PIN has too few characters."""

    code = "PIN_TOO_SHORT"

    def __init__(self, least: int) -> None:
        super().__init__(f"A PIN has at least {least} characters.")
        self.least = least


class AppointmentRefusedError(ApplicationError):
    """An appointment cannot be noted, missed, taken off or put back so; ``cause`` says why.

    NOT_A_MEMBER, NAME_DIFFERS, TWICE, TOO_FAR, IN_THE_PAST, REPEATED, TOO_EARLY, NOT_EXPECTED, DAY_IS_OVER.
    """

    code = "APPOINTMENT_REFUSED"

    def __init__(self, cause: str) -> None:
        super().__init__(f"The appointment is not taken so: {cause}.")
        self.cause = cause


class QuoteUnknownError(ApplicationError):
    """There is no such quote."""

    code = "QUOTE_UNKNOWN"

    def __init__(self) -> None:
        super().__init__("There is no such quote on this terminal.")


class QuoteOfAnotherError(ApplicationError):
    """A quote is to become the bill of another child, or of another policy."""

    code = "QUOTE_OF_ANOTHER"

    def __init__(self) -> None:
        super().__init__("The quote was made for another child or policy; nothing was put on the bill.")


class QuotePaperFailedError(ApplicationError):
    """A quote could not be written as paper; the quote itself is stored. ``cause`` as of PaperFailedError."""

    code = "QUOTE_PAPER_FAILED"

    def __init__(self, cause: str) -> None:
        super().__init__(f"The quote could not be written: {cause}. It is stored.")
        self.cause = cause
