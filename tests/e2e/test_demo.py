import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.timeout(300)
def test_the_demo_shows_five_scenes_and_agrees_with_the_servers_records(tmp_path: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "CLINIC_TERMINAL_KEYRING": "off"}
    command = [sys.executable, "-m", "clinic_terminal", "demo", "--fast", "--out", str(tmp_path / "out")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    out = tmp_path / "out"
    summary = (out / "summary.md").read_text(encoding="utf-8")
    assert "410.00" in summary
    assert "350.00" in summary
    assert "49,590.00" in summary
    assert "| NO |" not in summary
    assert len(list((out / "bills").glob("bill-*.pdf"))) == 3
    assert len(list((out / "pictures").glob("*.png"))) >= 12
    assert "altered" in summary
