"""Sentences in Chinese and English, both at once if need be: the Chinese sentence is the message id.

In code, write the Chinese sentence inside `_( )` where `_` is what `translator` returned, or inside `N_( )`
where it is only named and translated later. Placeholders are `{name}` and are filled after translation:
`_("还剩 {days} 天").format(days=3)`; an f-string inside `_( )` could not be found in the catalogue.
`make locale` collects the sentences and compiles the catalogues.
"""

import gettext
from collections.abc import Callable
from functools import cache

from clinic_terminal.settings import Language, resource

DOMAIN = "clinic_terminal"

Translate = Callable[[str], str]
TranslateNumber = Callable[[str, str, int], str]


class UnknownLanguageError(ValueError):
    """There is no catalogue for the language."""

    def __init__(self, language: str) -> None:
        known = ", ".join(Language)
        super().__init__(f"There is no catalogue for the language {language!r}; known are: {known}.")


def N_(sentence: str) -> str:  # noqa: N802 - the name gettext's readers and tools know
    """Mark a sentence for the catalogues without translating it here."""
    return sentence


def translator(language: str) -> Translate:
    """Return the function from a Chinese sentence to a language's own. Raises UnknownLanguageError."""
    return _catalogue(language).gettext


def number_translator(language: str) -> TranslateNumber:
    """Return the like function for sentences that depend on a number.

    Call it `_n`: `_n("{count} 次就诊", "{count} 次就诊", count).format(count=count)`. Chinese needs one
    form, so both ids are alike; English has two in its catalogue. Raises UnknownLanguageError.
    """
    return _catalogue(language).ngettext


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    if language not in set(Language):
        raise UnknownLanguageError(language)
    return gettext.translation(DOMAIN, localedir=resource("locale"), languages=[language])
