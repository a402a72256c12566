"""How slices are dealt out, added up and written down."""

import json
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from clinic_terminal.store.store import open_store
from tests.fakes.ports import SetClock
from tests.store.parts import writer_of
from torture import __main__ as runner
from torture import report
from torture.results import Result, scaled
from torture.turns import Turns


def fake(name: str, goal: int) -> ModuleType:
    module = ModuleType(name, f"What {name} does.\n\nMore of it.")
    module.GOAL = goal  # type: ignore[attr-defined]  # as the classes have it
    return module


def test_shares_are_counted_up() -> None:
    assert [scaled(1_000, share) for share in (1.0, 0.0101, 0.00001)] == [1_000, 11, 1]


def test_results_add_up_and_keep_the_first_words() -> None:
    one = Result("R9", 2, 1, 0.5, 7, ("a",), Counter({"x": 1}))
    two = Result("R9", 3, 6, 1.0, 8, tuple("bcdefg"), Counter({"x": 2, "y": 1}))
    both = one.plus(two)
    assert (both.count, both.violations, both.seconds, both.seed) == (5, 7, 1.5, 7)
    assert both.broken == tuple("abcde")
    assert both.figures == {"x": 3, "y": 1}
    assert json.loads(both.line())["class"] == "R9"


def test_the_cheapest_goes_first_and_every_third_slice_to_the_one_behind() -> None:
    turns = Turns({"dear": fake("dear", 100), "cheap": fake("cheap", 100)}, 1.0, 1, 1)
    dear, cheap = turns.standings
    dear.result, cheap.result = Result("dear", 1, 0, 9.0, 1), Result("cheap", 1, 0, 1.0, 1)
    chosen = []
    for _ in range(9):
        standing = turns._next()
        assert standing is not None
        standing.taken()
        chosen.append(standing.name)
    assert chosen == ["cheap", "cheap", "dear"] * 3


def test_slices_have_seeds_of_their_own_and_end_at_the_goal() -> None:
    turns = Turns({"one": fake("one", 1_000)}, 0.025, 3, 1)
    (standing,) = turns.standings
    taken = []
    while turns._next() is not None:
        taken.append(standing.taken())
    assert [one.seed for one in taken] == [30_000, 30_001, 30_002]
    assert sum(one.share for one in taken) == pytest.approx(0.025)


def test_a_class_runs_in_other_processes_and_writes_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert runner.main(["r12", "--share", "0.0002", "--processes", "1", "--seed", "5"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["class"], said["count"], said["violations"]) == ("R12", 200, 0)


def test_an_unknown_class_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert runner.main(["R99"]) == 2
    assert "R99" in capsys.readouterr().err


def test_the_page_says_what_was_reached_and_what_broke(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mutants = tmp_path / "mutants.json"
    fate = {"name": "no-fsync", "what": "the disk", "killed_by": "torture power_loss 1", "seconds": 2.0}
    mutants.write_text(json.dumps([fate, {**fate, "name": "alive", "killed_by": ""}]))
    monkeypatch.setattr(report, "MUTANTS", mutants)
    result = Result("R9", 250, 1, 61.0, 7, ("lost",), Counter({"POISON": 12}))
    report.write_report(tmp_path / "page.md", {"R9": fake("R9", 1_000)}, {"R9": result}, 0.25)
    page = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert "| R9 | What R9 does | 1,000 | 250 | 25% | 1 | 61 | 7 |" in page
    assert "POISON 12" in page
    assert "**R9 broke**: lost" in page
    assert "1 of 2 killed" in page
    assert "| alive | the disk | NOBODY | 2 |" in page


def test_the_page_names_the_classes_that_fell_short_and_the_seeds_that_were_played(tmp_path: Path) -> None:
    named = ModuleType("R2", "R2: what R2 does.")
    named.GOAL = 10  # type: ignore[attr-defined]  # as the classes have it
    modules = {"R1": fake("R1", 1_000), "R2": named, "R9": fake("R9", 100)}
    results = {
        "R1": Result("R1", 1_003, 0, 1.0, 7, (), Counter({"seeds": 9_998})),
        "R2": Result("R2", 4, 0, 1.0, 7, (), Counter({"days": 2})),
        "R9": Result("R9", 50, 0, 1.0, 7),
    }
    page = tmp_path / "page.md"
    report.write_report(page, modules, results, 1.0)
    text = page.read_text(encoding="utf-8")
    assert "**1 of 3 classes reached it, R2 (40%), R9 (50%) did not.**" in text
    assert "R1 is to play 10,000 seeds as well: 9,998 were played." in text
    assert "| R2 | What R2 does | 10 | 4 |" in text
    assert f"* **R2** ({report.NOTES['R2']}): days 2" in text
    report.write_report(page, modules, results, 0.4)
    assert "all 3 classes reached it." in page.read_text(encoding="utf-8")


def test_the_page_names_the_database_that_was_tortured(tmp_path: Path) -> None:
    store = open_store(tmp_path / "any.db", bytes(32), SetClock())
    with writer_of(store) as writer:
        (sqlite,) = writer.execute("SELECT sqlite_version()").fetchone()
        (cipher,) = writer.execute("PRAGMA cipher_version").fetchone()
    store.close()
    assert report.machine().endswith(f"SQLCipher {cipher} with SQLite {sqlite}.")
