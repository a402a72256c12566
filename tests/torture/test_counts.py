"""The counts of the fault classes stand at the end of a run, also where other processes ran the tests."""

import os
import subprocess
import sys

from tests.architecture.tree import ROOT
from tests.fault_counts import PROPERTY, counts_in, table


class Report:
    """As much of a test's report as is looked at."""

    def __init__(self, nodeid: str, noted: list[object] | None, when: str = "call") -> None:
        self.nodeid = nodeid
        self.when = when
        self.user_properties = [] if noted is None else [(PROPERTY, noted), ("other", 1)]


def test_counts_of_one_file_are_added_up_and_every_seed_is_told() -> None:
    reports = [
        Report("tests/a.py::x[1]", ["R11", 1_250, 50_000, 0, "2026/2"]),
        Report("tests/a.py::x[1]", ["R11", 1_250, 50_000, 0, "2026/2"], when="teardown"),
        Report("tests/a.py::x[2]", ["R11", 1_251, 50_000, 2, "2026/1"]),
        Report("tests/b.py::y", ["R11", 100, 50_000, 0, "1"]),
        Report("tests/b.py::z", ["R2", 400, 500_000, 0, "1"]),
        Report("tests/b.py::other", None),
    ]
    lines = table(counts_in(reports))
    assert [line.split() for line in lines[1:]] == [
        ["R2", "400", "500,000", "0.080%", "0", "1", "tests/b.py"],
        ["R11", "2,501", "50,000", "5.002%", "2", "2026/1,", "2026/2", "tests/a.py"],
        ["R11", "100", "50,000", "0.200%", "0", "1", "tests/b.py"],
    ]
    assert len({line.index("tests/") for line in lines[1:]}) == 1


def test_a_run_without_counts_has_no_table() -> None:
    assert table(counts_in([Report("tests/b.py::other", None), object()])) == []


def test_the_counts_come_back_from_the_processes_that_ran_the_tests() -> None:
    wanted = ["tests/torture/test_classes.py", "-k", "R12", "-n", "1", "-p", "no:cacheprovider", "-q"]
    apart = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *wanted],
        cwd=ROOT,
        env=apart,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    rows = [line.split() for line in done.stdout.splitlines() if line.startswith("R12 ")]
    assert rows == [["R12", "1,000", "1,000,000", "0.100%", "0", "1", "tests/torture/test_classes.py"]]
