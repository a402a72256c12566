"""The user guide: its chapters in their order, read from small pieces of HTML, one a chapter and a language.

A chapter begins with ``<h2 id="name">``; further places in it are ``<h3 id="name-more">``. Keys are written
``@NAME``, a name of `Key`, and what stands on a button ``[[中文]]``, its message id: so the guide has the
keys and the words that the program has, in both languages. A picture is
``<p class="figure"><img src="file.png" alt="words"></p>``; only the guide in the browser shows it.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Final

from clinic_terminal.i18n import Translate, translator
from clinic_terminal.settings import Language, resource
from clinic_terminal.ui import entries
from clinic_terminal.ui.command_line import NAME, program_name
from clinic_terminal.ui.entries import Entry
from clinic_terminal.ui.keys import EVERYWHERE, RESERVED, Key

FIRST: Final = "begin"
KEYS: Final = "keys"
"""The chapter that is made of `Key`, never by hand."""

OUTAGE_CARD: Final = "do:outage-card"
"""The link in the program's own guide that writes the outage card; a browser is not shown it."""

PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "start": (FIRST, "sign-in", "outage"),
    "roles": ("receptionist", "dentist", "cashier", "manager"),
    "visit": ("today", "check-in", "treatment", "quotes", "settle", "guardian", "payment"),
    "after": ("done", "invoices", "voiding", "print", "history", "queue", "follow-ups", "day-end"),
    "clinic": ("network", "tariff", "settings", "people", "first-start", "doctor", "backups"),
    "sheet": (KEYS,),
}
"""The chapters by part; a chapter about a page has that page's name."""

CHAPTERS: Final = tuple(name for names in PARTS.values() for name in names)

_KEY: Final = re.compile(r"@([A-Z][A-Z_]*)")
_WORD: Final = re.compile(r"\[\[(.+?)\]\]")
_HEADING: Final = re.compile(r'<h2 id="([a-z-]+)">(.*?)</h2>')
_CAP: Final = re.compile(r"<kbd>.*?</kbd>")
_COMMAND: Final = f"<code>{NAME} "
"""How a command is written in the guide; the program's own names it as it is called on this computer."""

_ANCHOR: Final = re.compile(r'\bid="([a-z-]+)"')
_FIGURE: Final = re.compile(r'<p class="figure"><img src="([a-z-]+\.png)" alt="([^"]*)"></p>\n?')
_FOR_TEXT_ENGINE: Final[Mapping[str, str]] = {
    "<kbd>": '<span class="key">&nbsp;',
    "</kbd>": "&nbsp;</span>",
    "<code>": '<span class="code">',
    "</code>": "</span>",
    "<table ": '<table width="100%" cellspacing="0" cellpadding="4" ',
    "<tr><td>": '<tr><td width="42%">',
}
"""The text engine would set keys and commands in another type; it takes tables' measures as attributes."""

_FOLDERS: Final[Mapping[Language, str]] = {Language.ZH: "zh", Language.EN: "en"}


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter in one language; ``html`` has its heading and its keys, and its pictures still as written."""

    name: str
    title: str
    html: str

    @property
    def anchors(self) -> tuple[str, ...]:
        """The places in it, its own first."""
        return tuple(_ANCHOR.findall(self.html))

    @property
    def figures(self) -> tuple[str, ...]:
        """The file names of its pictures."""
        return tuple(name for name, _alt in _FIGURE.findall(self.html))

    def with_figures(self, drawn: Callable[[str, str], str]) -> str:
        """Return its HTML with each picture as ``drawn`` makes it of a file name and words."""
        return _FIGURE.sub(lambda match: drawn(match[1], match[2]), self.html)


def folder_of(language: Language) -> str:
    """Return the name of a language's folder."""
    return _FOLDERS[language]


@cache
def words_of(language: Language) -> Mapping[str, str]:
    """Return the words around the chapters: title, contents, the names of the parts."""
    table = tomllib.loads(resource("guide", "book.toml").read_text(encoding="utf-8"))
    return {key: entry[folder_of(language)] for key, entry in table.items()}


@cache
def chapter(name: str, language: Language) -> Chapter:
    """Return a chapter. Raises KeyError where it names a key that is none, ValueError without a heading."""
    if name == KEYS:
        html = _keyboard(language)
    else:
        file = resource("guide", folder_of(language), f"{name}.html")
        html = _filled(file.read_text(encoding="utf-8"), translator(language))
    heading = _HEADING.match(html)
    if heading is None or heading[1] != name:
        raise ValueError(name)
    return Chapter(name, heading[2], html)


def _filled(html: str, tr: Translate) -> str:
    """Put the program's own words and keys in."""
    worded = _WORD.sub(lambda match: f"<b>{escape(tr(match[1]))}</b>", html)
    return _KEY.sub(lambda match: Key[match[1]].cap, worded)


def chapters(language: Language) -> tuple[Chapter, ...]:
    """Return all chapters in order."""
    return tuple(chapter(name, language) for name in CHAPTERS)


def contents(language: Language) -> str:
    """Return the table of contents: the parts, each with links to its chapters."""
    words = words_of(language)
    parts = []
    for part, names in PARTS.items():
        links = "".join(f'<li><a href="#{name}">{chapter(name, language).title}</a></li>' for name in names)
        parts.append(f"<h3>{words[part]}</h3>\n<ul>{links}</ul>")
    return "\n".join(parts)


@cache
def panel_html(language: Language) -> str:
    """Return the guide as the program itself shows it, without pictures of itself."""
    words = words_of(language)
    head = f'<h2 id="contents">{words["contents"]}</h2>\n{contents(language)}'
    html = "\n".join([head, *(one.with_figures(lambda _name, _alt: "") for one in chapters(language))])
    html = _CAP.sub(lambda match: match[0].replace(" ", "&nbsp;"), html)
    html = html.replace(_COMMAND, f"<code>{escape(program_name(), quote=False)} ")
    for written, set_so in _FOR_TEXT_ENGINE.items():
        html = html.replace(written, set_so)
    return html


def place_of(topic: str) -> str:
    """Return where in the guide a topic of the program stands; one without a chapter is at the beginning."""
    return topic if topic in CHAPTERS else FIRST


def _keyboard(language: Language) -> str:
    """Return the keyboard sheet: the keys that work everywhere, then those of each page."""
    words, tr = words_of(language), translator(language)
    pages = {one.name: tr(one.word) for one in vars(entries).values() if isinstance(one, Entry)}
    blocks = [
        f'<h2 id="{KEYS}">{words["keys"]}</h2>\n<p>{words["keys-hint"]}</p>',
        _key_table(
            EVERYWHERE, words["everywhere"], tr, ((words["enter"], "Enter"), (words["escape"], "Esc"))
        ),
    ]
    blocks += [_key_table(name, word, tr) for name, word in pages.items() if _keys_on(name)]
    return "\n".join(blocks) + "\n"


def _keys_on(page: str) -> list[Key]:
    return [key for key in Key if key.value.page == page and key not in RESERVED]


def _key_table(page: str, title: str, tr: Translate, more: tuple[tuple[str, str], ...] = ()) -> str:
    told = (*more, *((tr(key.value.word), key.cap) for key in _keys_on(page)))
    rows = "".join(f"<tr><td><kbd>{escape(cap)}</kbd></td><td>{escape(word)}</td></tr>" for word, cap in told)
    return f'<h3 id="{KEYS}-{page}">{escape(title)}</h3>\n<table class="keys">{rows}</table>'
