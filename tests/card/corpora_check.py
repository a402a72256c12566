"""Checks against test data made by others, run by name only: the data is no part of this project.

    CORPORA=<folder> pytest tests/card/corpora_check.py

The folder holds ``qr-zxing/qrcode-2``, ``qr-zxing/qrcode-4`` (ZXing's photographs of QR codes, each with
its text) and ``wycheproof/ed25519_test.json``.
"""

import json
import os
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from clinic_terminal.card.decode import read_picture
from clinic_terminal.card.keys import CardKey


def _corpora() -> Path:
    return Path(os.environ["CORPORA"])


@pytest.mark.parametrize(("name", "pictures", "goal"), [("qrcode-2", 35, 33), ("qrcode-4", 48, 41)])
def test_the_decoding_goal_is_reached(name: str, pictures: int, goal: int) -> None:
    paths = sorted((_corpora() / "qr-zxing" / name).glob("*.png"))
    missed = [path.name for path in paths if not _is_read(path)]
    assert len(paths) == pictures
    assert len(paths) - len(missed) >= goal, missed


def _is_read(path: Path) -> bool:
    expected = path.with_suffix(".txt").read_text(encoding="utf-8")
    return _lines(expected) in [_lines(text) for text in read_picture(path).texts]


def _lines(text: str) -> list[str]:
    """Return the lines without their ends: the text files have lost the codes' carriage returns."""
    return text.strip().splitlines()


def test_ed25519_signatures_are_judged_as_wycheproof_judges_them() -> None:
    groups = json.loads((_corpora() / "wycheproof" / "ed25519_test.json").read_text(encoding="utf-8"))
    judged = 0
    for group in groups["testGroups"]:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(group["publicKey"]["pk"]))
        key = CardKey(bytes(8), "wycheproof", public, 0, None)
        for case in group["tests"]:
            holds = key.verifies(bytes.fromhex(case["msg"]), bytes.fromhex(case["sig"]))
            assert holds is (case["result"] == "valid"), case["tcId"]
            judged += 1
    assert judged == groups["numberOfTests"]
