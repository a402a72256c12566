"""Which reading counts where one picture holds several codes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from clinic_terminal.card.not_a_card import OtherCode
from clinic_terminal.domain.member import CardOutcome, CardReading

_MOST_TELLING_FIRST: Final = (
    CardOutcome.REVOKED,
    CardOutcome.EXPIRED,
    CardOutcome.NOT_YET_VALID,
    CardOutcome.BAD_SIGNATURE,
    CardOutcome.UNKNOWN_KEY,
    CardOutcome.KEYS_MISSING,
    CardOutcome.UNSUPPORTED_VERSION,
    CardOutcome.MALFORMED,
    CardOutcome.NOT_A_CARD,
)
_OTHER_CODES: Final = tuple(OtherCode)
_NO_TIME: Final = datetime.min.replace(tzinfo=UTC)


class Verdict(StrEnum):
    """What several readings come to."""

    TAKE = "TAKE"
    ASK = "ASK"
    REFUSE = "REFUSE"


@dataclass(frozen=True, slots=True)
class Choice:
    """TAKE: one reading to go on with. ASK: one reading for each different card. REFUSE: what to explain."""

    verdict: Verdict
    readings: tuple[CardReading, ...]


def choose(readings: Sequence[CardReading]) -> Choice:
    """Return what counts of the codes of one picture.

    One valid card is taken; two different valid cards are asked about. Without any, members that are
    named without proof are treated the same way; else the most telling failure is given.
    """
    cards = _different([r for r in readings if r.claims is not None], _face)
    if cards:
        return Choice(Verdict.TAKE if len(cards) == 1 else Verdict.ASK, cards)
    failures = sorted(readings, key=_rank)
    if not failures:
        return Choice(Verdict.REFUSE, (CardReading(CardOutcome.NOT_A_CARD, detail=OtherCode.EMPTY),))
    if failures[0].member:
        members = _different([r for r in failures if r.member], lambda r: r.member)
        return Choice(Verdict.TAKE if len(members) == 1 else Verdict.ASK, members)
    return Choice(Verdict.REFUSE, (failures[0],))


def _different(
    readings: Sequence[CardReading], same_by: Callable[[CardReading], object]
) -> tuple[CardReading, ...]:
    """Return one reading of each kind, in the order found; of a card shown twice the latest issue."""
    kept: dict[object, CardReading] = {}
    for reading in readings:
        known = kept.get(same_by(reading))
        if known is None or _issued(reading) > _issued(known):
            kept[same_by(reading)] = reading
    return tuple(kept.values())


def _face(reading: CardReading) -> object:
    """Return what makes a card this card: all but its serial, times and mode, which change on the phone."""
    card = reading.claims
    return card and (card.issuer, card.member, card.name, card.birth_date, card.sex, card.policies)


def _issued(reading: CardReading) -> datetime:
    return reading.claims.issued if reading.claims else _NO_TIME


def _rank(reading: CardReading) -> tuple[int, bool, int]:
    other = _OTHER_CODES.index(OtherCode(reading.detail)) if reading.detail in _OTHER_CODES else 0
    return _MOST_TELLING_FIRST.index(reading.outcome), not reading.member, other
