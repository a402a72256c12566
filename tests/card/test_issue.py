import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from clinic_terminal.card.base45_text import MAX_COSE_BYTES, decode_text
from clinic_terminal.card.issue import (
    CardTooLargeError,
    PracticeIssuer,
    card_png,
    issue_token,
    write_card_png,
)
from clinic_terminal.card.token import parse_token
from clinic_terminal.domain.member import CardPolicy
from tests.card.issuers import CLAIMS, ES256, PRACTICE, payload, token


def test_an_issued_token_carries_the_claims() -> None:
    assert parse_token(issue_token(CLAIMS, PRACTICE)).claims == CLAIMS
    assert parse_token(issue_token(CLAIMS, ES256)).claims == CLAIMS


def test_the_same_claims_and_key_give_the_same_token() -> None:
    assert issue_token(CLAIMS, PRACTICE) == issue_token(CLAIMS, PRACTICE)
    assert payload() in decode_text(token())


def test_the_key_id_is_made_from_the_public_key() -> None:
    again = PracticeIssuer("another name", bytes(range(32)))
    assert (len(PRACTICE.kid), again.kid) == (8, PRACTICE.kid)
    assert PracticeIssuer("another name", bytes(32)).kid != PRACTICE.kid


def test_the_key_entry_names_no_secret() -> None:
    assert set(PRACTICE.key_entry()) == {"kid", "iss", "alg", "x", "nbf", "exp"}
    assert bytes(range(32)).hex() not in str(PRACTICE.key_entry())


def test_claims_that_do_not_fit_are_refused() -> None:
    policy = CardPolicy("P" * 60, "PLAN-A", date(2026, 1, 1), date(2026, 12, 31))
    with pytest.raises(CardTooLargeError) as refusal:
        issue_token(replace(CLAIMS, policies=(policy,) * 8), PRACTICE)
    assert refusal.value.size > MAX_COSE_BYTES


def test_eight_ordinary_policies_fit() -> None:
    policy = CardPolicy("P20260000123", "PLAN-A", date(2026, 1, 1), date(2026, 12, 31))
    text = issue_token(replace(CLAIMS, policies=(policy,) * 8), PRACTICE)
    assert parse_token(text).claims.policies == (policy,) * 8


def test_the_code_is_black_and_white_with_a_quiet_zone_of_four_modules() -> None:
    picture = Image.open(io.BytesIO(card_png(token()))).convert("L")
    assert set(picture.tobytes()) == {0, 255}
    dark = picture.point([255 - value for value in range(256)]).getbbox()
    assert dark == (32, 32, picture.width - 32, picture.height - 32)


def test_the_densest_mode_keeps_the_usual_card_within_version_13() -> None:
    picture = Image.open(io.BytesIO(card_png(token())))
    assert picture.width <= (4 * 13 + 17 + 8) * 8


def test_the_picture_is_written_as_a_file(tmp_path: Path) -> None:
    write_card_png(token(), tmp_path / "card.png")
    assert (tmp_path / "card.png").read_bytes() == card_png(token())
