import json
from typing import Any

from clinic_terminal.contract.acts import ActAnswer, BatchAnswer
from tests.practice import TIMEOUT, Client, PracticeServer


def send(client: Client, acts: list[Any]) -> BatchAnswer:
    answer = client.http.post(f"{client.url}/v1/acts:batch", json={"acts": acts}, timeout=TIMEOUT)
    assert answer.status_code == 200, answer.text
    return BatchAnswer.model_validate_json(answer.content)


def notes(server: PracticeServer, client: Client, count: int) -> list[dict[str, Any]]:
    return [
        json.loads(client.sealed("NOTE", "M1/P1", {"number": number}, server.now)[1])
        for number in range(count)
    ]


def test_a_batch_has_one_answer_an_item_in_order(practice_server: PracticeServer, terminal: Client) -> None:
    acts = notes(practice_server, terminal, 3)
    broken = {**acts[1], "digest": "0" * 64}
    answers = send(terminal, [acts[0], broken, acts[2], {}]).answers
    assert [item.status for item in answers] == [200, 422, 200, 422]
    assert [item.answer.id if item.answer else "" for item in answers] == [
        acts[0]["id"],
        "",
        acts[2]["id"],
        "",
    ]
    assert answers[1].problem is not None
    assert answers[1].problem.code == "DIGEST_WRONG"
    assert [act["id"] for act in terminal.booked()["acts"]] == [acts[0]["id"], acts[2]["id"]]


def test_a_batch_and_a_single_act_share_one_memory(practice_server: PracticeServer, terminal: Client) -> None:
    act_id, body = terminal.sealed("NOTE", "M1/P1", {}, practice_server.now)
    single = ActAnswer.model_validate_json(terminal.put(act_id, body).content)
    assert send(terminal, [json.loads(body), json.loads(body)]).answers[1].answer == single


def test_a_batch_of_more_than_a_hundred_is_refused(practice_server: PracticeServer, terminal: Client) -> None:
    acts = notes(practice_server, terminal, 101)
    answer = terminal.http.post(f"{terminal.url}/v1/acts:batch", json={"acts": acts}, timeout=TIMEOUT)
    assert (answer.status_code, answer.json()["field"]) == (422, "acts")
    assert len(send(terminal, acts[:100]).answers) == 100
