"""What is noticed of a bill while it is made: a closed list, each with its weight, place and figures."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Weight(StrEnum):
    """How much it weighs, in the order of telling.

    STOP must be put right before the bill is signed. ASK and WARN may be confirmed, which is recorded.
    NOTE only tells.
    """

    STOP = "STOP"
    ASK = "ASK"
    WARN = "WARN"
    NOTE = "NOTE"


class ChairRule(StrEnum):
    """Which rule found it; the codes stand in the audit log."""

    TOOTH_NOT_FIT = "TOOTH_NOT_FIT"
    WRONG_ITEM = "WRONG_ITEM"
    EXTRACTED_TWICE = "EXTRACTED_TWICE"
    WHOLE_COURSE = "WHOLE_COURSE"
    TWICE = "TWICE"
    FILLING_AND_SEALANT = "FILLING_AND_SEALANT"
    CROWN_AND_FILLING = "CROWN_AND_FILLING"
    EXTRACTION_AND_MORE = "EXTRACTION_AND_MORE"
    STAGE_AGAIN = "STAGE_AGAIN"
    TOOTH_GONE = "TOOTH_GONE"
    TOOTH_NOT_DUE = "TOOTH_NOT_DUE"
    PRIMARY_LATE = "PRIMARY_LATE"
    PERMANENT_EARLY = "PERMANENT_EARLY"
    ONCE_A_VISIT = "ONCE_A_VISIT"
    FREQUENCY_OVER = "FREQUENCY_OVER"
    FREQUENCY_LEFT = "FREQUENCY_LEFT"


WEIGHTS: Final = MappingProxyType(
    dict.fromkeys(ChairRule, Weight.WARN)
    | dict.fromkeys(
        (
            ChairRule.TOOTH_NOT_FIT,
            ChairRule.WRONG_ITEM,
            ChairRule.EXTRACTED_TWICE,
            ChairRule.WHOLE_COURSE,
        ),
        Weight.STOP,
    )
    | dict.fromkeys(
        (
            ChairRule.TWICE,
            ChairRule.FILLING_AND_SEALANT,
            ChairRule.CROWN_AND_FILLING,
            ChairRule.EXTRACTION_AND_MORE,
            ChairRule.STAGE_AGAIN,
        ),
        Weight.ASK,
    )
    | {ChairRule.FREQUENCY_LEFT: Weight.NOTE}
)
"""What each rule weighs; a whole course that the family pays itself is only asked about."""

_RANKS: Final = {weight: rank for rank, weight in enumerate(Weight)}


@dataclass(frozen=True, slots=True)
class ChairFinding:
    """One thing noticed. ``lines`` are 0-based places on the bill, ``teeth`` the teeth or regions meant.

    ``proposed`` is the item that would be right. ``count`` is, by rule, how many lines, units left, or units
    over; ``limit`` the units a policy year, the days between two stages, or the fen of a whole course;
    ``day`` when it was done before.
    """

    rule: ChairRule
    weight: Weight
    lines: tuple[int, ...]
    items: tuple[str, ...]
    teeth: tuple[str, ...] = ()
    proposed: str = ""
    count: int = 0
    limit: int = 0
    day: date | None = None
    confirmed: bool = False

    @property
    def key(self) -> str:
        """What a confirmation is kept under: rule, items and teeth, and how many where that matters.

        It does not depend on where the lines stand, and it changes when more is at stake.
        """
        words = (self.rule.value, "+".join(self.items), ",".join(sorted(self.teeth)))
        return " ".join(filter(None, (*words, f"x{self.count}" if self.count else "")))

    @property
    def overridable(self) -> bool:
        """Whether a person may confirm that it is meant so."""
        return self.weight in {Weight.ASK, Weight.WARN}

    @property
    def stops(self) -> bool:
        """Whether the bill cannot be signed as it stands."""
        return self.weight is Weight.STOP

    @property
    def open(self) -> bool:
        """Whether somebody still should look at it: neither a mere note nor confirmed."""
        return self.stops or (self.overridable and not self.confirmed)

    @property
    def rank(self) -> tuple[int, int]:
        """The order of telling: what weighs more first, then by the first line."""
        return _RANKS[self.weight], self.lines[0] if self.lines else 0
