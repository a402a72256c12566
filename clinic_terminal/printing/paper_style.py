"""The paper's colours and stylesheet, from the same tokens that the screens use, in their light mode."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache

from clinic_terminal.settings import resource

_MENTION = re.compile(r"@([a-z][a-z0-9-]*)")


@cache
def paper_colours() -> Mapping[str, str]:
    """Return the light colours by token name, each #RRGGBB."""
    tokens = tomllib.loads(resource("tokens.toml").read_text(encoding="utf-8"))
    return {name: colour["light"] for name, colour in tokens["colours"].items()}


@cache
def stylesheet(*more: str) -> str:
    """Return the papers' stylesheet with its colours in place, and what ``more`` sheets add to it.

    Raises KeyError for an unknown token.
    """
    texts = (resource("paper", f"{name}.css").read_text(encoding="utf-8") for name in ("bill", *more))
    rules = "\n".join(text.partition("*/")[2].strip() for text in texts)
    return _MENTION.sub(lambda match: paper_colours()[match[1]], rules)
