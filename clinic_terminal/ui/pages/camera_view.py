"""The live picture: choice of camera, torch, what is seen, and calm words where there is no camera."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QImage
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from clinic_terminal.application.check_in import Identified
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.frame_work import FrameWork
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton
from clinic_terminal.ui.widgets.card import column, row
from clinic_terminal.ui.widgets.finder import Finder, Look
from clinic_terminal.ui.widgets.text import ElidedText, Text

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QVideoFrame

    from clinic_terminal.ui.camera import CameraName, Cameras, Feed

REFUSED_MS = 2_000
"""How long the corners stay turned after a code that cannot be used."""


def system_cameras() -> "Cameras":
    """Return the cameras of this computer; loads QtMultimedia."""
    from clinic_terminal.ui.camera import Cameras

    return Cameras()


class CameraView(QWidget):
    """Open from `open` until `close`, a card, or the page's end; never open while nobody sees it."""

    found = Signal(object, object)
    """A tuple of Identified, and the picture in which they were seen."""
    refused = Signal(object)
    closed = Signal()

    def __init__(self, desk: Desk, make_cameras: Callable[[], "Cameras"] = system_cameras) -> None:
        super().__init__()
        self.make_cameras = make_cameras
        self.finder = Finder()
        self._words = desk.words
        self._cameras: Cameras | None = None
        self._feed: Feed | None = None
        self._name: CameraName | None = None
        self._is_open = False
        self._work = FrameWork(desk, self)
        self._work.found.connect(self._take)
        self._work.refused.connect(self._refuse)
        self._calm = QTimer(self, singleShot=True, interval=REFUSED_MS)
        self._calm.timeout.connect(self._calm_down)
        self._build()

    @property
    def is_open(self) -> bool:
        """Whether a camera is wanted; there may be none yet."""
        return self._is_open

    @property
    def feed(self) -> "Feed | None":
        """The camera's frames, None where there is no camera."""
        return self._feed

    def open(self) -> None:
        """Show the camera that was used last, or the usual one."""
        if self._cameras is None:
            self._cameras = self.make_cameras()
            self._cameras.changed.connect(self._look_again)
        self._is_open = True
        self._use(self._name)

    def close_camera(self) -> None:
        """Let go of the camera."""
        self._drop_feed()
        if self._is_open:
            self._is_open = False
            self.finder.show_picture(None)
            self.closed.emit()

    def use_next(self) -> None:
        """Change to the next camera."""
        names = self._names()
        if self._name in names:
            self._use(names[(names.index(self._name) + 1) % len(names)])

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self.close_camera()
        super().hideEvent(event)

    def _build(self) -> None:
        _ = self._words
        self.said = Text("", "strong", wrap=True)
        self.said.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.camera_name = ElidedText("", "small", "ink-3")
        self.next_button = GhostButton(_("换摄像头"), size=ButtonSize.SMALL, icon_name="camera")
        self.torch_button = GhostButton(_("补光灯"), size=ButtonSize.SMALL, icon_name="torch", checkable=True)
        self.close_button = GhostButton(_("关闭摄像头"), "Esc", size=ButtonSize.SMALL)
        self.next_button.clicked.connect(self.use_next)
        self.torch_button.toggled.connect(self._switch_torch)
        self.close_button.clicked.connect(self.close_camera)
        foot = row(self.camera_name, self.next_button, self.torch_button, self.close_button)
        foot.setStretch(0, 1)
        whole = column(self.finder, self.said, spacing=8)
        whole.setAlignment(self.finder, Qt.AlignmentFlag.AlignHCenter)
        whole.addLayout(foot)
        self.setLayout(whole)

    def _names(self) -> "tuple[CameraName, ...]":
        return self._cameras.names() if self._cameras is not None else ()

    def _use(self, wanted: "CameraName | None") -> None:
        _ = self._words
        self._drop_feed()
        names = self._names()
        self.finder.show_picture(QImage())
        self.finder.set_look(Look.WAITING)
        self.next_button.setVisible(len(names) > 1)
        if not names or self._cameras is None:
            self.camera_name.setText("")
            self.torch_button.hide()
            self._say(_("没有找到摄像头。接上后会自动打开；也可以用扫码枪或图片。"))
            return
        self._name = wanted if wanted in names else names[0]
        self.camera_name.setText(self._name.name)
        self._say(_("请把手机上的二维码放进取景框。"))
        self._follow(self._cameras.open(self._name))

    def _follow(self, feed: "Feed") -> None:
        self._feed = feed
        feed.frame.connect(self._show_frame)
        feed.lost.connect(self._lose)
        self.torch_button.setChecked(False)
        self.torch_button.setVisible(feed.has_torch)

    def _drop_feed(self) -> None:
        self._work.stop()
        feed, self._feed = self._feed, None
        if feed is not None:
            feed.frame.disconnect(self._show_frame)
            feed.lost.disconnect(self._lose)
            feed.close()
            feed.deleteLater()

    def _show_frame(self, frame: "QVideoFrame") -> None:
        from clinic_terminal.ui.video_frames import image_of

        self._work.look(frame)
        image = image_of(frame)
        if not image.isNull():
            self.finder.show_picture(image)

    def _take(self, found: tuple[Identified, ...]) -> None:
        picture = self.finder.picture
        self.finder.set_look(Look.FOUND)
        self.found.emit(found, picture)
        self.close_camera()

    def _refuse(self, error: Exception) -> None:
        if self.finder.look is not Look.REFUSED:
            self.refused.emit(error)
        self.finder.set_look(Look.REFUSED)
        self._calm.start()

    def _calm_down(self) -> None:
        self.finder.set_look(Look.WAITING)

    def _look_again(self) -> None:
        """Go on where a camera was plugged in, and change over where the one in use is gone."""
        _ = self._words
        if not self._is_open:
            return
        names = self._names()
        self.next_button.setVisible(len(names) > 1)
        if self._feed is None or self._name not in names:
            had_one = self._feed is not None
            self._use(None)
            if had_one and self._feed is not None:
                self._say(_("原来的摄像头断开了，已换到这一个。"))

    def _lose(self) -> None:
        """Say that the camera in use gives no more pictures; another one can still be chosen."""
        _ = self._words
        self._drop_feed()
        self.finder.show_picture(QImage())
        self._say(_("摄像头没有画面：可能被拔掉了，或正被别的程序使用。"))

    def _say(self, sentence: str) -> None:
        self.said.setText(sentence)
        self.finder.setAccessibleName(sentence)

    def _switch_torch(self, on: bool) -> None:  # noqa: FBT001 - Qt's signal brings it
        if self._feed is not None:
            self._feed.set_torch(on=on)
