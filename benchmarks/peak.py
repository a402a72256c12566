"""The last act of a measured start: tell the peak memory and leave."""

import os
import re
import sys
from pathlib import Path

_PEAK = re.compile(r"VmHWM:\s+(\d+) kB")


def tell_peak_and_leave() -> None:
    """Print this process's peak memory in kB and end it at once: what a start costs is over."""
    found = _PEAK.search(Path("/proc/self/status").read_text(encoding="ascii"))
    sys.stdout.write(f"{found[1] if found else 0}\n")
    sys.stdout.flush()
    os._exit(0)
