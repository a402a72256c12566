"""From pixels to the texts of the codes in them."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from PIL import Image

from clinic_terminal.card.cascade import STEPS, Sizes, texts_in
from clinic_terminal.card.region import busy_part

MAX_PIXELS: Final = 50_000_000
PICTURE_SECONDS: Final = 0.27  # for all looks at a picture; with its loading within 300 ms
FRAME_SECONDS: Final = 0.03  # a camera's next frame is there by then

_FORMATS: Final = ("PNG", "JPEG", "WEBP", "BMP", "GIF")

Monotonic = Callable[[], float]
"""Seconds that only grow."""


class PictureError(StrEnum):
    """Why a file could not be looked at; a stable code for the screen."""

    UNREADABLE = "UNREADABLE"
    TOO_LARGE = "TOO_LARGE"
    EMPTY = "EMPTY"


@dataclass(frozen=True, slots=True)
class PictureReading:
    """The texts of a picture's codes (none is no error), how long it took, and why it could not be read."""

    texts: tuple[str, ...]
    ms: float
    error: PictureError | None = None


def read_picture(path: Path, monotonic: Monotonic = time.monotonic) -> PictureReading:
    """Return the codes of a picture file (PNG, JPEG, WebP, BMP, GIF); never raises for the file's sake."""
    begun = monotonic()
    try:
        if path.stat().st_size == 0:
            return _failed(PictureError.EMPTY, begun, monotonic)
        with Image.open(path, formats=_FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                return _failed(PictureError.TOO_LARGE, begun, monotonic)
            image.draft("L", image.size)  # a JPEG file then leaves its colours undecoded
            image.load()
            return _read(image, begun, monotonic)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return _failed(PictureError.TOO_LARGE, begun, monotonic)
    except Exception:  # noqa: BLE001  a broken file makes Pillow's decoders raise nearly anything
        return _failed(PictureError.UNREADABLE, begun, monotonic)


def read_image(image: Image.Image, monotonic: Monotonic = time.monotonic) -> PictureReading:
    """Return the codes of a picture in memory."""
    begun = monotonic()
    pixels = image.width * image.height
    if pixels > MAX_PIXELS:
        return _failed(PictureError.TOO_LARGE, begun, monotonic)
    if pixels == 0:
        return _failed(PictureError.EMPTY, begun, monotonic)
    return _read(image, begun, monotonic)


def read_grey(
    width: int,
    height: int,
    grey: bytes,
    stride: int = 0,
    monotonic: Monotonic = time.monotonic,
) -> PictureReading:
    """Return the codes of grey bytes, row by row from the top; ``stride``: bytes a row, 0: the width."""
    return read_image(grey_image(width, height, grey, stride), monotonic)


class FrameReader:
    """Reads the frames of a camera: each gets the plain look and then, in turn, some steps of the cascade.

    One round of the steps looks at the busy part of the frames, the next at all of them.
    """

    __slots__ = ("_monotonic", "_next", "_whole")

    def __init__(self, monotonic: Monotonic = time.monotonic) -> None:
        self._monotonic = monotonic
        self._next = 0
        self._whole = False

    def read(self, width: int, height: int, grey: bytes, stride: int = 0) -> PictureReading:
        """Return the codes of one frame; the same frame shown again is looked at in another way."""
        begun = self._monotonic()
        image = grey_image(width, height, grey, stride)
        texts = texts_in(image) or self._some_steps(image, begun + FRAME_SECONDS)
        return PictureReading(tuple(texts), _ms(begun, self._monotonic))

    def _some_steps(self, image: Image.Image, end: float) -> list[str]:
        """Take the next step, and more of the same round while there is time."""
        sizes = Sizes((None if self._whole else busy_part(image)) or image)
        while True:
            texts = sizes.texts(STEPS[self._next])
            self._next = (self._next + 1) % len(STEPS)
            if self._next == 0:
                self._whole = not self._whole
            if texts or self._next == 0 or (texts is not None and self._monotonic() >= end):
                return texts or []


def grey_image(width: int, height: int, grey: bytes, stride: int = 0) -> Image.Image:
    """Return grey bytes as a picture without copying them; raises ValueError where there are too few."""
    return Image.frombuffer("L", (width, height), grey, "raw", "L", stride or width, 1)


def _read(image: Image.Image, begun: float, monotonic: Monotonic) -> PictureReading:
    grey = _grey(image)
    looked = monotonic()
    texts = texts_in(grey) or _cascade(grey, looked, monotonic)
    return PictureReading(tuple(texts), _ms(begun, monotonic))


def _cascade(grey: Image.Image, looked: float, monotonic: Monotonic) -> list[str]:
    """Return the first texts found in time, by all steps on the busy part, then on the whole picture."""
    end = looked + PICTURE_SECONDS
    plain = monotonic() - looked
    part = busy_part(grey)
    texts = [] if part is None else _stepwise(Sizes(part), 0.0, end, monotonic)
    return texts or _stepwise(Sizes(grey), plain, end, monotonic)


def _stepwise(sizes: Sizes, slowest: float, end: float, monotonic: Monotonic) -> list[str]:
    """Return the first texts that a step finds; one is not begun that might overrun the end.

    A step is thought to take as long as the ``slowest`` before it.
    """
    for step in STEPS:
        begun = monotonic()
        if begun + slowest > end:
            break
        texts = sizes.texts(step)
        if texts:
            return texts
        slowest = max(slowest, monotonic() - begun)
    return []


def _grey(image: Image.Image) -> Image.Image:
    """Return the picture in grey; what is transparent becomes white, as on a page."""
    if image.mode == "L":
        return image
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        white = Image.new("RGBA", layer.size, "white")
        image = Image.alpha_composite(white, layer)
    return image.convert("L")


def _failed(error: PictureError, begun: float, monotonic: Monotonic) -> PictureReading:
    return PictureReading((), _ms(begun, monotonic), error)


def _ms(begun: float, monotonic: Monotonic) -> float:
    return round((monotonic() - begun) * 1000, 1)
