"""Twenty valid cards spoilt in every small way; none of it passes (a tenth here, all with TORTURE=1)."""

import os
from collections import Counter
from collections.abc import Callable

import cbor2
import pytest

from clinic_terminal.card.base45_text import decode_text, encode_text
from clinic_terminal.card.issue import TokenSigner
from clinic_terminal.card.token import Algorithm
from clinic_terminal.domain.member import CardOutcome
from tests.card.fuzzing import KINDS, fuzz
from tests.card.issuers import ES256, NOW, PRACTICE, STRANGER, protected, verifier
from tests.card.spoiling import CARDS, lengths_in, spoilt, twenty_cards
from tests.fault_counts import Count, NoteCount
from torture.cards import GOAL

_ALL = os.environ.get("TORTURE") == "1"
_EVERY = 1 if _ALL else 10
_INPUTS = 1_000_000 if _ALL else 100_000
_SEED = "20260302"
_VERIFIER = verifier()
_CARDS = twenty_cards()
_SIGNERS: list[TokenSigner] = [PRACTICE, ES256] * (CARDS // 2)
_NUMBERS = range(CARDS)


def test_the_twenty_cards_themselves_are_valid() -> None:
    assert [_VERIFIER.read(text, NOW).outcome for text in _CARDS] == [CardOutcome.OK] * CARDS
    assert len(set(_CARDS)) == CARDS


def test_no_byte_or_bit_or_length_of_a_card_can_be_changed() -> None:
    counts: Counter[str] = Counter()
    place = 0
    for card in _CARDS:
        for kind, changed in spoilt(card):
            place += 1
            if place % _EVERY == 0:
                text = encode_text(changed) if isinstance(changed, bytes) else changed
                assert _VERIFIER.read(text, NOW).outcome is not CardOutcome.OK, f"{kind} {place}"
                counts[kind] += 1
    print(f"spoilt cards refused: {dict(counts)}")  # noqa: T201  the counts are what this test is for
    assert len(counts) == 5
    assert sum(counts.values()) * _EVERY > 80_000


@pytest.mark.timeout(300)
def test_texts_made_by_chance_are_never_cards_and_never_stop_the_program(note_count: NoteCount) -> None:
    tally = fuzz(_INPUTS, _SEED)
    note_count(Count("R12", tally.inputs, GOAL, tally.accepted + len(tally.errors), _SEED))
    print(f"seed {_SEED}: {tally}")  # noqa: T201  the counts are what this test is for
    assert (tally.inputs, tally.accepted, tally.errors) == (_INPUTS, 0, [])
    assert set(tally.kinds) == set(KINDS)


@pytest.mark.parametrize("number", _NUMBERS)
def test_claims_twice_or_out_of_order_are_refused_though_rightly_signed(number: int) -> None:
    header, _, body, _ = cbor2.loads(decode_text(_CARDS[number])[1:])
    members = list(cbor2.loads(body).items())
    for place in range(len(members)):
        twice = _map([*members[: place + 1], *members[place:]])
        other_value = _map([*members[: place + 1], (members[place][0], 0), *members[place + 1 :]])
        exchanged = list(members)
        exchanged[place], exchanged[place - 1] = exchanged[place - 1], exchanged[place]
        for changed in (twice, other_value, _map(exchanged), _map(members[:place] + members[place + 1 :])):
            assert _outcome(number, header, changed) is CardOutcome.MALFORMED


@pytest.mark.parametrize("extra", [0, 3, 8, 38, -1, -65538, "1", b"\x01"])
def test_a_claim_of_another_kind_is_refused_though_rightly_signed(extra: object) -> None:
    for number, card in enumerate(_CARDS):
        header, _, body, _ = cbor2.loads(decode_text(card)[1:])
        members = sorted([*cbor2.loads(body).items(), (extra, 1)], key=lambda pair: cbor2.dumps(pair[0]))
        assert _outcome(number, header, _map(members)) is CardOutcome.MALFORMED


@pytest.mark.parametrize("tag", [0, 16, 17, 18, 19, 61, 96, 97, 98, 55799])
def test_another_tag_is_refused(tag: int) -> None:
    head = cbor2.dumps(cbor2.CBORTag(tag, 0))[:-1]
    for cose in map(decode_text, _CARDS):
        for changed in (head + cose, cose[:1] + head + cose[1:], cose[1:], head + cose[1:]):
            if changed != cose:
                assert _VERIFIER.read(encode_text(changed), NOW).outcome is CardOutcome.MALFORMED


@pytest.mark.parametrize("algorithm", [-8, -7, 0, 1, 4, 5, -6, -9, -19, -35, -36, -37, -47, -257])
def test_the_algorithm_is_the_keys_and_never_the_cards(algorithm: int) -> None:
    expected = CardOutcome.UNKNOWN_KEY if algorithm in set(Algorithm) else CardOutcome.MALFORMED
    for card, signer in zip(_CARDS, _SIGNERS, strict=True):
        if algorithm == signer.algorithm:
            continue  # that is the card itself
        _, _, body, signature = cbor2.loads(decode_text(card)[1:])
        header = protected(signer.kid, algorithm)
        resigned = signer.sign(cbor2.dumps(["Signature1", header, b"", body]))
        for sealed_by in (signature, resigned, bytes(64)):
            assert _read([header, {}, body, sealed_by]) is expected


@pytest.mark.parametrize("number", _NUMBERS)
def test_the_key_of_another_issuer_does_not_sign_for_this_one(number: int) -> None:
    _, _, body, _ = cbor2.loads(decode_text(_CARDS[number])[1:])
    mine, other = _SIGNERS[number], _SIGNERS[number - 1]
    under_its_own_name = _sealed(protected(other.kid, other.algorithm), body, other.sign)
    under_mine = _sealed(protected(mine.kid, mine.algorithm), body, other.sign)
    by_a_stranger = _sealed(protected(mine.kid, mine.algorithm), body, STRANGER.sign)
    assert under_its_own_name is CardOutcome.UNKNOWN_KEY
    assert {under_mine, by_a_stranger} == {CardOutcome.BAD_SIGNATURE}


def test_the_lengths_of_every_layer_are_among_those_spoilt() -> None:
    assert [len(lengths_in(decode_text(card))) >= 21 for card in _CARDS] == [True] * CARDS


def _map(members: list[tuple[object, object]]) -> bytes:
    """Return a CBOR map with exactly these members in this order."""
    return bytes((0xA0 + len(members),)) + b"".join(cbor2.dumps(part) for pair in members for part in pair)


def _outcome(number: int, header: bytes, body: bytes) -> CardOutcome:
    return _sealed(header, body, _SIGNERS[number].sign)


def _sealed(header: bytes, body: bytes, sign: Callable[[bytes], bytes]) -> CardOutcome:
    return _read([header, {}, body, sign(cbor2.dumps(["Signature1", header, b"", body]))])


def _read(parts: list[object]) -> CardOutcome:
    return _VERIFIER.read(encode_text(b"\xd2" + cbor2.dumps(parts)), NOW).outcome
