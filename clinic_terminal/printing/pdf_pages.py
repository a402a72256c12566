"""A drawn PDF as pictures of its pages, for printers; usable from any thread once a Qt application exists."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument

from clinic_terminal.application.printing_failures import PaperUnreadableError

_MM_PER_POINT: Final = 25.4 / 72
_MOST_DOTS: Final = 30_000
"""A page may be so many dots long or wide: more is no paper."""


class PdfPages:
    """The pages of an open PDF."""

    def __init__(self, document: QPdfDocument) -> None:
        self._document = document

    @property
    def count(self) -> int:
        """How many pages there are."""
        return self._document.pageCount()

    def size_mm(self, page: int) -> tuple[float, float]:
        """Return a page's width and height in mm."""
        size = self._document.pagePointSize(page)
        return size.width() * _MM_PER_POINT, size.height() * _MM_PER_POINT

    def picture(self, page: int, dots_per_mm: float) -> QImage:
        """Return a page on white, in 8 bits of grey; raises PaperUnreadableError."""
        width, height = (round(side * dots_per_mm) for side in self.size_mm(page))
        if not 0 < max(width, height) <= _MOST_DOTS:
            raise PaperUnreadableError
        drawn = self._document.render(page, QSize(width, height))
        if drawn.isNull():
            raise PaperUnreadableError
        sheet = QImage(drawn.size(), QImage.Format.Format_Grayscale8)
        sheet.fill(Qt.GlobalColor.white)
        painter = QPainter(sheet)
        painter.drawImage(0, 0, drawn)
        painter.end()
        return sheet


@contextmanager
def pages_of(pdf: Path) -> Iterator[PdfPages]:
    """Open a PDF; raises PaperUnreadableError where it is none, is locked, or is gone."""
    document = QPdfDocument()
    try:
        # A name that is no local file any more and a file that is no PDF end alike.
        failed = document.load(str(pdf)) is not QPdfDocument.Error.None_
        if failed or document.pageCount() < 1:
            raise PaperUnreadableError
        yield PdfPages(document)
    finally:
        document.close()
