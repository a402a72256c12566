"""Texts made by chance from valid cards and from nothing, none of which may pass as a card."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Final

import cbor2

from clinic_terminal.card.base45_text import decode_text, encode_text
from clinic_terminal.card.issue import issue_token
from clinic_terminal.card.reading import CardVerifier
from clinic_terminal.card.token import Algorithm
from clinic_terminal.domain.member import CardOutcome
from tests.card.issuers import CLAIMS, ES256, NOW, PRACTICE, STRANGER, payload, protected, verifier
from tests.card.spoiling import EDGES, twenty_cards

SLOW_MS: Final = 50.0

_ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_ODD: Final = "\0\t\n ０１Ａ：水牙·\u202e\ufeff\U0001f9b7e\u0301-_?&=%#"
_LONE: Final = "\ud83e"  # half a character, as a broken clipboard may hand over
_ADDRESS_PARTS: Final = ("https://", "www.", "cards.example", "/m/", "?m=", "&n=", "M20260001", "%20", "..")
_PATTERNS: Final = (r"[?&]m=(\w+)", r"/m/(?P<member>[0-9A-Za-z]+)")

Make = Callable[[Random, list[bytes]], str]


def _any_bytes(chance: Random, _cards: list[bytes]) -> str:
    return encode_text(chance.choice((b"", b"\xd2", b"\xd2\x84")) + chance.randbytes(chance.randrange(640)))


def _any_text(chance: Random, _cards: list[bytes]) -> str:
    letters = chance.choice((_ALPHABET, _ODD, _ALPHABET + _ODD + _LONE))
    start = chance.choice(("", "DB1:", "DB1:", "DB", "DB2:", "db1:", "DB1"))
    return start + "".join(chance.choices(letters, k=chance.randrange(chance.choice((8, 80, 1200)))))


def _address(chance: Random, _cards: list[bytes]) -> str:
    return "".join(chance.choices(_ADDRESS_PARTS, k=chance.randrange(1, 40)))


def _flipped(chance: Random, cards: list[bytes]) -> str:
    changed = bytearray(chance.choice(cards))
    for _ in range(chance.choice((1, 1, 2, 3, 8, 40))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return encode_text(bytes(changed))


def _cut_and_filled(chance: Random, cards: list[bytes]) -> str:
    card, other = chance.choice(cards), chance.choice(cards)
    start, end = sorted((chance.randrange(len(card) + 1), chance.randrange(len(card) + 1)))
    at = chance.randrange(len(other))
    filling = (b"", chance.randbytes(chance.randrange(16)), other[at : at + chance.randrange(64)])
    return encode_text(card[:start] + chance.choice(filling) + card[end:])


def _with_edges(chance: Random, cards: list[bytes]) -> str:
    changed = bytearray(chance.choice(cards))
    width = chance.choice((1, 2, 4, 8))
    fitting = [edge for edge in EDGES if edge < 1 << 8 * width]
    at = chance.randrange(len(changed) - width)
    changed[at : at + width] = chance.choice(fitting).to_bytes(width, "big")
    return encode_text(bytes(changed))


def _parts_of_several(chance: Random, cards: list[bytes]) -> str:
    """Take header, payload and signature from different cards."""
    parts = [cbor2.loads(chance.choice(cards)[1:])[place] for place in (0, 1, 2, 3)]
    return encode_text(b"\xd2" + cbor2.dumps(parts))


def _characters_changed(chance: Random, cards: list[bytes]) -> str:
    text = encode_text(chance.choice(cards))
    for _ in range(chance.choice((1, 1, 2, 5))):
        at = chance.randrange(len(text))
        text = text[:at] + chance.choice(_ALPHABET + _ODD + _LONE) + text[at + chance.randrange(3) :]
    return text


def _any_claims_by_an_impostor(chance: Random, _cards: list[bytes]) -> str:
    """Put anything into the claims, and sign with a stranger's key under a known key id."""
    changes = {chance.choice((1, 2, 4, 5, 6, 7)): _anything(chance, 2) for _ in range(chance.randrange(2))}
    card = {chance.randrange(1, 6): _anything(chance, 3) for _ in range(chance.randrange(3))}
    body = payload(changes, card)
    kid, algorithm = chance.choice(((PRACTICE.kid, -8), (ES256.kid, -7), (PRACTICE.kid, -7), (ES256.kid, -8)))
    header = protected(kid, algorithm)
    signature = STRANGER.sign(cbor2.dumps(["Signature1", header, b"", body]))
    return encode_text(b"\xd2" + cbor2.dumps([header, {}, body, signature]))


def _any_structure(chance: Random, _cards: list[bytes]) -> str:
    return encode_text(chance.choice((b"\xd2", b"")) + cbor2.dumps(_anything(chance, 5)))


def _strangers_card(chance: Random, _cards: list[bytes]) -> str:
    """Return a perfect card of an issuer whose key this terminal does not hold, or under a wrong key."""
    header = chance.choice((PRACTICE, ES256, STRANGER))

    class _Impostor:
        algorithm = chance.choice((Algorithm.EDDSA, Algorithm.ES256))
        kid = chance.choice((header.kid, chance.randbytes(8)))

        def sign(self, data: bytes) -> bytes:
            return STRANGER.sign(data) if chance.random() < 0.5 else chance.randbytes(64)

    return issue_token(CLAIMS, _Impostor())


def _anything(chance: Random, depth: int) -> object:
    """Return a value that CBOR can hold, nested up to ``depth`` deep."""
    if depth and chance.random() < 0.4:
        inner = [_anything(chance, depth - 1) for _ in range(chance.randrange(6))]
        return inner if chance.random() < 0.6 else dict(enumerate(inner))
    leaves: tuple[object, ...] = (
        None,
        chance.random() < 0.5,
        chance.choice(EDGES),
        -1 - chance.choice(EDGES),
        chance.random(),
        chance.randbytes(chance.randrange(40)),
        "".join(chance.choices(_ALPHABET + _ODD, k=chance.randrange(40))),
        "2026-02-30",
        cbor2.CBORTag(chance.randrange(70), 1),
    )
    return chance.choice(leaves)


KINDS: Final[dict[str, Make]] = {
    make.__name__.removeprefix("_").replace("_", " "): make
    for make in (
        _any_bytes,
        _any_text,
        _address,
        _flipped,
        _cut_and_filled,
        _with_edges,
        _parts_of_several,
        _characters_changed,
        _any_claims_by_an_impostor,
        _any_structure,
        _strangers_card,
    )
}


@dataclass
class Tally:
    """What came of many texts; times of one text in milliseconds, ``wall`` with what else the machine did."""

    inputs: int = 0
    accepted: int = 0
    errors: list[str] = field(default_factory=list)
    slowest_ms: float = 0.0
    slowest_wall_ms: float = 0.0
    slow: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Tally") -> None:
        """Add the counts of another run."""
        self.inputs += other.inputs
        self.accepted += other.accepted
        self.errors += other.errors
        self.slowest_ms = max(self.slowest_ms, other.slowest_ms)
        self.slowest_wall_ms = max(self.slowest_wall_ms, other.slowest_wall_ms)
        self.slow += other.slow
        self.outcomes += other.outcomes
        self.kinds += other.kinds

    def judge(self, judge: CardVerifier, kind: str, text: str) -> None:
        """Count what is said to ``text``; what seems slow is timed twice more, and the best counts."""
        try:
            outcome, ms, wall_ms = _timed(judge, text)
            for _again in range(2):
                if ms > SLOW_MS:
                    ms = min(ms, _timed(judge, text)[1])
        except Exception as error:  # noqa: BLE001  that none gets out is what is shown here
            self.errors.append(f"{kind}: {error!r}: {text!r}")
            return
        self.inputs += 1
        self.accepted += outcome is CardOutcome.OK
        self.slow += ms > SLOW_MS
        self.slowest_ms, self.slowest_wall_ms = max(self.slowest_ms, ms), max(self.slowest_wall_ms, wall_ms)
        self.outcomes[str(outcome)] += 1
        self.kinds[kind] += 1


def _timed(judge: CardVerifier, text: str) -> tuple[CardOutcome, float, float]:
    """Return what is said to ``text`` and how long it took: milliseconds of this thread, and of the clock."""
    cpu, wall = time.thread_time(), time.perf_counter()
    outcome = judge.read(text, NOW).outcome
    return outcome, (time.thread_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000


def fuzz(inputs: int, seed: str) -> Tally:
    """Judge ``inputs`` texts made by chance from ``seed``; a text that is one of the cards is made anew."""
    chance = Random(seed)  # noqa: S311  nothing secret: the same seed must give the same texts
    judge, tally = verifier(member_patterns=_PATTERNS), Tally()
    texts = twenty_cards()
    cards, genuine = [decode_text(text) for text in texts], set(texts)
    kinds = list(KINDS.items())
    while tally.inputs + len(tally.errors) < inputs:
        kind, make = chance.choice(kinds)
        text = make(chance, cards)
        if text.strip() not in genuine:
            tally.judge(judge, kind, text)
    return tally
