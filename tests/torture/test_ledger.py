"""The ledger of a counted run: what is through is not run again, what is torn or of other sources is."""

import json
from collections import Counter
from concurrent.futures import Future
from pathlib import Path
from types import ModuleType

import grimp
import pytest

from torture import __main__ as runner
from torture import report
from torture.ledger import (
    ALL_THE_SAME,
    OTHERS,
    TELLERS,
    Ledger,
    Slice,
    SourcesChangedError,
    fingerprint,
    slice_seed,
)
from torture.results import Result
from torture.turns import Turns


def tree(root: Path) -> Path:
    for name in ("clinic_terminal/sync/a.py", "clinic_terminal/ui/b.py", "torture/c.py", "torture/report.py"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("1\n")
    return root


def through(name: str, number: int, *, count: int = 10, failed: bool = False, seed: int = 7) -> Slice:
    broken = ("lost",) if failed else ()
    result = Result(
        name, count, len(broken), 2.5, slice_seed(seed, number), broken, Counter({"kills": count})
    )
    return Slice(
        name, number, 10, result, f"2026-11-22T19:0{number}:00+00:00", "2026-11-22T19:30:00+00:00", failed
    )


def fake(goal: int, *, waits: bool = False) -> ModuleType:
    module = ModuleType("fake", "What it does.")
    module.GOAL = goal  # type: ignore[attr-defined]  # as the classes have it
    module.WAITS = waits  # type: ignore[attr-defined]  # as the classes have it
    return module


def test_a_slice_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    file, root = tmp_path / "build" / "ledger.jsonl", tree(tmp_path)
    kept = [through("R5", 0), through("R5", 1), through("R2", 3, failed=True)]
    for one in kept:
        Ledger(file, 7, root).add(one)
    assert Ledger(file, 7, root).slices() == [kept[2], kept[0], kept[1]]
    said = json.loads(file.read_text().splitlines()[0])
    assert (said["class"], said["slice"], said["seed"], said["count"]) == ("R5", 0, 70_000, 10)
    assert (said["seconds"], said["figures"], said["fingerprint"]) == (2.5, {"kills": 10}, fingerprint(root))


def test_a_torn_line_is_none_and_spoils_no_other(tmp_path: Path) -> None:
    file, root = tmp_path / "ledger.jsonl", tree(tmp_path)
    ledger = Ledger(file, 7, root)
    ledger.add(through("R5", 0))
    ledger.add(through("R5", 1))
    file.write_bytes(file.read_bytes()[:-30])
    Ledger(file, 7, root).add(through("R5", 2))
    assert [one.number for one in Ledger(file, 7, root).slices()] == [0, 2]


def test_a_line_of_another_form_is_none(tmp_path: Path) -> None:
    file, root = tmp_path / "ledger.jsonl", tree(tmp_path)
    file.write_text('[]\n{"class": "R5"}\nnull\n\n')
    assert Ledger(file, 7, root).slices() == []


def test_other_seeds_and_other_sources_do_not_count(tmp_path: Path) -> None:
    file, root = tmp_path / "ledger.jsonl", tree(tmp_path)
    Ledger(file, 7, root).add(through("R5", 0))
    Ledger(file, 8, root).add(through("R5", 1, seed=8))
    assert [one.number for one in Ledger(file, 7, root).slices()] == [0]
    (root / "clinic_terminal/sync/a.py").write_text("2\n")
    assert Ledger(file, 7, root).slices() == []


def test_the_fingerprint_is_that_of_what_the_classes_run(tmp_path: Path) -> None:
    root = tree(tmp_path)
    before = fingerprint(root)
    (root / "clinic_terminal/ui/b.py").write_text("2\n")
    (root / "torture/report.py").write_text("2\n")
    assert fingerprint(root) == before
    (root / "torture/c.py").write_text("2\n")
    assert fingerprint(root) != before


def test_no_class_runs_what_is_left_out_of_the_fingerprint() -> None:
    """Follow every import from the classes, those inside of functions too."""
    graph = grimp.build_graph("clinic_terminal", "torture", "tests", cache_dir=None)
    tellers = {_module(name) for name in TELLERS}
    reached = set[str]()
    for module in graph.find_descendants("torture") - tellers - {"torture.__main__"}:
        reached |= graph.find_upstream_modules(module)
    files = {f"{name.replace('.', '/')}.py" for name in reached if name.startswith("clinic_terminal.")}
    assert {file for file in files if file.startswith(OTHERS)} == set(ALL_THE_SAME)


def _module(file: str) -> str:
    return file.removesuffix(".py").replace("/", ".")


def test_sources_that_change_during_the_run_end_it(tmp_path: Path) -> None:
    file, root = tmp_path / "ledger.jsonl", tree(tmp_path)
    ledger = Ledger(file, 7, root)
    (root / "torture/c.py").write_text("2\n")
    with pytest.raises(SourcesChangedError):
        ledger.add(through("R5", 0))
    assert not file.exists()


def test_no_slice_is_run_twice_and_a_failed_one_again(tmp_path: Path) -> None:
    file, root = tmp_path / "ledger.jsonl", tree(tmp_path)
    for one in (through("one", 0), through("one", 2), through("one", 3, count=0, failed=True)):
        Ledger(file, 7, root).add(one)
    turns = Turns({"one": fake(1_000)}, 0.06, 7, 1, Ledger(file, 7, root))
    (standing,) = turns.standings
    assert (standing.asked, standing.result and standing.result.count) == (20, 20)
    taken = []
    while turns._next() is not None:
        taken.append(standing.taken())
    assert [one.number for one in taken] == [1, 3, 4, 5]
    assert sum(one.asked for one in taken) + 20 == 60


def test_a_finished_slice_is_kept_and_a_failing_one_too(tmp_path: Path) -> None:
    file, root = tmp_path / "ledger.jsonl", tree(tmp_path)
    turns = Turns({"one": fake(1_000)}, 1.0, 7, 1, Ledger(file, 7, root))
    (standing,) = turns.standings
    well: Future[Result] = Future()
    well.set_result(Result("one", 12, 0, 1.0, 70_000))
    turns._book(standing.taken(), well)
    ill: Future[Result] = Future()
    ill.set_exception(OSError("no disk"))
    turns._book(standing.taken(), ill)
    assert standing.is_through
    kept = Ledger(file, 7, root).slices()
    assert [(one.number, one.failed, one.result.count) for one in kept] == [(0, False, 12), (1, True, 0)]


def test_processes_beyond_the_cores_take_the_classes_that_wait() -> None:
    modules = {"busy": fake(1_000), "waits": fake(1_000, waits=True)}
    turns = Turns(modules, 1.0, 7, 3, cores=2)

    def chosen(waiting: int, running: int) -> str:
        standing = turns._next(waiting, running)
        assert standing is not None
        return standing.name

    assert [chosen(0, 0), chosen(1, 1), chosen(1, 2), chosen(0, 2)] == ["waits", "busy", "busy", "waits"]
    turns.standings[1].asked = 1_000
    assert chosen(0, 2) == "busy"


def test_the_command_goes_on_where_it_was_interrupted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "ledger.jsonl"
    command = ["r12", "--share", "0.0002", "--processes", "1", "--seed", "5", "--ledger", str(file)]
    assert runner.main(command) == 0
    first = _counted(capsys.readouterr().out)
    assert runner.main(command) == 0
    assert _counted(capsys.readouterr().out) == first
    assert len(file.read_text().splitlines()) == 1


def _counted(said: str) -> list[dict[str, object]]:
    """Return what was said without the times, which are rounded once more in the ledger."""
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    return [{key: value for key, value in line.items() if key != "seconds"} for line in lines]


def test_the_page_keeps_what_people_wrote_and_says_when_it_was_counted(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    times = ("2026-11-22T19:55:00+00:00", "2026-11-23T02:10:00+00:00")
    written = f"{report.FINDINGS}\n\n* **R1**: mended.\n"
    by_hand = f"{report.KEPT[0]}\nR9 ran beside other work.\n{report.KEPT[1]}\n"
    before, after = f"# Old\n\n## Counts\n\noutdated\n{by_hand}\n", "\n## R14: outdated\n\noutdated\n"
    page.write_text(f"{before}{written}{after}", encoding="utf-8")
    modules = {"R8": fake(10), "R9": fake(10)}
    results = {"R9": Result("R9", 10, 0, 7_200.0, 7)}
    for _ in range(2):
        report.write_report(page, modules, results, 1.0, times)
    text = page.read_text(encoding="utf-8")
    assert text.count(written) == text.count(by_hand) == 1
    assert text.index(by_hand) < text.index("| class |")
    assert "outdated" not in text
    assert "2.0 hours. The first slice began at 2026-11-22 19:55:00 UTC" in text
    assert "| R8 | What it does | 10 | 0 | 0% | 0 | 0 | 7 |" in text
