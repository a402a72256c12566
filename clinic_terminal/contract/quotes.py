"""Quotes: the insurer's own split of a bill that does not exist yet; nothing is posted."""

from typing import Annotated

from pydantic import Field

from clinic_terminal.contract.acts import PartAnswer, TotalsAnswer
from clinic_terminal.contract.split import LARGEST_QUANTITY
from clinic_terminal.contract.values import Code, Day, Fen, MemberNumber, Message, PolicyNumber, SignedText
from clinic_terminal.domain.adjudication import SplitStatus


class QuoteLine(Message):
    """One line: the item's code, fen per unit, whole units."""

    item: Code
    unit_fen: Fen
    qty: Annotated[int, Field(ge=1, le=LARGEST_QUANTITY)]


class QuoteRequest(Message):
    """The bill to split for one policy."""

    member: MemberNumber
    policy: PolicyNumber
    day: Day
    booking_ref: str | None = None
    self_pay: bool = False
    discount_fen: Fen = 0
    lines: Annotated[list[QuoteLine], Field(max_length=1000)]


class PoolAnswer(Message):
    """The shared limit before and after."""

    before_fen: Fen
    after_fen: Fen


class QuoteAnswer(Message):
    """The split, and the snapshot version that it rests on."""

    status: SplitStatus
    lines: list[PartAnswer]
    totals: TotalsAnswer
    pool: PoolAnswer
    snapshot_version: int
    server_time: SignedText
