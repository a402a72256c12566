from datetime import date
from pathlib import Path

import pytest
import requests

from clinic_terminal.domain.gates import Cause, Verdict, decide
from clinic_terminal.domain.member import CardOutcome, CardReading
from clinic_terminal.domain.pipeline import Reason
from clinic_terminal.sandbox.server import PracticeThread, open_practice, system_clock
from clinic_terminal.sandbox.world import load_world
from tests.build import question
from tests.practice import TIMEOUT, Client, PracticeServer

VERDICTS = [
    ("RETURNING", Verdict.BILLABLE, None),
    ("FIRST_VISIT_BOOKED", Verdict.BILLABLE, None),
    ("FIRST_VISIT_UNBOOKED", Verdict.CALL, Reason.FIRST_VISIT_UNBOOKED),
    ("LOCKED_ELSEWHERE", Verdict.REFUSED, Reason.BRAND_LOCKED),
    ("EXEMPT_BRAND", Verdict.BILLABLE, None),
    ("GREYED", Verdict.REFUSED, Reason.CARD_GREYED),
    ("EXPIRED", Verdict.REFUSED, Reason.POLICY_EXPIRED),
    ("LAST_DAY", Verdict.BILLABLE, None),
    ("POOL_NEARLY_EMPTY", Verdict.BILLABLE, None),
    ("PRE_AUTHORISED", Verdict.BILLABLE, None),
    ("UNBOUND", Verdict.REFUSED, Reason.CARD_UNBOUND),
]


def verdict(server: PracticeServer, client: Client, case: str) -> tuple[Verdict, Cause | None]:
    snapshot = client.snapshot(server.world.member_of(case), server.today)
    plan = server.world.plans[snapshot.plan]
    decision = decide(
        question(snapshot, plan=plan, clinic=client.clinic, day=server.today, now=snapshot.as_of)
    )
    return decision.verdict, decision.cause


@pytest.mark.parametrize(("case", "expected", "reason"), VERDICTS)
def test_each_child_stands_for_its_case(
    shared_server: PracticeServer,
    shared_terminal: Client,
    case: str,
    expected: Verdict,
    reason: Reason | None,
) -> None:
    assert verdict(shared_server, shared_terminal, case) == (expected, reason)


def test_the_exempt_brand_takes_a_child_that_is_bound_elsewhere(shared_server: PracticeServer) -> None:
    exempt = Client(shared_server.url, "TMJA-3344-5566")
    assert verdict(shared_server, exempt, "EXEMPT_BRAND") == (Verdict.BILLABLE, None)
    exempt.close()


def test_a_clinic_outside_the_network_is_told_so(shared_server: PracticeServer) -> None:
    outside = Client(shared_server.url, "QKBJ-9900-1122")
    assert verdict(shared_server, outside, "PRE_AUTHORISED") == (Verdict.REFUSED, Reason.NOT_IN_NETWORK)
    outside.close()


def test_a_child_with_two_policies_has_two_snapshots(
    shared_server: PracticeServer, shared_terminal: Client
) -> None:
    found = shared_terminal.snapshots(shared_server.world.member_of("TWO_POLICIES"), shared_server.today)
    assert [snapshot.plan for snapshot in found] == ["DENTAL-2021", "GROWTH"]


def test_the_network_rows_are_those_of_the_asking_clinic(shared_server: PracticeServer) -> None:
    branch = Client(shared_server.url, "XLXX-1122-3344")
    snapshot = branch.snapshot(shared_server.world.member_of("RETURNING"), shared_server.today)
    assert snapshot.categories_on(shared_server.today) == {"PREVENTIVE", "BASIC"}
    branch.close()


def ask(client: Client, **body: object) -> requests.Response:
    return client.http.post(f"{client.url}/v1/eligibility", json=body, timeout=TIMEOUT)


def test_an_unknown_member_has_no_snapshots(shared_terminal: Client) -> None:
    answer = ask(shared_terminal, member="NOBODY", day="2026-01-01")
    assert (answer.status_code, answer.json()["snapshots"]) == (200, [])


def test_a_wrong_second_factor_finds_nobody(shared_server: PracticeServer, shared_terminal: Client) -> None:
    member = shared_server.world.member_of("RETURNING")
    right = shared_server.world.people[member].birth_date
    for born, count in ((right, 1), (date(2001, 1, 1), 0)):
        answer = ask(shared_terminal, member=member, day="2026-01-01", birth_date=born.isoformat())
        assert len(answer.json()["snapshots"]) == count


def test_a_question_for_another_clinic_is_refused(shared_terminal: Client) -> None:
    answer = ask(shared_terminal, member="NOBODY", day="2026-01-01", clinic="QK-SH-PUDONG")
    assert (answer.status_code, answer.json()["code"]) == (422, "CHAIN_MISMATCH")


def test_a_question_that_names_nobody_is_refused(shared_terminal: Client) -> None:
    assert ask(shared_terminal, day="2026-01-01").json()["field"] == "member"


def test_without_a_reader_the_number_beside_a_card_is_believed(
    shared_server: PracticeServer, shared_terminal: Client
) -> None:
    member = shared_server.world.member_of("RETURNING")
    answer = ask(shared_terminal, member=member, card="DB1:ANYTHING", day="2026-01-01")
    assert len(answer.json()["snapshots"]) == 1


def test_a_reader_decides_whose_card_it_is(tmp_path: Path) -> None:
    world = load_world()
    claims = {token.member: token for token in world.card_claims(system_clock())}
    good, other = world.member_of("RETURNING"), world.member_of("GREYED")

    def read(token: str, _now: object) -> CardReading:
        if token not in claims:
            return CardReading(CardOutcome.BAD_SIGNATURE)
        return CardReading(CardOutcome.OK, claims[token], token=token)

    thread = PracticeThread(open_practice(tmp_path, world, read_card=read))
    thread.start()
    client = Client(thread.url, world.activation_code)
    try:
        assert len(ask(client, card=good, day="2026-01-01").json()["snapshots"]) == 1
        assert ask(client, card="forged", day="2026-01-01").json()["code"] == "CARD_REFUSED"
        assert ask(client, card=good, member=other, day="2026-01-01").json()["code"] == "CARD_REFUSED"
        body = {"serial": claims[good].serial}
        client.http.post(f"{client.url}/sandbox/revocations", json=body, timeout=TIMEOUT)
        assert ask(client, card=good, day="2026-01-01").json()["code"] == "CARD_REFUSED"
        assert client.changes().revoked == [claims[good].serial]
    finally:
        client.close()
        thread.stop()
