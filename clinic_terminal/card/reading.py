"""From one scanned text to the verdict on an e-card, without a network."""

import re
from datetime import datetime, timedelta
from typing import Final

from clinic_terminal.card.base45_text import PREFIX
from clinic_terminal.card.keys import KeySet
from clinic_terminal.card.malformed import TokenMalformedError
from clinic_terminal.card.not_a_card import MemberPatterns, other_code
from clinic_terminal.card.revocations import RevocationSet
from clinic_terminal.card.token import CardToken, parse_token
from clinic_terminal.domain.member import CardClaims, CardOutcome, CardReading

CLOCK_DIFFERENCE: Final = timedelta(seconds=300)

_ANY_VERSION = re.compile(r"DB[0-9]+:")


class CardVerifier:
    """Judges scanned texts by the keys and revocations of this moment; a sync makes a new one.

    ``keys`` is None, or empty, while the terminal holds none. ``member_patterns``: see MemberPatterns.
    """

    __slots__ = ("_keys", "_patterns", "_revoked")

    def __init__(
        self, keys: KeySet | None, revoked: RevocationSet, member_patterns: tuple[str, ...] = ()
    ) -> None:
        self._keys = keys if keys is not None else KeySet()
        self._revoked = revoked
        self._patterns = MemberPatterns(member_patterns)

    def read(self, text: str, now: datetime) -> CardReading:
        """Return what the text is at ``now`` (aware, corrected by the server's time); never raises.

        A broken code is MALFORMED even while there are no keys: other keys would not mend it.
        """
        text = text.strip()
        if not text.startswith(PREFIX):
            if _ANY_VERSION.match(text):
                return CardReading(CardOutcome.UNSUPPORTED_VERSION)
            return other_code(text, self._patterns)
        try:
            token = parse_token(text)
        except TokenMalformedError as error:
            return CardReading(CardOutcome.MALFORMED, detail=error.part)
        outcome = self._outcome(token, now)
        if outcome is not CardOutcome.OK:
            return CardReading(outcome, kid=token.kid.hex())
        return CardReading(outcome, claims=token.claims, token=text, kid=token.kid.hex())

    def _outcome(self, token: CardToken, now: datetime) -> CardOutcome:
        claims = token.claims
        if not self._keys:
            return CardOutcome.KEYS_MISSING
        key = self._keys.find(token.kid, claims.issuer, token.algorithm, claims.issued)
        if key is None:
            return CardOutcome.UNKNOWN_KEY
        if not key.verifies(token.signed, token.signature):
            return CardOutcome.BAD_SIGNATURE
        outcome = _at(claims, now)
        if outcome is CardOutcome.OK and claims.serial in self._revoked:
            return CardOutcome.REVOKED
        return outcome


def _at(claims: CardClaims, now: datetime) -> CardOutcome:
    # Differences of times cannot leave the calendar; a sum at its edge would.
    if claims.not_before - now > CLOCK_DIFFERENCE:
        return CardOutcome.NOT_YET_VALID
    if now - claims.expires > CLOCK_DIFFERENCE:
        return CardOutcome.EXPIRED
    return CardOutcome.OK
