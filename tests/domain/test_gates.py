from datetime import UTC, date, datetime, timedelta

import pytest

from clinic_terminal.domain.adjudication import Counters, Standing
from clinic_terminal.domain.bill_input import bill_input
from clinic_terminal.domain.consent import Relationship
from clinic_terminal.domain.decision import Basis, Check, CheckCode, CheckState, Doubt, Source
from clinic_terminal.domain.eligibility import Lock, Snapshot
from clinic_terminal.domain.gates import decide
from clinic_terminal.domain.identity import DataConsent, IdDocument, Identity, IdentityDoubt
from clinic_terminal.domain.visit import Stage, Visit, VisitLine
from tests.build import CATALOGUE, CHILD, CLINIC, DENTAL, NOW, TODAY, question, snapshot

SNAPSHOT = Basis(Source.SNAPSHOT, NOW, 1)
SERVER = Basis(Source.SERVER, NOW, 1)
QUEUE = Basis(Source.QUEUE, NOW, 1)
DESK = Basis(Source.DESK)
OTHERS = Lock("QINGKONG", "晴空儿童齿科", date(2026, 3, 3), "V-9")


def _check(code: CheckCode, facts: Snapshot, **more: object) -> Check:
    decision = decide(question(facts, **more))
    return next(check for check in decision.checks if check.code is code)


@pytest.mark.parametrize("code", [CheckCode.POLICY, CheckCode.CARD, CheckCode.NETWORK, CheckCode.BRAND])
def test_a_gate_rests_on_the_server_or_on_what_it_said_before(code: CheckCode) -> None:
    assert _check(code, snapshot()).basis == SERVER
    assert _check(code, snapshot(), online=False).basis == SNAPSHOT


def test_a_lock_that_is_not_sent_yet_rests_on_the_queue() -> None:
    unsent = Standing(brand_lock=CLINIC.brand)
    check = _check(CheckCode.BRAND, snapshot(lock=None), standing=unsent)
    assert (check.basis, check.state) == (QUEUE, CheckState.PASS)
    assert (check.facts["kind"], check.facts["brand"], check.facts["since"]) == (
        "OURS",
        CLINIC.brand_name,
        "",
    )
    assert _check(CheckCode.FIRST_VISIT, snapshot(lock=None), standing=unsent).basis == QUEUE


def test_a_lock_that_a_void_here_releases_is_none_any_more() -> None:
    check = _check(CheckCode.BRAND, snapshot(), standing=Standing(), booking_ref="BK")
    assert (check.basis, check.state, check.facts["kind"]) == (QUEUE, CheckState.NOTE, "NONE_YET")
    assert check.facts["brand"] == ""


def test_an_unnamed_lock_is_never_given_our_name() -> None:
    check = _check(CheckCode.BRAND, snapshot(lock=None), standing=Standing(brand_lock="?"))
    assert (check.state, check.facts["kind"], check.facts["brand"]) == (CheckState.FAIL, "OTHER", "")


def test_a_lock_of_another_brand_names_it_and_its_day() -> None:
    facts = _check(CheckCode.BRAND, snapshot(lock=OTHERS)).facts
    assert (facts["brand"], facts["since"], facts["visit"]) == ("晴空儿童齿科", "2026-03-03", "V-9")


def test_a_reference_of_the_desk_counts_before_the_one_of_the_snapshot() -> None:
    facts = snapshot(lock=None, booking_ref="YY-1")
    assert _check(CheckCode.FIRST_VISIT, facts).basis == SERVER
    entered = _check(CheckCode.FIRST_VISIT, facts, booking_ref=" WS-1 ")
    assert (entered.basis, entered.facts["reference"]) == (DESK, "WS-1")


def test_what_is_left_rests_on_the_queue_where_that_holds_more() -> None:
    assert _check(CheckCode.POOL, snapshot()).basis == SERVER
    more = _check(CheckCode.POOL, snapshot(), standing=Standing(Counters(41_000), CLINIC.brand))
    assert (more.basis, more.facts["left_fen"]) == (QUEUE, "4959000")


def test_an_empty_shared_limit_stops_nothing() -> None:
    empty = snapshot(used=Counters(5_000_000))
    assert decide(question(empty)).verdict.is_billable
    assert _check(CheckCode.POOL, empty).facts["left_fen"] == "0"


def test_the_desk_reads_which_categories_are_billed_here() -> None:
    assert _check(CheckCode.NETWORK, snapshot()).facts == {
        "categories": "BASIC,ORTHODONTIC,PREVENTIVE",
        "count": "3",
    }


def test_an_accepted_doubt_stays_visible() -> None:
    identity = Identity(IdDocument.PASSPORT, "E1234567", (IdentityDoubt.NAME,), accepted=True)
    check = _check(CheckCode.IDENTITY, snapshot(), identity=identity)
    assert (check.state, check.facts) == (CheckState.NOTE, {"document": "PASSPORT", "doubts": "NAME"})


def test_nothing_that_the_desk_saw_is_named_in_a_check() -> None:
    identity = Identity(IdDocument.RESIDENT_ID, "11010519491231002X", (IdentityDoubt.BIRTH_DATE,))
    assert "110105" not in str(decide(question(snapshot(), identity=identity)).checks)


def test_a_consent_is_dated_by_the_calendar_of_the_clinic() -> None:
    after_midnight = datetime(2026, 5, 20, 16, 30, tzinfo=UTC)
    given = DataConsent(Relationship.FATHER, "data/2", after_midnight)
    assert _check(CheckCode.CONSENT, snapshot(), consent=given).facts["since"] == "2026-05-21"


def test_repeated_lines_are_named() -> None:
    check = _check(CheckCode.DUPLICATE, snapshot(), repeated=("BS07 55", "PV01"))
    assert (check.cause, check.facts["repeated"]) == (Doubt.ALREADY_BILLED, "BS07 55|PV01")


def test_a_blank_reference_books_nothing_in_the_split_either() -> None:
    lines = (VisitLine("PV01", (), 30_000, 1),)
    visit = Visit("V-1", Stage.TO_SETTLE, TODAY, CHILD, "POL-1", DENTAL.code, booking_ref="  ", lines=lines)
    assert bill_input(visit, snapshot(booking_ref="\u3000"), CATALOGUE, CLINIC.brand).booking_ref is None
    booked = bill_input(visit, snapshot(booking_ref="YY-1"), CATALOGUE, CLINIC.brand)
    assert booked.booking_ref == "YY-1"


def test_a_policy_counts_its_days_to_the_end() -> None:
    assert _check(CheckCode.POLICY, snapshot(), day=date(2026, 12, 30)).facts["days_left"] == "1"
    assert _check(CheckCode.POLICY, snapshot(), now=NOW + timedelta(hours=1)).facts["end"] == "2026-12-31"
