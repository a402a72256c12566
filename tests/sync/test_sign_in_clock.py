"""A terminal whose clock is wrong by days signs in all the same, and hears the right time then."""

from datetime import UTC, datetime, timedelta

import pytest

from clinic_terminal.application.failures import CentralSessionError, CentralUnreachableError
from clinic_terminal.bootstrap.clocks import SystemClock, UuidIds
from clinic_terminal.sync.gateway import HttpCentral
from clinic_terminal.sync.http import Wire
from clinic_terminal.sync.signin import Identity, SignIn
from tests.sync.conftest import Joined


def _central(joined: Joined, off_by: timedelta, root_key: str = "") -> HttpCentral:
    clock = SystemClock(lambda: datetime.now(UTC) + off_by)
    sign_in = SignIn(Identity(joined.enrolment.terminal, joined.key), clock, UuidIds())
    return HttpCentral(Wire(joined.server.url), sign_in, root_key or joined.enrolment.root_key)


@pytest.mark.parametrize("days", [-2, 2])
def test_a_clock_that_is_days_off_does_not_keep_a_terminal_out(joined: Joined, days: int) -> None:
    page = _central(joined, timedelta(days=days)).changes("")
    assert abs(page.server_time - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_time_that_the_root_did_not_sign_dates_nothing(joined: Joined) -> None:
    other_root = "A" * 43
    with pytest.raises(CentralSessionError) as refused:
        _central(joined, timedelta(days=2), other_root).changes("")
    assert refused.value.cause == "ASSERTION_REFUSED"


def test_without_an_answer_about_the_time_the_refusal_stands(joined: Joined) -> None:
    joined.faults({"kind": "STATUS", "path": "/v1/keys", "status": 503, "times": 1})
    with pytest.raises(CentralSessionError):
        _central(joined, timedelta(days=2)).changes("")


def test_a_right_clock_asks_for_no_time(joined: Joined) -> None:
    joined.faults({"kind": "STATUS", "path": "/v1/token", "status": 401, "times": 1})
    with pytest.raises((CentralSessionError, CentralUnreachableError)):
        _central(joined, timedelta()).changes("")
