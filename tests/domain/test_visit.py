from dataclasses import replace

import pytest

from clinic_terminal.domain import visit as visits
from clinic_terminal.domain.adjudication import SplitStatus, split
from clinic_terminal.domain.bill import BillLine, FrozenBill, content, differences
from clinic_terminal.domain.bill_input import bill_input
from clinic_terminal.domain.consent import Consent, InkPoint, Relationship, check_ink
from clinic_terminal.domain.errors import (
    AmountTooLargeError,
    NegativeAmountError,
    SignatureMismatchError,
    SignatureTooSmallError,
    VisitStateError,
)
from clinic_terminal.domain.identity import IdDocument
from clinic_terminal.domain.paying import pay
from clinic_terminal.domain.payment import Payment, Tender
from clinic_terminal.domain.visit import CardSource, Evidence, Stage, Visit
from tests.build import CATALOGUE, CHILD, CLINIC, DENTAL, NOW, TODAY, YEAR, ink, snapshot

EMPTY = Visit("V-1", Stage.ARRIVED, TODAY, CHILD, "POL-1", DENTAL.code)
CASH = Payment("P-1", "260521-T1-0001", Tender.CASH, 35_000, NOW, "O-1", handed_fen=35_000)


def _treated() -> Visit:
    visit = visits.start_treatment(EMPTY)
    visit = visits.with_line(visit, CATALOGUE, "PV07", ("55",), None)
    return visits.hand_to_desk(visits.with_line(visit, CATALOGUE, "BS07", ("55",), None))


def _bill(visit: Visit) -> FrozenBill:
    facts = snapshot()
    result = split(DENTAL, YEAR, facts.standing(), bill_input(visit, facts, CATALOGUE, CLINIC.brand))
    lines = tuple(
        BillLine(one.item, "名", "name", CATALOGUE.item(one.item).category, one.teeth, one.qty, one.unit_fen)
        for one in visit.lines
    )
    return FrozenBill(
        "B-1", visit.id, CLINIC, "T-1", TODAY, CHILD, "POL-1", DENTAL.code, "计划", None, lines, 0, False,
        result, False, 1, NOW, False, "O-1", NOW,
    )  # fmt: skip


def _consent(digest: str) -> Consent:
    return Consent("家长", Relationship.MOTHER, ink(), 3_000, digest, "zh", "consent/1", NOW, "O-1")


def test_a_visit_goes_from_desk_to_chair_to_desk_to_done() -> None:
    visit = _treated()
    assert [one.qty for one in visit.lines] == [1, 1]
    frozen = visits.freeze(visit, _bill(visit), "d" * 64)
    signed = visits.sign(frozen, _consent("d" * 64))
    done = visits.close(pay(signed, CASH), "A-1", NOW)
    assert (done.stage, done.act) == (Stage.DONE, "A-1")
    assert frozen.bill is not None
    assert frozen.bill.result.status is SplitStatus.PAID
    assert frozen.bill.pay_now_fen == 35_000


@pytest.mark.parametrize("act", ["sign", "close", "thaw", "freeze"])
def test_a_step_that_is_not_next_is_refused(act: str) -> None:
    steps = {
        "sign": lambda: visits.sign(EMPTY, _consent("")),
        "close": lambda: visits.close(EMPTY, "A", NOW),
        "thaw": lambda: visits.thaw(EMPTY),
        "freeze": lambda: visits.freeze(EMPTY, _bill(_treated()), ""),
    }
    with pytest.raises(VisitStateError):
        steps[act]()


def test_an_unsigned_bill_cannot_be_closed() -> None:
    visit = _treated()
    with pytest.raises(VisitStateError):
        visits.close(visits.freeze(visit, _bill(visit), "d" * 64), "A-1", NOW)


def test_nothing_is_added_to_a_frozen_bill() -> None:
    visit = _treated()
    frozen = visits.freeze(visit, _bill(visit), "d" * 64)
    with pytest.raises(VisitStateError):
        visits.with_line(frozen, CATALOGUE, "PV01", (), None)


def test_taking_a_bill_back_drops_its_signature() -> None:
    visit = _treated()
    signed = visits.sign(visits.freeze(visit, _bill(visit), "d" * 64), _consent("d" * 64))
    assert visits.thaw(signed).consent is None
    assert visits.thaw(signed).stage is Stage.TO_SETTLE


def test_a_signature_for_other_content_is_refused() -> None:
    visit = _treated()
    frozen = visits.freeze(visit, _bill(visit), "d" * 64)
    with pytest.raises(SignatureMismatchError):
        visits.sign(frozen, _consent("e" * 64))


def test_a_dot_is_no_signature() -> None:
    dot = (tuple(InkPoint(5_000, 1_000, 500, step) for step in range(30)),)
    with pytest.raises(SignatureTooSmallError):
        check_ink(dot)
    with pytest.raises(SignatureTooSmallError):
        check_ink(())


def test_absurd_amounts_are_refused() -> None:
    with pytest.raises(NegativeAmountError):
        visits.with_line(EMPTY, CATALOGUE, "PV01", (), -1)
    with pytest.raises(AmountTooLargeError):
        visits.with_discount(EMPTY, 100_000_001)
    with pytest.raises(AmountTooLargeError):
        visits.with_price(_treated(), 0, 100_000_001)


def test_lines_can_be_taken_off_and_repriced() -> None:
    visit = _treated()
    assert [one.item for one in visits.without_line(visit, 0).lines] == ["BS07"]
    assert visits.without_line(visit, 9) == visit
    assert visits.with_price(visit, 1, 50_000).lines[1].unit_fen == 50_000


def test_arrival_keeps_what_the_desk_knew() -> None:
    expected = replace(EMPTY, stage=Stage.EXPECTED)
    evidence = Evidence(CardSource.CARD, "token", "kid", 3, NOW, online=True)
    decision = None
    arrived = visits.arrive(expected, NOW, IdDocument.HUKOU, evidence, decision)  # type: ignore[arg-type]
    assert (arrived.stage, arrived.evidence) == (Stage.ARRIVED, evidence)


def test_the_booking_and_the_familys_choice_are_kept() -> None:
    assert visits.with_booking(EMPTY, " WS-1 ").booking_ref == "WS-1"
    assert visits.choose_self_pay(EMPTY, chosen=True).self_pay
    assert visits.cancel(EMPTY, NOW).stage is Stage.CANCELLED


def test_every_changed_place_of_a_bill_is_named() -> None:
    visit = _treated()
    signed = content(_bill(visit))
    dearer = visits.with_price(visit, 1, 7_000)
    found = content(_bill(dearer))
    rows = differences(signed, found)
    assert "lines.2.unit_fen: 700.00 → 70.00" in rows
    assert any(row.startswith("totals.insurer_fen") for row in rows)
    assert differences(signed, signed) == []
    assert differences({"a": [1]}, {"a": [1, 2]}) == ["a: [1] → [1, 2]"]
    assert differences({"booking_ref": None}, {"booking_ref": "X"}) == ["booking_ref: — → X"]
