"""Pictures that come to the window by file, drop, clipboard or screen, made ready for the card reader."""

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter

from clinic_terminal.application.card_ports import GreyPicture

Picture = Path | GreyPicture
"""A picture file, or the picture itself."""


def grey_picture(image: QImage) -> GreyPicture:
    """Return a picture in grey; what is transparent becomes white, as on a page."""
    if image.hasAlphaChannel():
        # Grey keeps no transparency: an empty corner would turn black and swallow a code's margin.
        image = _on_white(image)
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    return GreyPicture(grey.width(), grey.height(), bytes(grey.constBits()), grey.bytesPerLine())


def copied() -> QMimeData:
    """Return what the clipboard holds; Qt gives none at all where it is empty, whatever its types say."""
    held: QMimeData | None = QGuiApplication.clipboard().mimeData()
    return QMimeData() if held is None else held


def picture_in(data: QMimeData) -> Picture | None:
    """Return the picture that was dropped or copied: a local file, or the picture itself; None: neither."""
    files = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
    if files:
        return Path(files[0])
    if data.hasImage():
        image = QImage(data.imageData())
        return None if image.isNull() else grey_picture(image)
    return None


def _on_white(image: QImage) -> QImage:
    ground = QImage(image.size(), QImage.Format.Format_RGB32)
    ground.fill(Qt.GlobalColor.white)
    painter = QPainter(ground)
    painter.drawImage(0, 0, image)
    painter.end()
    return ground
