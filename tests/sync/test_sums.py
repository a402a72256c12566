"""Answers whose figures are not ours, or not even their own: kept as adjusted, with a code for a person."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from clinic_terminal.application.acts import Act, ActKind, ActState, AnswerClass
from clinic_terminal.contract.acts import ActAnswer, AnswerState, PartAnswer, TotalsAnswer
from clinic_terminal.domain.adjudication import Counters
from clinic_terminal.sync.answers import ANSWER_SUMS, SUMS_DIFFER, final_answer
from tests.build import NOW
from tests.practice import TIMEOUT, PracticeServer
from tests.whole_desk import XIAOLU, WholeDesk

ACT = Act(
    "01990000-0000-7000-8000-000000000001", ActKind.BILL_SIGNED, "M/P", "V", NOW, b"{}", "d" * 64, 4_000,
    Counters(4_000),
)  # fmt: skip


def _receipt(
    state: AnswerState, insurer: int, billed: int = 6_000, *, lines: bool = False, line_insurer: int = 4_000
) -> bytes:
    guardian = 6_000 - insurer
    zero = dict.fromkeys(
        ("not_covered_fen", "deductible_fen", "coinsurance_fen", "over_limit_fen", "penalty_fen"), 0
    )
    line = PartAnswer(
        line=1, item="PV07", billed_fen=6_000, insurer_fen=line_insurer, guardian_fen=6_000 - line_insurer,
        reasons=[], **zero,
    )  # fmt: skip
    totals = TotalsAnswer(
        billed_fen=billed, insurer_fen=insurer, guardian_fen=guardian, on_site_fen=guardian, online_fen=0,
        claim_fen=insurer,
    )  # fmt: skip
    said: dict[str, Any] = {
        "id": ACT.id, "digest": ACT.digest, "state": state, "code": state.value, "sentence_zh": "",
        "sentence_en": "", "lines": [line] if lines else [], "totals": totals, "snapshot_version": 2,
        "booked_at": NOW, "server_time": "a.b.c",
    }  # fmt: skip
    return ActAnswer(**said).model_dump_json().encode()


@pytest.mark.parametrize(
    ("receipt", "state", "code"),
    [
        (_receipt(AnswerState.ACCEPTED, 4_000), ActState.ACCEPTED, "ACCEPTED"),
        (_receipt(AnswerState.ACCEPTED, 4_000, lines=True), ActState.ACCEPTED, "ACCEPTED"),
        (_receipt(AnswerState.ACCEPTED, 3_999), ActState.ADJUSTED, SUMS_DIFFER),
        (_receipt(AnswerState.ACCEPTED, 4_000, 6_001), ActState.ADJUSTED, ANSWER_SUMS),
        (
            _receipt(AnswerState.ADJUSTED, 3_000, lines=True, line_insurer=3_000),
            ActState.ADJUSTED,
            "ADJUSTED",
        ),
        (_receipt(AnswerState.ADJUSTED, 3_000, lines=True), ActState.ADJUSTED, ANSWER_SUMS),
        (_receipt(AnswerState.REJECTED, 1, 9), ActState.REJECTED, "REJECTED"),
    ],
)
def test_the_figures_of_a_bill_decide_under_which_state_it_is_kept(
    receipt: bytes, state: ActState, code: str
) -> None:
    answer = final_answer(receipt, ACT, lambda _signed: NOW)
    assert (answer.answer_class, answer.state, answer.code) == (AnswerClass.FINAL, state, code)
    assert answer.receipt == receipt


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[WholeDesk]:
    server = PracticeServer(tmp_path / "server").start()
    (tmp_path / "terminal").mkdir()
    made = WholeDesk(tmp_path / "terminal", server, XIAOLU)
    yield made
    made.close()
    server.stop()


def test_a_server_that_cannot_add_up_leaves_nothing_green(desk: WholeDesk) -> None:
    visit = desk.bill(desk.server.world.member_of("RETURNING"))
    fault = {"kind": "BAD_SUMS", "path": "/v1/acts", "times": 9}
    answer = requests.post(f"{desk.server.url}/sandbox/faults", json={"faults": [fault]}, timeout=TIMEOUT)
    assert answer.status_code == 200
    desk.send()
    row = desk.row(str(visit.act))
    assert (row.state, row.last_error) == (ActState.ADJUSTED, ANSWER_SUMS)
