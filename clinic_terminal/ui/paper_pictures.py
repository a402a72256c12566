"""A PDF's pages as pictures for the screen; made off the window's thread."""

from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument

from clinic_terminal.application.printing_failures import PaperUnreadableError

_POINTS_PER_PIXEL = 72 / 96
_MOST_PIXELS = 6_000


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page of ``pages``, numbered from 0, and the zoom it was drawn at (1.0: as large as the paper)."""

    picture: QImage
    page: int
    pages: int
    zoom: float


def page_picture(pdf: bytes, page: int, room: QSize, zoom: float | None, ratio: float) -> PagePicture:
    """Draw a page on white; ``zoom`` None fits it into ``room``. ``ratio``: device pixels per pixel.

    A page that is not there gives the last one. Raises PaperUnreadableError.
    """
    document, buffer = QPdfDocument(), QBuffer()
    try:
        buffer.setData(pdf)
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        document.load(buffer)
        if document.status() is not QPdfDocument.Status.Ready or document.pageCount() < 1:
            raise PaperUnreadableError
        page = min(max(page, 0), document.pageCount() - 1)
        points = document.pagePointSize(page)
        width, height = points.width() / _POINTS_PER_PIXEL, points.height() / _POINTS_PER_PIXEL
        used = zoom if zoom is not None else _fitting(width, height, room)
        size = QSize(round(width * used * ratio), round(height * used * ratio))
        if max(size.width(), size.height()) > _MOST_PIXELS:
            size.scale(_MOST_PIXELS, _MOST_PIXELS, Qt.AspectRatioMode.KeepAspectRatio)
        return PagePicture(_on_white(document.render(page, size), ratio), page, document.pageCount(), used)
    finally:
        document.close()


def _fitting(width: float, height: float, room: QSize) -> float:
    """Return the zoom at which a page is seen whole; a slip, long and narrow, only as wide as it is."""
    across, down = room.width() / width, room.height() / height
    return min(across, 1.25) if height > 2 * width else min(across, down)


def _on_white(drawn: QImage, ratio: float) -> QImage:
    sheet = QImage(drawn.size(), QImage.Format.Format_RGB32)
    sheet.fill(Qt.GlobalColor.white)
    painter = QPainter(sheet)
    painter.drawImage(0, 0, drawn)
    painter.end()
    sheet.setDevicePixelRatio(ratio)
    return sheet
