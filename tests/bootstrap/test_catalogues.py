"""The catalogue's editions in their folders: today's, and those that visits of earlier days still need."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from clinic_terminal.bootstrap.catalogues import earlier_in, edition_in, load_catalogue, load_earlier
from clinic_terminal.contract.errors import CatalogueFileError
from clinic_terminal.settings import resource


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder like the one that ships, with two earlier editions in it."""
    for name, since in (("b", "2024-01-01"), ("a", "2024-07-01")):
        inner = tmp_path / name
        shutil.copytree(resource("catalogue"), inner)
        text = (inner / "packages.toml").read_text("utf-8")
        changed = text.replace("PRACTICE-2025", f"OLD-{name}").replace("2025-01-01", since)
        (inner / "packages.toml").write_text(changed, "utf-8")
    return tmp_path


def test_the_edition_that_ships_says_from_when_it_holds() -> None:
    assert (load_catalogue().edition, load_catalogue().since) == ("PRACTICE-2025", date(2025, 1, 1))
    assert all(edition.since < load_catalogue().since for edition in load_earlier())


def test_earlier_editions_are_ordered_by_their_first_day(folder: Path) -> None:
    assert [edition.edition for edition in earlier_in(folder)] == ["OLD-b", "OLD-a"]
    assert edition_in(folder / "a").since == date(2024, 7, 1)


def test_a_broken_earlier_edition_is_not_passed_over(folder: Path) -> None:
    (folder / "a" / "catalogue.csv").write_text("code\n", "utf-8")
    with pytest.raises(CatalogueFileError):
        earlier_in(folder)
