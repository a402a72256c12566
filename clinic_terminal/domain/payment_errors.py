"""What can be wrong with money at the desk, each with its sentence and a stable code."""

from clinic_terminal.domain.errors import DomainError


class NothingPaidError(DomainError):
    """The amount of a payment or a refund is nothing."""

    code = "NOTHING_PAID"

    def __init__(self) -> None:
        super().__init__("The amount is more than nothing.", "fen")


class OverpaidError(DomainError):
    """More would be taken than is still due; ``fen`` is what is due."""

    code = "OVERPAID"

    def __init__(self, fen: int) -> None:
        super().__init__("More would be taken than is still due.", "fen")
        self.fen = fen


class TransactionNumberError(DomainError):
    """What stands in the field is no transaction number; ``code`` says in which way.

    Codes: NUMBER_MISSING, NUMBER_LENGTH, NUMBER_SIGNS, NUMBER_CUT, NUMBER_TWICE,
    PAYER_CODE, CARD_NUMBER.
    """

    code = "TRANSACTION_NUMBER"

    def __init__(self, code: str) -> None:
        super().__init__(f"{code}: this is no transaction number.", "reference")
        self.code = code


class RefundTooLargeError(DomainError):
    """More would be given back than is left of the payment; ``fen`` is what is left."""

    code = "REFUND_TOO_LARGE"

    def __init__(self, fen: int) -> None:
        super().__init__("More would be given back than is left of the payment.", "fen")
        self.fen = fen


class PaymentUnknownError(DomainError):
    """The visit has no such payment."""

    code = "PAYMENT_UNKNOWN"

    def __init__(self) -> None:
        super().__init__("The visit has no such payment.", "payment")


class UnpaidError(DomainError):
    """The visit cannot be finished while ``fen`` is due and nobody wrote down why."""

    code = "UNPAID"

    def __init__(self, fen: int) -> None:
        super().__init__("The bill is not paid, and nobody chose to let the family owe it.")
        self.fen = fen


class RefundDueError(DomainError):
    """The step waits until ``fen`` that was taken too much is given back."""

    code = "REFUND_DUE"

    def __init__(self, fen: int) -> None:
        super().__init__("Money that was taken must be given back first.")
        self.fen = fen


class OwingReasonError(DomainError):
    """A family is let owe without a word why, or with too many words; ``code`` says which."""

    code = "OWING_REASON_MISSING"

    def __init__(self, code: str = "OWING_REASON_MISSING") -> None:
        super().__init__("Whoever lets a family owe writes in a line why.", "reason")
        self.code = code
