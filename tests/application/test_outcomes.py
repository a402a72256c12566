"""Receipts read: the server's word, its lines beside ours, and whether they add up."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from clinic_terminal.application.outcomes import (
    LineBeside,
    Outcome,
    beside,
    owed_more_fen,
    read_outcome,
)
from clinic_terminal.contract.acts import ActAnswer, AnswerState, PartAnswer, TotalsAnswer
from clinic_terminal.domain.bill import FrozenBill
from tests.build import NOW
from tests.printing.bills import bill as frozen_bill

LINE = {
    "line": 1, "item": "PV07", "billed_fen": 6_000, "not_covered_fen": 0, "deductible_fen": 0,
    "coinsurance_fen": 0, "over_limit_fen": 2_000, "penalty_fen": 0, "insurer_fen": 4_000,
    "guardian_fen": 2_000, "reasons": ["POOL_EXHAUSTED"],
}  # fmt: skip
TOTALS = {
    "billed_fen": 6_000, "insurer_fen": 4_000, "guardian_fen": 2_000, "on_site_fen": 2_000, "online_fen": 0,
    "claim_fen": 4_000,
}  # fmt: skip


def _receipt(lines: list[dict[str, Any]], totals: dict[str, Any] | None) -> bytes:
    return (
        ActAnswer(
            id="01990000-0000-7000-8000-000000000001",
            digest="d" * 64,
            state=AnswerState.ADJUSTED,
            code="ADJUSTED",
            sentence_zh="重新核算。",
            sentence_en="Split anew.",
            lines=[PartAnswer(**line) for line in lines],
            totals=None if totals is None else TotalsAnswer(**totals),
            snapshot_version=7,
            booked_at=NOW,
            server_time="a.b.c",
        )
        .model_dump_json()
        .encode()
    )


def _read(receipt: bytes) -> Outcome:
    said = read_outcome(receipt)
    assert said is not None
    return said


def test_a_receipt_is_read_as_it_is_stored() -> None:
    said = _read(_receipt([LINE], TOTALS))
    assert (said.state, said.code, said.sentence_zh, said.sentence_en) == (
        "ADJUSTED", "ADJUSTED", "重新核算。", "Split anew.",
    )  # fmt: skip
    assert (said.snapshot_version, said.booked_at) == (7, NOW)
    assert said.lines[0].reasons == ("POOL_EXHAUSTED",)
    assert said.totals is not None
    assert (said.lines[0].insurer_fen, said.totals.on_site_fen) == (4_000, 2_000)
    assert said.adds_up


@pytest.mark.parametrize("receipt", [b"", b"{}", b"[]", b"null", b"\xff", b'{"id": 1}', b"x" * 99])
def test_what_is_no_receipt_reads_as_none(receipt: bytes) -> None:
    assert read_outcome(receipt) is None


def test_a_receipt_that_lacks_a_field_or_holds_another_kind_reads_as_none() -> None:
    whole = json.loads(_receipt([LINE], TOTALS))
    for name in whole:
        if name != "server_time":
            assert (
                read_outcome(json.dumps({key: whole[key] for key in whole if key != name}).encode()) is None
            )
    for name in ("lines", "totals"):
        assert read_outcome(json.dumps({**whole, name: 7}).encode()) is None


@pytest.mark.parametrize(
    ("line", "totals", "adds_up"),
    [
        ({}, {}, True),
        ({"insurer_fen": 4_001}, {}, False),
        ({}, {"insurer_fen": 4_001}, False),
        ({"insurer_fen": 4_001, "guardian_fen": 1_999}, {}, False),
        ({"billed_fen": 6_001, "guardian_fen": 2_001}, {}, False),
    ],
)
def test_sums_are_checked_within_lines_and_against_the_totals(
    line: dict[str, int], totals: dict[str, int], *, adds_up: bool
) -> None:
    assert _read(_receipt([{**LINE, **line}], {**TOTALS, **totals})).adds_up is adds_up


def test_an_answer_without_figures_adds_up_and_lines_without_totals_do_not() -> None:
    assert _read(_receipt([], None)).adds_up
    assert _read(_receipt([], TOTALS)).adds_up
    assert not _read(_receipt([LINE], None)).adds_up


@pytest.fixture
def bill() -> FrozenBill:
    return frozen_bill()


Change = Callable[[list[dict[str, Any]]], list[dict[str, Any]]]


def _as_said(bill: FrozenBill) -> list[dict[str, Any]]:
    return [
        {
            **LINE, "line": part.line, "item": "PV07", "billed_fen": part.insurer + part.guardian,
            "insurer_fen": part.insurer, "guardian_fen": part.guardian,
        }
        for part in bill.result.parts
    ]  # fmt: skip


def test_the_insurers_lines_stand_beside_ours_in_the_order_of_the_bill(bill: FrozenBill) -> None:
    lines = _as_said(bill)
    lines[0]["insurer_fen"] -= 500
    lines[0]["guardian_fen"] += 500
    said = _read(_receipt(lines[::-1], TOTALS))
    pairs = beside(said, bill)
    assert [pair.ours for pair in pairs] == list(bill.result.parts)
    assert [pair.owed_more_fen for pair in pairs] == [500, *[0] * (len(pairs) - 1)]


def test_a_line_that_one_side_lacks_stands_alone(bill: FrozenBill) -> None:
    lines = _as_said(bill)
    last = lines.pop()
    extra = {**last, "line": 99}
    pairs = beside(_read(_receipt([*lines, extra], TOTALS)), bill)
    alone = [pair for pair in pairs if pair.ours is None or pair.theirs is None]
    assert [(pair.ours is None, pair.theirs is None) for pair in alone] == [(False, True), (True, False)]
    assert alone[0].owed_more_fen == -bill.result.parts[-1].guardian
    assert alone[1].owed_more_fen == last["guardian_fen"]
    assert LineBeside(None, None).owed_more_fen == 0


def test_what_the_family_owes_more_is_the_difference_of_the_totals(bill: FrozenBill) -> None:
    signed = bill.result.totals.guardian
    said = _read(_receipt([], TOTALS))
    assert owed_more_fen(said, bill) == 2_000 - signed
    assert owed_more_fen(replace(said, totals=None), bill) == 0
    assert beside(said, bill) == ()
