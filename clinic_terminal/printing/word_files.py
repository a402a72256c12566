"""Small files of words in Chinese and English that ship with the program."""

import tomllib
from collections.abc import Mapping
from functools import cache

from clinic_terminal.printing.texts import Words
from clinic_terminal.settings import resource


@cache
def words_of(name: str) -> Mapping[str, Words]:
    """Return the words of ``resources/texts/<name>.toml`` by key; raises KeyError where a language lacks."""
    table = tomllib.loads(resource("texts", f"{name}.toml").read_text(encoding="utf-8"))
    return {key: Words(entry["zh"], entry["en"]) for key, entry in table.items()}
