"""The catalogue's editions that ship with the program: today's, and earlier ones for visits still open."""

from pathlib import Path

from clinic_terminal.contract.catalogue_file import read_catalogue
from clinic_terminal.domain.catalogue import Catalogue
from clinic_terminal.settings import resource


def load_catalogue() -> Catalogue:
    """Return the newest edition; raises CatalogueFileError."""
    return edition_in(resource("catalogue"))


def load_earlier() -> tuple[Catalogue, ...]:
    """Return the earlier editions, the oldest first; raises CatalogueFileError."""
    return earlier_in(resource("catalogue"))


def edition_in(folder: Path) -> Catalogue:
    """Return the edition whose two files lie in ``folder``; raises CatalogueFileError."""
    return read_catalogue(
        (folder / "catalogue.csv").read_text(encoding="utf-8"),
        (folder / "packages.toml").read_text(encoding="utf-8"),
    )


def earlier_in(folder: Path) -> tuple[Catalogue, ...]:
    """Return the editions that lie in folders of their own inside ``folder``, by their first day."""
    found = [edition_in(file.parent) for file in folder.glob("*/catalogue.csv")]
    return tuple(sorted(found, key=lambda edition: edition.since))
