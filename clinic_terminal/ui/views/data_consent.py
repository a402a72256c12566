"""What a family is asked about the child's data: the present version's text, in the reader's language."""

import tomllib
from functools import cache
from typing import Any

from clinic_terminal.application.data_consent import TEXT_VERSION
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.settings import resource
from clinic_terminal.ui.views.bill_words import is_english


def consent_text(words: Translate, version: str = TEXT_VERSION) -> str:
    """Return the sentences that are read to the family. Raises KeyError for a version that never was."""
    entry = _texts()[version]["ask"]
    return str(entry["en" if is_english(words) else "zh"])


def responsible_text(words: Translate, name: str) -> str:
    """Return whom a family can turn to about the child's data; it is no part of the versioned text."""
    if not name:
        return ""
    return words(N_("孩子的资料有问题，可以找本诊所的儿童个人信息负责人：{name}。")).format(name=name)


@cache
def _texts() -> dict[str, Any]:
    return tomllib.loads(resource("texts", "data_consent.toml").read_text(encoding="utf-8"))
