"""What no font of the paper has: a readable substitute, so that a box never stands silently on a paper.

A picture (an emoji) becomes 〔表情〕, any other sign its number, 〔U+12000〕. Accents that follow their
letter are joined to it; what only changes the looks of an emoji goes with it.
"""

import logging
import unicodedata
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from clinic_terminal.printing.glyphs import covered_codes

_log = logging.getLogger(__name__)

PICTURE: Final = "〔表情〕"
_PICTURES: Final = frozenset({"So", "Sk"})
_CHANGERS: Final = frozenset("\ufe0e\ufe0f\u20e3")
_MOST_NUMBERS: Final = 8
"""Signs in a row that are told by number; more are counted."""


def uncovered(text: str) -> frozenset[str]:
    """Return the visible characters of ``text`` that no font of the program has."""
    covered = covered_codes()
    return frozenset(
        sign
        for sign in text
        if ord(sign) not in covered and sign.isprintable() and not sign.isspace() and not _is_selector(sign)
    )


def printable(text: str) -> str:
    """Return the text as the paper's fonts can show it, and log what was told otherwise, by number alone."""
    whole = unicodedata.normalize("NFC", text)
    missing = uncovered(whole)
    if not missing:
        return whole
    _log.warning("paper: no glyph for %s", " ".join(_number(sign) for sign in sorted(missing)))
    return "".join(_runs(whole, missing))


def _runs(text: str, missing: frozenset[str]) -> Iterator[str]:
    kept = (sign for sign in text if sign not in missing or sign not in _CHANGERS)
    for what, group in groupby(kept, lambda sign: _what(sign, missing)):
        signs = list(group)
        if what == "shown":
            yield "".join(signs)
        else:
            yield PICTURE if what == "picture" else _numbers(signs)


def _what(sign: str, missing: frozenset[str]) -> str:
    if sign not in missing:
        return "shown"
    return "picture" if unicodedata.category(sign) in _PICTURES else "other"


def _numbers(signs: list[str]) -> str:
    told = " ".join(_number(sign) for sign in signs[:_MOST_NUMBERS])
    more = f" +{len(signs) - _MOST_NUMBERS}" if len(signs) > _MOST_NUMBERS else ""
    return f"〔{told}{more}〕"


def _number(sign: str) -> str:
    return f"U+{ord(sign):04X}"


def _is_selector(sign: str) -> bool:
    """Tell whether a sign only chooses among the forms of the one before it."""
    return "\ufe00" <= sign <= "\ufe0d" or "\U000e0100" <= sign <= "\U000e01ef"
