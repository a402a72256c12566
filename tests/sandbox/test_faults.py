import pytest
import requests

from clinic_terminal.contract.acts import ActAnswer
from clinic_terminal.contract.eligibility import EligibilityAnswer, read_snapshot
from clinic_terminal.contract.statements import StatementAnswer, statement_digest
from tests.practice import TIMEOUT, Client, PracticeServer
from tests.sandbox.test_billing import Desk


def health(client: Client) -> requests.Response:
    return client.http.get(f"{client.url}/health", timeout=TIMEOUT)


def note(server: PracticeServer, client: Client) -> requests.Response:
    return client.put(*client.sealed("NOTE", "M1/P1", {}, server.now))


def test_a_lost_answer_is_lost_after_the_commit(practice_server: PracticeServer, terminal: Client) -> None:
    terminal.plan_faults({"kind": "LOSE_ANSWER", "path": "/v1/acts"})
    with pytest.raises(requests.ConnectionError):
        note(practice_server, terminal)
    assert len(terminal.booked()["acts"]) == 1


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_status_is_answered_without_doing_anything(
    practice_server: PracticeServer, terminal: Client, status: int
) -> None:
    terminal.plan_faults({"kind": "STATUS", "status": status, "retry_after_s": 7})
    answer = note(practice_server, terminal)
    assert (answer.status_code, answer.headers["retry-after"]) == (status, "7")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "PRACTICE_FAULT"
    assert terminal.booked()["acts"] == []


def test_a_captive_portal_answers_with_a_page(practice_server: PracticeServer, terminal: Client) -> None:
    terminal.plan_faults({"kind": "CAPTIVE_PORTAL"})
    answer = note(practice_server, terminal)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert terminal.booked()["acts"] == []


def test_truncated_json_was_booked(practice_server: PracticeServer, terminal: Client) -> None:
    terminal.plan_faults({"kind": "TRUNCATED_JSON"})
    answer = note(practice_server, terminal)
    assert answer.status_code == 200
    with pytest.raises(requests.exceptions.JSONDecodeError):
        answer.json()
    assert len(terminal.booked()["acts"]) == 1


def test_a_delayed_answer_comes(practice_server: PracticeServer, terminal: Client) -> None:
    terminal.plan_faults({"kind": "DELAY", "delay_ms": 30})
    answer = note(practice_server, terminal)
    assert answer.status_code == 200
    assert answer.elapsed.total_seconds() >= 0.03


def test_wrong_digests_are_wrong(practice_server: PracticeServer, terminal: Client) -> None:
    note(practice_server, terminal)
    terminal.plan_faults({"kind": "WRONG_DIGEST"})
    address = f"{terminal.url}/v1/statements/{practice_server.today.isoformat()}"
    found = StatementAnswer.model_validate_json(terminal.http.get(address, timeout=TIMEOUT).content)
    assert found.digest != statement_digest(row.act for row in found.rows)


def test_bad_sums_do_not_add_up(practice_server: PracticeServer, terminal: Client) -> None:
    desk = Desk(practice_server, terminal, "RETURNING")
    content = desk.bill()
    terminal.plan_faults({"kind": "BAD_SUMS", "path": "/v1/acts"})
    totals = desk.send(content).totals
    assert totals is not None
    assert totals.insurer_fen + totals.guardian_fen == totals.billed_fen + 1


def test_another_edition_is_signed_and_unknown(practice_server: PracticeServer, terminal: Client) -> None:
    terminal.plan_faults({"kind": "OTHER_EDITION", "path": "/v1/eligibility"})
    snapshot = terminal.snapshot(practice_server.world.member_of("RETURNING"), practice_server.today)
    assert snapshot.plan == "DENTAL-2021-NEXT"
    assert snapshot.plan not in {edition.plan.code for edition in terminal.changes().plans}


def test_a_fault_strikes_as_often_as_it_was_told(practice_server: PracticeServer, terminal: Client) -> None:
    terminal.plan_faults({"kind": "STATUS", "times": 2}, {"kind": "STATUS", "status": 500})
    statuses = [note(practice_server, terminal).status_code for _ in range(4)]
    assert statuses == [503, 503, 500, 200]


def test_a_fault_strikes_only_the_path_and_method_that_it_names(
    practice_server: PracticeServer, terminal: Client
) -> None:
    terminal.plan_faults({"kind": "STATUS", "path": "/v1/acts", "method": "PUT"})
    terminal.changes()
    assert note(practice_server, terminal).status_code == 503


def test_faults_can_be_seen_and_taken_back(practice_server: PracticeServer, terminal: Client) -> None:
    terminal.plan_faults({"kind": "STATUS", "times": 1_000_000})
    note(practice_server, terminal)
    address = f"{terminal.url}/sandbox/faults"
    planned = terminal.http.get(address, timeout=TIMEOUT).json()["faults"]
    assert [(fault["kind"], fault["times"]) for fault in planned] == [("STATUS", 1_000_000)]
    terminal.http.delete(address, timeout=TIMEOUT)
    assert note(practice_server, terminal).status_code == 200


def test_health_is_not_touched_unless_it_is_named(terminal: Client) -> None:
    terminal.plan_faults({"kind": "STATUS", "times": 5})
    assert health(terminal).status_code == 200
    terminal.plan_faults({"kind": "CAPTIVE_PORTAL", "path": "/health"})
    assert "html" in health(terminal).headers["content-type"]


def test_a_problem_passes_through_the_faults_that_change_answers(terminal: Client) -> None:
    terminal.plan_faults({"kind": "BAD_SUMS"}, {"kind": "WRONG_DIGEST"})
    for _ in range(2):
        answer = terminal.http.get(f"{terminal.url}/v1/acts/unknown", timeout=TIMEOUT)
        assert (answer.status_code, answer.json()["code"]) == (404, "ACT_UNKNOWN")


def test_an_act_survives_three_broken_connections(practice_server: PracticeServer, terminal: Client) -> None:
    act_id, body = terminal.sealed("NOTE", "M1/P1", {}, practice_server.now)
    terminal.plan_faults({"kind": "LOSE_ANSWER", "times": 3})
    for _ in range(3):
        with pytest.raises(requests.ConnectionError):
            terminal.put(act_id, body)
    assert ActAnswer.model_validate_json(terminal.put(act_id, body).content).id == act_id
    assert len(terminal.booked()["acts"]) == 1


def test_a_normal_answer_is_not_another_edition(practice_server: PracticeServer, terminal: Client) -> None:
    body = {"member": practice_server.world.member_of("RETURNING"), "day": practice_server.today.isoformat()}
    answer = terminal.http.post(f"{terminal.url}/v1/eligibility", json=body, timeout=TIMEOUT)
    text = EligibilityAnswer.model_validate_json(answer.content).snapshots[0]
    assert read_snapshot(text, terminal.keys()).plan == "DENTAL-2021"
