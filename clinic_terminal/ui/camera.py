"""The cameras of this computer. Loaded when one is wanted: QtMultimedia is no part of a quick start."""

from dataclasses import dataclass

from PySide6.QtCore import QCameraPermission, QCoreApplication, QObject, Qt, Signal, Slot
from PySide6.QtMultimedia import QCamera, QMediaCaptureSession, QMediaDevices, QVideoFrame, QVideoSink
from typing_extensions import override

_TORCH_ON, _TORCH_OFF = QCamera.TorchMode.TorchOn, QCamera.TorchMode.TorchOff


@dataclass(frozen=True, slots=True)
class CameraName:
    """A camera: what the system knows it by, and what a person calls it."""

    id: str
    name: str


class Feed(QObject):
    """Frames that arrive in `sink`, whoever puts them there."""

    frame = Signal(object)
    """A QVideoFrame."""
    lost = Signal()
    """No more frames will come: the camera was unplugged or is used by another program."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sink = QVideoSink(self)
        self.sink.videoFrameChanged.connect(self._pass_on)

    @property
    def has_torch(self) -> bool:
        """Whether there is a light to switch on."""
        return False

    def set_torch(self, *, on: bool) -> None:
        """Switch the light."""

    def close(self) -> None:
        """Let go of the camera; no frame comes after this."""
        self.sink.videoFrameChanged.disconnect(self._pass_on)

    @Slot(QVideoFrame)
    def _pass_on(self, frame: QVideoFrame) -> None:
        self.frame.emit(frame)


class CameraFeed(Feed):
    """The frames of one camera, from now until `close`."""

    def __init__(self, name: CameraName, parent: QObject | None = None) -> None:
        super().__init__(parent)
        device = next((one for one in QMediaDevices.videoInputs() if _id(one.id().data()) == name.id), None)
        self._camera = QCamera(device, self) if device is not None else QCamera(self)
        self._session = QMediaCaptureSession(self)
        self._session.setCamera(self._camera)
        self._session.setVideoSink(self.sink)
        self._camera.errorOccurred.connect(self._fail)
        if self._camera.isFocusModeSupported(QCamera.FocusMode.FocusModeAutoNear):
            self._camera.setFocusMode(QCamera.FocusMode.FocusModeAutoNear)
        self._closed = False
        self._start_if_allowed()

    @property
    @override
    def has_torch(self) -> bool:
        return self._camera.isTorchModeSupported(_TORCH_ON)

    @override
    def set_torch(self, *, on: bool) -> None:
        self._camera.setTorchMode(_TORCH_ON if on else _TORCH_OFF)

    @override
    def close(self) -> None:
        super().close()
        self._closed = True
        self._camera.stop()

    def _start_if_allowed(self) -> None:
        """Start, after asking where the system wants its user asked: macOS shows a dark picture otherwise."""
        application = QCoreApplication.instance()
        wish = QCameraPermission()
        if application is None or application.checkPermission(wish) is Qt.PermissionStatus.Granted:
            self._camera.start()
        else:
            application.requestPermission(wish, self, lambda given: self.take_answer(given.status()))

    def take_answer(self, answer: Qt.PermissionStatus) -> None:
        """Start once the user allowed it; a no is a camera that gives no pictures."""
        if self._closed:
            return
        if answer is Qt.PermissionStatus.Granted:
            self._camera.start()
        else:
            self.lost.emit()

    def _fail(self, error: QCamera.Error, _words: str) -> None:
        if error is not QCamera.Error.NoError:
            self.lost.emit()


class Cameras(QObject):
    """Which cameras there are; `changed` when one is plugged in or out."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._devices = QMediaDevices(self)
        self._devices.videoInputsChanged.connect(self.changed)

    def names(self) -> tuple[CameraName, ...]:
        """Return the cameras, the system's usual one first."""
        usual = QMediaDevices.defaultVideoInput()
        found = sorted(QMediaDevices.videoInputs(), key=lambda one: one != usual)
        return tuple(CameraName(_id(one.id().data()), one.description()) for one in found)

    def open(self, name: CameraName) -> Feed:
        """Open a camera; its frames come by the feed's signal, or `lost` does."""
        return CameraFeed(name)


def _id(raw: bytes | bytearray | memoryview) -> str:
    return bytes(raw).decode("utf-8", "replace")
