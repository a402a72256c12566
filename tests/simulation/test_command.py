"""``clinic-terminal simulate``: one JSON line, the exit status, and a short trace of what broke."""

import io
import json
from argparse import Namespace
from collections import Counter

import pytest

from clinic_terminal.cli import main
from clinic_terminal.simulation import command, runner
from clinic_terminal.simulation.command import run_simulate
from clinic_terminal.simulation.episode import Outcome
from clinic_terminal.simulation.schedule import Deed, Schedule


def breaks_at_the_second_void(schedule: Schedule) -> Outcome:
    """Stand for an episode: a promise breaks where two bills are taken back."""
    voids = [action for action in schedule.actions if action.deed is Deed.VOID]
    broken = ("I2: booked twice",) if len(voids) > 1 else ()
    trace = tuple(action.deed.value for action in schedule.actions)
    return Outcome(10, 10, Counter(), Counter({"I2": 1}), broken, trace)


def options(**changed: object) -> Namespace:
    return Namespace(**{"seed": 1, "acts": 100, "terminals": 2, "faults": "all", **changed})


def test_a_run_prints_one_line_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", "--acts", "5", "--faults", "LOSE_ANSWER", "--terminals", "1"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    said = json.loads(line)
    assert said["violations"] == 0
    assert said["acts"] >= 5
    assert len(said["trace_hash"]) == 64


def test_a_broken_promise_prints_its_seed_and_a_short_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (command, runner):
        monkeypatch.setattr(module, "play", breaks_at_the_second_void)
    out, complaint = io.StringIO(), io.StringIO()
    assert run_simulate(options(faults="POISON,CLOCK"), out, complaint) == 1
    assert json.loads(out.getvalue())["violations"] == 1
    *rest, again = complaint.getvalue().splitlines()
    assert again == "again: clinic-terminal simulate --seed 1 --acts 100 --terminals 2 --faults POISON,CLOCK"
    assert rest[:2] == ["seed 1/0: I2: booked twice", "shortened to 2 steps; faults {}"]
    assert rest[2:] == ["VOID", "VOID", "I2: booked twice"]


@pytest.mark.parametrize(
    ("changed", "word"),
    [({"faults": "rain"}, "RAIN"), ({"acts": 0}, "at least 1 act"), ({"terminals": 9}, "1 to 8 terminals")],
)
def test_options_that_are_none_are_refused_in_words(changed: dict[str, object], word: str) -> None:
    complaint = io.StringIO()
    assert run_simulate(options(**changed), io.StringIO(), complaint) == 2
    assert word in complaint.getvalue()
