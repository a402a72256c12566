"""Why each line is paid by whom, with the amount behind every reason."""

from collections.abc import Iterable
from dataclasses import dataclass

from clinic_terminal.domain.adjudication import Part, Reason
from clinic_terminal.domain.money import WHOLE_BP, half_up, percent
from clinic_terminal.printing.shown import Shown
from clinic_terminal.printing.texts import Texts, Words

_LIMITS = frozenset({Reason.LIMIT_REACHED, Reason.CATEGORY_LIMIT})
_PENALTIES = frozenset({Reason.PREAUTH_ABSENT, Reason.PREAUTH_EXCEEDED})
_GATES = frozenset(
    {
        Reason.POLICY_NOT_STARTED, Reason.POLICY_EXPIRED, Reason.CARD_GREYED, Reason.CARD_UNBOUND,
        Reason.BRAND_LOCKED, Reason.SELF_PAY_CHOSEN,
    }
)  # fmt: skip
"""Reasons that hold for a whole bill; NOT_IN_NETWORK may hold for one line alone."""

_RATE_STEPS = (500, 100, 50, 10, 1)
"""Rates are looked for from the roundest on: 5 %, 1 %, 0.5 %, 0.1 %, 0.01 %."""


@dataclass(frozen=True, slots=True)
class Why:
    """A reason in words and the fen that it puts on the guardian; 0 where it puts none."""

    words: Words
    fen: int


def reasons_of(parts: Iterable[Part], texts: Texts, shown: Shown) -> list[Why]:
    """Return the reasons of one line's parts, in order, like ones added up.

    That something is covered is said only where nothing else is. A closed gate is told in full once, above
    the table; the lines only say that they are not billed directly. Amounts that are not known are 0. Of a
    missing authorisation the amount is what the insurer takes off, which the words then say.
    """
    found: dict[Words, int] = {}
    covered: list[Why] = []
    for part in parts:
        for reason in part.reasons:
            if reason is Reason.COVERED:
                covered = [Why(texts.reasons[reason], 0)]
                continue
            fen = shown.amount_of(reason, _amount(reason, part))
            words = _words(reason, part, texts)
            if reason in _PENALTIES and fen:
                words = words.with_end(texts.bill["taken_off"])
            found[words] = found.get(words, 0) + fen
    return [Why(words, fen) for words, fen in found.items()] or covered


def _words(reason: Reason, part: Part, texts: Texts) -> Words:
    if reason in _GATES:
        return texts.bill["refused"]
    if reason is Reason.COINSURANCE:
        rate = share_rate(part.billed - part.not_covered - part.deductible, part.coinsurance)
        return texts.reasons[reason].filled(percent=percent(rate))
    return texts.plain_reasons[reason]


def _amount(reason: Reason, part: Part) -> int:
    if reason is Reason.DEDUCTIBLE:
        return part.deductible
    if reason is Reason.COINSURANCE:
        return part.coinsurance
    if reason in _LIMITS:
        return part.over_limit
    return part.penalty if reason in _PENALTIES else part.not_covered


def share_rate(cost_fen: int, share_fen: int) -> int:
    """Return the rate, in basis points, that makes ``share_fen`` out of ``cost_fen``.

    A frozen bill keeps amounts, not rates. The roundest rate that gives exactly this amount (rounded as
    the split rounds) is the plan's; amounts of a few fen that fit none get the nearest rate.
    """
    if cost_fen <= 0:
        return WHOLE_BP
    nearest = half_up(share_fen * WHOLE_BP, cost_fen)
    for step in _RATE_STEPS:
        rate = half_up(nearest, step) * step
        if cost_fen - half_up(cost_fen * (WHOLE_BP - rate), WHOLE_BP) == share_fen:
            return rate
    return nearest
