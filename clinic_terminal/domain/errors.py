"""The failures that the rules of the product know, each with its sentence and a stable code."""


class DomainError(Exception):
    """A rule was broken by what was asked for; ``code`` is stable, ``field`` names the place or is empty."""

    code = "RULE_BROKEN"

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class AmountError(DomainError):
    """An amount of money that cannot be."""

    code = "BAD_AMOUNT"


class AmountUnreadableError(AmountError):
    """The typed text is no amount in yuan."""

    def __init__(self) -> None:
        super().__init__("An amount is digits with at most two decimals, such as 350 or 350.50.")


class AmountTooLargeError(AmountError):
    """The amount is larger than any clinic bill."""

    code = "AMOUNT_TOO_LARGE"

    def __init__(self, limit_fen: int, field: str = "") -> None:
        super().__init__(f"The amount is over {limit_fen // 100} yuan.", field)


class BillNotSplittableError(DomainError):
    """The bill cannot be adjudicated as it stands."""

    code = "BILL_NOT_SPLITTABLE"


class NegativeAmountError(BillNotSplittableError):
    """A figure that counts money, units or rates is below zero."""

    code = "NEGATIVE"

    def __init__(self, field: str) -> None:
        super().__init__("The figure must not be negative.", field)


class RateOutOfRangeError(BillNotSplittableError):
    """A rate outside 0 to 100 %."""

    code = "BAD_RATE"

    def __init__(self, field: str) -> None:
        super().__init__("A rate lies between 0 and 10000 basis points.", field)


class DiscountTooLargeError(BillNotSplittableError):
    """A discount is larger than the bill, or than the line that it is given on."""

    code = "DISCOUNT_TOO_LARGE"

    def __init__(self, field: str = "bill.discount_fen") -> None:
        super().__init__("The discount is larger than what it is taken off.", field)


class NoteTooLongError(DomainError):
    """A note is longer than a card and a page can show."""

    code = "NOTE_TOO_LONG"

    def __init__(self, most: int) -> None:
        super().__init__(f"A note has at most {most} characters.", "note")
        self.most = most


class RateMissingError(BillNotSplittableError):
    """The plan covers a category but names no rate for it."""

    code = "RATE_MISSING"

    def __init__(self, category: str) -> None:
        super().__init__(f"The plan has no self-pay rate for {category}.", "plan.coinsurance_bp")


class PeriodError(BillNotSplittableError):
    """A policy period that ends before it starts."""

    code = "BAD_PERIOD"

    def __init__(self) -> None:
        super().__init__("The policy ends before it starts.", "policy.end")


class UnknownItemError(DomainError):
    """The catalogue has no such item."""

    code = "UNKNOWN_ITEM"

    def __init__(self, item: str) -> None:
        super().__init__(f"The catalogue has no item {item}.", "item")


class ItemOffError(DomainError):
    """The clinic does not offer the item."""

    code = "ITEM_OFF"

    def __init__(self, item: str) -> None:
        super().__init__(f"The clinic does not offer the item {item}.", "item")


class ToothError(DomainError):
    """The tooth does not fit; ``code`` says in which way, ``teeth`` names them."""

    code = "TOOTH"

    def __init__(self, code: str, teeth: tuple[str, ...]) -> None:
        super().__init__(f"{code}: {', '.join(teeth)}", "teeth")
        self.code = code
        self.teeth = teeth


class SurfaceError(ToothError):
    """A surface does not fit its tooth; ``code`` says in which way, ``surfaces`` is what was typed.

    Codes: SURFACE_UNKNOWN, SURFACE_NOT_THERE, SURFACE_TWICE, SURFACE_WITHOUT_TOOTH, SURFACE_NOT_WANTED.
    """

    code = "SURFACE"

    def __init__(self, code: str, tooth: str, surfaces: str) -> None:
        super().__init__(code, (tooth,) if tooth else ())
        self.surfaces = surfaces


class BadReferenceError(DomainError):
    """What was typed is no reference that a hotline gives."""

    code = "BAD_REFERENCE"

    def __init__(self) -> None:
        super().__init__("A reference has 1 to 40 printable characters.", "reference")


class VisitStateError(DomainError):
    """The step is not the next legal act of this visit."""

    code = "VISIT_STATE"

    def __init__(self, act: str, state: str) -> None:
        super().__init__(f"{act} is not possible while the visit is {state}.")
        self.act = act
        self.state = state


class VoidNoteMissingError(DomainError):
    """A bill is voided for another reason than the listed ones, and nobody wrote which."""

    code = "VOID_NOTE_MISSING"

    def __init__(self) -> None:
        super().__init__("A void for another reason needs a note that says which.", "note")


class SignatureTooSmallError(DomainError):
    """There is too little ink to be a signature."""

    code = "TOO_LITTLE_INK"

    def __init__(self) -> None:
        super().__init__("There is too little ink to be a signature.")


class SignatureMismatchError(DomainError):
    """The signature was given for another content."""

    code = "SIGNATURE_MISMATCH"

    def __init__(self) -> None:
        super().__init__("The signature belongs to another version of the bill.")
