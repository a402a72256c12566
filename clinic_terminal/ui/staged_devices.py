"""Devices that are not there: a camera that sees a phone with an e-card, and a clinic's usual printers."""

from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter
from PySide6.QtMultimedia import QVideoFrame
from typing_extensions import override

from clinic_terminal.application.printer_address import PrinterAddress, Way
from clinic_terminal.application.printing_ports import FoundPrinter
from clinic_terminal.ui.camera import CameraName, Feed

if TYPE_CHECKING:
    from clinic_terminal.ui.camera import Cameras

PRINTERS: Final = (
    FoundPrinter(PrinterAddress(Way.SYSTEM, "Front-Desk-A4"), "Front-Desk-A4", is_usual=True),
    FoundPrinter(PrinterAddress(Way.USB, "0fe6:811e"), "USB 0fe6:811e"),
)

_WIDE, _HIGH, _EVERY_MS = 640, 480, 60
_DESK, _PHONE = 0xFF8A8F96, 0xFFF4F5F7
_CODE = 300


class StagedFeed(Feed):
    """The same picture again and again."""

    def __init__(self, scene: QImage) -> None:
        super().__init__()
        self._scene = scene
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self._send)
        self._timer.start()

    @override
    def close(self) -> None:
        self._timer.stop()
        super().close()

    def _send(self) -> None:
        self.sink.setVideoFrame(QVideoFrame(self._scene))


class StagedCameras(QObject):
    """One camera; it sees ``code``, the picture of an e-card's code, on a phone."""

    changed = Signal()

    def __init__(self, code: Path) -> None:
        super().__init__()
        self._scene = _phone(QImage(str(code)))

    def names(self) -> tuple[CameraName, ...]:
        """Return the one camera."""
        return (CameraName("staged", "USB Camera"),)

    def open(self, name: CameraName) -> Feed:
        """Open it."""
        del name
        return StagedFeed(self._scene)


def staged_cameras(code: Path) -> "Cameras":
    """Return cameras that see a code, for whoever wants those of the computer."""
    return cast("Cameras", StagedCameras(code))


def _phone(code: QImage) -> QImage:
    """Return what a camera over the counter sees: a phone on a grey desk with a code on it."""
    scene = QImage(_WIDE, _HIGH, QImage.Format.Format_RGB32)
    scene.fill(_DESK)
    small = code.scaled(_CODE, _CODE, Qt.AspectRatioMode.KeepAspectRatio)
    painter = QPainter(scene)
    left = (_WIDE - _CODE) // 2
    painter.fillRect(left - 24, 0, _CODE + 48, _HIGH, _PHONE)
    painter.drawImage(QPoint(left, (_HIGH - _CODE) // 2), small)
    painter.end()
    return scene
