from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from clinic_terminal.contract.eligibility import EligibilityRequest
from clinic_terminal.contract.problems import Problem, problem_bytes
from clinic_terminal.contract.statements import statement_digest
from clinic_terminal.contract.values import (
    NotADayError,
    NotAnInstantError,
    day_from,
    instant_from,
    instant_text,
)


@given(st.datetimes(datetime(1000, 1, 1), datetime(9000, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001  bounds
def test_an_instant_is_read_back_to_the_second(moment: datetime) -> None:
    assert instant_from(instant_text(moment)) == moment.replace(microsecond=0)


def test_an_instant_is_written_in_utc() -> None:
    shanghai = timezone(timedelta(hours=8))
    assert instant_text(datetime(2026, 1, 1, 7, tzinfo=shanghai)) == "2025-12-31T23:00:00Z"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-01-01",
        "2026-01-01T00:00:00",
        "2026-01-01T00:00:00+08:00",
        "2026-13-01T00:00:00Z",
        "1700000000",
    ],
)
def test_an_instant_without_utc_is_refused(text: str) -> None:
    with pytest.raises(NotAnInstantError):
        instant_from(text)


@pytest.mark.parametrize(
    "text", ["", "20260101", "2026-02-30", "2026-1-1", "2026-01-01T00:00:00Z", "٢٠٢٦-٠١-٠١"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(NotADayError):
        day_from(text)


def test_days_in_messages_follow_the_same_rule() -> None:
    assert EligibilityRequest.model_validate_json('{"day":"2026-01-31"}').day == date(2026, 1, 31)
    for text in ('{"day":"1700000000"}', '{"day":1700000000}', '{"day":"2026-01-31T00:00:00"}'):
        with pytest.raises(ValidationError):
            EligibilityRequest.model_validate_json(text)


def test_a_problem_is_read_back() -> None:
    problem = Problem.model_validate_json(
        problem_bytes(422, "DIGEST_WRONG", "The digest is wrong.", field="digest")
    )
    assert (problem.status, problem.code, problem.field) == (422, "DIGEST_WRONG", "digest")


def test_the_statement_digest_does_not_depend_on_the_order() -> None:
    assert statement_digest(["b", "a"]) == statement_digest(["a", "b"])
    assert statement_digest(["a"]) != statement_digest(["a", "b"])
