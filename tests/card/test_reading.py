from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from clinic_terminal.card.base45_text import decode_text, encode_text
from clinic_terminal.card.issue import TokenSigner
from clinic_terminal.card.malformed import MalformedPart
from clinic_terminal.card.reading import CardVerifier
from clinic_terminal.card.revocations import RevocationSet
from clinic_terminal.domain.member import CardMode, CardOutcome, CardReading
from tests.card.issuers import (
    CLAIMS,
    ES256,
    ISSUED,
    ISSUER,
    NOW,
    PRACTICE,
    STRANGER,
    payload,
    protected,
    sealed,
    token,
    verifier,
)


@pytest.mark.parametrize("signer", [PRACTICE, ES256])
def test_a_valid_card_is_read_with_its_claims_and_kept_as_evidence(signer: TokenSigner) -> None:
    issuer = ES256.name if signer is ES256 else ISSUER
    claims = replace(CLAIMS, issuer=issuer)
    text = token(claims, signer)
    assert verifier().read(text, NOW) == CardReading(
        CardOutcome.OK, claims=claims, token=text, kid=signer.kid.hex()
    )


@pytest.mark.parametrize("wrapped", ["{}\r\n", "{}\n", "{}\t", "  {}  "])
def test_what_a_scanner_adds_around_a_code_is_ignored(wrapped: str) -> None:
    reading = verifier().read(wrapped.format(token()), NOW)
    assert (reading.outcome, reading.token) == (CardOutcome.OK, token())


@pytest.mark.parametrize("text", [token().lower(), token().replace("DB1:", "DB1: ", 1), token()[:90] + "\n"])
def test_nothing_else_is_forgiven(text: str) -> None:
    assert verifier().read(text, NOW).outcome in {CardOutcome.NOT_A_CARD, CardOutcome.MALFORMED}


@pytest.mark.parametrize("text", ["DB2:BB8", "DB0:", "DB10:BB8", "DB01:BB8", token().replace("DB1", "DB3")])
def test_another_version_is_named_as_such(text: str) -> None:
    assert verifier().read(text, NOW).outcome is CardOutcome.UNSUPPORTED_VERSION


def test_a_broken_code_names_the_layer_and_nothing_of_its_content() -> None:
    assert verifier().read("DB1:?", NOW) == CardReading(CardOutcome.MALFORMED, detail=MalformedPart.BASE45)


@pytest.mark.parametrize("keys", [None, []])
def test_missing_keys_are_not_the_cards_fault(keys: list[dict[str, str | int]] | None) -> None:
    judge = CardVerifier(None, RevocationSet()) if keys is None else verifier(keys)
    assert judge.read(token(), NOW).outcome is CardOutcome.KEYS_MISSING


def test_a_broken_code_is_malformed_even_without_keys() -> None:
    judge = CardVerifier(None, RevocationSet())
    assert judge.read(token()[:-3], NOW).outcome is CardOutcome.MALFORMED
    assert judge.read("DB2:BB8", NOW).outcome is CardOutcome.UNSUPPORTED_VERSION
    assert judge.read("M1", NOW).member == "M1"


def test_a_key_that_this_terminal_does_not_hold_is_unknown() -> None:
    reading = verifier().read(token(signer=STRANGER), NOW)
    assert (reading.outcome, reading.kid) == (CardOutcome.UNKNOWN_KEY, STRANGER.kid.hex())


def test_a_known_key_under_another_issuers_name_is_unknown() -> None:
    text = token(replace(CLAIMS, issuer=ES256.name))
    assert verifier().read(text, NOW).outcome is CardOutcome.UNKNOWN_KEY


def test_a_known_key_with_another_algorithm_is_unknown() -> None:
    text = sealed(payload(), protected(algorithm=-7))
    assert verifier().read(text, NOW).outcome is CardOutcome.UNKNOWN_KEY


def test_a_key_that_was_not_in_force_at_the_time_of_issue_is_unknown() -> None:
    seconds = int(ISSUED.timestamp())
    later = verifier([PRACTICE.key_entry(seconds + 1)])
    ended = verifier([PRACTICE.key_entry(0, seconds - 1)])
    since_ended = verifier([PRACTICE.key_entry(0, seconds)])
    assert later.read(token(), NOW).outcome is CardOutcome.UNKNOWN_KEY
    assert ended.read(token(), NOW).outcome is CardOutcome.UNKNOWN_KEY
    assert since_ended.read(token(), NOW).outcome is CardOutcome.OK


def test_a_tampered_card_is_refused() -> None:
    cose = decode_text(token())
    forged = cose.replace(b"M20260001", b"M20260002")
    assert verifier().read(encode_text(forged), NOW).outcome is CardOutcome.BAD_SIGNATURE


def test_a_signature_by_a_stranger_under_a_known_key_id_is_refused() -> None:
    class Impostor:
        algorithm = PRACTICE.algorithm
        kid = PRACTICE.kid

        def sign(self, data: bytes) -> bytes:
            return STRANGER.sign(data)

    assert verifier().read(token(signer=Impostor()), NOW).outcome is CardOutcome.BAD_SIGNATURE


def test_the_signature_is_looked_at_before_the_times() -> None:
    forged = decode_text(token()).replace(b"M20260001", b"M20260002")
    late = CLAIMS.expires + timedelta(days=1)
    assert verifier().read(encode_text(forged), late).outcome is CardOutcome.BAD_SIGNATURE


@pytest.mark.parametrize(
    ("now", "outcome"),
    [
        (CLAIMS.not_before - timedelta(seconds=301), CardOutcome.NOT_YET_VALID),
        (CLAIMS.not_before - timedelta(seconds=300), CardOutcome.OK),
        (CLAIMS.expires + timedelta(seconds=300), CardOutcome.OK),
        (CLAIMS.expires + timedelta(seconds=301), CardOutcome.EXPIRED),
        (datetime.min.replace(tzinfo=UTC), CardOutcome.NOT_YET_VALID),
        (datetime.max.replace(tzinfo=UTC), CardOutcome.EXPIRED),
    ],
)
def test_clocks_may_differ_by_five_minutes(now: datetime, outcome: CardOutcome) -> None:
    assert verifier().read(token(), now).outcome is outcome


def test_times_at_the_edges_of_the_calendar_do_no_harm() -> None:
    edge = replace(
        CLAIMS,
        not_before=datetime(1970, 1, 1, tzinfo=UTC),
        issued=datetime(1970, 1, 1, tzinfo=UTC),
        expires=datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
    )
    for now in (NOW, datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)):
        assert verifier().read(token(edge), now).outcome in {CardOutcome.OK, CardOutcome.NOT_YET_VALID}


def test_a_refreshed_card_lives_ten_minutes() -> None:
    dynamic = replace(CLAIMS, mode=CardMode.DYNAMIC, expires=ISSUED + timedelta(seconds=600))
    judge, text = verifier(), token(dynamic)
    assert judge.read(text, ISSUED + timedelta(minutes=9)).outcome is CardOutcome.OK
    assert judge.read(text, ISSUED + timedelta(minutes=16)).outcome is CardOutcome.EXPIRED


def test_a_revoked_card_is_refused_by_its_serial() -> None:
    assert verifier(revoked=[CLAIMS.serial]).read(token(), NOW).outcome is CardOutcome.REVOKED
    assert verifier(revoked=["ff" * 12]).read(token(), NOW).outcome is CardOutcome.OK


def test_only_a_valid_card_gives_claims_and_evidence() -> None:
    for reading in (
        verifier(revoked=[CLAIMS.serial]).read(token(), NOW),
        verifier().read(token(), CLAIMS.expires + timedelta(days=1)),
        verifier([]).read(token(), NOW),
    ):
        assert (reading.claims, reading.token, reading.member) == (None, "", "")


def test_a_member_number_and_an_address_identify_without_proof() -> None:
    judge = verifier(member_patterns=(r"m=(\w+)",))
    for text, detail in ((" M7\r\n", "MEMBER_NUMBER"), ("https://cards.example/?m=M7", "MEMBER_ADDRESS")):
        reading = judge.read(text, NOW)
        assert (reading.outcome, reading.detail, reading.member) == (CardOutcome.NOT_A_CARD, detail, "M7")
        assert reading.claims is None


def test_a_payment_code_is_told_from_a_card() -> None:
    assert verifier().read("134567890123456789", NOW).detail == "PAYMENT_CODE"
