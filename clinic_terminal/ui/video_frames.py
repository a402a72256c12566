"""From a video frame to the grey bytes that the card reader takes, and to the picture on the screen.

Loaded with the camera, not with the program.
"""

from typing import Final

from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QVideoFrame, QVideoFrameFormat

from clinic_terminal.application.card_ports import GreyPicture
from clinic_terminal.ui.pictures import grey_picture

_Format = QVideoFrameFormat.PixelFormat
# In these the first plane is the brightness, a byte a pixel: it is taken as it is.
_BRIGHTNESS_FIRST: Final = frozenset(
    {
        _Format.Format_YUV420P,
        _Format.Format_YUV422P,
        _Format.Format_YV12,
        _Format.Format_NV12,
        _Format.Format_NV21,
        _Format.Format_IMC1,
        _Format.Format_IMC2,
        _Format.Format_IMC3,
        _Format.Format_IMC4,
        _Format.Format_Y8,
    }
)


def grey_of(frame: QVideoFrame) -> GreyPicture | None:
    """Return a frame's brightness; None where the frame holds no picture."""
    if not frame.isValid():
        return None
    if frame.pixelFormat() in _BRIGHTNESS_FIRST:
        return _first_plane(frame)
    image = frame.toImage()
    return None if image.isNull() else grey_picture(image)


def image_of(frame: QVideoFrame) -> QImage:
    """Return a frame as a picture for the screen; a null picture where there is none."""
    return frame.toImage() if frame.isValid() else QImage()


def _first_plane(frame: QVideoFrame) -> GreyPicture | None:
    if not frame.map(QVideoFrame.MapMode.ReadOnly):
        return None
    try:
        stride = frame.bytesPerLine(0)
        grey = bytes(frame.bits(0)[: stride * frame.height()])
        return GreyPicture(frame.width(), frame.height(), grey, stride)
    finally:
        frame.unmap()
