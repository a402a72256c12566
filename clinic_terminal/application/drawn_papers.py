"""A paper that is drawn for one use and not kept: what is printed can be drawn again at any time."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from clinic_terminal.application.paper_orders import PaperOrder
from clinic_terminal.application.printing_failures import PaperUnreadableError
from clinic_terminal.application.terminal import Terminal

_TRIES: Final = 3


@contextmanager
def drawn_paper(terminal: Terminal, order: PaperOrder) -> Iterator[Path]:
    """Draw a paper, lend its file, and remove it; raises PaperFailedError, PaperUnreadableError."""
    pdf = _own(terminal, order)
    try:
        yield pdf
    finally:
        # A driver that was given up may hold it still; then it stays.
        with suppress(OSError):
            pdf.unlink()


def read_drawn(pdf: Path) -> bytes:
    """Return the bytes of a drawn paper; raises PaperUnreadableError."""
    try:
        return pdf.read_bytes()
    except OSError:
        raise PaperUnreadableError from None


def _own(terminal: Terminal, order: PaperOrder) -> Path:
    """Draw a paper and give its file a name that nobody else uses.

    Whoever draws the same order in the same moment has the same name for it; then it is drawn once more.
    """
    for _attempt in range(_TRIES):
        pdf = terminal.papers.draw(order)
        try:
            return pdf.replace(pdf.with_name(f"print-{terminal.ids.new()}.pdf"))
        except OSError:
            continue
    raise PaperUnreadableError
