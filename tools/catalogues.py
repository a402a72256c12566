"""Collect the sentences of the code into the catalogues and compile them: `make locale`.

One round does everything: extract from clinic_terminal/, carry the existing translations over, write the .po
files, compile the .mo files, and list what still has no English. The files hold no dates and no line numbers,
so that they change only when a sentence does.
"""

import io
import string
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "resources" / "locale"
DOMAIN = "clinic_terminal"
SOURCE, TARGET = "zh_CN", "en"
KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "N_": None, "_n": (1, 2)}
HEADER = "# Sentences of the clinic terminal. Collected by `make locale`; write translations here by hand."
# gettext's header wants dates; a fixed one keeps the files from changing by themselves.
NO_DATE = datetime(2020, 1, 1, tzinfo=UTC)

Sentence = tuple[str | tuple[str, ...], str]
"""A message id (two for a sentence that depends on a number) and the file it first stands in."""


def collect(package: Path) -> list[Sentence]:
    """Return the sentences of a package in the order of their files, each once."""
    first: dict[str | tuple[str, ...], str] = {}
    rows = extract_from_dir(str(package), [("**.py", "python")], keywords=KEYWORDS)
    for name, _line, msgid, _comments, _context in rows:
        ids = msgid if isinstance(msgid, str) else tuple(msgid)
        file = f"{package.name}/{Path(name).as_posix()}"
        first[ids] = min(file, first.get(ids, file))
    return sorted(((ids, file) for ids, file in first.items()), key=lambda row: (row[1], _forms(row[0])))


def read(po_file: Path, language: str) -> Catalog:
    """Read a catalogue; one that does not exist yet is empty."""
    if not po_file.exists():
        return Catalog(locale=language)
    with po_file.open("rb") as stream:
        return read_po(stream, locale=language, domain=DOMAIN)


def renew(sentences: list[Sentence], old: Catalog, language: str) -> Catalog:
    """Return the catalogue of exactly these sentences, with the translations that exist already.

    The source language translates each sentence into itself unless somebody worded it anew by hand.
    """
    new = Catalog(
        locale=language,
        domain=DOMAIN,
        header_comment=HEADER,
        project="clinic-terminal",
        version="1",
        creation_date=NO_DATE,
        revision_date=NO_DATE,
        last_translator="The clinic terminal's authors",
        language_team=language,
        msgid_bugs_address="see CONTRIBUTING.md",
        fuzzy=False,
    )
    for ids, file in sentences:
        known = old.get(ids)
        translation = known.string if known is not None and not known.fuzzy else None
        if language == SOURCE and not any(_forms(translation)):
            translation = ids if isinstance(ids, str) else ids[: new.num_plurals]
        new.add(ids, translation or "", locations=[(file, 0)])
    return new


def po_bytes(catalog: Catalog) -> bytes:
    """Return the catalogue as a .po file."""
    stream = io.BytesIO()
    write_po(stream, catalog, width=0, include_lineno=False, ignore_obsolete=True)
    return stream.getvalue()


def mo_bytes(catalog: Catalog) -> bytes:
    """Return the catalogue as a .mo file."""
    stream = io.BytesIO()
    write_mo(stream, catalog)
    return stream.getvalue()


def messages(catalog: Catalog) -> Iterator[Message]:
    """Go through the sentences of a catalogue without its header."""
    return (message for message in catalog if message.id)


def untranslated(catalog: Catalog) -> list[str]:
    """Return the sentences that have no translation, or not for every number."""
    return [str(message.id) for message in messages(catalog) if not all(_forms(message.string))]


def placeholder_slips(catalog: Catalog) -> list[str]:
    """Return the sentences whose translation does not fill exactly the same `{names}`."""
    return [
        str(message.id)
        for message in messages(catalog)
        if any(_names(text) != _names(_forms(message.id)[0]) for text in _forms(message.string) if text)
    ]


def _forms(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """Return the one text, or the texts for the numbers; nothing counts as one empty text."""
    return (text or "",) if text is None or isinstance(text, str) else tuple(text)


def _names(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def po_path(language: str) -> Path:
    """Return where a language's .po file lies."""
    return LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def main() -> int:
    """Write all catalogues; return 1 where a translation is missing or fills other names."""
    sentences = collect(ROOT / "clinic_terminal")
    slips: list[str] = []
    for language in (SOURCE, TARGET):
        po_file = po_path(language)
        catalog = renew(sentences, read(po_file, language), language)
        po_file.parent.mkdir(parents=True, exist_ok=True)
        po_file.write_bytes(po_bytes(catalog))
        po_file.with_suffix(".mo").write_bytes(mo_bytes(catalog))
        slips += [f"{language}: no translation yet: {sentence}" for sentence in untranslated(catalog)]
        slips += [f"{language}: other {{names}} than the original: {s}" for s in placeholder_slips(catalog)]
    print(f"{len(sentences)} sentences in {SOURCE} and {TARGET}")
    print("\n".join(slips), file=sys.stderr)
    return 1 if slips else 0


if __name__ == "__main__":
    sys.exit(main())
