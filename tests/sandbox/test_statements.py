from datetime import UTC, date, datetime

import pytest

from clinic_terminal.contract.statements import StatementAnswer, statement_digest
from tests.practice import TIMEOUT, Client, PracticeServer
from tests.sandbox.test_billing import Desk


def statement(client: Client, day: date) -> StatementAnswer:
    answer = client.http.get(f"{client.url}/v1/statements/{day.isoformat()}", timeout=TIMEOUT)
    assert answer.status_code == 200, answer.text
    return StatementAnswer.model_validate_json(answer.content)


def test_a_statement_lists_every_act_with_its_amounts(
    practice_server: PracticeServer, terminal: Client
) -> None:
    desk = Desk(practice_server, terminal, "RETURNING")
    kept, dropped = desk.send(desk.bill()), desk.send(desk.bill())
    payload = {"act": dropped.id, "reason": "OTHER"}
    void = terminal.send("BILL_VOIDED", desk.snapshot().chain, payload, practice_server.now)
    rejected = desk.send(desk.bill(), bill_digest="0" * 64)
    found = statement(terminal, practice_server.today)
    rows = {row.act: (row.kind, row.state, row.insurer_fen, row.guardian_fen) for row in found.rows}
    assert rows == {
        kept.id: ("BILL_SIGNED", "ACCEPTED", 41_000, 35_000),
        dropped.id: ("BILL_SIGNED", "ACCEPTED", 41_000, 35_000),
        void.id: ("BILL_VOIDED", "ACCEPTED", -41_000, -35_000),
        rejected.id: ("BILL_SIGNED", "REJECTED", 0, 0),
    }
    assert found.count == 4
    assert found.digest == statement_digest(rows)
    assert [row.act for row in found.rows] == sorted(rows)


def test_an_act_belongs_to_the_day_on_which_it_was_created(terminal: Client) -> None:
    late_in_shanghai = datetime(2026, 1, 31, 15, 59, tzinfo=UTC)
    after_midnight = datetime(2026, 1, 31, 16, 0, tzinfo=UTC)
    acts = [terminal.send("NOTE", "M1/P1", {}, moment).id for moment in (late_in_shanghai, after_midnight)]
    assert [row.act for row in statement(terminal, date(2026, 1, 31)).rows] == acts[:1]
    assert [row.act for row in statement(terminal, date(2026, 2, 1)).rows] == acts[1:]


def test_a_clinic_sees_its_own_acts_only(
    practice_server: PracticeServer, terminal: Client, other_brand: Client
) -> None:
    terminal.send("NOTE", "M1/P1", {}, practice_server.now)
    assert statement(other_brand, practice_server.today).count == 0


@pytest.mark.parametrize("day", ["today", "2026-02-30", "20260101"])
def test_a_day_that_is_none_is_refused(terminal: Client, day: str) -> None:
    answer = terminal.http.get(f"{terminal.url}/v1/statements/{day}", timeout=TIMEOUT)
    assert (answer.status_code, answer.json()["field"]) == (422, "day")
