from typing import Any

import pytest
import requests

from clinic_terminal.contract.quotes import QuoteAnswer
from clinic_terminal.domain.eligibility import Snapshot
from tests.practice import TIMEOUT, Client, PracticeServer
from tests.sandbox.bills import DEMO_LINES, Line, Wishes, bill

CASES = [
    ("RETURNING", DEMO_LINES, Wishes()),
    ("RETURNING", DEMO_LINES, Wishes(discount_fen=1_001)),
    ("RETURNING", DEMO_LINES, Wishes(self_pay=True)),
    ("RETURNING", (("NC06", 50_000, 1), ("OR05", 420_000, 2)), Wishes()),
    ("FIRST_VISIT_BOOKED", DEMO_LINES, Wishes()),
    ("FIRST_VISIT_UNBOOKED", DEMO_LINES, Wishes()),
    ("FIRST_VISIT_UNBOOKED", DEMO_LINES, Wishes(booking_ref="YY-1")),
    ("LOCKED_ELSEWHERE", DEMO_LINES, Wishes()),
    ("GREYED", DEMO_LINES, Wishes()),
    ("EXPIRED", DEMO_LINES, Wishes()),
    ("POOL_NEARLY_EMPTY", DEMO_LINES, Wishes()),
    ("PRE_AUTHORISED", (("BS04", 320_000, 1),), Wishes()),
]


def quote(
    client: Client, snapshot: Snapshot, day: str, lines: tuple[Line, ...], wishes: Wishes
) -> requests.Response:
    body: dict[str, Any] = {
        "member": snapshot.person.member,
        "policy": snapshot.policy,
        "day": day,
        "booking_ref": wishes.booking_ref,
        "self_pay": wishes.self_pay,
        "discount_fen": wishes.discount_fen,
        "lines": [{"item": item, "unit_fen": fen, "qty": qty} for item, fen, qty in lines],
    }
    return client.http.post(f"{client.url}/v1/quotes", json=body, timeout=TIMEOUT)


@pytest.mark.parametrize(("case", "lines", "wishes"), CASES)
def test_the_insurers_quote_equals_the_terminals_split(
    shared_server: PracticeServer, shared_terminal: Client, case: str, lines: tuple[Line, ...], wishes: Wishes
) -> None:
    world, day = shared_server.world, shared_server.today
    snapshot = shared_terminal.snapshot(world.member_of(case), day)
    ours = bill(world, shared_terminal, snapshot, day, lines, wishes)
    answer = QuoteAnswer.model_validate_json(
        quote(shared_terminal, snapshot, day.isoformat(), lines, wishes).content
    )
    assert answer.status == ours["status"]
    assert answer.totals.model_dump() == ours["totals"]
    assert answer.pool.model_dump() == ours["pool"]
    assert answer.snapshot_version == snapshot.version


def test_the_demo_bill_takes_410_yuan_from_the_shared_limit(
    shared_server: PracticeServer, shared_terminal: Client
) -> None:
    snapshot = shared_terminal.snapshot(shared_server.world.member_of("RETURNING"), shared_server.today)
    answer = quote(shared_terminal, snapshot, shared_server.today.isoformat(), DEMO_LINES, Wishes())
    assert answer.json()["pool"] == {"before_fen": 5_000_000, "after_fen": 4_959_000}


def test_a_quote_changes_nothing(shared_server: PracticeServer, shared_terminal: Client) -> None:
    member, day = shared_server.world.member_of("RETURNING"), shared_server.today
    before = shared_terminal.snapshot(member, day)
    quote(shared_terminal, before, day.isoformat(), DEMO_LINES, Wishes())
    after = shared_terminal.snapshot(member, day)
    assert (after.version, after.used) == (before.version, before.used)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"policy": "NONE"}, "policy"),
        ({"lines": [{"item": "XX99", "unit_fen": 1, "qty": 1}]}, "item"),
        ({"discount_fen": 1}, "bill.discount_fen"),
        ({"lines": [{"item": "PV01", "unit_fen": -1, "qty": 1}]}, "lines.0.unit_fen"),
        ({"lines": [{"item": "PV01", "unit_fen": 1.5, "qty": 1}]}, "lines.0.unit_fen"),
    ],
)
def test_a_bill_that_cannot_be_split_is_refused(
    shared_server: PracticeServer, shared_terminal: Client, changes: dict[str, object], field: str
) -> None:
    snapshot = shared_terminal.snapshot(shared_server.world.member_of("RETURNING"), shared_server.today)
    body = {
        "member": snapshot.person.member,
        "policy": snapshot.policy,
        "day": shared_server.today.isoformat(),
        "lines": [],
        **changes,
    }
    answer = shared_terminal.http.post(f"{shared_terminal.url}/v1/quotes", json=body, timeout=TIMEOUT)
    assert (answer.status_code, answer.json()["field"]) == (422, field)
