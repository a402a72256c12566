"""That a family did not agree to direct billing: why, and how the visit went on."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class DeclineReason(StrEnum):
    """Why the family does not sign."""

    AMOUNT = "AMOUNT"
    KEEP_LIMIT = "KEEP_LIMIT"
    DATA = "DATA"
    OTHER = "OTHER"


class DeclineWay(StrEnum):
    """How it goes on: the family pays everything itself, or the visit ends without a bill."""

    SELF_PAY = "SELF_PAY"
    CANCEL = "CANCEL"


@dataclass(frozen=True, slots=True)
class Declined:
    """That the family did not sign: why, what was written down, before whom, when (UTC), which bill."""

    reason: DeclineReason
    way: DeclineWay
    note: str
    operator: str
    at: datetime
    digest: str
