"""What a scanner meant by the keys it typed: without its marks, and whatever caps lock made of them."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

_CARD_START: Final = re.compile(r"DB[0-9]+:.{24,}", re.DOTALL)
_LAST_ASCII: Final = "~"


@dataclass(frozen=True, slots=True)
class Marks:
    """What a scanner was told to type before and after each code; either may be empty.

    A suffix that ends in a tab says that the scanner presses Tab where others press Enter.
    """

    prefix: str = ""
    suffix: str = ""

    @property
    def ends_with_tab(self) -> bool:
        """Whether Tab is this scanner's Enter."""
        return self.suffix.endswith("\t")

    def on(self, text: str) -> bool:
        """Tell whether the text carries every mark that was set, so that it needs no Enter."""
        suffix = self.suffix.rstrip("\t")
        marked = bool(self.prefix or suffix)
        return marked and text.startswith(self.prefix) and text.endswith(suffix)

    def off(self, text: str) -> str:
        """Return the text without the marks; one that is not there is not missed."""
        return text.removeprefix(self.prefix).removesuffix(self.suffix.rstrip("\t"))


NO_MARKS: Final = Marks()


@dataclass(frozen=True, slots=True)
class Typed:
    """One key's character and whether Shift was held with it."""

    text: str
    shift: bool = False

    @property
    def shows_caps_lock(self) -> bool:
        """Whether only caps lock explains the character: Shift makes small letters then."""
        return self.shift and self.text.isalpha() and self.text.islower()


def scanned_text(keys: list[Typed], marks: Marks) -> str:
    """Return what was scanned."""
    text = "".join(key.text for key in keys)
    if any(key.shows_caps_lock for key in keys):
        text = text.swapcase()
    return marks.off(text)


def is_card_text(text: str) -> bool:
    """Tell whether a text can only be an e-card's, so that it needs no Enter; nobody types that."""
    return _CARD_START.match(text.upper()) is not None


def plain(text: str) -> str | None:
    """Return what an input method committed as the keys it stands for; None: it is no key's text.

    Chinese input methods turn a scanner's colon, plus and full stop into their wide forms.
    """
    narrow = unicodedata.normalize("NFKC", text).replace("。", ".").replace("、", "/")
    narrow = narrow.replace("￥", "$").replace("¥", "$")
    return narrow if narrow and all(" " <= sign <= _LAST_ASCII for sign in narrow) else None
