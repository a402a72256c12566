"""Pictures of a card on a phone's screen as a camera gets them, with one fault each, in five severities.

    python -m benchmarks.hard_pictures FOLDER [--seed 1] [--pictures 2]    writes them to look at

A picture is a function of seed, kind, severity and number. The screen is drawn in modules of the code,
seen by a camera of 1280 x 960 pixels from a small random angle, then spoilt, then given a sensor's noise.
Severity 1 is a bad day; 5 is where nobody could blame a reader.
"""

import argparse
import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.random import Generator, default_rng
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from clinic_terminal.card.issue import card_image
from tests.card.issuers import token

Grey = NDArray[np.float32]

WIDTH, HEIGHT = 1280, 960
SEVERITIES: Final = (1, 2, 3, 4, 5)

_ISSUED_BOX: Final = 8  # pixels a module in the issuer's picture
_USUAL_MODULES: Final = 61  # version 11
_OVER: Final = 2  # the view is drawn this much larger, then averaged
_FOCUS: Final = 2600.0  # pixels: a phone's main camera, a hand's breadth away
_WHITE: Final = 255.0
_NOISE: Final = 2.5  # standard deviation of the sensor, in grey levels


@dataclass(frozen=True, slots=True)
class View:
    """How the camera sees the code: size, tilt out of the plane and turn within it in degrees.

    ``scale`` is in pixels a module of a usual card; a phone shows every code equally wide, so that the
    modules of a larger code are smaller.
    """

    scale: float = 5.0
    tilt: float = 6.0
    turn: float = 8.0


@dataclass(frozen=True, slots=True)
class Screen:
    """What the phone shows: the greys of dark and light modules, the panel's margin in modules, covers."""

    dark: float = 15.0
    light: float = 245.0
    quiet: int = 4
    thumb: float = 0.0
    cracks: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind at one severity: the view, the screen, and what the light and the camera do to the picture."""

    view: View = View()
    screen: Screen = Screen()
    spoil: Callable[[Grey, Generator], Grey] = lambda grey, _chance: grey


def photograph(text: str, kind: str, severity: int, chance: Generator) -> Image.Image:
    """Return a grey picture of the code of ``text`` with a fault of ``kind`` at ``severity`` (1 to 5)."""
    fault = KINDS[kind](severity, chance)
    code = card_image(text).convert("L")
    modules = code.width // _ISSUED_BOX - 8
    view = replace(fault.view, scale=fault.view.scale * _USUAL_MODULES / modules)
    screen = _screen(code, modules, fault.screen, _unit(view.scale), chance)
    grey = fault.spoil(_seen(screen, view, chance), chance)
    grey = grey + chance.normal(0.0, _NOISE, grey.shape).astype(np.float32)
    return Image.fromarray(np.clip(np.rint(grey), 0, _WHITE).astype(np.uint8))


def pictures(text: str, kind: str, severity: int, count: int, seed: int) -> list[Image.Image]:
    """Return ``count`` pictures; the same arguments give the same pictures."""
    place = list(KINDS).index(kind)
    return [
        photograph(text, kind, severity, default_rng([seed, place, severity, number]))
        for number in range(count)
    ]


def _screen(code: Image.Image, modules: int, screen: Screen, unit: int, chance: Generator) -> Image.Image:
    """Return the phone's screen: panel with the code, some lines of writing; ``unit`` pixels a module."""
    start, end = 4 * _ISSUED_BOX, (4 + modules) * _ISSUED_BOX
    inner = code.crop((start, start, end, end))
    inner = inner.resize((modules * unit, modules * unit), Image.Resampling.NEAREST)
    ramp = screen.light - screen.dark
    inner = inner.point([round(screen.dark + ramp * value / _WHITE) for value in range(256)])
    _cover(inner, screen, unit, chance)
    side = inner.width
    page = Image.new("L", (round(1.4 * side), round(2.4 * side)), 24)
    draw = ImageDraw.Draw(page)
    left, top = (page.width - side) // 2, (page.height - side) // 2
    margin = screen.quiet * unit
    draw.rectangle(
        (left - margin, top - margin, left + side + margin - 1, top + side + margin - 1),
        fill=round(screen.light),
    )
    page.paste(inner, (left, top))
    for line in range(4):
        height = top + side + margin + (4 + 5 * line) * unit
        draw.rectangle((left, height, left + int(chance.integers(side // 3, side)), height + unit), fill=120)
    return page


def _cover(code: Image.Image, screen: Screen, unit: int, chance: Generator) -> None:
    """Lay a thumb over one edge and cracks across."""
    side, draw = code.width, ImageDraw.Draw(code)
    for _ in range(screen.cracks):
        ends = chance.uniform(0, side, 4)
        draw.line(
            [(ends[0], ends[1]), (ends[2], ends[3])], fill=int(chance.choice([40, 225])), width=unit // 2 + 1
        )
    if screen.thumb:
        deep, half, along = screen.thumb * side, 0.14 * side, float(chance.uniform(0.3, 0.7)) * side
        box = (along - half, side - deep, along + half, side + deep)  # from below, where a thumb comes from
        draw.ellipse(box, fill=int(chance.integers(90, 190)))


def _seen(page: Image.Image, view: View, chance: Generator) -> Grey:
    """Return the camera's view of the page, its middle near the middle of the picture."""
    width, height = WIDTH * _OVER, HEIGHT * _OVER
    corners = _corners(page, view, chance)
    back = _coefficients(corners, [(0, 0), (page.width, 0), (page.width, page.height), (0, page.height)])

    def warped(image: Image.Image) -> Image.Image:
        bent = image.transform((width, height), Image.Transform.PERSPECTIVE, back, Image.Resampling.BILINEAR)
        return bent.reduce(_OVER)

    seen = Image.composite(warped(page), _desk(chance), warped(Image.new("L", page.size, 255)))
    return np.asarray(seen, np.float32)


def _corners(page: Image.Image, view: View, chance: Generator) -> list[tuple[float, float]]:
    """Return where the page's corners come to lie in the enlarged picture."""
    zoom = view.scale * _OVER / _unit(view.scale)
    turn = math.radians(float(chance.uniform(-view.turn, view.turn)))
    tilt = math.radians(view.tilt if view.tilt > View().tilt else float(chance.uniform(0, view.tilt)))
    axis = float(chance.uniform(0, 2 * math.pi))
    middle = (
        WIDTH * _OVER / 2 + float(chance.uniform(-60, 60)),
        HEIGHT * _OVER / 2 + float(chance.uniform(-60, 60)),
    )
    corners = []
    for right, down in ((0, 0), (1, 0), (1, 1), (0, 1)):
        x, y = _turned((right - 0.5) * page.width * zoom, (down - 0.5) * page.height * zoom, turn)
        along, across = _turned(x, y, -axis)
        near = 1 + across * math.sin(tilt) / (_FOCUS * _OVER)
        x, y = _turned(along, across * math.cos(tilt), axis)
        corners.append((middle[0] + x / near, middle[1] + y / near))
    return corners


def _turned(x: float, y: float, angle: float) -> tuple[float, float]:
    return x * math.cos(angle) - y * math.sin(angle), x * math.sin(angle) + y * math.cos(angle)


def _unit(scale: float) -> int:
    """Return the pixels a module in which the screen is drawn."""
    return max(3, math.ceil(scale * _OVER))


def _desk(chance: Generator) -> Image.Image:
    """Return what lies behind the phone: sheets, pens and lines of writing."""
    desk = Image.new("L", (WIDTH, HEIGHT), 105)
    draw = ImageDraw.Draw(desk)
    for _ in range(24):
        x, y = float(chance.uniform(0, WIDTH)), float(chance.uniform(0, HEIGHT))
        wide, high = chance.uniform(4, 220, 2)
        draw.rectangle((x, y, x + wide, y + high), fill=int(chance.integers(60, 190)))
    for _ in range(40):
        x, y = float(chance.uniform(0, WIDTH)), float(chance.uniform(0, HEIGHT))
        draw.line((x, y, x + float(chance.uniform(10, 160)), y), fill=int(chance.integers(40, 90)), width=2)
    return desk


def _coefficients(seen: list[tuple[float, float]], flat: list[tuple[int, int]]) -> list[float]:
    """Return the eight numbers of the perspective that takes ``seen`` back to ``flat``."""
    rows, wanted = [], []
    for (x, y), (u, v) in zip(seen, flat, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        wanted += [u, v]
    solved: list[float] = np.linalg.solve(np.array(rows), np.array(wanted)).tolist()
    return solved


def _glare(severity: int, chance: Generator) -> Fault:
    """Mirror lamps in the screen: a spot or two that burn the code out, and a veil over all of it."""
    radius = (34, 44, 52, 60, 68)[severity - 1]
    veil = 0.1 * severity
    spots = [
        (chance.uniform(-140, 140, 2), float(chance.uniform(0.7, 1.3))) for _ in range(1 + severity // 4)
    ]

    def spoil(grey: Grey, _chance: Generator) -> Grey:
        y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
        light = np.full(grey.shape, veil, np.float32)
        for (right, down), shape in spots:
            far = np.hypot((x - WIDTH / 2 - right) * shape, y - HEIGHT / 2 - down) / radius
            light += 1.5 * np.exp(-(far**2)).astype(np.float32)
        light = np.minimum(light, 1.0)
        return grey * (1 - light) + _WHITE * light

    return Fault(spoil=spoil)


def _moire(severity: int, _chance: Generator) -> Fault:
    """Set the grid of the screen's pixels against the sensor's: stripes as wide as modules."""
    depth = (0.35, 0.55, 0.7, 0.85, 0.97)[severity - 1]

    def spoil(grey: Grey, chance: Generator) -> Grey:
        y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
        angle = math.radians(float(chance.uniform(-4, 4)))
        pitch = float(chance.choice([1.0, 2.0])) * (
            1 + float(chance.choice([-1, 1])) * float(chance.uniform(0.03, 0.12))
        )
        across, down = x * math.cos(angle) + y * math.sin(angle), y * math.cos(angle) - x * math.sin(angle)
        columns = 1 - depth * (0.5 + 0.5 * np.cos(2 * math.pi * across / pitch))
        rows = 1 - 0.6 * depth * (0.5 + 0.5 * np.cos(2 * math.pi * down / pitch))
        spoilt: Grey = (grey * columns * rows).astype(np.float32)
        return spoilt

    return Fault(spoil=spoil)


def _blur(severity: int, chance: Generator) -> Fault:
    """Put the camera out of focus, or move it while the shutter is open, by chance."""
    radius = (1.6, 1.9, 2.2, 2.5, 2.8)[severity - 1]
    length = (6, 8, 9, 11, 13)[severity - 1]
    moved, angle = bool(chance.integers(2)), float(chance.uniform(0, math.pi))

    def spoil(grey: Grey, _chance: Generator) -> Grey:
        if not moved:
            image = Image.fromarray(grey.astype(np.uint8)).filter(ImageFilter.GaussianBlur(radius))
            return np.array(image, np.float32)
        steps = np.linspace(-length / 2, length / 2, 2 * length)
        shifted = [
            np.roll(grey, (round(step * math.sin(angle)), round(step * math.cos(angle))), (0, 1))
            for step in steps
        ]
        mean: Grey = np.mean(shifted, axis=0, dtype=np.float32)
        return mean

    return Fault(spoil=spoil)


def _perspective(severity: int, _chance: Generator) -> Fault:
    """See it from the side, in any direction."""
    return Fault(view=View(scale=5.0, tilt=(45.0, 54.0, 61.0, 66.0, 70.0)[severity - 1], turn=180.0))


def _low_light(severity: int, _chance: Generator) -> Fault:
    """Dim the screen and the room: few grey levels, and the noise of few photons."""
    gain = (0.1, 0.055, 0.035, 0.025, 0.017)[severity - 1]

    def spoil(grey: Grey, chance: Generator) -> Grey:
        dim = grey * gain
        noisy: Grey = (dim + chance.normal(0, 1, grey.shape) * np.sqrt(0.25 * dim + 0.2)).astype(np.float32)
        return noisy + 12  # what a sensor calls black

    return Fault(spoil=spoil)


def _dark_mode(severity: int, _chance: Generator) -> Fault:
    """Take the margin, change light with dark, then take the contrast, as a dark page does."""
    return Fault(
        screen=(
            Screen(quiet=1),
            Screen(dark=30, light=90, quiet=1),
            Screen(dark=225, light=24),
            Screen(dark=66, light=40),
            Screen(dark=54, light=44),
        )[severity - 1]
    )


def _cover_part(severity: int, _chance: Generator) -> Fault:
    """Lay a thumb over the lower edge, and the cracks of a fallen phone over the rest."""
    return Fault(screen=Screen(thumb=(0.12, 0.18, 0.23, 0.27, 0.31)[severity - 1], cracks=2 * severity))


def _small(severity: int, _chance: Generator) -> Fault:
    """Hold the phone too far away: few pixels a module."""
    return Fault(view=View(scale=(2.1, 1.6, 1.4, 1.3, 1.2)[severity - 1]))


KINDS: Final[dict[str, Callable[[int, Generator], Fault]]] = {
    "glare": _glare,
    "moiré": _moire,
    "blur": _blur,
    "perspective": _perspective,
    "low light": _low_light,
    "dark mode": _dark_mode,
    "partial cover": _cover_part,
    "small": _small,
}


def main() -> None:
    """Write pictures of every kind and severity into a folder."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pictures", type=int, default=2)
    wanted = parser.parse_args()
    wanted.folder.mkdir(parents=True, exist_ok=True)
    for kind in KINDS:
        for severity in SEVERITIES:
            for number, picture in enumerate(pictures(token(), kind, severity, wanted.pictures, wanted.seed)):
                picture.save(wanted.folder / f"{kind.replace(' ', '-')}-{severity}-{number}.png")


if __name__ == "__main__":
    main()
