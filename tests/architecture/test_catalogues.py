"""The committed catalogues fit the code: complete, sure, current, and with the same placeholders."""

from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from tests.architecture.tree import ROOT
from tools import catalogues

LANGUAGES = ["zh_CN", "en"]
Ids = str | tuple[str, ...]


def committed(language: str) -> Catalog:
    return catalogues.read(catalogues.po_path(language), language)


def a_catalogue(ids: Ids, translation: Ids) -> Catalog:
    return catalogues.renew([(ids, "page.py")], _with(ids, translation), "en")


def _with(ids: Ids, translation: Ids) -> Catalog:
    catalog = Catalog(locale="en")
    catalog.add(ids, translation)
    return catalog


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_holds_exactly_the_sentences_of_the_code(language: str) -> None:
    in_code = {ids for ids, _file in catalogues.collect(ROOT / "clinic_terminal")}
    in_catalogue = {message.id for message in catalogues.messages(committed(language))}
    assert (in_code - in_catalogue, in_catalogue - in_code) == (set(), set()), "run make locale"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated(language: str) -> None:
    assert catalogues.untranslated(committed(language)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_a_guess(language: str) -> None:
    assert [message.id for message in catalogues.messages(committed(language)) if message.fuzzy] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_fill_the_same_placeholders(language: str) -> None:
    assert catalogues.placeholder_slips(committed(language)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_current(language: str) -> None:
    compiled = catalogues.po_path(language).with_suffix(".mo").read_bytes()
    assert compiled == catalogues.mo_bytes(committed(language)), "run make locale"


@pytest.mark.parametrize(
    ("find", "ids", "translation"),
    [
        (catalogues.untranslated, "请签字", ""),
        (catalogues.untranslated, ("{n} 天", "{n} 天"), ("{n} day", "")),
        (catalogues.placeholder_slips, "还剩 {days} 天", "{day} days left"),
        (catalogues.placeholder_slips, "还剩 {days} 天", "some days left"),
        (catalogues.placeholder_slips, ("{n} 天", "{n} 天"), ("{n} day", "{m} days")),
    ],
)
def test_a_planted_slip_is_found(find: Callable[[Catalog], list[str]], ids: Ids, translation: Ids) -> None:
    assert find(a_catalogue(ids, translation)) != []


def test_a_renewed_catalogue_keeps_translations_and_drops_what_left_the_code() -> None:
    old = _with("请签字", "Please sign")
    old.add("旧句子", "An old sentence")
    new = catalogues.renew([("请签字", "page.py"), ("新句子", "page.py")], old, "en")
    assert {message.id: message.string for message in catalogues.messages(new)} == {
        "请签字": "Please sign",
        "新句子": "",
    }


def test_a_catalogue_that_did_not_change_is_written_alike(tmp_path: Path) -> None:
    first = catalogues.po_bytes(a_catalogue("请签字", "Please sign"))
    file = tmp_path / "clinic_terminal.po"
    file.write_bytes(first)
    again = catalogues.renew([("请签字", "page.py")], catalogues.read(file, "en"), "en")
    assert catalogues.po_bytes(again) == first
