"""Which figures of a split may be printed: none that is not known (待确认 stands in its place)."""

from dataclasses import dataclass

from clinic_terminal.application.paper_orders import PaperStanding
from clinic_terminal.domain.adjudication import Part, Split, SplitStatus
from clinic_terminal.domain.pipeline import Reason

_SETTLED_LATER = frozenset(
    {Reason.DEDUCTIBLE, Reason.COINSURANCE, Reason.PREAUTH_ABSENT, Reason.PREAUTH_EXCEEDED}
)
"""What a family of an online plan pays only after the insurer has closed the case."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What is known of a split.

    A settled one is known as a whole. Of one that was worked out offline, prices and what is collected on
    site are facts; what the insurer pays, what is paid later and what remains of the limit are not. Of a
    held one, only the prices are.
    """

    result: Split
    confirmed: bool = True

    @property
    def is_held(self) -> bool:
        """Whether not even the family's part is known."""
        return self.confirmed is False and self.result.status is SplitStatus.HOLD

    @property
    def knows_insurer(self) -> bool:
        """Whether the insurer's part, later payments and the limit are known."""
        return self.confirmed

    def insurer(self, fen: int) -> int | None:
        """Return an amount of the insurer, or None where it is not known."""
        return fen if self.knows_insurer else None

    def family(self, fen: int) -> int | None:
        """Return an amount that is collected on site, or None where it is not known."""
        return None if self.is_held else fen

    def family_of(self, part: Part) -> int | None:
        """Return what the family pays of a part as far as it is known: all of it, or what is due on site."""
        if self.confirmed or not self.result.totals.online:
            return self.family(part.guardian)
        return self.family(part.guardian - part.deductible - part.coinsurance - part.penalty)

    def amount_of(self, reason: Reason, fen: int) -> int:
        """Return the amount to print behind a reason; 0 where it is not known."""
        unknown = self.is_held or (
            not self.confirmed and bool(self.result.totals.online) and reason in _SETTLED_LATER
        )
        return 0 if unknown else fen


def shown_of(result: Split, standing: PaperStanding) -> Shown:
    """Return what a bill of this standing may show. A bill that the family pays alone leaves nothing open."""
    if result.status is SplitStatus.NO_DIRECT_BILLING:
        return Shown(result)
    held = result.status is SplitStatus.HOLD
    return Shown(result, confirmed=not held and standing is PaperStanding.RECEIPT)
