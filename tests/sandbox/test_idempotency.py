import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from clinic_terminal.contract.acts import ActAnswer, AnswerState, envelope_digest
from clinic_terminal.contract.canonical import canonical_bytes
from tests.practice import TIMEOUT, Client, PracticeServer, bill_payload
from tests.sandbox.bills import bill


def signed(server: PracticeServer, client: Client, case: str = "RETURNING") -> tuple[str, bytes]:
    snapshot = client.snapshot(server.world.member_of(case), server.today)
    payload = bill_payload(bill(server.world, client, snapshot, server.today))
    return client.sealed("BILL_SIGNED", snapshot.chain, payload, server.now)


def changed(body: bytes, **fields: Any) -> bytes:  # noqa: ANN401  any field of an envelope
    values = {**json.loads(body), **fields}
    values["digest"] = envelope_digest(values)
    return canonical_bytes(values)


def used(client: Client, chain: str) -> int:
    return int(client.booked()["pool_used_fen"][chain])


def test_the_same_act_gets_the_first_answer_byte_for_byte(
    practice_server: PracticeServer, terminal: Client
) -> None:
    act_id, body = signed(practice_server, terminal)
    answers = {terminal.put(act_id, body).content for _ in range(3)}
    assert len(answers) == 1
    assert len(terminal.booked()["acts"]) == 1
    assert used(terminal, json.loads(body)["chain"]) == 41_000


def test_the_same_id_with_other_content_is_refused(practice_server: PracticeServer, terminal: Client) -> None:
    act_id, body = signed(practice_server, terminal)
    first = terminal.put(act_id, body)
    other = terminal.put(act_id, changed(body, sequence=99))
    assert (other.status_code, other.json()["code"]) == (422, "DIGEST_CONFLICT")
    assert terminal.put(act_id, body).content == first.content


def test_the_first_answer_stands_before_every_rule(practice_server: PracticeServer, terminal: Client) -> None:
    member = practice_server.world.member_of("RETURNING")
    act_id, body = signed(practice_server, terminal)
    first = terminal.put(act_id, body)
    chain = json.loads(body)["chain"]
    terminal.send("BILL_VOIDED", chain, {"act": act_id, "reason": "OTHER"}, practice_server.now)
    assert terminal.put(act_id, body).content == first.content
    assert terminal.snapshot(member, practice_server.today).used.pool_fen == 0


def test_a_lost_answer_is_given_when_the_act_is_sent_again(
    practice_server: PracticeServer, terminal: Client
) -> None:
    act_id, body = signed(practice_server, terminal)
    terminal.plan_faults({"kind": "LOSE_ANSWER", "path": "/v1/acts", "method": "PUT"})
    with pytest.raises(requests.ConnectionError):
        terminal.put(act_id, body)
    again = terminal.put(act_id, body)
    assert ActAnswer.model_validate_json(again.content).state is AnswerState.ACCEPTED
    assert used(terminal, json.loads(body)["chain"]) == 41_000


def test_the_same_act_from_many_threads_is_booked_once(
    practice_server: PracticeServer, terminal: Client
) -> None:
    act_id, body = signed(practice_server, terminal)
    headers = {
        "Authorization": str(terminal.http.headers["Authorization"]),
        "Content-Type": "application/json",
    }

    def put(_: int) -> bytes:
        answer = requests.put(f"{terminal.url}/v1/acts/{act_id}", data=body, headers=headers, timeout=TIMEOUT)
        assert answer.status_code == 200
        return answer.content

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(put, range(16)))
    assert len(answers) == 1
    assert used(terminal, json.loads(body)["chain"]) == 41_000


def test_a_duplicated_request_is_booked_once(practice_server: PracticeServer, terminal: Client) -> None:
    act_id, body = signed(practice_server, terminal)
    terminal.plan_faults({"kind": "DUPLICATE", "path": "/v1/acts"})
    assert terminal.put(act_id, body).status_code == 200
    assert used(terminal, json.loads(body)["chain"]) == 41_000


def test_a_wrong_digest_is_refused_and_not_remembered(
    practice_server: PracticeServer, terminal: Client
) -> None:
    act_id, body = signed(practice_server, terminal)
    values = {**json.loads(body), "digest": "0" * 64}
    refused = terminal.put(act_id, canonical_bytes(values))
    assert (refused.status_code, refused.json()["code"]) == (422, "DIGEST_WRONG")
    assert terminal.put(act_id, body).status_code == 200


def test_the_digest_does_not_depend_on_how_the_body_is_written(
    practice_server: PracticeServer, terminal: Client
) -> None:
    act_id, body = signed(practice_server, terminal)
    first = terminal.put(act_id, json.dumps(json.loads(body), indent=2).encode())
    assert first.status_code == 200
    assert terminal.put(act_id, body).content == first.content


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"kind": "OTHER"}, "kind"),
        ({"chain": "no chain"}, "chain"),
        ({"created_at": "2026-01-01"}, "created_at"),
        ({"sequence": "1"}, "sequence"),
        ({"payload": []}, "payload"),
        ({"payload": {}}, "payload.bill"),
        ({"id": "01890000-0000-7000-8000-000000000001"}, "id"),
    ],
)
def test_an_envelope_of_another_form_is_refused_by_its_place(
    practice_server: PracticeServer, terminal: Client, fields: dict[str, object], field: str
) -> None:
    act_id, body = signed(practice_server, terminal)
    refused = terminal.put(act_id, changed(body, **fields))
    assert (refused.status_code, refused.json()["field"]) == (422, field)
    assert terminal.booked()["acts"] == []


def test_an_act_of_another_clinics_terminal_is_refused(
    practice_server: PracticeServer, terminal: Client, other_brand: Client
) -> None:
    act_id, body = signed(practice_server, terminal)
    refused = other_brand.put(act_id, body)
    assert (refused.status_code, refused.json()["code"]) == (422, "TERMINAL_MISMATCH")
    assert terminal.put(act_id, body).status_code == 200
    assert other_brand.put(act_id, body).json()["code"] == "DIGEST_CONFLICT"


def test_a_second_workstation_may_send_the_first_ones_acts(
    practice_server: PracticeServer, terminal: Client
) -> None:
    second = Client(practice_server.url, "XLXH-2468-1358")
    act_id, body = signed(practice_server, terminal)
    first = second.put(act_id, body)
    assert first.status_code == 200
    assert terminal.put(act_id, body).content == first.content
    second.close()


def test_an_answer_can_be_asked_for_by_its_own_clinic_alone(
    practice_server: PracticeServer, terminal: Client, other_brand: Client
) -> None:
    act_id, body = signed(practice_server, terminal)
    address = f"{terminal.url}/v1/acts/{act_id}"
    assert terminal.http.get(address, timeout=TIMEOUT).status_code == 404
    first = terminal.put(act_id, body)
    assert terminal.http.get(address, timeout=TIMEOUT).content == first.content
    foreign = other_brand.http.get(address, timeout=TIMEOUT)
    assert (foreign.status_code, foreign.json()["code"]) == (404, "ACT_UNKNOWN")


@pytest.mark.parametrize("kind", ["VISIT_OPENED", "NOTE", "PAYMENT_RECORDED"])
def test_facts_are_recorded(practice_server: PracticeServer, terminal: Client, kind: str) -> None:
    answer = terminal.send(kind, "M1/P1", {"any": [1, "小"]}, practice_server.now)
    assert (answer.state, answer.code, answer.totals) == (AnswerState.ACCEPTED, "RECORDED", None)
