"""Where in a picture a code may be: the part that is full of edges; the steps need not see the rest."""

import math
from typing import Final

from PIL import Image, ImageChops, ImageFilter, ImageOps

_MAX_PIXELS: Final = 320_000  # of the picture in which edges are looked for
_SURROUNDINGS: Final = 4  # pixels there, about a module
_CELL: Final = 16  # pixels there: edges are counted by cells of this side
_PART_OF_MOST: Final = 0.35  # of the way from the emptiest cell, which has the noise, to the fullest
_MARGIN_CELLS: Final = 2
_WORTH_CUTTING: Final = 0.7  # of the picture's area; larger parts are no gain


def busy_part(grey: Image.Image) -> Image.Image | None:
    """Return the smallest box around all that is full of edges, or None where that is nearly everything."""
    scale = math.ceil(math.sqrt(grey.width * grey.height / _MAX_PIXELS))
    small = ImageOps.autocontrast(grey.reduce(scale))  # else the edges of a dim picture are lost in rounding
    edges = ImageChops.difference(small, small.filter(ImageFilter.BoxBlur(_SURROUNDINGS))).reduce(_CELL)
    levels = [value for value, count in enumerate(edges.histogram()) if count]
    full = levels[0] + (levels[-1] - levels[0]) * _PART_OF_MOST
    box = edges.point([255 * (value > full) for value in range(256)]).getbbox()
    if box is None:
        return None
    side = scale * _CELL
    left, top = (max(0, (start - _MARGIN_CELLS) * side) for start in box[:2])
    right = min(grey.width, (box[2] + _MARGIN_CELLS) * side)
    bottom = min(grey.height, (box[3] + _MARGIN_CELLS) * side)
    if (right - left) * (bottom - top) > _WORTH_CUTTING * grey.width * grey.height:
        return None
    return grey.crop((left, top, right, bottom))
