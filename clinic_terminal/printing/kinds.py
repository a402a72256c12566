"""What papers consist of: sections of a kind, none of them torn by the end of a page."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a section is, which decides its space, ground and rule."""

    HEAD = "head"
    FACTS = "facts"
    NOTICE = "notice"
    AGREED = "agreed"
    """A notice that all is well."""
    MONEY = "money"
    COLUMNS = "columns"
    LINE = "line"
    TOTALS = "totals"
    POOL = "pool"
    SIGN = "sign"
    FOOT = "foot"
    MARK = "mark"
    """Void, copy: what the whole paper is to be taken for."""
    PAID = "paid"
    """Payments and the e-invoice."""
    NOTE = "note"
    BLANKS = "blanks"
    """Lines to write on."""
    CODE = "code"
    """A QR code with words beside or below it."""
    STEP = "step"
    VALID = "valid"
    """How long a quote is good."""
    COMPARE = "compare"
    """An amount that the insurer states otherwise."""


@dataclass(frozen=True, slots=True)
class Section:
    """A piece of the bill that is not torn apart by the end of a page."""

    kind: Kind
    html: str
