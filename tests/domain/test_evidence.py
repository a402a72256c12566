from datetime import datetime, timedelta

import pytest

from clinic_terminal.domain.decision import Basis, Check, CheckCode, CheckState, Doubt, Source
from clinic_terminal.domain.evidence import ages, begun_hours, is_clock_behind
from clinic_terminal.domain.gates import CLOCK_TOLERANCE, decide
from clinic_terminal.domain.identity import PhoneAuthorisation
from tests.build import NOW, question, snapshot

HOUR = timedelta(hours=1)


def _call(at: datetime) -> PhoneAuthorisation:
    return PhoneAuthorisation("DH-1", at, "练习前台")


def _age(age: timedelta, **more: object) -> Check:
    asked = question(snapshot(as_of=NOW - age), **{"online": False, **more})
    return next(check for check in decide(asked).checks if check.code is CheckCode.AGE)


@pytest.mark.parametrize(
    ("age", "state"),
    [
        (24 * HOUR, CheckState.PASS),
        (24 * HOUR + timedelta(seconds=1), CheckState.NOTE),
        (72 * HOUR, CheckState.NOTE),
        (72 * HOUR + timedelta(microseconds=1), CheckState.FAIL),
    ],
)
def test_a_limit_itself_still_holds(age: timedelta, state: CheckState) -> None:
    assert _age(age).state is state


def test_old_evidence_says_how_old_it_is() -> None:
    check = _age(73 * HOUR, last_heard=NOW - 2 * HOUR)
    assert check.cause is Doubt.DATA_TOO_OLD
    assert check.facts == {"hard": "72", "hours": "73", "silence_hours": "2"}


def test_an_answer_of_just_now_may_bring_old_facts() -> None:
    assert _age(73 * HOUR, online=True).cause is Doubt.DATA_TOO_OLD
    assert _age(25 * HOUR, online=True).state is CheckState.NOTE
    assert _age(HOUR, online=True, last_heard=NOW - 99 * HOUR).state is CheckState.PASS


def test_silence_counts_by_itself() -> None:
    assert _age(HOUR, last_heard=NOW - 73 * HOUR).cause is Doubt.SILENCE_TOO_LONG
    assert _age(HOUR, last_heard=NOW - 25 * HOUR).state is CheckState.NOTE


def test_a_call_makes_up_for_age_and_stands_as_the_evidence() -> None:
    check = _age(99 * HOUR, last_heard=NOW - 99 * HOUR, phone=_call(NOW - HOUR))
    assert (check.state, check.basis) == (CheckState.NOTE, Basis(Source.DESK, NOW - HOUR))
    assert (check.facts["reference"], check.facts["hours"]) == ("DH-1", "99")


def test_a_call_grows_old_too() -> None:
    assert _age(200 * HOUR, phone=_call(NOW - 73 * HOUR)).cause is Doubt.DATA_TOO_OLD


def test_a_call_that_the_clock_has_not_reached_counts_for_nothing() -> None:
    tomorrow = _call(NOW + 24 * HOUR)
    assert _age(73 * HOUR, phone=tomorrow).cause is Doubt.DATA_TOO_OLD


def test_without_any_mark_the_snapshot_is_the_last_that_was_heard() -> None:
    found = ages(NOW - 5 * HOUR, None, None, NOW)
    assert (found.snapshot, found.silence) == (5 * HOUR, 5 * HOUR)


def test_a_clock_that_lags_a_little_is_not_doubted() -> None:
    assert not is_clock_behind(NOW, NOW + CLOCK_TOLERANCE, None)
    assert is_clock_behind(NOW, None, NOW + CLOCK_TOLERANCE + timedelta(seconds=1))


def test_a_clock_behind_the_last_word_of_the_server_is_doubted() -> None:
    decision = decide(question(snapshot(), last_heard=NOW + 24 * HOUR, online=False))
    assert decision.cause is Doubt.CLOCK_BEHIND
    data = next(check for check in decision.checks if check.code is CheckCode.DATA)
    assert data.facts == {"as_of": (NOW + 24 * HOUR).isoformat()}


@pytest.mark.parametrize(
    ("age", "hours"), [(0 * HOUR, 0), (timedelta(seconds=1), 1), (72 * HOUR, 72), (72.01 * HOUR, 73)]
)
def test_begun_hours_count_whole(age: timedelta, hours: int) -> None:
    assert begun_hours(age) == hours
