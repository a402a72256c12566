"""A drawn slip as black and white dots: 576 across, 8 to the millimetre, as an 80 mm printer burns them."""

from pathlib import Path
from typing import Final

from PIL import Image
from PySide6.QtGui import QImage

from clinic_terminal.application.printing_failures import WrongPrinterError
from clinic_terminal.printing.pdf_pages import PdfPages, pages_of

DOTS: Final = 576
DOTS_PER_MM: Final = 8.0
"""203 dpi are 7.99 dots to the millimetre; the printers count eight."""

_PRINTED_MM: Final = DOTS / DOTS_PER_MM
_WIDEST_MM: Final = 82.0
_DARK: Final = 168
"""Grey below this becomes black: a thin stroke keeps its dots, a soft ground leaves none."""
_TAIL_DOTS: Final = 16


def slip_picture(pdf: Path) -> Image.Image:
    """Return all pages below each other as one picture of 1 bit, white at its end cut off.

    Raises PaperUnreadableError, or WrongPrinterError where a page is wider than the roll.
    """
    with pages_of(pdf) as pages:
        strips = [_strip(pages, number) for number in range(pages.count)]
    whole = Image.new("L", (DOTS, sum(strip.height for strip in strips)), 255)
    top = 0
    for strip in strips:
        whole.paste(strip, (0, top))
        top += strip.height
    return _without_tail(whole.point(lambda grey: 255 if grey >= _DARK else 0)).convert("1")


def length_mm(picture: Image.Image) -> float:
    """Return how long the printed slip is."""
    return picture.height / DOTS_PER_MM


def _strip(pages: PdfPages, number: int) -> Image.Image:
    """Return a page in its 576 dots: of the 80 mm of the roll, the 72 in the middle are printed."""
    width, _height = pages.size_mm(number)
    if width > _WIDEST_MM:
        raise WrongPrinterError
    dots_per_mm = DOTS_PER_MM if width >= _PRINTED_MM else DOTS / width
    drawn = _grey(pages.picture(number, dots_per_mm))
    left = (drawn.width - DOTS) // 2
    return drawn.crop((left, 0, left + DOTS, drawn.height))


def _grey(picture: QImage) -> Image.Image:
    # Qt's lines end on a multiple of four bytes; Pillow is told where.
    size = picture.width(), picture.height()
    return Image.frombuffer("L", size, bytes(picture.constBits()), "raw", "L", picture.bytesPerLine(), 1)


def _without_tail(picture: Image.Image) -> Image.Image:
    """Return the picture up to its last dark dot and a little more."""
    box = picture.point(lambda grey: 255 - grey).getbbox()
    bottom = box[3] if box else 0
    return picture.crop((0, 0, DOTS, min(picture.height, bottom + _TAIL_DOTS)))
