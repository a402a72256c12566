"""A video file made by hand: pictures as JPEG frames in an AVI, and cameras that play it."""

import io
import struct
from collections.abc import Sequence
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtMultimedia import QMediaPlayer
from typing_extensions import override

from clinic_terminal.ui.camera import CameraName, Feed

SIZE = (640, 480)
FRAMES_A_SECOND = 10


def scene(code: Image.Image | None) -> Image.Image:
    """Return what a camera sees: a phone with a code on a grey desk, or the desk alone."""
    ground = Image.new("L", SIZE, 120)
    if code is not None:
        ground.paste(Image.new("L", (code.width + 40, SIZE[1]), 245), (140, 0))
        ground.paste(code.convert("L"), (160, 40))
    return ground


def write_video(path: Path, pictures: Sequence[Image.Image]) -> Path:
    """Write the pictures as a Motion JPEG video."""
    frames = [_jpeg(picture) for picture in pictures]
    longest = max(map(len, frames))
    header = struct.pack(
        "<14I", 1_000_000 // FRAMES_A_SECOND, 0, 0, 0x10, len(frames), 0, 1, longest, *SIZE, 0, 0, 0, 0
    )
    stream = b"vidsMJPG" + struct.pack(
        "<IHHIIIIIIIIhhhh",
        0,
        0,
        0,
        0,
        1,
        FRAMES_A_SECOND,
        0,
        len(frames),
        longest,
        0xFFFFFFFF,
        0,
        0,
        0,
        *SIZE,
    )
    form = struct.pack("<IiiHH4sIiiII", 40, *SIZE, 1, 24, b"MJPG", SIZE[0] * SIZE[1] * 3, 0, 0, 0, 0)
    headers = _list(
        b"hdrl",
        _chunk(b"avih", header),
        _list(b"strl", _chunk(b"strh", stream), _chunk(b"strf", form)),
    )
    movie = _list(b"movi", *(_chunk(b"00dc", frame) for frame in frames))
    path.write_bytes(_chunk(b"RIFF", b"AVI " + headers + movie))
    return path


class PlayedFeed(Feed):
    """A feed whose frames come from a video file instead of a camera."""

    def __init__(self, video: Path, *, torch: bool = False) -> None:
        super().__init__()
        self.torch = torch
        self.torch_on = False
        self.is_closed = False
        self.count = 0
        self.frame.connect(self._count)
        self._player = QMediaPlayer(self)
        self._player.setVideoSink(self.sink)
        self._player.setLoops(QMediaPlayer.Loops.Infinite.value)
        self._player.setSource(QUrl.fromLocalFile(str(video)))
        self._player.play()

    @property
    @override
    def has_torch(self) -> bool:
        return self.torch

    @override
    def set_torch(self, *, on: bool) -> None:
        self.torch_on = on

    @override
    def close(self) -> None:
        super().close()
        self.is_closed = True
        self._player.stop()

    def _count(self, _frame: object) -> None:
        self.count += 1


class PlayedCameras(QObject):
    """Cameras that each play a video; `plug` changes which there are."""

    changed = Signal()

    def __init__(self, **videos: Path) -> None:
        super().__init__()
        self.videos = videos
        self.opened: list[PlayedFeed] = []
        self.torch = False

    def plug(self, **videos: Path) -> None:
        self.videos = videos
        self.changed.emit()

    def names(self) -> tuple[CameraName, ...]:
        return tuple(CameraName(name, f"Camera {name}") for name in self.videos)

    def open(self, name: CameraName) -> Feed:
        feed = PlayedFeed(self.videos[name.id], torch=self.torch)
        self.opened.append(feed)
        return feed


def _jpeg(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.convert("RGB").save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


def _chunk(name: bytes, data: bytes) -> bytes:
    return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


def _list(name: bytes, *parts: bytes) -> bytes:
    return _chunk(b"LIST", name + b"".join(parts))
