"""A quote: the split of a bill that does not exist yet, as it stood at one moment, and the answer to it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from clinic_terminal.domain.adjudication import Split, SplitStatus, Totals
from clinic_terminal.domain.bill import BillLine
from clinic_terminal.domain.eligibility import Clinic, Person

_READ_OUT: Final = 8
"""Signs of the id that are enough to be read out on the phone."""


@dataclass(frozen=True, slots=True)
class CentralPart:
    """A sub-line as the insurer split it, in fen. Nothing promises that its amounts add up.

    ``reasons`` are the server's codes, which may be newer than this program.
    """

    line: int
    item: str
    billed: int
    not_covered: int
    deductible: int
    coinsurance: int
    over_limit: int
    penalty: int
    insurer: int
    guardian: int
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CentralSplit:
    """The insurer's own split of a quoted bill, the data it rests on, and when it was given (server time)."""

    status: SplitStatus
    parts: tuple[CentralPart, ...]
    totals: Totals
    pool_before: int
    pool_after: int
    snapshot_version: int
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class Quote:
    """What a family was told that a treatment would cost: an estimate, good only for its moment.

    ``result`` is our own split, ``answer`` the insurer's where it was asked and answered. ``unanswered`` is
    the code of why no answer came, such as ``CENTRAL_UNREACHABLE.TIMEOUT``; empty while nobody asked.
    """

    id: str
    visit: str
    clinic: Clinic
    day: date
    person: Person
    policy: str
    plan: str
    plan_name: str
    booking_ref: str | None
    lines: tuple[BillLine, ...]
    discount_fen: int
    self_pay: bool
    result: Split
    snapshot_version: int
    as_of: datetime
    made_at: datetime
    made_by: str
    answer: CentralSplit | None = None
    unanswered: str = ""

    @property
    def chain(self) -> str:
        """The key of the child's acts under the policy, by which quotes are found again."""
        return f"{self.person.member}/{self.policy}"

    @property
    def number(self) -> str:
        """The id, short enough to be read out: ``3F2A-91BC``."""
        tail = self.id.replace("-", "")[-_READ_OUT:].upper()
        return f"{tail[:4]}-{tail[4:]}"

    @property
    def offline(self) -> bool:
        """Whether the figures are ours alone: the insurer gave no answer."""
        return self.answer is None

    def says_the_same(self, other: "Quote") -> bool:
        """Tell whether both quote the same lines at the same amounts for the same visit and day."""
        return _said(self) == _said(other)


def _said(quote: Quote) -> tuple[object, ...]:
    return (
        quote.visit,
        quote.chain,
        quote.day,
        quote.booking_ref,
        quote.lines,
        quote.discount_fen,
        quote.self_pay,
        quote.result,
    )
