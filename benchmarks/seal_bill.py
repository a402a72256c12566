"""From the signature to the sealed bill on disk, against Qt alone writing the same words as a PDF.

Ours is ``produce``: the digest checked, sections set and painted, true text, attachments with their canonical
forms, the seal, the file and its folder made durable. The peer is the shortest way in Qt: the same HTML in
one text document, printed into a PDF file that nobody syncs. Both draw another bill in each round. Beside it
stands what the parts of ours take, and the first bill of a process, which waits for the PDF library to load.
"""

import itertools
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QPageSize, QPdfWriter, QTextDocument

from benchmarks.measure import Claim, median_ratio, milliseconds, paired
from clinic_terminal.printing.fonts import headless_application, load_fonts, paper_font
from clinic_terminal.printing.paper_files import fill
from clinic_terminal.printing.paper_parts import page_html
from clinic_terminal.printing.papers import BillPapers
from clinic_terminal.printing.pdf import draw_paper
from clinic_terminal.printing.seal import TerminalSeal
from tests.printing import bills
from tests.printing.pages import page_for

ROUNDS = 25
GOAL = 5.0
"""Painted once like the peer's, read and written twice by the PDF library, signed and synced."""

_FIRST = "from benchmarks.seal_bill import first; first()"


def claims() -> list[Claim]:
    """Measure and return the claims, for a bill of 5 lines and one of 40."""
    application = headless_application()
    load_fonts()
    found = [_claim(5), _claim(40)]
    del application
    return found


def first() -> None:
    """Make the first bill of this process and print the seconds that it took."""
    application = headless_application()
    load_fonts()
    with tempfile.TemporaryDirectory() as folder:
        produce = _producer(Path(folder), 5)
        begun = time.perf_counter()
        produce()
        sys.stdout.write(f"{time.perf_counter() - begun}")
    del application


def _claim(lines: int) -> Claim:
    with tempfile.TemporaryDirectory() as folder:
        produce, bare = _producer(Path(folder), lines), _bare(Path(folder), lines)
        produce()
        bare()
        mine, theirs = paired(produce, bare, ROUNDS)
    told = f"{milliseconds(mine)} against {milliseconds(theirs)}; {_parts(lines)}"
    if lines == 5:  # noqa: PLR2004  the usual bill
        run = subprocess.run([sys.executable, "-c", _FIRST], capture_output=True, text=True, check=True)
        told += f"; the first of a process {float(run.stdout) * 1000:.0f} ms"
    return Claim(
        f"signature to sealed bill of {lines} lines on disk",
        "the same HTML by QTextDocument into QPdfWriter",
        median_ratio(mine, theirs),
        GOAL,
        at_least=False,
        figures=told,
    )


def _case(lines: int, number: int) -> bills.Case:
    return bills.Case(works=bills.many(lines), id=f"019aa7c2-0000-7000-8000-{number:012d}")


def _producer(folder: Path, lines: int) -> Callable[[], None]:
    seal = TerminalSeal(*TerminalSeal.create("T-0007", bills.NOW))
    papers = BillPapers(folder / "ours", seal, bills.canonical)
    numbers = itertools.count()
    ready = iter(lambda: bills.bill(_case(lines, next(numbers))), None)
    waiting = [
        (one, bills.digest_of(one), bills.consent(one)) for one, _ in zip(ready, range(200), strict=False)
    ]

    def produce() -> None:
        papers.produce(*waiting.pop())

    return produce


def _bare(folder: Path, lines: int) -> Callable[[], None]:
    numbers = itertools.count()
    pages = []
    for number in range(200):
        one = bills.bill(_case(lines, number))
        pages.append(page_html(page_for(one, bills.consent(one))))

    def write() -> None:
        number = next(numbers)
        writer = QPdfWriter(str(folder / f"bare-{number}.pdf"))
        writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        document = QTextDocument()
        document.setDefaultFont(paper_font(9))
        document.setHtml(pages[number])
        document.print_(writer)

    return write


def _parts(lines: int) -> str:
    """Return what painting, filling and sealing take by themselves."""
    one = bills.bill(_case(lines, 999))
    digest, given = bills.digest_of(one), bills.consent(one)
    page = page_for(one, given)
    seal = TerminalSeal(*TerminalSeal.create("T-0007", bills.NOW))
    drawn = draw_paper(page)
    filled = fill(drawn.pdf, drawn.texts, one, digest, given, {}, bills.canonical)
    steps: dict[str, Callable[[], object]] = {
        "painting": lambda: draw_paper(page),
        "text and attachments": lambda: fill(drawn.pdf, drawn.texts, one, digest, given, {}, bills.canonical),
        "seal": lambda: seal.seal(filled),
    }
    return ", ".join(f"{name} {_median(step) * 1000:.0f} ms" for name, step in steps.items())


def _median(step: Callable[[], object]) -> float:
    times = []
    for _ in range(9):
        begun = time.perf_counter()
        step()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)
