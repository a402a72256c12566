"""Reading a plain card picture against zxing-cpp alone on the same file."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

import zxingcpp
from PIL import Image

from benchmarks.measure import Claim, median_ratio, milliseconds, paired
from clinic_terminal.card.decode import read_picture
from clinic_terminal.card.issue import PracticeIssuer, issue_token, write_card_png
from clinic_terminal.sandbox.world import load_world

READS = 20
ROUNDS = 9


def claims() -> list[Claim]:
    """Measure and return the claim."""
    with tempfile.TemporaryDirectory() as folder:
        card = Path(folder) / "card.png"
        claims_of_card = load_world().card_claims(datetime.now(UTC))[0]
        write_card_png(issue_token(claims_of_card, PracticeIssuer("practice-tpa", bytes(range(32)))), card)
        mine, theirs = paired(lambda: _ours(card), lambda: _alone(card), ROUNDS)
    return [
        Claim(
            "reading a plain card picture",
            "zxing-cpp alone",
            median_ratio(mine, theirs),
            1.1,
            at_least=False,
            figures=f"{READS} in {milliseconds(mine)} against {milliseconds(theirs)}",
        )
    ]


def _ours(card: Path) -> None:
    for _ in range(READS):
        read_picture(card)


def _alone(card: Path) -> None:
    for _ in range(READS):
        with Image.open(card) as image:
            image.load()
            zxingcpp.read_barcodes(
                image.convert("L"), formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
            )
