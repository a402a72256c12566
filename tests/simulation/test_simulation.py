"""The simulation itself: it repeats, it injects, it looks, and it finds what is broken."""

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace

import pytest

from clinic_terminal.contract.canonical import canonical_bytes
from clinic_terminal.simulation.faults import FaultName, UnknownFaultError, read_faults
from clinic_terminal.simulation.machine import canonical
from clinic_terminal.simulation.runner import play, repeated, simulate
from clinic_terminal.simulation.schedule import Deed, Schedule, draw
from clinic_terminal.simulation.shrink import shrunk
from tests.architecture.tree import ROOT

ALL = frozenset(FaultName)
HASH_OF_A_RUN = (
    "from clinic_terminal.simulation.faults import FaultName; "
    "from clinic_terminal.simulation.runner import play; "
    "from clinic_terminal.simulation.schedule import draw; "
    "print(play(draw('twice', 15, 2, frozenset(FaultName))).digest)"
)


def test_the_same_seed_gives_the_same_trace_in_another_process_too() -> None:
    here = play(draw("twice", 15, 2, ALL)).digest
    other = subprocess.run(
        [sys.executable, "-c", HASH_OF_A_RUN],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": "77"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert other.stdout.strip() == here


def test_another_seed_gives_another_trace() -> None:
    assert play(draw("a", 5, 1, frozenset())).digest != play(draw("b", 5, 1, frozenset())).digest


def test_a_run_with_all_faults_keeps_every_promise_and_says_what_it_did() -> None:
    total = simulate(3, 60, 2, ALL)
    plain = total.plain()
    assert total.violations == []
    assert plain["acts"] >= 60
    assert {f"I{number}" for number in range(1, 13)} <= set(plain["invariants_checked"]) | {"I7"}
    assert len(plain["faults_injected"]) >= 5
    assert json.loads(json.dumps(plain)) == plain


def test_a_void_whose_answer_was_lost_under_a_wrong_clock_is_not_given_back_twice() -> None:
    """The episode that broke I8: the next bill showed 300 yuan that the pool did not have any more."""
    assert play(replace(draw("202605180013/14", 100, 2, ALL), pairs=0.0)).broken == ()


def test_acts_sent_one_by_one_may_be_sent_again_where_a_later_one_outlasts_the_lease() -> None:
    """The episode that broke I7: the check excused the act under way alone, not those before it."""
    assert play(replace(draw("202605180020/18", 100, 1, ALL), pairs=0.0)).broken == ()


def test_a_refusal_that_comes_after_the_other_window_took_the_lease_may_be_heard_again() -> None:
    """Another episode that broke I7: one commit ended the check's doubt about the whole batch."""
    assert play(draw("202605180106/6", 100, 2, ALL)).broken == ()


def test_two_bills_of_a_child_under_way_at_once_share_what_is_left() -> None:
    """The second of them is refused as it was shown, and comes out right when it is made anew."""
    outcome = play(replace(draw("two of one", 60, 1, frozenset()), pairs=0.4))
    assert outcome.seen["pairs"] >= 20
    assert outcome.seen["overtaken"] >= 2
    assert outcome.broken == ()


def test_half_of_the_episodes_have_pairs_and_the_rest_of_a_schedule_does_not_hang_on_it() -> None:
    drawn = [draw(f"pairs/{number}", 5, 1, frozenset()).pairs for number in range(200)]
    assert 60 < drawn.count(0.0) < 140
    assert set(drawn) == {0.0, 0.1, 0.2}


def test_another_trace_of_the_same_seed_is_a_breach() -> None:
    one, other = (play(draw(seed, 5, 1, frozenset())) for seed in "ab")
    assert repeated(one, one).broken == ()
    assert repeated(one, other).broken == ("I12: the same seed gave another trace",)


def test_without_faults_every_act_is_sent_once() -> None:
    total = simulate(1, 20, 2, frozenset(), pairs=0.0)
    assert total.injected == total.seen == Counter()
    assert total.violations == []
    assert total.sent == total.acts


@pytest.mark.parametrize("fault", sorted(FaultName))
def test_each_fault_is_injected_alone(fault: FaultName) -> None:
    injected: Counter[str] = Counter()
    for number in range(12):
        outcome = play(draw(f"alone/{number}", 20, 1, frozenset({fault})))
        assert outcome.broken == ()
        injected += outcome.injected
        if injected:
            break
    assert set(injected) == {fault.value}


def test_names_of_faults_are_read_and_unknown_ones_refused() -> None:
    assert read_faults("all") == ALL
    assert read_faults("none") == frozenset()
    assert read_faults("lose-answer, CLOCK") == {FaultName.LOSE_ANSWER, FaultName.CLOCK}
    with pytest.raises(UnknownFaultError, match="RAIN"):
        read_faults("clock,rain")


def test_a_schedule_is_shortened_to_what_is_needed() -> None:
    schedule = draw("short", 60, 2, frozenset())
    visits = [action for action in schedule.actions if action.deed is Deed.VISIT]
    needed = {visits[3], visits[20]}
    short = shrunk(schedule, lambda one: needed <= set(one.actions))
    assert set(short.actions) == needed


def test_shortening_gives_up_after_its_tries() -> None:
    schedule = draw("short", 60, 2, frozenset())
    calls: list[int] = []

    def breaks_never(one: Schedule) -> bool:
        calls.append(len(one.actions))
        return False

    shrunk(schedule, breaks_never, tries=7)
    assert len(calls) == 7


def test_the_quick_canonical_form_is_the_programs_own() -> None:
    value = {"b": [1, {"zh": "小牙", "a": None}], "a": True, "c": -5, "é": '"\\\n'}
    assert canonical(value) == canonical_bytes(value)
