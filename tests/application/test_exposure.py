from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from clinic_terminal.application import check_in, settlement
from clinic_terminal.application.acts import Exposure, ExposureLimits, Freshness
from clinic_terminal.application.exposure import rooms
from clinic_terminal.application.failures import ExposureLimitError, NotBillableError
from tests.application.exposure_edge import run
from tests.application.people import signed, to_settle
from tests.build import NOW
from tests.closing import finish
from tests.fault_counts import Count, NoteCount
from tests.terminal import CLERK, Bench
from torture.exposure import GOAL

ATTEMPTS = 1_250
"""For each of four seeds; the benchmark makes ten times as many."""


@pytest.mark.parametrize("seed", ["2026-05-21/1", "2026-05-21/2", "2026-05-21/3", "2026-05-21/4"])
def test_no_limit_is_passed_at_its_edge(tmp_path: Path, seed: str, note_count: NoteCount) -> None:
    tally = run(tmp_path / "edge", seed, ATTEMPTS)
    note_count(Count("R11", tally.attempts, GOAL, len(tally.wrong), seed))
    print(f"seed {seed}: {tally}")  # noqa: T201  what a failure is repeated with
    assert tally.wrong == []
    assert tally.attempts >= ATTEMPTS
    assert min(tally.accepted, tally.at_the_edge, tally.races, tally.restarts, tally.jumps) > 0
    assert set(tally.refused) == {
        "visit_fen", "unsent_fen", "unsent_count", "silence_hours", "snapshot_hours", "CLOCK_BEHIND",
    }  # fmt: skip


def _heard(bench: Bench, hours: float) -> None:
    with bench.store.begin() as uow:
        uow.memory.set_freshness(Freshness(server_time=bench.clock.now() - timedelta(hours=hours)))


def _refusal(bench: Bench, visit_id: str) -> str:
    with pytest.raises(ExposureLimitError) as refused:
        finish(bench.terminal, CLERK, visit_id)
    return refused.value.limit


def test_silence_stops_a_bill_at_the_finish_and_a_call_makes_up_for_it(bench: Bench) -> None:
    visit_id = to_settle(bench)
    signed(bench, visit_id, online=False)
    _heard(bench, 73)
    assert _refusal(bench, visit_id) == "silence_hours"
    settlement.thaw(bench.terminal, CLERK, visit_id)
    check_in.enter_phone_authorisation(bench.terminal, CLERK, visit_id, "DH-1")
    signed(bench, visit_id, online=False)
    assert finish(bench.terminal, CLERK, visit_id).visit.act


def test_a_call_makes_up_for_an_old_snapshot_but_for_no_amount(bench: Bench) -> None:
    visit_id = to_settle(bench)
    bench.clock.advance(80 * 3600)
    check_in.enter_phone_authorisation(bench.terminal, CLERK, visit_id, "DH-1")
    signed(bench, visit_id, online=False)
    narrow = replace(bench.terminal, limits=ExposureLimits(visit_fen=(1, 40_999)))
    with pytest.raises(ExposureLimitError) as refused:
        finish(narrow, CLERK, visit_id)
    assert refused.value.limit == "visit_fen"
    assert finish(bench.terminal, CLERK, visit_id).visit.act


def test_a_clock_set_back_between_signature_and_finish_finishes_nothing(bench: Bench) -> None:
    visit_id = to_settle(bench)
    signed(bench, visit_id, online=False)
    bench.clock.advance(-24 * 3600)
    with pytest.raises(NotBillableError) as refused:
        finish(bench.terminal, CLERK, visit_id)
    assert refused.value.cause == "CLOCK_BEHIND"
    bench.clock.advance(24 * 3600)
    assert finish(bench.terminal, CLERK, visit_id).visit.act


def test_begun_hours_of_silence_count_whole() -> None:
    limits, exposure = ExposureLimits(), Exposure(0, 0, 0, None)
    for silence, used, is_passed in ((72 * 3600, 72, False), (72 * 3600 + 1, 73, True), (-5, 0, False)):
        heard = Freshness(server_time=NOW - timedelta(seconds=silence))
        room = next(one for one in rooms(exposure, heard, limits, NOW) if one.name == "silence_hours")
        assert (room.used, room.is_passed) == (used, is_passed)
