"""Ruff bans the real clock, real ids and real chance where they must come in as arguments."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT

READS_THE_CLOCK = "import datetime\n\nNOW = datetime.datetime.now(tz=datetime.UTC)\n"
MAKES_AN_ID = "import uuid\n\nID = uuid.uuid4()\n"
THROWS_DICE = "import random\n\nDICE = random.random()\n"


def banned(source: str, file: str) -> bool:
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "ruff",
            "check",
            "--select",
            "TID251",
            "--stdin-filename",
            str(Path(ROOT, file)),
            "-",
        ],
        input=source,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode in {0, 1}, run.stderr
    return "TID251" in run.stdout


@pytest.mark.parametrize("layer", ["domain", "application", "contract"])
@pytest.mark.parametrize("source", [READS_THE_CLOCK, MAKES_AN_ID, THROWS_DICE])
def test_inner_layers_are_given_clock_ids_and_chance(source: str, layer: str) -> None:
    assert banned(source, f"clinic_terminal/{layer}/visit.py")


@pytest.mark.parametrize("file", ["store/rows.py", "sync/upload.py", "ui/pages/today.py", "bootstrap/ids.py"])
def test_adapters_and_the_composition_root_may_ask_the_machine(file: str) -> None:
    assert not banned(READS_THE_CLOCK, f"clinic_terminal/{file}")
