"""What an ESC/POS printer understands of a stream of bytes: pictures, cuts, and questions."""

from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image

ESC, GS, DLE, LF = 0x1B, 0x1D, 0x10, 0x0A
_LENGTHS = {
    (ESC, 0x40): 2,  # ESC @   begin anew
    (ESC, 0x64): 3,  # ESC d n  feed lines
    (ESC, 0x61): 3,  # ESC a n  align
    (GS, 0x72): 3,  # GS r n  answer in turn
    (GS, 0x56): 3,  # GS V m  cut
    (DLE, 0x04): 3,  # DLE EOT n  answer at once
}
_RASTER = (GS, 0x76)
_RASTER_HEAD = 8


@dataclass(frozen=True)
class Command:
    """One command: its two bytes, its arguments, and the dots of a raster picture."""

    name: tuple[int, int]
    arguments: bytes
    dots: bytes = b""

    @property
    def is_raster(self) -> bool:
        return self.name == _RASTER

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of a raster picture in dots."""
        _form, _mode, width_low, width_high, height_low, height_high = self.arguments
        return (width_low + 256 * width_high) * 8, height_low + 256 * height_high

    def picture(self) -> Image.Image:
        """Return the raster picture, black where the printer burns."""
        return Image.frombytes("1", self.size, bytes(255 - byte for byte in self.dots))


class UnknownCommandError(ValueError):
    """The stream holds what no slip printer was sent before."""


class CommandReader:
    """Takes bytes as they come and gives whole commands."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def take(self, data: bytes) -> Iterator[Command]:
        """Return the commands that are whole now."""
        self._waiting += data
        while (command := self._next()) is not None:
            yield command

    @property
    def is_between(self) -> bool:
        """Whether nothing half is waiting."""
        return not self._waiting

    def _next(self) -> Command | None:
        if len(self._waiting) < 2:
            return None
        name = (self._waiting[0], self._waiting[1])
        if name == _RASTER:
            return self._raster()
        if name not in _LENGTHS:
            raise UnknownCommandError(bytes(self._waiting[:8]).hex(" "))
        length = _LENGTHS[name]
        return self._cut_off(length, length) if len(self._waiting) >= length else None

    def _raster(self) -> Command | None:
        if len(self._waiting) < _RASTER_HEAD:
            return None
        _g, _v, _form, _mode, width_low, width_high, height_low, height_high = self._waiting[:_RASTER_HEAD]
        dots = (width_low + 256 * width_high) * (height_low + 256 * height_high)
        whole = _RASTER_HEAD + dots
        return self._cut_off(_RASTER_HEAD, whole) if len(self._waiting) >= whole else None

    def _cut_off(self, head: int, whole: int) -> Command:
        taken = bytes(self._waiting[:whole])
        del self._waiting[:whole]
        return Command((taken[0], taken[1]), taken[2:head], taken[head:])


def slips_of(stream: bytes) -> list[Image.Image]:
    """Return the slips that came out: everything burnt between two cuts, as one picture each."""
    reader = CommandReader()
    slips: list[Image.Image] = []
    strips: list[Image.Image] = []
    for command in reader.take(stream):
        if command.is_raster:
            strips.append(command.picture())
        elif command.name == (GS, 0x56):
            slips.append(pasted(strips))
            strips = []
    if strips or not reader.is_between:
        raise UnknownCommandError("the stream ends in the middle of a slip")
    return slips


def pasted(strips: list[Image.Image]) -> Image.Image:
    """Return the strips below each other."""
    whole = Image.new("1", (max(one.width for one in strips), sum(one.height for one in strips)), 1)
    top = 0
    for strip in strips:
        whole.paste(strip, (0, top))
        top += strip.height
    return whole
