import json
from pathlib import Path
from typing import Any

import pytest

from clinic_terminal.contract.split import adjudicate, adjudicate_lines

CASES = (Path(__file__).parent.parent / "data" / "worked-examples.jsonl").read_bytes().splitlines()


def _case() -> dict[str, Any]:
    case: dict[str, Any] = json.loads(CASES[1])
    return case


@pytest.mark.parametrize("text", CASES, ids=[json.loads(text)["id"] for text in CASES])
def test_the_worked_case_comes_out_to_the_fen(text: bytes) -> None:
    assert adjudicate(text) == json.loads(text)["expect"]


def test_all_32_cases_are_there() -> None:
    assert len(CASES) == 32


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        (("bill", "lines", 0, "unit_fen"), -1, "NEGATIVE"),
        (("bill", "lines", 0, "unit_fen"), 60.0, "WRONG_TYPE"),
        (("bill", "lines", 0, "unit_fen"), True, "WRONG_TYPE"),
        (("bill", "lines", 0, "unit_fen"), 10**15, "TOO_LARGE"),
        (("bill", "lines", 0, "qty"), 0, "NEGATIVE"),
        (("bill", "lines", 0, "category"), "COSMETIC", "UNKNOWN_VALUE"),
        (("bill", "date"), "2021-02-30", "WRONG_TYPE"),
        (("bill", "discount_fen"), 10**9, "DISCOUNT_TOO_LARGE"),
        (("policy", "end"), "2020-01-01", "BAD_PERIOD"),
        (("plan", "coinsurance_bp", "BASIC"), 10_001, "TOO_LARGE"),
        (("state", "card"), "LOST", "UNKNOWN_VALUE"),
    ],
)
def test_a_case_that_cannot_be_is_refused_with_code_and_field(
    path: tuple[str | int, ...], value: object, code: str
) -> None:
    case: Any = _case()
    place = case
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    error = adjudicate(json.dumps(case))["error"]
    assert error["code"] == code
    assert error["field"].startswith(str(path[0])) or code == "BAD_PERIOD"
    assert error["message"]


@pytest.mark.parametrize("text", [b"{", b"\xff\xfe", b"[]", b"null", b'{"plan": 1}'])
def test_text_that_is_no_case_is_an_error_and_no_crash(text: bytes) -> None:
    assert "error" in adjudicate(text)


def test_answers_come_in_order_and_empty_lines_are_passed_over() -> None:
    answers = list(adjudicate_lines([CASES[0], b"\n", b"{", CASES[1]]))
    assert ["error" in answer for answer in answers] == [False, True, False]


def test_a_missing_rate_is_named() -> None:
    case = _case()
    del case["plan"]["coinsurance_bp"]["BASIC"]
    assert adjudicate(json.dumps(case))["error"]["code"] == "RATE_MISSING"
