"""The design tokens as values: read from one file, checked, and put into stylesheets strictly."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from clinic_terminal.settings import resource

Mode = Literal["light", "dark"]

_HEX = re.compile(r"#[0-9A-F]{6}")
_MENTION = re.compile(r"@([A-Za-z][A-Za-z0-9-]*)")


class UnknownTokenError(KeyError):
    """A stylesheet or a widget names a token that does not exist."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no design token {name!r} in tokens.toml.")


class BadColourError(ValueError):
    """A colour in the token file is not written #RRGGBB."""

    def __init__(self, name: str, value: str) -> None:
        super().__init__(f"The token {name!r} has the value {value!r}, which is not #RRGGBB.")


@dataclass(frozen=True, slots=True)
class Colour:
    """A named colour with its purpose and its two values, each #RRGGBB."""

    name: str
    purpose: str
    light: str
    dark: str

    def value(self, mode: Mode) -> str:
        """Return the value of a mode."""
        return self.light if mode == "light" else self.dark


@dataclass(frozen=True, slots=True)
class Size:
    """A named length with its purpose, in device-independent pixels."""

    name: str
    purpose: str
    px: float


@dataclass(frozen=True, slots=True)
class Pair:
    """A colour that is drawn on others, and the least contrast (WCAG ratio) it needs there."""

    front: str
    on: tuple[str, ...]
    least: float


@dataclass(frozen=True, slots=True)
class Tokens:
    """Everything the token file declares."""

    colours: Mapping[str, Colour]
    sizes: Mapping[str, Size]
    pairs: tuple[Pair, ...]

    def colour(self, name: str, mode: Mode) -> str:
        """Return a colour as #RRGGBB. Raises UnknownTokenError."""
        if name not in self.colours:
            raise UnknownTokenError(name)
        return self.colours[name].value(mode)

    def px(self, name: str) -> float:
        """Return a length in pixels. Raises UnknownTokenError."""
        if name not in self.sizes:
            raise UnknownTokenError(name)
        return self.sizes[name].px


def read_tokens(text: str) -> Tokens:
    """Return the tokens of a TOML text. Raises BadColourError, and KeyError where a field is missing."""
    raw = tomllib.loads(text)
    colours = {
        name: Colour(name, field["purpose"], _hex(name, field["light"]), _hex(name, field["dark"]))
        for name, field in raw["colours"].items()
    }
    sizes = {name: Size(name, field["purpose"], float(field["px"])) for name, field in raw["sizes"].items()}
    pairs = tuple(Pair(pair["front"], tuple(pair["on"]), float(pair["least"])) for pair in raw["pairs"])
    return Tokens(colours, sizes, pairs)


@cache
def load_tokens(file: Path | None = None) -> Tokens:
    """Return the tokens of a file, by default of the one that ships with the program."""
    return read_tokens((file or resource("tokens.toml")).read_text(encoding="utf-8"))


def substitute(qss: str, tokens: Tokens, mode: Mode, points_per_px: float) -> str:
    """Put the tokens into a stylesheet: colours as #RRGGBB, lengths as px, type sizes as pt.

    Type sizes become points because Qt rounds font pixels to whole ones, and 12.5 is meant.
    Raises UnknownTokenError, since Qt itself says nothing about a name that was left over.
    """

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name in tokens.colours:
            return tokens.colours[name].value(mode)
        px = tokens.px(name)
        if name.startswith(("text-", "money-")):
            return f"{px * points_per_px:g}pt"
        return f"{px:g}px"

    return _MENTION.sub(value, qss)


def _hex(name: str, value: str) -> str:
    if not _HEX.fullmatch(value):
        raise BadColourError(name, value)
    return value
