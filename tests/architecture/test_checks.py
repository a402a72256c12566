"""The checks that are our own can fail: the coverage floor, the absence of Qt, the guards of conftest.py."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT
from tools.coverage_floor import judge

HALF_COVERED = "def used() -> int:\n    return 1\n\n\ndef unused() -> int:\n    return 2\n"
COVERS_HALF = "import half\n\n\ndef test_it() -> None:\n    assert half.used() == 1\n"


def run_pytest(folder: Path, *options: str) -> tuple[int, str]:
    """Run pytest in a folder of its own, with this tree's tools in reach; return exit code and output."""
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:randomly", *options],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    return run.returncode, run.stdout + run.stderr


@pytest.mark.parametrize(
    ("total", "holds", "word"),
    [
        (79.99, False, "below the floor"),
        (80.0, True, "floor 80.00"),
        (81.0, True, "floor"),
        (81.01, True, "raised"),
    ],
)
def test_coverage_is_judged_against_the_floor(total: float, holds: bool, word: str) -> None:
    verdict, sentence = judge(total, 80.0)
    assert verdict is holds
    assert word in sentence


@pytest.mark.parametrize(
    ("floor", "code", "word"),
    [("99", 1, "below the floor"), ("75", 0, "floor 75.00"), ("10", 0, "can be raised")],
)
def test_a_run_is_held_to_the_floor_before_its_closing_line(
    tmp_path: Path, floor: str, code: int, word: str
) -> None:
    (tmp_path / "half.py").write_text(HALF_COVERED, encoding="utf-8")
    (tmp_path / "test_half.py").write_text(COVERS_HALF, encoding="utf-8")
    (tmp_path / "floor.txt").write_text(floor, encoding="utf-8")
    plugin = ["-p", "tools.coverage_floor", "--coverage-floor", "floor.txt"]
    exit_code, output = run_pytest(tmp_path, "-q", "--cov=half", "--cov-report=", *plugin)
    assert exit_code == code, output
    *_, verdict, closing = output.splitlines()
    assert word in verdict
    assert "1 passed" in closing


@pytest.mark.parametrize("module", ["PySide6", "PySide6.QtCore", "shiboken6"])
def test_the_pure_run_has_no_qt(tmp_path: Path, module: str) -> None:
    (tmp_path / "test_qt.py").write_text(f"def test_it() -> None:\n    import {module}\n", encoding="utf-8")
    code, output = run_pytest(
        tmp_path, "-c", str(ROOT / "tests" / "pure.ini"), "--rootdir", ".", "test_qt.py"
    )
    assert code == 1
    assert f"{module.partition('.')[0]} is imported where Qt must not be needed" in output


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ("import logging\n    logging.getLogger('clinic').error('lost')", "errors were logged"),
        (
            "import threading\n    threading.Thread(target=gate.wait, daemon=True).start()",
            "threads were left",
        ),
        ("import warnings\n    warnings.warn('old', DeprecationWarning)", "DeprecationWarning: old"),
        ("from PySide6.QtCore import qWarning\n    qWarning('odd')", "Qt messages with level WARNING"),
    ],
)
def test_what_a_test_leaves_behind_fails_it(tmp_path: Path, body: str, complaint: str) -> None:
    guards = (ROOT / "tests" / "conftest.py").read_text(encoding="utf-8")
    guards = guards.replace("THREADS_MAY_TAKE = 5.0", "THREADS_MAY_TAKE = 0.0")
    (tmp_path / "conftest.py").write_text(guards, encoding="utf-8")
    shutil.copyfile(ROOT / "pyproject.toml", tmp_path / "pyproject.toml")
    test = f"import threading\n\ngate = threading.Event()\n\n\ndef test_it() -> None:\n    {body}\n"
    (tmp_path / "test_left.py").write_text(test, encoding="utf-8")
    code, output = run_pytest(tmp_path, "test_left.py")
    assert code == 1, output
    assert complaint in output
