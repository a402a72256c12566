"""Hard pictures of a card: the share that is read by zxing-cpp alone, after the cascade, and by zbar.

    python -m benchmarks.card_pictures [--seed 20260302] [--pictures 12]

prints the rates by kind and severity as a Markdown table. zbar is asked where the Python package pyzbar
and its library are installed; they are no part of this project. The cascade's clock is processor time,
so that a busy machine takes no steps away from it.
"""

import argparse
import importlib
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from PIL import Image

from benchmarks.hard_pictures import KINDS, SEVERITIES, pictures
from benchmarks.measure import Claim
from clinic_terminal.card.cascade import texts_in
from clinic_terminal.card.decode import read_image
from tests.card.issuers import token

SEED = 20260302
PICTURES = 12
SAMPLE = 3
LIMIT_MS = 300.0

Texts = Callable[[Image.Image], list[str]]


@dataclass
class Counts:
    """How many of ``asked`` pictures each reader read, and the seconds that ours took."""

    asked: int = 0
    plain: int = 0
    ours: int = 0
    zbar: int = 0
    seconds: list[float] = field(default_factory=list)

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.asked + other.asked,
            self.plain + other.plain,
            self.ours + other.ours,
            self.zbar + other.zbar,
            self.seconds + other.seconds,
        )

    @property
    def p95_ms(self) -> float:
        """The time within which 95 of 100 pictures are done with, read or not."""
        return statistics.quantiles(self.seconds, n=20, method="inclusive")[-1] * 1000


def claims() -> list[Claim]:
    """Measure a sample of the pictures and return the claims."""
    counts = sum(_table(token(), SAMPLE, SEED, None).values(), Counts())
    figures = f"{counts.ours} against {counts.plain} of {counts.asked}, seed {SEED}"
    return [
        Claim(
            "hard phone-screen pictures read after the cascade",
            "zxing-cpp alone",
            counts.ours / counts.plain,
            1.1,
            at_least=True,
            figures=figures,
        ),
        Claim(
            "time for a hard picture, p95 (processor)",
            f"{LIMIT_MS:.0f} ms",
            counts.p95_ms / LIMIT_MS,
            1.0,
            at_least=False,
            figures=f"{counts.p95_ms:.0f} ms",
        ),
    ]


def _table(text: str, count: int, seed: int, zbar: Texts | None) -> dict[tuple[str, int], Counts]:
    """Return the counts by kind and severity."""
    return {
        (kind, severity): _counts(pictures(text, kind, severity, count, seed), text, zbar)
        for kind in KINDS
        for severity in SEVERITIES
    }


def _counts(images: list[Image.Image], text: str, zbar: Texts | None) -> Counts:
    counts = Counts(asked=len(images))
    for image in images:
        counts.plain += text in texts_in(image)
        begun = time.thread_time()
        counts.ours += text in read_image(image, time.thread_time).texts
        counts.seconds.append(time.thread_time() - begun)
        counts.zbar += zbar is not None and text in zbar(image)
    return counts


def zbar_texts() -> Texts | None:
    """Return zbar's reading of a picture, or None where zbar is not installed."""
    try:
        zbar = importlib.import_module("pyzbar.pyzbar")
    except ImportError:
        return None
    qr_codes = [zbar.ZBarSymbol.QRCODE]
    return lambda image: [code.data.decode() for code in zbar.decode(image, symbols=qr_codes)]


def _as_markdown(table: dict[tuple[str, int], Counts], zbar: bool) -> str:  # noqa: FBT001  a column more
    lines = [
        "| fault | " + " | ".join(f"severity {severity}" for severity in SEVERITIES) + " | all |",
        "|---|" + "---|" * (len(SEVERITIES) + 1),
    ]
    for kind in KINDS:
        cells = [table[kind, severity] for severity in SEVERITIES]
        lines.append(
            f"| {kind} | " + " | ".join(_cell(one, zbar) for one in [*cells, sum(cells, Counts())]) + " |"
        )
    columns = [sum((table[kind, severity] for kind in KINDS), Counts()) for severity in SEVERITIES]
    lines.append(
        "| all | " + " | ".join(_cell(one, zbar) for one in [*columns, sum(columns, Counts())]) + " |"
    )
    return "\n".join(lines)


def _cell(counts: Counts, zbar: bool) -> str:  # noqa: FBT001  a number more
    numbers = [counts.plain, counts.ours, *([counts.zbar] if zbar else [])]
    return " / ".join(map(str, numbers)) + f" of {counts.asked}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--pictures", type=int, default=PICTURES, help="of each kind and severity")
    wanted = parser.parse_args()
    text = token()
    zbar = zbar_texts()
    table = _table(text, wanted.pictures, wanted.seed, zbar)
    total = sum(table.values(), Counts())
    readers = "zxing-cpp alone / after the cascade" + (" / zbar" if zbar else " (zbar is not installed)")
    print(f"seed {wanted.seed}: {readers}; p95 of ours {total.p95_ms:.0f} ms of processor time\n")
    print(_as_markdown(table, zbar is not None))


if __name__ == "__main__":
    main()
