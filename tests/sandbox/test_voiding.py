from dataclasses import replace

import pytest

from clinic_terminal.contract.acts import ActAnswer, AnswerState
from tests.practice import Client, PracticeServer
from tests.sandbox.bills import Wishes
from tests.sandbox.test_billing import Desk


def void(desk: Desk, act: str, reason: str = "ENTRY_ERROR") -> ActAnswer:
    chain = desk.snapshot().chain
    return desk.client.send("BILL_VOIDED", chain, {"act": act, "reason": reason}, desk.server.now)


@pytest.mark.parametrize("case", ["RETURNING", "FIRST_VISIT_BOOKED", "POOL_NEARLY_EMPTY", "PRE_AUTHORISED"])
def test_a_void_gives_back_exactly_what_the_bill_took(
    practice_server: PracticeServer, terminal: Client, case: str
) -> None:
    desk = Desk(practice_server, terminal, case)
    before = desk.snapshot()
    bill = desk.send(desk.bill((("BS04", 320_000, 1), ("PV07", 6_000, 2))))
    assert bill.totals is not None
    answer = void(desk, bill.id)
    after = desk.snapshot()
    assert (answer.state, answer.code) == (AnswerState.ACCEPTED, "VOIDED")
    assert answer.totals is not None
    assert answer.totals.insurer_fen == -bill.totals.insurer_fen
    assert after == replace(before, version=after.version, as_of=after.as_of)
    assert answer.snapshot_version == after.version == before.version + 2


def test_a_bill_is_voided_once(practice_server: PracticeServer, terminal: Client) -> None:
    desk = Desk(practice_server, terminal, "RETURNING")
    bill = desk.send(desk.bill())
    void(desk, bill.id)
    again = void(desk, bill.id)
    assert (again.state, again.code) == (AnswerState.REJECTED, "ALREADY_VOIDED")
    assert desk.snapshot().used.pool_fen == 0


def test_only_an_entry_error_releases_the_brand(practice_server: PracticeServer, terminal: Client) -> None:
    desk = Desk(practice_server, terminal, "FIRST_VISIT_BOOKED")
    bill = desk.send(desk.bill())
    void(desk, bill.id, "TREATMENT_CHANGED")
    lock = desk.snapshot().lock
    assert lock is not None
    assert lock.brand == "XIAOLU"


def test_another_active_visit_keeps_the_brand(practice_server: PracticeServer, terminal: Client) -> None:
    desk = Desk(practice_server, terminal, "FIRST_VISIT_BOOKED")
    first = desk.send(desk.bill())
    desk.send(desk.bill())
    void(desk, first.id)
    assert desk.snapshot().lock is not None


def test_a_bill_that_did_not_bind_does_not_release(practice_server: PracticeServer, terminal: Client) -> None:
    desk = Desk(practice_server, terminal, "RETURNING")
    bill = desk.send(desk.bill())
    void(desk, bill.id)
    assert desk.snapshot().lock is not None


def test_the_other_brand_may_come_after_the_release(
    practice_server: PracticeServer, terminal: Client, other_brand: Client
) -> None:
    ours = Desk(practice_server, terminal, "FIRST_VISIT_BOOKED")
    theirs = Desk(practice_server, other_brand, "FIRST_VISIT_BOOKED")
    void(ours, ours.send(ours.bill()).id)
    assert theirs.send(theirs.bill()).state is AnswerState.ACCEPTED


def test_a_recorded_bill_can_be_voided_too(practice_server: PracticeServer, terminal: Client) -> None:
    desk = Desk(practice_server, terminal, "RETURNING")
    before = desk.snapshot()
    bill = desk.send(desk.bill(wishes=Wishes(self_pay=True)))
    answer = void(desk, bill.id)
    assert answer.totals is not None
    assert (answer.state, answer.totals.guardian_fen) == (AnswerState.ACCEPTED, -76_000)
    assert desk.snapshot().version == before.version


def test_a_rejected_bill_has_nothing_to_void(practice_server: PracticeServer, terminal: Client) -> None:
    desk = Desk(practice_server, terminal, "RETURNING")
    bill = desk.send(desk.bill(), bill_digest="0" * 64)
    assert void(desk, bill.id).code == "NOT_VOIDABLE"


def test_a_void_of_an_unknown_bill_is_rejected(
    practice_server: PracticeServer, terminal: Client, other_brand: Client
) -> None:
    desk = Desk(practice_server, terminal, "TWO_POLICIES")
    assert void(desk, "01890000-0000-7000-8000-000000000009").code == "BILL_UNKNOWN"
    foreign = Desk(practice_server, other_brand, "PRE_AUTHORISED")
    bill = foreign.send(foreign.bill())
    ours = Desk(practice_server, terminal, "PRE_AUTHORISED")
    assert void(ours, bill.id).code == "BILL_UNKNOWN"


def test_a_void_in_an_unknown_chain_is_rejected(practice_server: PracticeServer, terminal: Client) -> None:
    payload = {"act": "01890000-0000-7000-8000-000000000009", "reason": "OTHER"}
    answer = terminal.send("BILL_VOIDED", "M1/P1", payload, practice_server.now)
    assert answer.code == "MEMBER_UNKNOWN"
