"""Quotes over HTTP: the real practice server's split, its refusals, and answers that do not add up."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from clinic_terminal.application.failures import (
    CentralRefusedError,
    CentralSessionError,
    CentralUnreachableError,
)
from clinic_terminal.application.ports import EligibilityQuery, PlanEdition, QuoteQuery
from clinic_terminal.bootstrap.clocks import SystemClock, UuidIds
from clinic_terminal.bootstrap.stand_ins import LateCentral, NotEnrolledCentral
from clinic_terminal.domain.adjudication import BillInput, LineInput, Split, SplitStatus, split
from clinic_terminal.domain.eligibility import Snapshot
from clinic_terminal.domain.quote import CentralSplit
from clinic_terminal.domain.quote_check import Comparison, Figure, Rule, differences
from clinic_terminal.sync.gateway import HttpCentral
from clinic_terminal.sync.http import Wire
from clinic_terminal.sync.signin import Identity, SignIn
from tests.sync.conftest import Joined

PRICED = (("PV01", 30_000, 1, 0), ("BS07", 70_000, 2, 0), ("NC06", 50_000, 1, 0))


def known(joined: Joined, case: str = "RETURNING") -> Snapshot:
    """Return what the server says of an invented child."""
    member = joined.server.world.member_of(case)
    return joined.central.eligibility(EligibilityQuery(joined.server.today, member))[0].snapshot


def query(joined: Joined, case: str = "RETURNING", **more: object) -> QuoteQuery:
    snapshot = known(joined, case)
    values: dict[str, object] = {
        "member": snapshot.person.member, "policy": snapshot.policy, "day": joined.server.today,
        "lines": PRICED,
    }  # fmt: skip
    return QuoteQuery(**{**values, **more})  # type: ignore[arg-type]  # keywords of a test


def own_split(joined: Joined, asked: QuoteQuery, case: str = "RETURNING") -> Split:
    """Return our split of the same bill, from what was downloaded."""
    snapshot = known(joined, case)
    editions: dict[str, PlanEdition] = {one.plan.code: one for one in joined.central.changes("").plans}
    items = joined.server.world.catalogue
    lines = (
        LineInput(
            code,
            items.item(code).category,
            fen,
            qty,
            items.item(code).surgery,
            items.item(code).exam,
            discount_fen=off,
        )
        for code, fen, qty, off in asked.lines
    )
    bill = BillInput(
        asked.day,
        joined.enrolment.clinic.brand,
        tuple(lines),
        snapshot.booking_ref,
        asked.self_pay,
        asked.discount_fen,
        frozenset(snapshot.categories_on(asked.day)),
    )
    return split(editions[snapshot.plan].plan, snapshot.period, snapshot.standing(), bill)


def both(joined: Joined, asked: QuoteQuery, case: str = "RETURNING") -> tuple[CentralSplit, Comparison]:
    answer = joined.central.quote(asked)
    return answer, differences(own_split(joined, asked, case), answer)


@pytest.mark.parametrize(
    ("case", "more"),
    [
        ("RETURNING", {}),
        ("RETURNING", {"discount_fen": 1_001}),
        ("RETURNING", {"self_pay": True}),
        ("FIRST_VISIT_UNBOOKED", {}),
        ("LOCKED_ELSEWHERE", {}),
        ("GREYED", {}),
        ("POOL_NEARLY_EMPTY", {}),
    ],
)
def test_the_server_splits_as_we_do_and_its_answer_adds_up(
    joined: Joined, case: str, more: dict[str, Any]
) -> None:
    answer, found = both(joined, query(joined, case, **more), case)
    assert found.agrees, found
    assert answer.snapshot_version == known(joined, case).version
    assert abs(answer.answered_at - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_quote_books_nothing(joined: Joined) -> None:
    before = known(joined)
    joined.central.quote(query(joined))
    assert joined.booked() == []
    assert known(joined).used == before.used


def test_answers_that_do_not_add_up_are_told_line_by_line(joined: Joined) -> None:
    asked = query(joined)
    joined.faults({"kind": "BAD_SUMS", "path": "/v1/quotes"})
    answer, found = both(joined, asked)
    assert answer.status is SplitStatus.PAID
    for number in range(1, len(PRICED) + 1):
        assert [(gap.rule, gap.fen) for gap in found.gaps_of(number)] == [(Rule.PAYERS, -1)]
        assert [(one.figure, one.fen) for one in found.of_line(number)] == [(Figure.INSURER, 1)]
    assert {gap.rule for gap in found.gaps_of(0)} == {Rule.PAYERS, Rule.SUMS, Rule.CLAIM, Rule.POOL}
    assert both(joined, asked)[1].agrees


@pytest.mark.parametrize(
    ("fault", "cause"),
    [
        ({"kind": "STATUS", "status": 503}, "HTTP_503"),
        ({"kind": "STATUS", "status": 429}, "HTTP_429"),
        ({"kind": "LOSE_ANSWER"}, "NO_CONNECTION"),
        ({"kind": "CAPTIVE_PORTAL"}, "NOT_THE_SERVER"),
        ({"kind": "TRUNCATED_JSON"}, "CUT_ANSWER"),
    ],
)
def test_a_misbehaving_line_is_no_answer(joined: Joined, fault: dict[str, Any], cause: str) -> None:
    asked = query(joined)
    joined.faults({**fault, "path": "/v1/quotes"})
    with pytest.raises(CentralUnreachableError) as failed:
        joined.central.quote(asked)
    assert failed.value.cause == cause


@pytest.mark.parametrize(
    "change", [{"policy": "NONE"}, {"lines": (("XX99", 1, 1, 0),)}, {"discount_fen": 100_000_000}]
)
def test_a_bill_that_cannot_be_split_is_refused_with_a_code(joined: Joined, change: dict[str, Any]) -> None:
    with pytest.raises(CentralRefusedError) as refused:
        joined.central.quote(replace(query(joined), **change))
    assert refused.value.answer_code == "QUOTE_REFUSED"


def test_a_refused_token_is_renewed_once_and_then_a_matter_of_sign_in(joined: Joined) -> None:
    asked = query(joined)
    joined.faults({"kind": "STATUS", "status": 401, "path": "/v1/quotes"})
    assert joined.central.quote(asked).parts
    joined.faults({"kind": "STATUS", "status": 401, "path": "/v1/quotes", "times": 2})
    with pytest.raises(CentralSessionError):
        joined.central.quote(asked)


def test_a_time_that_the_root_does_not_confirm_is_no_answer(joined: Joined) -> None:
    asked = query(joined)
    sign_in = SignIn(Identity(joined.enrolment.terminal, joined.key), SystemClock(), UuidIds())
    central = HttpCentral(Wire(joined.server.url), sign_in, "A" * 43)
    with pytest.raises(CentralUnreachableError) as distrusted:
        central.quote(asked)
    assert distrusted.value.cause == "BAD_SERVER_SIGNATURE"


def test_the_late_gateway_asks_the_real_one_and_an_unenrolled_terminal_asks_nobody(joined: Joined) -> None:
    asked = query(joined)
    assert LateCentral(lambda: joined.central).quote(asked).parts
    with pytest.raises(CentralSessionError):
        NotEnrolledCentral().quote(asked)
