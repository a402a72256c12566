"""Filters that mend one kind of fault of a grey picture, so that its codes can be found."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PIL import Image, ImageChops, ImageFilter, ImageOps

Mend = Callable[[Image.Image], Image.Image]

HARD: Final = 16.0  # gain of the difference to the surroundings: nearly black and white ...
SOFT: Final = 4.0  # ... or grey

_MIDDLE_GREY: Final = 128
_WHITE: Final = 255
_MARGIN_PIXELS: Final = 24
_TILES: Final = 4  # a side; a bend is made of flat pieces


def as_it_is(image: Image.Image) -> Image.Image:
    """Return the picture itself, for a step that only looks at it in another way."""
    return image


def local(radius: int, gain: float = HARD, blur: int = 0) -> Mend:
    """Return the filter against uneven light; ``radius`` and ``blur`` in pixels, 0: no blur before it."""
    return partial(_against_surroundings, radius=radius, gain=gain, blur=blur)


def blurred(radius: int) -> Mend:
    """Return the filter against noise and the pattern of screens; ``radius`` in pixels."""
    return partial(_blurred, radius=radius)


def sharpened(radius: int, percent: int) -> Mend:
    """Return the filter against blur; ``radius`` in pixels."""
    return partial(_sharpened, radius=radius, percent=percent)


def turned(degrees: int, then: Mend = as_it_is) -> Mend:
    """Return the filter that turns the picture, for patterns that run along its rows or columns."""
    return partial(_turned, degrees=degrees, then=then)


def stretched(wide: int, high: int, then: Mend = as_it_is) -> Mend:
    """Return the filter against a view from the side: ``wide`` and ``high`` are whole factors."""
    return partial(_stretched, wide=wide, high=high, then=then)


def bent(moved: int, along: int, amount: float) -> Mend:
    """Return the filter against curved surfaces: bend the axis ``moved`` (0: x, 1: y) along an axis."""
    return partial(_bent, moved=moved, along=along, amount=amount)


def with_margin(image: Image.Image) -> Image.Image:
    """Stretch the contrast and add a white border: a quiet zone for codes cut out too tightly."""
    return ImageOps.expand(ImageOps.autocontrast(image, cutoff=1), _MARGIN_PIXELS, _WHITE)


def brightened(image: Image.Image) -> Image.Image:
    """Lift what is dark."""
    return image.point([round(_WHITE * (value / _WHITE) ** 0.5) for value in range(_WHITE + 1)])


def median(image: Image.Image) -> Image.Image:
    """Drop single wrong pixels."""
    return image.filter(ImageFilter.MedianFilter(3))


def doubled(image: Image.Image) -> Image.Image:
    """Return the picture twice as wide and high."""
    return image.resize((2 * image.width, 2 * image.height), Image.Resampling.BICUBIC)


def _blurred(image: Image.Image, radius: int) -> Image.Image:
    return image.filter(ImageFilter.BoxBlur(radius))


def _against_surroundings(image: Image.Image, radius: int, gain: float, blur: int) -> Image.Image:
    """Return how much each pixel differs from its surroundings: an adaptive threshold with a slope."""
    smooth = _blurred(image, blur) if blur else image
    return ImageChops.subtract(smooth, _blurred(smooth, radius), 1 / gain, _MIDDLE_GREY)


def _sharpened(image: Image.Image, radius: int, percent: int) -> Image.Image:
    return image.filter(ImageFilter.UnsharpMask(radius, percent, 0))


def _turned(image: Image.Image, degrees: int, then: Mend) -> Image.Image:
    return then(image.rotate(degrees, Image.Resampling.BILINEAR, expand=True, fillcolor=_MIDDLE_GREY))


def _stretched(image: Image.Image, wide: int, high: int, then: Mend) -> Image.Image:
    return then(image.resize((image.width * wide, image.height * high), Image.Resampling.BICUBIC))


def _bent(image: Image.Image, moved: int, along: int, amount: float) -> Image.Image:
    size = image.size
    if min(size) < _TILES:
        return image  # a tile would be empty

    def source(column: int, row: int) -> tuple[float, float]:
        """Return where a corner of the tiles is taken from: the more off, the nearer to the middle."""
        place = [2 * column / _TILES - 1, 2 * row / _TILES - 1]
        place[moved] += amount * (1 - place[along] ** 2)
        return (place[0] + 1) * size[0] / 2, (place[1] + 1) * size[1] / 2

    def box(column: int, row: int) -> tuple[int, int, int, int]:
        left, top = size[0] * column // _TILES, size[1] * row // _TILES
        return left, top, size[0] * (column + 1) // _TILES, size[1] * (row + 1) // _TILES

    corners = ((0, 0), (0, 1), (1, 1), (1, 0))
    mesh = [
        (box(column, row), [n for right, down in corners for n in source(column + right, row + down)])
        for column in range(_TILES)
        for row in range(_TILES)
    ]
    return image.transform(size, Image.Transform.MESH, mesh, Image.Resampling.BILINEAR)
