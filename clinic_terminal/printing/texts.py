"""The words of the papers, read from the text files that the screens read too."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal

from clinic_terminal.settings import resource

PaperLanguage = Literal["zh", "en", "both"]
"""The languages of a paper; ``both`` is Chinese with English behind or below it."""


@dataclass(frozen=True, slots=True)
class Words:
    """One text in Chinese and English; placeholders are ``{name}``."""

    zh: str
    en: str

    def filled(self, **values: str) -> "Words":
        """Return the text with its placeholders filled."""
        return Words(self.zh.format(**values), self.en.format(**values))

    def with_end(self, end: "Words") -> "Words":
        """Return the text with another behind it."""
        return Words(self.zh + end.zh, self.en + end.en)

    def each(self, language: PaperLanguage) -> tuple[str, ...]:
        """Return the text in the languages of the paper, Chinese first; equal texts once."""
        if language == "both" and self.zh != self.en:
            return (self.zh, self.en)
        return (self.en,) if language == "en" else (self.zh,)


@dataclass(frozen=True, slots=True)
class Texts:
    """Everything a bill can say. Keys with a dot name a group and its member: ``place.Q1``.

    ``plain_reasons`` are for reasons whose value (a rate, a brand) is not known; ``consents`` are the
    signed sentences by version and kind: ``consent/1.direct``.
    """

    bill: Mapping[str, Words]
    reasons: Mapping[str, Words]
    plain_reasons: Mapping[str, Words]
    consents: Mapping[str, Words]


@cache
def load_texts() -> Texts:
    """Return the texts that ship with the program. Raises KeyError where one lacks a language."""
    reasons = _table("reasons")
    return Texts(
        bill=_words(_table("bill")) | _words(_table("papers")),
        reasons=_words(reasons),
        plain_reasons={
            code: Words(entry.get("zh_plain", entry["zh"]), entry.get("en_plain", entry["en"]))
            for code, entry in reasons.items()
        },
        consents=_words(_table("consent")),
    )


@cache
def load_quote_texts() -> Texts:
    """Return the texts of a quote: those of the bill, some of them said as what they are, an estimate."""
    texts = load_texts()
    return replace(texts, bill={**texts.bill, **_words(_table("quote"))})


@cache
def load_check_texts() -> Mapping[str, Words]:
    """Return the sentences about a check of a paper, by code."""
    return _words(_table("verify"))


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(resource("texts", f"{name}.toml").read_text(encoding="utf-8"))


def _words(table: Mapping[str, Any], group: str = "") -> dict[str, Words]:
    found: dict[str, Words] = {}
    for key, entry in table.items():
        if "zh" in entry:
            found[group + key] = Words(entry["zh"], entry["en"])
        else:
            found |= _words(entry, f"{group}{key}.")
    return found
