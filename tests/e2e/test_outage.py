import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.timeout(240)
def test_a_busy_hour_with_kills_and_outages_ends_with_every_act_once_at_the_server(tmp_path: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "CLINIC_TERMINAL_KEYRING": "off"}
    out = tmp_path / "out"
    command = [sys.executable, "-m", "clinic_terminal", "demo", "--outage", "--out", str(out)]
    shorter = ["--visits", "20", "--kills", "2", "--keyed", "1"]
    done = subprocess.run([*command, *shorter], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    report = (out / "outage.md").read_text(encoding="utf-8")
    assert "| acts that agree to the fen | 20 |" in report
    assert "| acts that stand there more than once | 0 |" in report
    assert "| program killed (SIGKILL) and started again | 2 |" in report
