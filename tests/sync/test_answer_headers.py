"""Headers and texts that no server should send: they spoil no good answer and never leave the sync code."""

import json

import pytest
import requests

from clinic_terminal.application.failures import CentralUnreachableError
from clinic_terminal.sync.http import Reply, Wire
from clinic_terminal.sync.server_look import look_at_server
from tests.sync.conftest import Joined

BAD_DATES = [
    "Sun, 22 Nov 99999999999999999999 10:00:00 GMT",
    "Sun, 99 Nov 2026 10:00:00 GMT",
    "Sun, 22 Nov 2026 10:00:00 +99999999999999999999",
    "",
    "yesterday",
]


def _served(monkeypatch: pytest.MonkeyPatch, **headers: str) -> None:
    """Have every answer carry these headers as well."""
    real = requests.Session.request

    def changed(session: requests.Session, *args: object, **named: object) -> requests.Response:
        answer = real(session, *args, **named)  # type: ignore[arg-type]  # handed through as they came
        answer.headers.update({name.replace("_", "-"): text for name, text in headers.items()})
        return answer

    monkeypatch.setattr(requests.Session, "request", changed)


@pytest.mark.parametrize("date", BAD_DATES)
def test_a_date_that_is_none_spoils_no_good_answer(
    joined: Joined, monkeypatch: pytest.MonkeyPatch, date: str
) -> None:
    _served(monkeypatch, Date=date)
    reply = Wire(joined.server.url).send("GET", "/health")
    assert (reply.status, reply.retry_after_s) == (200, None)


@pytest.mark.parametrize("asked", [*BAD_DATES, "9" * 400, "-5"])
def test_a_wait_that_is_none_is_a_number_or_nothing(
    joined: Joined, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    _served(monkeypatch, Retry_After=asked, Date="Sun, 22 Nov 99999999999999999999 10:00:00 GMT")
    reply = Wire(joined.server.url).send("GET", "/health")
    assert reply.status == 200
    assert reply.retry_after_s is None or 0 <= reply.retry_after_s < 10**9


def test_the_doctor_takes_no_harm_by_a_date_that_is_none(
    joined: Joined, monkeypatch: pytest.MonkeyPatch
) -> None:
    _served(monkeypatch, Date=BAD_DATES[0])
    looked = look_at_server(joined.server.url, Wire(joined.server.url)._link)
    assert (looked.problem, looked.date) == ("", None)


@pytest.mark.parametrize("deep", [b"[" * 90_000 + b"]" * 90_000, b'{"code":' * 60_000 + b"1" + b"}" * 60_000])
def test_an_answer_nested_beyond_reading_is_no_answer(
    joined: Joined, monkeypatch: pytest.MonkeyPatch, deep: bytes
) -> None:
    real = requests.Session.request

    def changed(session: requests.Session, *args: object, **named: object) -> requests.Response:
        answer = real(session, *args, **named)  # type: ignore[arg-type]  # handed through as they came
        answer._content = deep
        return answer

    monkeypatch.setattr(requests.Session, "request", changed)
    with pytest.raises(CentralUnreachableError):
        Wire(joined.server.url).send("GET", "/health")


@pytest.mark.parametrize("code", [404, None, True, "", ["X"], {"a": {"b": 1}}])
def test_a_code_is_a_text_or_the_status(code: object) -> None:
    data = json.loads(json.dumps({"code": code, "detail": 5}))
    assert (Reply(404, b"", data).code, Reply(404, b"", data).sentence) == ("HTTP_404", "")
