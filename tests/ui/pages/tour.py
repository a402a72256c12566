"""A walk through the window as it is at work: everything in sight is looked at in several sizes, and by Tab.

Needs no test's hands, so that a process of its own can walk as well: see `tests.ui.scaled`.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QPoint
from PySide6.QtWidgets import QApplication, QWidget

from clinic_terminal.settings import Language
from clinic_terminal.ui.window import TerminalWindow, build_window
from tests.fakes.printers import FakePrinters, FilePapers
from tests.ui.access import against_reading, cut_texts, nameless, spoken, stops, walk
from tests.ui.pages.front import Front, open_front
from tests.ui.pages.printing_bench import two_pages

Size = tuple[int, int]

SIZES: tuple[Size, ...] = ((1366, 768), (960, 540), (880, 420))
"""A usual screen, one of 1920 × 1080 at 200 %, and what bars leave of that one; the first is for Tab."""

_LIMIT_MS = 8_000
_ARRIVING_MS = 1_500


class StuckError(AssertionError):
    """What a walk waited for did not come."""


def until(true: Callable[[], bool], limit_ms: int = _LIMIT_MS) -> None:
    """Let the windows live until ``true``; raises StuckError."""
    end = QDeadlineTimer(limit_ms)
    while not true():
        if end.hasExpired():
            raise StuckError
        QApplication.processEvents()


def faults_of(
    window: QWidget, body: QWidget, sizes: Sequence[Size] = SIZES, *, by_tab: bool = True
) -> list[str]:
    """Return what is nameless, cut in a size, not reached by Tab, or reached against the reading order.

    ``body``: inside of it the order is judged; what stands around it comes before or after as a whole.
    ``by_tab``: go round with Tab, which takes the most time.
    """
    faults = [f"nameless {one}" for one in nameless(window)]
    for size in sizes:
        resize(window, *size)
        faults += [f"{size[0]} cut {one}" for one in _cut_at_last(window)]
    resize(window, *sizes[0])
    return faults + (_tab_faults(window, body) if by_tab else [])


def resize(window: QWidget, width: int, height: int) -> None:
    """Give a window a size; raises AssertionError where it does not take it."""
    window.resize(width, height)
    # A wrapped sentence may ask for more room once it knows its width, and so may what holds it.
    for _ in range(6):
        QApplication.processEvents()
    assert (window.width(), window.height()) == (width, height)


def _cut_at_last(window: QWidget) -> list[str]:
    """Return what is cut; sentences that are still arriving take one more turn to find their place."""
    end = QDeadlineTimer(_ARRIVING_MS)
    while (found := cut_texts(window)) and not end.hasExpired():
        QApplication.processEvents()
    return found


def _tab_faults(window: QWidget, body: QWidget) -> list[str]:
    there, back = walk(window), walk(window, back=True)
    missed = [one for one in stops(window) if one not in {*there, *back}]
    faults = [f"not reached {one}" for one in spoken(missed)]
    if not there:
        return faults
    starts = [n for n, one in enumerate(there) if not body.isAncestorOf(there[n - 1])]
    starts = starts or [min(range(len(there)), key=lambda n: there[n].mapTo(window, QPoint()).y())]
    round_trip = there[starts[-1] :] + there[: starts[-1]]
    ring = [one for one in round_trip if body.isAncestorOf(one)]
    return faults + [f"against reading {one}" for one in against_reading(ring, window)]


class Tour:
    """The window in one language, with printers and papers; ``faults`` collects what was found."""

    def __init__(
        self, folder: Path, language: Language, sizes: Sequence[Size] = SIZES, *, by_tab: bool = True
    ) -> None:
        self.folder = folder
        self.sizes = sizes
        self.by_tab = by_tab
        self.faults: dict[str, list[str]] = {}
        self.front: Front = open_front(folder / "terminal.db", language)
        papers = folder / "papers"
        papers.mkdir()
        self.front.desk.terminal = replace(
            self.front.terminal, printers=FakePrinters(), papers=FilePapers(papers, two_pages(folder))
        )
        self.window: TerminalWindow = build_window(self.front.desk, "练习")
        self.window.resize(*sizes[0])
        self.window.show()
        self.window.activateWindow()
        QApplication.processEvents()

    def show(self, name: str) -> None:
        """Show a page."""
        self.window.shell.show_page(name)
        self.settle()

    def settle(self) -> None:
        """Let everything that was asked for arrive and find its place."""
        arrived: list[None] = []
        self.front.desk.ask(lambda: None, arrived.append)
        until(lambda: bool(arrived))
        QApplication.processEvents()

    def until(self, true: Callable[[], bool]) -> None:
        """Wait for something, and for what it brings."""
        until(true)
        self.settle()

    def check(self, what: str, body: QWidget | None = None) -> None:
        """Look at what is on the screen, and note what is wrong with it; ``body`` as `faults_of` has it."""
        inner = body or self.window.page
        assert inner is not None
        found = faults_of(self.window, inner, self.sizes, by_tab=self.by_tab)
        if found:
            self.faults[what] = found

    def close(self) -> None:
        """Close window, threads and file."""
        self.window.close()
        self.window.deleteLater()
        self.front.close()
        QApplication.processEvents()
