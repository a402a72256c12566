"""Commands write Chinese into files and pipes, whatever code page the system would take."""

import os
import subprocess
import sys


def test_chinese_goes_into_a_pipe_of_an_old_code_page() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii:strict"}
    code = "from clinic_terminal.bootstrap.streams import speak_utf8; speak_utf8(); print('诊所 ✓')"
    said = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, check=True, timeout=60
    )
    assert said.stdout.decode("utf-8").strip() == "诊所 ✓"
