"""The paper's colours and stylesheet, from the same tokens that the screens use, in their light mode."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache

from clinic_terminal.settings import resource

_SIZE = re.compile(r"font-size: ([0-9.]+)pt")
_MENTION = re.compile(r"@([a-z][a-z0-9-]*)")


@cache
def paper_colours() -> Mapping[str, str]:
    """Return the light colours by token name, each #RRGGBB."""
    tokens = tomllib.loads(resource("tokens.toml").read_text(encoding="utf-8"))
    return {name: colour["light"] for name, colour in tokens["colours"].items()}


@cache
def stylesheet(*names: str, scale: float = 1.0, least: float = 0.0) -> str:
    """Return the named stylesheets below each other, their colours in place.

    All type becomes smaller by ``scale``, but none smaller than ``least`` points that was not so before.
    Raises KeyError for an unknown token.
    """
    texts = (resource("paper", f"{name}.css").read_text(encoding="utf-8") for name in names)
    rules = "\n".join(text.partition("*/")[2].strip() for text in texts)
    coloured = _MENTION.sub(lambda match: paper_colours()[match[1]], rules)
    return coloured if scale == 1.0 else _SIZE.sub(lambda match: _smaller(match[1], scale, least), coloured)


def _smaller(points: str, scale: float, least: float) -> str:
    size = float(points)
    return f"font-size: {round(max(size * scale, min(size, least)), 2):g}pt"
