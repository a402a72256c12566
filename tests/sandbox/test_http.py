import http.client
import json
from urllib.parse import urlsplit

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_terminal.contract.acts import LARGEST_ACT_BYTES
from clinic_terminal.contract.errors import NotCanonicalError
from clinic_terminal.contract.problems import MEDIA_TYPE, Problem
from clinic_terminal.sandbox.routes import ROUTES
from tests.practice import TIMEOUT, Client, PracticeServer

ACT = "01890000-0000-7000-8000-000000000001"
WITH_BODY = [(method, path) for method, path, _ in ROUTES if method in {"POST", "PUT"}]
JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from(
    ["id", "kind", "chain", "terminal", "created_at", "payload", "digest", "acts", "member", "policy", "day",
     "lines", "code", "public_key", "card", "birth_date", "faults", "serial", "act"]
)  # fmt: skip
OBJECTS = st.dictionaries(NAMES, JSON_VALUES, max_size=6)


def address(url: str, path: str) -> str:
    return url + path.format(act_id=ACT, day="2026-01-01")


def is_problem(answer: requests.Response, status: int, code: str) -> bool:
    problem = Problem.model_validate_json(answer.content)
    form = answer.headers["content-type"] == MEDIA_TYPE and problem.status == answer.status_code
    return form and (answer.status_code, problem.code) == (status, code)


def test_an_unknown_address_is_a_problem(shared_terminal: Client) -> None:
    for path in ("/", "/v1", "/v1/changes/", "/v1/acts/", "/openapi.json", "/docs"):
        assert is_problem(
            shared_terminal.http.get(shared_terminal.url + path, timeout=TIMEOUT), 404, "NOT_FOUND"
        ), path


def test_another_method_is_a_problem_that_names_the_right_ones(shared_terminal: Client) -> None:
    answer = shared_terminal.http.delete(address(shared_terminal.url, "/v1/acts/{act_id}"), timeout=TIMEOUT)
    assert is_problem(answer, 405, "METHOD_NOT_ALLOWED")
    assert answer.headers["allow"] == "GET, PUT"


@pytest.mark.parametrize(("method", "path"), WITH_BODY)
def test_another_content_type_is_refused(shared_terminal: Client, method: str, path: str) -> None:
    headers = {"Content-Type": "text/plain"}
    answer = shared_terminal.http.request(
        method, address(shared_terminal.url, path), data=b"{}", headers=headers, timeout=TIMEOUT
    )
    assert is_problem(answer, 415, "MEDIA_TYPE")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"a":1,"a":1}', b'{"a":NaN}', b"\xff\xfe"])
def test_a_body_that_is_no_json_object_is_refused(shared_terminal: Client, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    answer = shared_terminal.http.post(
        f"{shared_terminal.url}/v1/eligibility", data=body, headers=headers, timeout=TIMEOUT
    )
    assert is_problem(answer, 400, "NOT_JSON")


def test_text_that_has_no_canonical_form_is_refused(shared_terminal: Client) -> None:
    headers = {"Content-Type": "application/json"}
    for path in ("/v1/eligibility", "/v1/acts:batch"):
        answer = shared_terminal.http.post(
            shared_terminal.url + path,
            data=b'{"day":"\\ud800","acts":"\\ud800"}',
            headers=headers,
            timeout=TIMEOUT,
        )
        assert is_problem(answer, 400, "NOT_JSON")


def test_a_body_over_the_limit_is_refused(shared_terminal: Client) -> None:
    body = json.dumps({"text": "x" * LARGEST_ACT_BYTES}).encode()
    answer = shared_terminal.put(ACT, body)
    assert is_problem(answer, 413, "BODY_TOO_LARGE")


@pytest.mark.parametrize("host", ["clinic.example.org", "127.0.0.1.example.org", "[", ""])
def test_a_foreign_name_for_this_computer_is_refused(shared_server: PracticeServer, host: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(shared_server.url).netloc, timeout=TIMEOUT)
    connection.putrequest("GET", "/health", skip_host=True)
    connection.putheader("Host", host)
    connection.endheaders()
    answer = connection.getresponse()
    assert answer.status == 400
    assert json.loads(answer.read())["code"] == "HOST_REFUSED"
    connection.close()


def test_a_refusal_never_repeats_what_was_sent(shared_terminal: Client) -> None:
    name = "a name that must not come back"
    body = {"member": name, "day": name, "card": {}}
    answer = shared_terminal.http.post(f"{shared_terminal.url}/v1/eligibility", json=body, timeout=TIMEOUT)
    assert answer.status_code == 422
    assert name not in answer.text


def test_a_fault_of_the_server_is_a_problem_too(
    practice_server: PracticeServer, terminal: Client, monkeypatch: pytest.MonkeyPatch, error_log: list[str]
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("clinic_terminal.sandbox.routes.changes_page", fail)
    answer = terminal.http.get(f"{terminal.url}/v1/changes", timeout=TIMEOUT)
    assert is_problem(answer, 500, "INTERNAL")
    practice_server.stop()
    assert len(error_log) == 1
    error_log.clear()


@settings(max_examples=40)
@given(route=st.sampled_from(WITH_BODY), body=OBJECTS | JSON_VALUES)
def test_no_json_makes_the_server_fail(shared_terminal: Client, route: tuple[str, str], body: object) -> None:
    method, path = route
    answer = shared_terminal.http.request(
        method, address(shared_terminal.url, path), json=body, timeout=TIMEOUT
    )
    assert answer.status_code < 500
    assert answer.ok or answer.headers["content-type"] == MEDIA_TYPE


@settings(max_examples=40)
@given(route=st.sampled_from(WITH_BODY), body=st.binary(max_size=64), form=st.booleans())
def test_no_bytes_make_the_server_fail(
    shared_terminal: Client, route: tuple[str, str], body: bytes, form: bool
) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded" if form else "application/json"}
    method, path = route
    answer = shared_terminal.http.request(
        method, address(shared_terminal.url, path), data=body, headers=headers, timeout=TIMEOUT
    )
    assert 400 <= answer.status_code < 500


@settings(max_examples=40)
@given(payload=OBJECTS, kind=st.sampled_from(["BILL_SIGNED", "BILL_VOIDED", "PREAUTH_REQUESTED", "NOTE"]))
def test_no_payload_makes_the_server_fail(
    shared_server: PracticeServer, shared_terminal: Client, payload: dict[str, object], kind: str
) -> None:
    try:
        act = shared_terminal.sealed(kind, "M1/P1", payload, shared_server.now)
    except NotCanonicalError:
        return
    assert shared_terminal.put(*act).status_code in {200, 400, 422}
