from typing import Any

import pytest
import requests

from clinic_terminal.contract.acts import ActAnswer, AnswerState
from tests.practice import TIMEOUT, Client, PracticeServer

REQUEST = {"items": ["BS04"], "amount_fen": 320_000, "planned_start": "2026-12-01", "note": ""}


def decide(client: Client, **body: Any) -> requests.Response:  # noqa: ANN401  the fields of the message
    return client.http.post(f"{client.url}/sandbox/decisions", json=body, timeout=TIMEOUT)


def pending(server: PracticeServer, client: Client) -> tuple[str, bytes, str]:
    snapshot = client.snapshots(server.world.member_of("TWO_POLICIES"), server.today)[1]
    act_id, body = client.sealed("PREAUTH_REQUESTED", snapshot.chain, REQUEST, server.now)
    answer = ActAnswer.model_validate_json(client.put(act_id, body).content)
    assert answer.state is AnswerState.PENDING
    return act_id, body, snapshot.chain


def test_an_approved_request_becomes_a_letter(practice_server: PracticeServer, terminal: Client) -> None:
    cursor = terminal.changes().cursor
    act_id, body, chain = pending(practice_server, terminal)
    first = terminal.put(act_id, body).content
    assert decide(terminal, act=act_id, approved_fen=300_000).status_code == 200
    page = terminal.changes(cursor)
    assert [(answer.id, answer.state) for answer in page.decisions] == [(act_id, AnswerState.ACCEPTED)]
    snapshot = terminal.snapshots(chain.partition("/")[0], practice_server.today)[1]
    assert snapshot.approved_for("BS04", practice_server.today) == 300_000
    assert terminal.put(act_id, body).content == first
    now = terminal.http.get(f"{terminal.url}/v1/acts/{act_id}", timeout=TIMEOUT)
    assert now.json()["state"] == "ACCEPTED"


def test_a_declined_request_is_told_so(practice_server: PracticeServer, terminal: Client) -> None:
    act_id, _, chain = pending(practice_server, terminal)
    decide(terminal, act=act_id)
    decision = terminal.changes().decisions[0]
    assert (decision.state, decision.code) == (AnswerState.REJECTED, "DECLINED")
    assert terminal.snapshots(chain.partition("/")[0], practice_server.today)[1].authorisations == ()


def test_what_does_not_wait_cannot_be_decided(practice_server: PracticeServer, terminal: Client) -> None:
    act_id, _, _ = pending(practice_server, terminal)
    decide(terminal, act=act_id)
    for act in (act_id, "01890000-0000-7000-8000-000000000001"):
        answer = decide(terminal, act=act, approved_fen=1)
        assert (answer.status_code, answer.json()["code"]) == (422, "NOT_PENDING")


@pytest.mark.parametrize("payload", [{}, {**REQUEST, "amount_fen": -1}, {**REQUEST, "items": "BS04"}])
def test_a_request_of_another_form_is_refused(
    practice_server: PracticeServer, terminal: Client, payload: dict[str, object]
) -> None:
    answer = terminal.put(*terminal.sealed("PREAUTH_REQUESTED", "M1/P1", payload, practice_server.now))
    assert answer.status_code == 422


def test_an_unknown_terminal_cannot_be_revoked(terminal: Client) -> None:
    body = {"terminal": "NOBODY"}
    answer = terminal.http.post(f"{terminal.url}/sandbox/revocations", json=body, timeout=TIMEOUT)
    assert (answer.status_code, answer.json()["code"]) == (404, "TERMINAL_UNKNOWN")


def test_a_revoked_card_is_told_to_every_clinic(terminal: Client, other_brand: Client) -> None:
    body = {"serial": "0123456789abcdef"}
    for _ in range(2):
        terminal.http.post(f"{terminal.url}/sandbox/revocations", json=body, timeout=TIMEOUT)
    assert terminal.changes().revoked == other_brand.changes().revoked == ["0123456789abcdef"]
