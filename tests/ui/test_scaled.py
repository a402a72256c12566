"""All pages in both languages at 150 % and 200 %, enlarged by Qt itself: see `scaled` for what is played."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.ui.scaled import configuration

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("factor", "screens", "sizes"),
    [
        ("1.5", ("1920", "1080", "1366", "768"), [[1280, 720], [910, 512]]),
        ("2", ("1920", "1080"), [[960, 540]]),
    ],
)
def test_nothing_is_cut_and_nothing_out_of_reach_when_enlarged(
    tmp_path: Path, factor: str, screens: tuple[str, ...], sizes: list[list[int]]
) -> None:
    (tmp_path / "screens.json").write_text(configuration())
    surroundings = {
        **os.environ,
        "QT_SCALE_FACTOR": factor,
        "QT_QPA_PLATFORM": f"offscreen:configfile={tmp_path / 'screens.json'}",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.ui.scaled", str(tmp_path), *screens],
        cwd=ROOT,
        env=surroundings,
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["ratio"] == float(factor)
    assert found["sizes"] == sizes
    assert found["faults"] == {}
