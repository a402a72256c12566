"""Join the user guide into one HTML file a language: `make guide`.

    .venv/bin/python -m tools.guide [--check]

writes docs/guide/zh.html and en.html from resources/guide, the keyboard sheet from the program's own keys and
the colours from the program's own tokens. ``--check`` writes nothing and says whether the files are as they
would be written.
"""

import os
import re
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Final

# The keys are Qt's; no window is opened here.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from clinic_terminal.settings import Language
from clinic_terminal.ui.guide_text import Chapter, chapters, contents, folder_of, words_of
from clinic_terminal.ui.tokens import Mode, load_tokens

ROOT: Final = Path(__file__).resolve().parent.parent
GUIDE: Final = ROOT / "docs" / "guide"
PICTURES: Final = ROOT / "docs" / "screenshots"
STYLE: Final = ROOT / "resources" / "guide" / "web.css"
_VARIABLE: Final = re.compile(r"var\(--([a-z0-9-]+)\)")
_DONE_BY_PROGRAM: Final = re.compile(r'<p class="do">.*?</p>\n')
_TAGS: Final = {Language.ZH: "zh-CN", Language.EN: "en"}


def file_of(language: Language) -> Path:
    """Return where a language's guide lies."""
    return GUIDE / f"{folder_of(language)}.html"


def page(language: Language) -> str:
    """Return a language's guide as one HTML page; pictures stay files beside it."""
    words = words_of(language)
    other = Language.EN if language is Language.ZH else Language.ZH
    body = "\n".join(f"<section>\n{_chapter(language, one)}</section>" for one in chapters(language))
    return (
        f'<!DOCTYPE html>\n<html lang="{_TAGS[language]}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{words['title']}</title>\n<style>\n{_style()}</style>\n</head>\n<body>\n"
        f'<nav id="contents" aria-label="{words["contents"]}">\n'
        f'<p class="book">{words["title"]} <a href="{folder_of(other)}.html">{words["other"]}</a></p>\n'
        f"{contents(language)}\n</nav>\n<main>\n<header><h1>{words['title']}</h1>\n"
        f"<p>{words['subtitle']}</p>\n<p>{words['made']}</p></header>\n{body}\n</main>\n</body>\n</html>\n"
    )


def missing_pictures(language: Language) -> list[str]:
    """Return the pictures that the guide shows and the documentation does not have."""
    return [str(file) for file in _pictures(language) if not file.is_file()]


def stale() -> list[str]:
    """Return the guides that are not as they would be written now."""
    return [str(file) for language in Language if not _is_fresh(file := file_of(language), page(language))]


def _is_fresh(file: Path, wanted: str) -> bool:
    return file.is_file() and file.read_text(encoding="utf-8") == wanted


def _pictures(language: Language) -> Iterator[Path]:
    for one in chapters(language):
        for name in one.figures:
            yield PICTURES / folder_of(language) / name


def _chapter(language: Language, one: Chapter) -> str:
    """Return a chapter with its pictures, without what only the program itself can do."""
    html = one.with_figures(lambda name, alt: _figure(language, name, alt))
    return _DONE_BY_PROGRAM.sub("", html)


def _figure(language: Language, name: str, alt: str) -> str:
    source = f"../screenshots/{folder_of(language)}/{name}"
    return (
        f'<figure><img src="{source}" alt="{escape(alt)}" loading="lazy">'
        f"<figcaption>{escape(alt)}</figcaption></figure>\n"
    )


def _style() -> str:
    rules = STYLE.read_text(encoding="utf-8").partition("*/")[2].strip() + "\n"
    names = sorted(set(_VARIABLE.findall(rules)))
    dark = f"@media (prefers-color-scheme: dark) {{\n{_colours(names, 'dark')}}}\n"
    return _colours(names, "light") + dark + rules


def _colours(names: list[str], mode: Mode) -> str:
    told = "".join(f" --{name}: {load_tokens().colour(name, mode)};" for name in names)
    return f":root {{{told} }}\n"


def main(arguments: list[str]) -> int:
    """Write both guides, or only look at them; return 1 where something is missing or stale."""
    missing = [name for language in Language for name in missing_pictures(language)]
    for name in missing:
        print(f"There is no picture {name}; make screenshots takes it.", file=sys.stderr)
    if "--check" in arguments:
        old = stale()
        for name in old:
            print(f"{name} is not as it would be written now; make guide writes it.", file=sys.stderr)
        return 1 if missing or old else 0
    GUIDE.mkdir(parents=True, exist_ok=True)
    for language in Language:
        file_of(language).write_text(page(language), encoding="utf-8")
        print(f"{file_of(language)}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
