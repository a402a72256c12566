"""Quotes: the insurer's own split of a bill that does not exist yet; nothing is posted."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from clinic_terminal.contract.acts import PartAnswer, TotalsAnswer
from clinic_terminal.contract.split import LARGEST_QUANTITY
from clinic_terminal.contract.values import Code, Day, Fen, MemberNumber, Message, PolicyNumber, SignedText
from clinic_terminal.domain.adjudication import SplitStatus, Totals
from clinic_terminal.domain.quote import CentralPart, CentralSplit


class QuoteLine(Message):
    """One line: the item's code, fen per unit, whole units, fen off the whole line."""

    item: Code
    unit_fen: Fen
    qty: Annotated[int, Field(ge=1, le=LARGEST_QUANTITY)]
    discount_fen: Fen = 0


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

    def to_domain(self, answered_at: datetime) -> CentralSplit:
        """Return the split as it was said; ``answered_at`` is the signed server time, read."""
        totals = self.totals
        return CentralSplit(
            self.status,
            tuple(_part(line) for line in self.lines),
            Totals(
                totals.billed_fen,
                totals.insurer_fen,
                totals.guardian_fen,
                totals.on_site_fen,
                totals.online_fen,
                totals.claim_fen,
            ),
            self.pool.before_fen,
            self.pool.after_fen,
            self.snapshot_version,
            answered_at,
        )


def _part(line: PartAnswer) -> CentralPart:
    return CentralPart(
        line.line,
        line.item,
        line.billed_fen,
        line.not_covered_fen,
        line.deductible_fen,
        line.coinsurance_fen,
        line.over_limit_fen,
        line.penalty_fen,
        line.insurer_fen,
        line.guardian_fen,
        tuple(line.reasons),
    )
