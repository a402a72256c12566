"""The port through which all pictures and texts of cards come in."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from clinic_terminal.domain.member import CardReading


@dataclass(frozen=True, slots=True)
class GreyPicture:
    """A picture in memory, or a frame of a camera: a byte a pixel, by rows; ``stride``: bytes a row."""

    width: int
    height: int
    grey: bytes
    stride: int


class Cards(Protocol):
    """From pictures and texts to card readings."""

    def read_picture(self, path: Path, now: datetime) -> tuple[CardReading, ...]:
        """Return the reading that counts in a picture, to go on with or to explain.

        Several only where different cards or members are shown, to be asked about. Raises
        PictureUnreadableError.
        """
        ...

    def read_grey(self, picture: GreyPicture, now: datetime) -> tuple[CardReading, ...]:
        """Return the same for a picture in memory, as from the clipboard or the screen."""
        ...

    def read_frame(self, frame: GreyPicture, now: datetime) -> tuple[CardReading, ...]:
        """Return the same for a camera's frame; empty until two frames within seconds read alike."""
        ...

    def read_text(self, text: str, now: datetime) -> CardReading:
        """Judge one scanned text."""
        ...
