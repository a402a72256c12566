"""The five surfaces of a tooth: which letters they have where, how they are typed, in which order written.

A surface of a line is one of the letters M, O, I, D, B, V, L, P. Front teeth (1 to 3) have an incisal edge
(I) and a lip side (V), the others a biting surface (O) and a cheek side (B); the inner side is palatal (P)
in the upper jaw and lingual (L) in the lower. The order of writing is M O D B L: "OD", "MODBP", "MIDVL".
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from clinic_terminal.domain.errors import SurfaceError, ToothError
from clinic_terminal.domain.tooth import TEETH, is_region


class Face(StrEnum):
    """The five sides in the order they are written; the value is the letter on a back tooth below."""

    MESIAL = "M"
    BITING = "O"
    DISTAL = "D"
    OUTER = "B"
    INNER = "L"


Surfaces = tuple[tuple[str, str], ...]
"""Teeth of a line with their surfaces, such as ``(("84", "OD"),)``; a tooth without surfaces is left out."""

_FRONT: Final = "123"
_UPPER: Final = "1256"

ALIASES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "近中": "M", "近": "M", "远中": "D", "远": "D",
        "咬合": "O", "牙合": "O", "\U0002c317": "O", "切": "I",
        "颊": "B", "唇": "V", "舌": "L", "腭": "P",
    }
)  # fmt: skip
"""Chinese names; the sign of the biting surface is read, but never written: many fonts lack it."""

_SIDES = "面侧缘端"
_NAMES = "|".join(sorted(ALIASES, key=len, reverse=True))
_TOKEN = re.compile(
    rf"(?P<region>\d\s*\d\s*-\s*\d\s*\d)|(?P<digit>\d)|(?P<name>{_NAMES})[{_SIDES}]?|(?P<letter>[A-Z])"
    r"|(?P<gap>[\s,，、;；·/]+)|(?P<other>[^\s\d,，、;；·/A-Z]+|.)"
)
_TOOTH_FIGURES = 2


@dataclass(frozen=True, slots=True)
class Placed:
    """A tooth or region with the surfaces that were named for it, in written order."""

    place: str
    surfaces: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a typed text names, and the first fault in it."""

    placed: tuple[Placed, ...]
    problem: ToothError | None = None

    @property
    def places(self) -> tuple[str, ...]:
        """The places in the order of typing."""
        return tuple(one.place for one in self.placed)

    @property
    def surfaces(self) -> Surfaces:
        """The surfaces of the teeth that have any."""
        return tuple((one.place, one.surfaces) for one in self.placed if one.surfaces)


def is_front(tooth: str) -> bool:
    """Tell whether a tooth is an incisor or a canine."""
    return tooth[1:] in _FRONT


def letter(tooth: str, face: Face) -> str:
    """Return the letter that ``face`` has on ``tooth``."""
    if face is Face.BITING and is_front(tooth):
        return "I"
    if face is Face.OUTER and is_front(tooth):
        return "V"
    return "P" if face is Face.INNER and tooth[0] in _UPPER else face.value


def letters(tooth: str) -> str:
    """Return the five letters of ``tooth`` in written order."""
    return "".join(letter(tooth, face) for face in Face)


def face_of(tooth: str, typed: str) -> Face | None:
    """Return the side that a typed letter means on ``tooth``, None where the tooth has no such side.

    B and V are the same side and L may be typed for P; but only upper teeth are palatal, only front teeth
    have an incisal edge, and only the others bite on a surface.
    """
    name = typed.upper()
    if name in {letter(tooth, face) for face in Face}:
        return next(face for face in Face if letter(tooth, face) == name)
    return {"B": Face.OUTER, "V": Face.OUTER, "L": Face.INNER}.get(name)


def written(tooth: str, typed: Iterable[str]) -> str:
    """Return letters or aliases as a line keeps them: the tooth's own letters, in order, each once.

    Raises SurfaceError: SURFACE_UNKNOWN, SURFACE_NOT_THERE or SURFACE_TWICE.
    """
    faces: list[Face] = []
    for name in typed:
        face = _face(tooth, name)
        if face in faces:
            raise SurfaceError("SURFACE_TWICE", tooth, name)
        faces.append(face)
    return _in_order(tooth, faces)


def toggled(tooth: str, surfaces: str, typed: str) -> str:
    """Return ``surfaces`` of ``tooth`` with one more, or one less where it was among them.

    Raises SurfaceError: SURFACE_UNKNOWN or SURFACE_NOT_THERE.
    """
    faces = {_face(tooth, name) for name in surfaces}
    return _in_order(tooth, faces ^ {_face(tooth, typed)})


def check_surfaces(teeth: Iterable[str], surfaces: Iterable[tuple[str, str]]) -> Surfaces:
    """Return the surfaces of a line in the order of its ``teeth``; empty ones are left out.

    Raises SurfaceError: SURFACE_WITHOUT_TOOTH, SURFACE_TWICE, SURFACE_UNKNOWN or SURFACE_NOT_THERE.
    """
    known: dict[str, str] = {}
    line = tuple(teeth)
    for tooth, names in surfaces:
        if tooth not in line or tooth not in TEETH:
            raise SurfaceError("SURFACE_WITHOUT_TOOTH", tooth, names)
        if tooth in known:
            raise SurfaceError("SURFACE_TWICE", tooth, names)
        known[tooth] = written(tooth, names)
    return tuple((tooth, known[tooth]) for tooth in line if known.get(tooth))


def read_places(text: str) -> Reading:
    """Return what a hand typed: ``55 84``, ``5584``, ``5 4 o d``, ``54OD``, ``54 咬合 远中``, ``11-21``.

    Nothing is raised: a word that is no tooth stays as a place, so that it can be shown, and the first fault
    is named in the reading (ToothError TOOTH_UNKNOWN or TOOTH_TWICE, or SurfaceError).
    """
    reader = _Reader()
    for token in _TOKEN.finditer(unicodedata.normalize("NFKC", text).upper()):
        kind, word = str(token.lastgroup), token[0]
        if kind == "digit":
            reader.figure(word)
        elif kind == "region":
            reader.place("".join(word.split()))
        elif kind == "name":
            reader.surface(ALIASES[token["name"]])
        elif kind == "letter":
            reader.surface(word)
        elif kind == "other":
            reader.place(word)
    return reader.reading()


def placed_text(placed: Iterable[Placed]) -> str:
    """Return places with their surfaces as they are typed: ``54 OD 84``."""
    return " ".join(" ".join(filter(None, (one.place, one.surfaces))) for one in placed)


def with_surfaces(places: Iterable[str], surfaces: Iterable[tuple[str, str]]) -> tuple[Placed, ...]:
    """Return the places of a line, each with its surfaces."""
    known = dict(surfaces)
    return tuple(Placed(place, known.get(place, "")) for place in places)


def _face(tooth: str, name: str) -> Face:
    key = ALIASES.get(name.rstrip(_SIDES), name)
    face = face_of(tooth, key)
    if face is not None:
        return face
    raise SurfaceError("SURFACE_NOT_THERE" if key.upper() in _ALL else "SURFACE_UNKNOWN", tooth, name)


def _in_order(tooth: str, faces: Iterable[Face]) -> str:
    found = frozenset(faces)
    return "".join(letter(tooth, face) for face in Face if face in found)


_ALL: Final = frozenset("MOIDBVLP")


class _Reader:
    """Puts tokens together: two figures are a tooth, the letters behind it are its surfaces."""

    def __init__(self) -> None:
        self._pending = ""
        self._places: list[str] = []
        self._surfaces: list[str] = []
        self._problem: ToothError | None = None

    def figure(self, figure: str) -> None:
        self._pending += figure
        if len(self._pending) == _TOOTH_FIGURES:
            place, self._pending = self._pending, ""
            self._add(place)

    def place(self, word: str) -> None:
        self._drop_pending()
        self._add(word)

    def surface(self, name: str) -> None:
        self._drop_pending()
        place = self._places[-1] if self._places else ""
        if place not in TEETH:
            self._fault(SurfaceError("SURFACE_WITHOUT_TOOTH", place, name))
            return
        try:
            self._surfaces[-1] = written(place, (*self._surfaces[-1], name))
        except SurfaceError as error:
            self._fault(error)

    def reading(self) -> Reading:
        self._drop_pending()
        pairs = zip(self._places, self._surfaces, strict=True)
        return Reading(tuple(Placed(place, surfaces) for place, surfaces in pairs), self._problem)

    def _add(self, place: str) -> None:
        if place not in TEETH and not is_region(place):
            self._fault(ToothError("TOOTH_UNKNOWN", (place,)))
        elif place in self._places:
            self._fault(ToothError("TOOTH_TWICE", (place,)))
        self._places.append(place)
        self._surfaces.append("")

    def _drop_pending(self) -> None:
        if self._pending:
            place, self._pending = self._pending, ""
            self._add(place)

    def _fault(self, error: ToothError) -> None:
        self._problem = self._problem or error
