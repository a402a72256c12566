"""The family's own screen, on a platform that has two: see `two_screens` for what is played."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.ui.two_screens import configuration

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return what was seen when it was played on four screens."""
    folder = tmp_path_factory.mktemp("screens")
    (folder / "screens.json").write_text(configuration())
    surroundings = {**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={folder / 'screens.json'}"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.ui.two_screens", str(folder)],
        cwd=ROOT,
        env=surroundings,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_each_screen_can_be_chosen_and_twins_are_told_apart(seen: dict[str, Any]) -> None:
    assert seen["twins have keys of their own"]
    assert seen["each key means its own twin"]
    assert seen["a twin alone is meant by its key"]
    assert seen["a screen that is away"] is None
    assert seen["screens to choose from"] == 3


def test_the_bill_fills_the_familys_screen_and_the_desk_keeps_its_own(seen: dict[str, Any]) -> None:
    assert seen["geometry"] == [1366, 0, 1280, 800]
    assert seen["panel's screen"] == "FAMILY"
    assert seen["the desk keeps its page"]
    assert seen["another resolution"] == [1366, 0, 1920, 1080]


def test_nothing_but_the_clinics_name_stands_there_before_and_after(seen: dict[str, Any]) -> None:
    assert seen["blank before a bill"]
    assert seen["blank after signing"]
    assert seen["thanks"] == "已签字，谢谢。"


def test_the_desk_sees_what_the_family_does_and_writes_its_name(seen: dict[str, Any]) -> None:
    assert seen["mirror before"] == "家长正在看"
    assert seen["mirror while writing"] == "家长正在签"
    assert seen["the desk writes the name"] == "林悦"


def test_a_bill_that_nobody_touches_is_covered_and_keeps_its_ink(seen: dict[str, Any]) -> None:
    assert seen["mirror when covered"] == "家长屏已遮住"
    assert seen["shown again with its ink"] == 1


def test_a_bill_that_the_desk_takes_back_is_covered_only(seen: dict[str, Any]) -> None:
    assert seen["taken back"]
    assert seen["ways that are open once it is covered"] == ["再次显示", "改为纸质签字", "家长不同意…"]
    assert seen["ink after it was taken back"] == 1


def test_a_screen_unplugged_in_mid_signature_loses_no_point(seen: dict[str, Any]) -> None:
    assert seen["the desk is told"] == ["GUARDIAN_SCREEN_LOST"]
    assert seen["same panel in the page"]
    assert seen["window gone"]
    assert seen["points of the stroke under way"] == 12
    assert seen["stays till it is signed"]
    assert seen["signed points"] == 12


def test_the_next_bill_is_back_on_the_familys_screen(seen: dict[str, Any]) -> None:
    assert seen["the next bill is back"] == "FAMILY"
