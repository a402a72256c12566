"""Reading the photographs of a public collection against zxing-cpp alone on the same files.

    CORPORA=<folder> python -m benchmarks card_decode

The folder holds ``qr-zxing/qrcode-2`` and ``qr-zxing/qrcode-4``, each picture with its text beside it;
they are no part of this project. Without CORPORA the benchmark says so and claims nothing. zbar is asked
in the same run where the Python package pyzbar and its library are installed; they are no part either.
"""

import os
import statistics
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import zxingcpp
from PIL import Image

from benchmarks.card_pictures import zbar_texts
from benchmarks.measure import Claim, median_ratio, paired
from clinic_terminal.card.decode import read_picture

GOALS = {"qrcode-2": 33, "qrcode-4": 41}
ROUNDS = 7
LIMIT_MS = 300.0

_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)

Read = Callable[[Path], list[str]]


@dataclass(frozen=True, slots=True)
class _Set:
    """The pictures of one folder: which are read by whom, and the times of both of us, seconds."""

    name: str
    pictures: int
    alone: int
    ours: int
    zbar: int | None
    plain_ratio: float
    slowest_of_95: float


def claims() -> list[Claim]:
    """Measure and return the claims; none where CORPORA is not set."""
    folder = os.environ.get("CORPORA")
    if folder is None:
        print("card_decode: skipped, CORPORA names no folder with qr-zxing", file=sys.stderr)
        return []
    found: list[Claim] = []
    for name, goal in GOALS.items():
        found += _claims_of(_measured(Path(folder) / "qr-zxing" / name), goal)
    return found


def _claims_of(one: _Set, goal: int) -> list[Claim]:
    zbar = "not installed" if one.zbar is None else str(one.zbar)
    return [
        Claim(
            f"{one.name}: pictures read",
            f"the goal of {goal}",
            one.ours / goal,
            1.0,
            at_least=True,
            figures=f"{one.ours} of {one.pictures}; zxing-cpp alone {one.alone}, zbar {zbar}",
        ),
        Claim(
            f"{one.name}: time of those that zxing-cpp reads alone, median",
            "zxing-cpp alone",
            one.plain_ratio,
            1.1,
            at_least=False,
            figures=f"{one.alone} pictures, {ROUNDS} rounds",
        ),
        Claim(
            f"{one.name}: time of any picture, p95",
            f"{LIMIT_MS:.0f} ms",
            one.slowest_of_95 * 1000 / LIMIT_MS,
            1.0,
            at_least=False,
            figures=f"{one.slowest_of_95 * 1000:.0f} ms",
        ),
    ]


def _measured(folder: Path) -> _Set:
    paths = sorted(folder.glob("*.png"))
    plain = [path for path in paths if _is_read(path, _alone)]
    times = {
        path: paired(partial(_look, _ours, path), partial(_look, _alone, path), ROUNDS) for path in paths
    }
    zbar = zbar_texts()
    return _Set(
        name=folder.name,
        pictures=len(paths),
        alone=len(plain),
        ours=sum(_is_read(path, _ours) for path in paths),
        zbar=None if zbar is None else sum(_is_read(path, lambda one: zbar(_grey(one))) for path in paths),
        plain_ratio=statistics.median(median_ratio(*times[path]) for path in plain),
        slowest_of_95=statistics.quantiles(
            [statistics.median(mine) for mine, _ in times.values()], n=20, method="inclusive"
        )[-1],
    )


def _look(read: Read, path: Path) -> None:
    read(path)


def _is_read(path: Path, read: Read) -> bool:
    expected = path.with_suffix(".txt").read_text(encoding="utf-8")
    return _lines(expected) in [_lines(text) for text in read(path)]


def _lines(text: str) -> list[str]:
    """Return the lines without their ends: the text files have lost the codes' carriage returns."""
    return text.strip().splitlines()


def _ours(path: Path) -> list[str]:
    return list(read_picture(path).texts)


def _alone(path: Path) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(_grey(path), formats=_QR)]


def _grey(path: Path) -> Image.Image:
    with Image.open(path) as image:
        image.load()
        return image.convert("L")
