"""What moves by itself on the screen: nothing that does not ask first whether it may."""

import re
from pathlib import Path

import clinic_terminal.ui

_MOVES = re.compile(
    r"\b(Q(Property|Variant|Sequential|Parallel)Animation\w*|QMovie|QGraphicsOpacityEffect|startTimer)\b"
)
_REPEATS = re.compile(r"QTimer\(self, interval=")
_ASKS = "is_motion_reduced"


def test_only_the_spinner_moves_and_it_asks() -> None:
    package = Path(clinic_terminal.ui.__file__).parent
    texts = {file.name: file.read_text(encoding="utf-8") for file in package.rglob("*.py")}
    assert [name for name, text in texts.items() if _MOVES.search(text)] == []
    turning = [name for name, text in texts.items() if _REPEATS.search(text) and "self.update()" in text]
    assert [name for name in turning if _ASKS not in texts[name]] == []
    assert "spinner.py" in turning
