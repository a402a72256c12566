"""What is tried, one step after another, where a picture's codes are not found at the first look.

The steps stand in the order of what each adds per millisecond to those before it, measured on
artificially spoilt pictures (blur, motion, glare, bright spots, shadow, darkness, low contrast, screen
patterns, noise, perspective); the bends, for curved surfaces, come last.
"""

import math
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

import zxingcpp
from PIL import Image
from zxingcpp import BarcodeFormat, BarcodeFormats, Binarizer, TextMode

from clinic_terminal.card.mending import (
    SOFT,
    Mend,
    as_it_is,
    bent,
    blurred,
    brightened,
    doubled,
    local,
    median,
    sharpened,
    stretched,
    turned,
    with_margin,
)

MAX_PIXELS: Final = 1_600_000  # larger pictures are reduced first: codes that large do not need more
_MAX_PIXELS_TO_DOUBLE: Final = 800_000
_BEND: Final = 0.06  # of half the picture
_FIXED, _GLOBAL = Binarizer.FixedThreshold, Binarizer.GlobalHistogram

QR: Final = BarcodeFormats(BarcodeFormat.QRCode)
# Other codes that may carry a bare member number; each with a checksum that makes a misreading rare.
_OTHERS: Final = BarcodeFormats(
    [BarcodeFormat.Code128, BarcodeFormat.DataMatrix, BarcodeFormat.Aztec, BarcodeFormat.PDF417]
)


class Scale(Enum):
    """The size at which a step works."""

    DOUBLE = auto()
    WHOLE = auto()
    HALF = auto()
    QUARTER = auto()


@dataclass(frozen=True, slots=True)
class Step:
    """One attempt: a size, a filter, the way in which grey becomes black and white, the kinds of code."""

    scale: Scale
    mend: Mend
    binarizer: Binarizer = Binarizer.LocalAverage
    formats: BarcodeFormats = QR


STEPS: Final = (
    Step(Scale.HALF, local(8), _FIXED),
    Step(Scale.HALF, local(12), _FIXED),
    Step(Scale.WHOLE, with_margin),
    Step(Scale.WHOLE, local(8), _FIXED),
    Step(Scale.DOUBLE, as_it_is),
    Step(Scale.WHOLE, local(24, blur=2), _FIXED),
    Step(Scale.WHOLE, local(16), _FIXED),
    Step(Scale.WHOLE, as_it_is, _FIXED),
    Step(Scale.WHOLE, as_it_is, _GLOBAL),
    Step(Scale.WHOLE, brightened, _GLOBAL),
    Step(Scale.HALF, as_it_is, _GLOBAL),
    Step(Scale.HALF, local(12, SOFT)),
    Step(Scale.DOUBLE, local(24), _FIXED),
    Step(Scale.WHOLE, local(6), _FIXED),
    Step(Scale.WHOLE, sharpened(5, 300)),
    Step(Scale.WHOLE, brightened),
    Step(Scale.WHOLE, stretched(1, 3)),
    Step(Scale.WHOLE, stretched(2, 1)),
    Step(Scale.QUARTER, local(8), _FIXED),
    Step(Scale.WHOLE, as_it_is, formats=_OTHERS),
    Step(Scale.DOUBLE, local(24, blur=3), _FIXED),
    Step(Scale.WHOLE, local(48), _FIXED),
    Step(Scale.WHOLE, local(8, SOFT)),
    Step(Scale.WHOLE, blurred(2)),
    Step(Scale.WHOLE, turned(45, local(16)), _FIXED),
    Step(Scale.WHOLE, turned(20)),
    Step(Scale.DOUBLE, local(16), _FIXED),
    Step(Scale.WHOLE, stretched(1, 2, local(16)), _FIXED),
    Step(Scale.DOUBLE, local(8), _FIXED),
    Step(Scale.DOUBLE, blurred(2), _GLOBAL),
    Step(Scale.WHOLE, local(12), _FIXED),
    Step(Scale.HALF, median),
    *(
        Step(Scale.WHOLE, bent(moved, along, amount))
        for moved in (1, 0)
        for along in (0, 1)
        for amount in (_BEND, -_BEND)
    ),
)


class Sizes:
    """One grey picture in the sizes that the steps ask for, each made once."""

    __slots__ = ("_made", "_whole")

    def __init__(self, grey: Image.Image) -> None:
        self._whole = grey.reduce(math.ceil(math.sqrt(grey.width * grey.height / MAX_PIXELS)))
        self._made: dict[Scale, Image.Image | None] = {}

    def texts(self, step: Step) -> list[str] | None:
        """Return what the step finds, or None where it does not apply to a picture of this size."""
        image = self._at(step.scale)
        if image is None:
            return None
        return texts_in(step.mend(image), step.binarizer, step.formats)

    def _at(self, scale: Scale) -> Image.Image | None:
        if scale not in self._made:
            self._made[scale] = self._scaled(scale)
        return self._made[scale]

    def _scaled(self, scale: Scale) -> Image.Image | None:
        whole = self._whole
        if scale is Scale.DOUBLE:
            return doubled(whole) if whole.width * whole.height <= _MAX_PIXELS_TO_DOUBLE else None
        return whole.reduce({Scale.WHOLE: 1, Scale.HALF: 2, Scale.QUARTER: 4}[scale])


def texts_in(
    image: Image.Image, binarizer: Binarizer = Binarizer.LocalAverage, formats: BarcodeFormats = QR
) -> list[str]:
    """Return the texts of the codes in ``image``, each text once, in the order found."""
    found = zxingcpp.read_barcodes(image, formats=formats, binarizer=binarizer, text_mode=TextMode.Plain)
    return list(dict.fromkeys(code.text for code in found))
