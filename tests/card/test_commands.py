import io
import json
from pathlib import Path

import pytest

from clinic_terminal.card.commands import issue_card, read_images, verify_texts
from clinic_terminal.card.issue import write_card_png
from clinic_terminal.card.key_document import CardKeysUnreadableError
from tests.card.issuers import CLAIMS, ES256, NOW, PRACTICE, key_document, token


def _lines(out: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.fixture
def keys_file(tmp_path: Path) -> Path:
    path = tmp_path / "keys.json"
    path.write_text(key_document([PRACTICE.key_entry(), ES256.key_entry()]), encoding="utf-8")
    return path


def test_a_valid_card_is_printed_with_its_claims(keys_file: Path) -> None:
    out = io.StringIO()
    assert verify_texts(keys_file, NOW, [token()], out) == 0
    assert _lines(out) == [
        {
            "result": "OK",
            "claims": {
                "iss": "practice-tpa",
                "sub": "M20260001",
                "exp": 1803859200,
                "nbf": 1772323200,
                "iat": 1772323200,
                "cti": "00112233445566778899aabb",
                "name": "林小满",
                "birth_date": "2019-05-04",
                "sex": 2,
                "policies": [["P20260000123", "PLAN-A", "2026-01-01", "2026-12-31"]],
                "mode": "S",
            },
        }
    ]


def test_every_text_gets_one_line_also_an_empty_one(keys_file: Path) -> None:
    out = io.StringIO()
    texts = ["", "DB1:?", "DB2:BB8", "101234567890123456", token(), "https://cards.example/?m=M7"]
    assert verify_texts(keys_file, NOW, texts, out, (r"m=(\w+)",)) == 0
    assert [(line["result"], line.get("detail")) for line in _lines(out)] == [
        ("NOT_A_CARD", "EMPTY"),
        ("MALFORMED", "BASE45"),
        ("UNSUPPORTED_VERSION", ""),
        ("NOT_A_CARD", "PAYMENT_CODE"),
        ("OK", None),
        ("NOT_A_CARD", "MEMBER_ADDRESS"),
    ]


def test_lines_hold_ascii_only_whatever_a_console_can_show(keys_file: Path) -> None:
    out = io.StringIO()
    verify_texts(keys_file, NOW, [token()], out)
    assert out.getvalue().isascii()


@pytest.mark.parametrize("content", [b"{}", b"\xff\xfe"])
def test_a_key_file_that_cannot_be_used_stops_before_the_first_line(tmp_path: Path, content: bytes) -> None:
    out, path = io.StringIO(), tmp_path / "keys.json"
    path.write_bytes(content)
    with pytest.raises(CardKeysUnreadableError):
        verify_texts(path, NOW, [token()], out)
    assert out.getvalue() == ""


def test_a_key_file_that_is_not_there_is_unusable_too(tmp_path: Path) -> None:
    with pytest.raises(CardKeysUnreadableError):
        verify_texts(tmp_path / "none.json", NOW, [], io.StringIO())


def test_images_give_a_line_each_and_the_unreadable_an_error(tmp_path: Path) -> None:
    card, broken, out = tmp_path / "card.png", tmp_path / "broken.png", io.StringIO()
    write_card_png(token(), card)
    broken.write_bytes(b"no picture")
    assert read_images([card, broken], out) == 0
    lines = _lines(out)
    assert all(isinstance(line.pop("ms"), float) for line in lines)
    assert lines == [
        {"file": str(card), "texts": [token()]},
        {"file": str(broken), "texts": [], "error": "UNREADABLE"},
    ]


def test_a_practice_card_is_issued_as_text_and_picture(tmp_path: Path) -> None:
    out, picture = io.StringIO(), tmp_path / "card.png"
    assert issue_card(CLAIMS, PRACTICE, picture, out) == 0
    assert out.getvalue() == f"{token()}\n"
    read = io.StringIO()
    read_images([picture], read)
    assert _lines(read)[0]["texts"] == [token()]


def test_a_practice_card_may_be_issued_as_text_only() -> None:
    out = io.StringIO()
    assert issue_card(CLAIMS, PRACTICE, None, out) == 0
    assert out.getvalue() == f"{token()}\n"
