"""What commands write on."""

import sys
from io import TextIOWrapper


def speak_utf8() -> None:
    """Write Chinese into files and pipes on every system; Windows would choose an old code page for them."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
