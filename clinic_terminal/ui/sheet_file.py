"""The picture of a signed sheet as a file: looked at before it is kept."""

from pathlib import Path
from typing import Final

from PIL import Image, UnidentifiedImageError

from clinic_terminal.application.sheet_failures import SheetRefusedError
from clinic_terminal.application.sheet_ports import SheetFile
from clinic_terminal.domain.attachment import LARGEST_ATTACHMENT, Media

FILTER: Final = "PNG, JPEG, PDF (*.png *.jpg *.jpeg *.pdf)"
MOST_PIXELS: Final = 100_000_000
"""An A4 sheet at 600 dots per inch has 35 million."""

_MEDIA: Final = {"PNG": Media.PNG, "JPEG": Media.JPEG}


def read_sheet(path: Path) -> SheetFile:
    """Return a PNG, JPEG or PDF of at most 10 MB, with pictures decoded once to see that they are whole.

    Raises SheetRefusedError.
    """
    try:
        if path.stat().st_size > LARGEST_ATTACHMENT:
            raise SheetRefusedError("TOO_LARGE")
        body = path.read_bytes()
    except OSError:
        raise SheetRefusedError("UNREADABLE") from None
    if not body:
        raise SheetRefusedError("EMPTY")
    if body.startswith(b"%PDF-"):
        return _pdf(body)
    return SheetFile(_checked_picture(path), body)


def _pdf(body: bytes) -> SheetFile:
    if b"%%EOF" not in body[-2048:]:
        raise SheetRefusedError("DAMAGED")
    return SheetFile(Media.PDF, body)


def _checked_picture(path: Path) -> Media:
    try:
        with Image.open(path, formats=tuple(_MEDIA)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise SheetRefusedError("TOO_LARGE")
            picture.load()
            return _MEDIA[str(picture.format)]
    except UnidentifiedImageError:
        raise SheetRefusedError("NOT_A_SHEET") from None
    except Image.DecompressionBombError:
        raise SheetRefusedError("TOO_LARGE") from None
    except (OSError, ValueError, SyntaxError, KeyError, EOFError):
        raise SheetRefusedError("DAMAGED") from None
