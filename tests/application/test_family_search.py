"""Families are found by their names and initials, above the items, and never picked by chance."""

from dataclasses import replace

import pytest

from clinic_terminal.application.item_search import Finder
from clinic_terminal.bootstrap.catalogues import load_catalogue
from clinic_terminal.domain.habits import Habits
from clinic_terminal.domain.item_families import Family
from tests.build import CATALOGUE

FINDER = Finder(load_catalogue())
EXTRACTION, FILLING, ROOT_CANAL, CROWN = Family


def families(query: str) -> list[Family]:
    return [one.family for one in FINDER.find(query, Habits()).families]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("by", [EXTRACTION, FILLING]),
        ("bay", [EXTRACTION]),
        ("拔", [EXTRACTION]),
        ("ct", [FILLING]),
        ("szby", [FILLING]),
        ("ggzl", [ROOT_CANAL]),
        ("genguan", [ROOT_CANAL]),
        ("root canal", [ROOT_CANAL]),
        ("ycg", [CROWN]),
        ("Extraction", [EXTRACTION]),
        ("b", []),
        ("", []),
        ("guan", []),
        ("BS01", []),
        ("乳牙氧化锆预成冠", []),
    ],
)
def test_a_family_is_found_by_what_its_name_begins_with(query: str, found: list[Family]) -> None:
    assert families(query) == found


@pytest.mark.parametrize(
    ("query", "sure"),
    [("by", False), ("ggzl", False), ("根管", False), ("拔牙", True), ("根管治疗", True), ("BS01", True)],
)
def test_only_its_full_name_makes_sure_of_a_family(query: str, sure: bool) -> None:
    assert FINDER.find(query, Habits()).sure is sure


def test_letters_that_find_a_family_and_an_item_are_not_sure_of_either() -> None:
    catalogue = load_catalogue()
    two = {code: catalogue.items[code] for code in ("BS23", "BS24")}
    found = Finder(replace(catalogue, items=two)).find("ycg", Habits())
    assert ([one.family for one in found.families], [item.code for item in found.items]) == (
        [CROWN],
        ["BS23"],
    )
    assert not found.sure


def test_a_family_of_which_one_item_is_offered_is_that_item() -> None:
    assert Finder(CATALOGUE).find("ct", Habits()).families == ()
