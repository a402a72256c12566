from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from clinic_terminal.contract.acts import ActAnswer, AnswerState
from clinic_terminal.domain.adjudication import Counters
from clinic_terminal.domain.eligibility import Snapshot
from clinic_terminal.domain.plan import Category
from tests.practice import Client, PracticeServer, bill_payload
from tests.sandbox.bills import DEMO_LINES, FILLING, FILM, NOTHING_ELSE, Line, Wishes, bill


class Desk:
    """A desk that bills a case of the practice world."""

    def __init__(self, server: PracticeServer, client: Client, case: str) -> None:
        self.server = server
        self.client = client
        self.member = server.world.member_of(case)

    def snapshot(self) -> Snapshot:
        return self.client.snapshot(self.member, self.server.today)

    def bill(
        self,
        lines: tuple[Line, ...] = DEMO_LINES,
        wishes: Wishes = NOTHING_ELSE,
        snapshot: Snapshot | None = None,
        days_ago: int = 0,
    ) -> dict[str, Any]:
        day = self.server.today - timedelta(days=days_ago)
        return bill(self.server.world, self.client, snapshot or self.snapshot(), day, lines, wishes)

    def send(self, content: dict[str, Any], **changes: object) -> ActAnswer:
        chain = f"{content['member']['number']}/{content['policy']['number']}"
        payload = {**bill_payload(content), **changes}
        return self.client.send("BILL_SIGNED", chain, payload, self.server.now)


@pytest.fixture
def desk(practice_server: PracticeServer, terminal: Client) -> Desk:
    return Desk(practice_server, terminal, "RETURNING")


def test_a_bill_that_agrees_is_accepted_and_posted(desk: Desk) -> None:
    before = desk.snapshot()
    answer = desk.send(desk.bill())
    after = desk.snapshot()
    assert (answer.state, answer.code, answer.lines) == (AnswerState.ACCEPTED, "ACCEPTED", [])
    assert answer.totals is not None
    assert (answer.totals.insurer_fen, answer.totals.guardian_fen) == (41_000, 35_000)
    assert after.used.pool_fen == 41_000
    assert after.used.category_fen == {Category.PREVENTIVE: 6_000, Category.BASIC: 35_000}
    assert answer.snapshot_version == after.version == before.version + 1


def test_a_bill_adds_one_visit_record_a_category(desk: Desk) -> None:
    old = desk.snapshot().history
    desk.send(desk.bill((FILM, FILM, FILLING, ("NC06", 50_000, 1))))
    today = [visit for visit in desk.snapshot().history if visit not in old]
    assert [(visit.day, visit.category, visit.insurer_fen) for visit in today] == [
        (desk.server.today, Category.PREVENTIVE, 12_000),
        (desk.server.today, Category.BASIC, 35_000),
    ]


def test_a_bill_on_stale_figures_is_adjusted_to_the_servers(
    practice_server: PracticeServer, terminal: Client
) -> None:
    desk = Desk(practice_server, terminal, "POOL_NEARLY_EMPTY")
    stale = desk.snapshot()
    desk.send(desk.bill((FILM,)))
    answer = desk.send(desk.bill(snapshot=stale))
    assert (answer.state, answer.code) == (AnswerState.ADJUSTED, "ADJUSTED")
    assert answer.totals is not None
    assert (answer.totals.insurer_fen, answer.totals.guardian_fen) == (12_000, 64_000)
    assert sum(part.insurer_fen for part in answer.lines) == 12_000
    assert "120.00" in answer.sentence_zh
    assert desk.snapshot().used.pool_fen == 5_000_000


def test_a_first_visit_binds_the_family_to_the_brand(
    practice_server: PracticeServer, terminal: Client
) -> None:
    desk = Desk(practice_server, terminal, "FIRST_VISIT_BOOKED")
    assert desk.snapshot().lock is None
    desk.send(desk.bill())
    lock = desk.snapshot().lock
    assert lock is not None
    assert (lock.brand, lock.brand_name, lock.since) == ("XIAOLU", "小鹿口腔", practice_server.today)


def test_the_brand_whose_act_comes_second_is_rejected(
    practice_server: PracticeServer, terminal: Client, other_brand: Client
) -> None:
    ours = Desk(practice_server, terminal, "FIRST_VISIT_BOOKED")
    theirs = Desk(practice_server, other_brand, "FIRST_VISIT_BOOKED")
    stale = ours.snapshot()
    assert theirs.send(theirs.bill()).state is AnswerState.ACCEPTED
    answer = ours.send(ours.bill(snapshot=stale))
    assert (answer.state, answer.code, answer.totals) == (AnswerState.REJECTED, "BRAND_LOCKED", None)
    assert "晴空儿童齿科" in answer.sentence_zh
    assert practice_server.today.isoformat() in answer.sentence_zh
    assert practice_server.today.isoformat() in answer.sentence_en
    assert ours.snapshot().used.pool_fen == 41_000


def test_the_exempt_brand_neither_minds_nor_moves_a_lock(practice_server: PracticeServer) -> None:
    exempt = Client(practice_server.url, "TMJA-3344-5566")
    bound = Desk(practice_server, exempt, "EXEMPT_BRAND")
    first = Desk(practice_server, exempt, "FIRST_VISIT_BOOKED")
    for desk, lock in ((bound, "XIAOLU"), (first, None)):
        assert desk.send(desk.bill()).state is AnswerState.ACCEPTED
        after = desk.snapshot().lock
        assert (after.brand if after else None) == lock
    exempt.close()


def test_a_plan_without_a_lock_binds_nobody(practice_server: PracticeServer, terminal: Client) -> None:
    desk = Desk(practice_server, terminal, "PRE_AUTHORISED")
    desk.send(desk.bill())
    assert desk.snapshot().lock is None


@pytest.mark.parametrize(
    ("case", "code"),
    [
        ("GREYED", "CARD_GREYED"),
        ("EXPIRED", "POLICY_EXPIRED"),
        ("UNBOUND", "CARD_UNBOUND"),
        ("LOCKED_ELSEWHERE", "BRAND_LOCKED"),
        ("FIRST_VISIT_UNBOOKED", "FIRST_VISIT_UNBOOKED"),
    ],
)
def test_a_claim_behind_a_closed_gate_is_rejected_and_posts_nothing(
    practice_server: PracticeServer, terminal: Client, case: str, code: str
) -> None:
    desk = Desk(practice_server, terminal, case)
    before = desk.snapshot()
    billable = replace(
        before,
        card=Desk(practice_server, terminal, "RETURNING").snapshot().card,
        lock=Desk(practice_server, terminal, "RETURNING").snapshot().lock,
        period=replace(before.period, end=practice_server.today),
    )
    answer = desk.send(desk.bill(snapshot=billable))
    after = desk.snapshot()
    assert (answer.state, answer.code) == (AnswerState.REJECTED, code)
    assert (after.version, after.used, after.lock) == (before.version, before.used, before.lock)


def test_a_service_before_the_policy_began_is_rejected(desk: Desk) -> None:
    early = replace(
        desk.snapshot(), period=replace(desk.snapshot().period, start=desk.server.today - timedelta(400))
    )
    answer = desk.send(desk.bill(snapshot=early, days_ago=300))
    assert (answer.state, answer.code) == (AnswerState.REJECTED, "POLICY_NOT_STARTED")
    assert desk.snapshot().period.start.isoformat() in answer.sentence_zh


def test_a_claim_from_outside_the_network_is_rejected(
    practice_server: PracticeServer, terminal: Client
) -> None:
    outside = Client(practice_server.url, "QKBJ-9900-1122")
    desk = Desk(practice_server, outside, "PRE_AUTHORISED")
    inside = Desk(practice_server, terminal, "PRE_AUTHORISED").snapshot()
    assert desk.send(desk.bill(snapshot=inside)).code == "NOT_IN_NETWORK"
    outside.close()


def test_a_reference_that_was_entered_at_the_desk_opens_the_first_visit(
    practice_server: PracticeServer, terminal: Client
) -> None:
    desk = Desk(practice_server, terminal, "FIRST_VISIT_UNBOOKED")
    assert desk.send(desk.bill(wishes=Wishes(booking_ref="YY-7"))).state is AnswerState.ACCEPTED


@pytest.mark.parametrize(("case", "self_pay"), [("RETURNING", True), ("GREYED", False), ("EXPIRED", False)])
def test_a_bill_that_the_family_pays_whole_is_a_record(
    practice_server: PracticeServer,
    terminal: Client,
    case: str,
    self_pay: bool,
) -> None:
    desk = Desk(practice_server, terminal, case)
    before = desk.snapshot()
    answer = desk.send(desk.bill(wishes=Wishes(self_pay=self_pay)))
    assert (answer.state, answer.code) == (AnswerState.ACCEPTED, "RECORDED")
    assert answer.totals is not None
    assert (answer.totals.insurer_fen, answer.totals.on_site_fen) == (0, 76_000)
    assert (desk.snapshot().version, desk.snapshot().used) == (before.version, before.used)


def test_a_letter_pays_up_to_its_amount_and_is_used_up(
    practice_server: PracticeServer, terminal: Client
) -> None:
    desk = Desk(practice_server, terminal, "PRE_AUTHORISED")
    surgery = (("BS04", 320_000, 1),)
    answer = desk.send(desk.bill(surgery))
    assert answer.state is AnswerState.ACCEPTED
    assert desk.snapshot().authorisations[0].used_fen == 300_000
    assert desk.snapshot().approved_for("BS04", practice_server.today) is None


def test_an_item_that_needs_no_letter_takes_nothing_from_it(
    practice_server: PracticeServer, terminal: Client
) -> None:
    desk = Desk(practice_server, terminal, "PRE_AUTHORISED")
    desk.send(desk.bill())
    assert desk.snapshot().authorisations[0].used_fen == 0


def test_a_bill_is_booked_under_one_act_only(desk: Desk) -> None:
    content = desk.bill()
    assert desk.send(content).state is AnswerState.ACCEPTED
    again = desk.send(content)
    assert (again.state, again.code) == (AnswerState.REJECTED, "BILL_EXISTS")
    assert desk.snapshot().used.pool_fen == 41_000


def test_a_rejected_bill_may_come_again_under_a_new_act(desk: Desk) -> None:
    content = desk.bill()
    assert desk.send(content, bill_digest="0" * 64).code == "BILL_DIGEST_WRONG"
    assert desk.send(content).state is AnswerState.ACCEPTED


def test_a_signature_that_was_changed_is_rejected(desk: Desk) -> None:
    content = desk.bill()
    consent = {**bill_payload(content)["consent"], "strokes": [[[0, 0, 0, 0]]]}
    assert desk.send(content, consent=consent).code == "CONSENT_INVALID"


def test_a_bill_that_does_not_add_up_is_rejected(desk: Desk) -> None:
    content = desk.bill()
    content["totals"]["insurer_fen"] += 1
    assert desk.send(content).code == "BILL_INCONSISTENT"


def test_a_record_that_claims_something_is_rejected(desk: Desk) -> None:
    content = desk.bill()
    content["status"] = "NO_DIRECT_BILLING"
    assert desk.send(content).code == "BILL_INCONSISTENT"


def test_a_direct_bill_of_a_family_that_pays_itself_is_rejected(desk: Desk) -> None:
    content = desk.bill()
    content["self_pay"] = True
    assert desk.send(content).code == "BILL_INCONSISTENT"


def test_an_item_outside_the_catalogue_is_named(desk: Desk) -> None:
    content = desk.bill()
    content["lines"][0]["item"] = "ZZ01"
    answer = desk.send(content)
    assert (answer.state, answer.code) == (AnswerState.REJECTED, "ITEM_UNKNOWN")
    assert "ZZ01" in answer.sentence_zh


def test_a_bill_of_an_unknown_policy_is_rejected(desk: Desk) -> None:
    content = desk.bill()
    content["policy"]["number"] = "DEN-999999"
    assert desk.send(content).code == "MEMBER_UNKNOWN"


def test_a_bill_of_another_plan_is_rejected(desk: Desk) -> None:
    content = desk.bill()
    content["policy"]["plan"] = "GROWTH"
    assert desk.send(content).code == "PLAN_MISMATCH"


@pytest.mark.parametrize("place", ["chain", "clinic"])
def test_a_bill_of_another_chain_or_clinic_is_refused(desk: Desk, place: str) -> None:
    content = desk.bill()
    chain = desk.snapshot().chain
    if place == "chain":
        chain = "M1/P1"
    else:
        content["clinic"]["id"] = "QK-SH-PUDONG"
    act = desk.client.sealed("BILL_SIGNED", chain, bill_payload(content), desk.server.now)
    refused = desk.client.put(*act)
    assert (refused.status_code, refused.json()["code"]) == (422, "CHAIN_MISMATCH")


def test_a_content_that_is_no_bill_is_refused(desk: Desk) -> None:
    act = desk.client.sealed("BILL_SIGNED", "M1/P1", bill_payload({"id": "x"}), desk.server.now)
    refused = desk.client.put(*act)
    assert (refused.status_code, refused.json()["field"]) == (422, "payload.bill.clinic")


def test_counters_and_ledger_agree_to_the_fen(desk: Desk) -> None:
    lines = [DEMO_LINES, (FILM,), (("OR13", 26_000, 3), FILLING), (("BS01", 18_001, 1),)]
    for chosen in lines:
        desk.send(desk.bill(chosen, Wishes(discount_fen=101)))
    booked = desk.client.booked()
    assert sum(act["insurer_fen"] for act in booked["acts"]) == booked["pool_used_fen"][desk.snapshot().chain]
    assert desk.snapshot().used != Counters()
