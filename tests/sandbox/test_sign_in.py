from datetime import UTC, datetime, timedelta
from pathlib import Path

import jwt
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from clinic_terminal.contract.tokens import TOKEN_LIFE_S, assertion, token_form
from tests.practice import TIMEOUT, Client, PracticeServer


def ask(client: Client, signed: str, **changes: str) -> requests.Response:
    form = {**token_form(signed), **changes}
    return requests.post(f"{client.url}/v1/token", data=form, timeout=TIMEOUT)


def claims_of(client: Client) -> dict[str, object]:
    claims: dict[str, object] = jwt.decode(client.assertion(), options={"verify_signature": False})
    return claims


def test_a_signed_statement_gives_a_token(shared_terminal: Client) -> None:
    answer = ask(shared_terminal, shared_terminal.assertion())
    assert answer.status_code == 200
    assert answer.json()["expires_in"] == TOKEN_LIFE_S
    assert answer.headers["cache-control"] == "no-store"


def test_a_statement_is_good_for_one_sign_in(shared_terminal: Client) -> None:
    signed = shared_terminal.assertion(jti="once")
    assert ask(shared_terminal, signed).status_code == 200
    replayed = ask(shared_terminal, signed)
    assert (replayed.status_code, replayed.json()["code"]) == (401, "ASSERTION_REFUSED")


def test_another_key_does_not_sign_in(shared_terminal: Client) -> None:
    address = f"{shared_terminal.url}/v1/token"
    forged = assertion(
        shared_terminal.terminal, address, datetime.now(UTC), "1", Ed25519PrivateKey.generate()
    )
    assert ask(shared_terminal, forged).status_code == 401


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("iss", "T-UNKNOWN"),
        ("sub", "another"),
        ("aud", "https://api.example.org/v1/token"),
        ("aud", "http://127.0.0.1:1/v1/token"),
        ("aud", "http://[/v1/token"),
        ("aud", ["http://127.0.0.1/v1/token"]),
        ("jti", ""),
        ("jti", "x" * 65),
        ("jti", 7),
        ("exp", 10),
        ("exp", 99_999_999_999),
        ("exp", "soon"),
        ("exp", None),
    ],
)
def test_a_statement_with_a_wrong_claim_is_refused(shared_terminal: Client, name: str, value: object) -> None:
    claims = {**claims_of(shared_terminal), name: value}
    if value is None:
        del claims[name]
    refused = ask(shared_terminal, jwt.encode(claims, shared_terminal.key, algorithm="EdDSA"))
    assert (refused.status_code, refused.json()["code"]) == (401, "ASSERTION_REFUSED")


def test_a_statement_may_live_five_minutes_and_no_longer(shared_terminal: Client) -> None:
    now = int(datetime.now(UTC).timestamp())
    for seconds, status in ((290, 200), (420, 401)):
        claims = {**claims_of(shared_terminal), "exp": now + seconds, "jti": str(seconds)}
        assert (
            ask(shared_terminal, jwt.encode(claims, shared_terminal.key, algorithm="EdDSA")).status_code
            == status
        )


def test_an_unsigned_statement_is_refused(shared_terminal: Client) -> None:
    assert (
        ask(shared_terminal, jwt.encode(claims_of(shared_terminal), "", algorithm="none")).status_code == 401
    )


@pytest.mark.parametrize("changes", [{"grant_type": "password"}, {"client_assertion_type": "other"}])
def test_another_kind_of_grant_is_refused(shared_terminal: Client, changes: dict[str, str]) -> None:
    refused = ask(shared_terminal, shared_terminal.assertion(), **changes)
    assert (refused.status_code, refused.json()["code"]) == (400, "FORM_REFUSED")


def test_a_field_that_stands_twice_is_refused(shared_terminal: Client) -> None:
    signed = shared_terminal.assertion()
    body = [*token_form(signed).items(), ("client_assertion", signed)]
    answer = requests.post(f"{shared_terminal.url}/v1/token", data=body, timeout=TIMEOUT)
    assert (answer.status_code, answer.json()["code"]) == (400, "FORM_REFUSED")


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Basic x", "Bearer é"])
def test_a_request_without_a_good_token_is_refused(shared_terminal: Client, header: str) -> None:
    headers = {"Authorization": header.encode("latin-1")}
    answer = requests.get(f"{shared_terminal.url}/v1/changes", headers=headers, timeout=TIMEOUT)
    assert (answer.status_code, answer.json()["code"]) == (401, "TOKEN_REFUSED")
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_a_token_ends_after_a_quarter_of_an_hour(tmp_path: Path) -> None:
    shift = [timedelta()]
    server = PracticeServer(tmp_path, clock=lambda: datetime.now(UTC) + shift[0]).start()
    try:
        client = Client(server.url, server.world.activation_code)
        client.changes()
        shift[0] = timedelta(seconds=TOKEN_LIFE_S + 1)
        answer = client.http.get(f"{client.url}/v1/changes", timeout=TIMEOUT)
        assert (answer.status_code, answer.json()["code"]) == (401, "TOKEN_REFUSED")
        client.close()
    finally:
        server.stop()


def test_a_revoked_terminal_is_shut_out_everywhere(terminal: Client) -> None:
    body = {"terminal": terminal.terminal}
    requests.post(f"{terminal.url}/sandbox/revocations", json=body, timeout=TIMEOUT)
    used = terminal.http.get(f"{terminal.url}/v1/changes", timeout=TIMEOUT)
    new = ask(terminal, terminal.assertion())
    assert {used.status_code, new.status_code} == {403}
    assert used.json()["code"] == new.json()["code"] == "TERMINAL_REVOKED"
