import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.timeout(400)
def test_a_busy_hour_with_kills_and_outages_ends_with_every_act_once_at_the_server(tmp_path: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "CLINIC_TERMINAL_KEYRING": "off"}
    out = tmp_path / "out"
    command = [sys.executable, "-m", "clinic_terminal", "demo", "--outage", "--out", str(out)]
    shorter = ["--visits", "20", "--kills", "2", "--keyed", "1"]
    done = subprocess.run([*command, *shorter], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    report = (out / "outage.md").read_text(encoding="utf-8")
    figures = dict(line.strip("| ").split(" | ") for line in report.splitlines() if line.startswith("| "))
    for what in ("act ids that the terminal made", "rows in the server's list", "receipts stored here"):
        assert figures[what] == "20"
    assert figures["acts with the same amounts and content on both sides"] == "20"
    assert figures["acts there that the terminal did not make"] == "0"
    assert figures["acts made here that are not there"] == "0"
    assert (
        figures["posted to the policies' pools, by the bills here"]
        == figures["the server's used pools grew by"]
    )
    assert figures["policies with bills"] == figures["policies whose pool agrees to the fen"] != "0"
    assert figures["program killed (SIGKILL) and started again"] == "2"
    assert figures["server ended and started again"] == "2"
    assert int(figures["line cut: port closed, calls refused, then opened again"]) >= 2
