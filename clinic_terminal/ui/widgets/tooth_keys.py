"""What a hand types on the chart: two figures are a tooth, a dash joins two teeth, letters are surfaces.

"5 4 o d" may be typed with or without the spaces; what it means is told step by step.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from clinic_terminal.ui.widgets.tooth_layout import codes, region_places

FIGURES: Final = "12345678"
LETTERS: Final = "MOIDBVLP"
_NO_TOOTH: Final = "90"
_DASHES: Final = "-－–"
_TOOTH_FIGURES: Final = 2


class Said(StrEnum):
    """What a key meant."""

    NOTHING = "nothing"
    """The key is not the chart's."""
    WAIT = "wait"
    """The key was taken; more are to come, or it only parts what is typed."""
    TOOTH = "tooth"
    REGION = "region"
    SURFACE = "surface"
    WRONG = "wrong"
    """The figures are no tooth, or the two teeth are no neighbours."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """The meaning of a key, with the tooth, region or letter that it completed."""

    said: Said
    word: str = ""


class TypedTeeth:
    """Collects keys; `pending` is what has been typed of a tooth or region that is not complete yet."""

    def __init__(self) -> None:
        self.pending = ""
        self.busy = False
        """Whether a tooth was typed and not yet left: the space bar then only parts words."""
        self._tooth = ""

    def take(self, text: str) -> Stroke:
        """Take a typed sign."""
        sign = text.upper()
        if len(sign) != 1:
            return Stroke(Said.NOTHING)
        if sign in FIGURES or (self.pending and sign in _NO_TOOTH):
            return self._figure(sign)
        if sign in _DASHES and self.busy and not self.pending:
            self.pending = f"{self._tooth}-"
            return Stroke(Said.WAIT)
        if sign == " " and (self.busy or self.pending):
            return Stroke(Said.WAIT)
        if sign in LETTERS:
            self.pending = ""
            return Stroke(Said.SURFACE, sign)
        return Stroke(Said.NOTHING)

    def drop(self) -> bool:
        """Forget what is pending; False where nothing was."""
        found, self.pending = bool(self.pending), ""
        return found

    def leave(self) -> None:
        """Begin anew: the hand went elsewhere, by mouse, by arrows, or away."""
        self.pending, self.busy, self._tooth = "", False, ""

    def _figure(self, figure: str) -> Stroke:
        self.pending += figure
        start, dash, typed = self.pending.rpartition("-")
        if len(typed) < _TOOTH_FIGURES:
            return Stroke(Said.WAIT)
        self.pending = ""
        if typed not in codes():
            return Stroke(Said.WRONG, typed)
        self.busy = True
        self._tooth = typed
        if not dash:
            return Stroke(Said.TOOTH, typed)
        region = between(start, typed)
        return Stroke(Said.REGION, region) if region else Stroke(Said.WRONG, f"{start}-{typed}")


def between(one: str, other: str) -> str:
    """Return the region between two neighbours as it is written, empty where they are none."""
    known = {place.region for place in region_places()}
    return next((name for name in (f"{one}-{other}", f"{other}-{one}") if name in known), "")
