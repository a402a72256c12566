"""The guide's text: a chapter a page, alike in both languages, only keys and words that exist."""

import re

import pytest

from clinic_terminal.settings import Language, resource
from clinic_terminal.ui import entries, guide_text
from clinic_terminal.ui.entries import Entry
from clinic_terminal.ui.guide_text import CHAPTERS, KEYS, chapter, chapters, contents, panel_html, place_of
from clinic_terminal.ui.keys import RESERVED, Key
from tests.architecture.tree import ROOT
from tools import guide
from tools.catalogues import collect

ENTRIES = [one for one in vars(entries).values() if isinstance(one, Entry)]
WRITTEN = [(language, name) for language in Language for name in CHAPTERS if name != KEYS]
BARE_KEY = re.compile(r"\b(?:Ctrl|Alt|Shift)\b|\bF[1-9][0-2]?\b")


def source(language: Language, name: str) -> str:
    folder = guide_text.folder_of(language)
    return resource("guide", folder, f"{name}.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_every_page_has_a_chapter(entry: Entry) -> None:
    assert place_of(entry.name) == entry.name


def test_a_topic_without_a_chapter_is_at_the_beginning() -> None:
    assert place_of("no-such-page") == guide_text.FIRST


@pytest.mark.parametrize("name", CHAPTERS)
def test_both_languages_have_the_same_places_and_pictures(name: str) -> None:
    chinese, english = (chapter(name, language) for language in Language)
    assert chinese.anchors == english.anchors
    assert chinese.figures == english.figures
    assert chinese.title != english.title


@pytest.mark.parametrize("language", Language)
def test_there_is_no_chapter_that_is_not_shown(language: Language) -> None:
    folder = resource("guide", guide_text.folder_of(language))
    assert {file.stem for file in folder.iterdir()} == {*CHAPTERS} - {KEYS}


@pytest.mark.parametrize("language", Language)
def test_every_link_leads_somewhere_and_no_place_is_there_twice(language: Language) -> None:
    html = panel_html(language)
    places = re.findall(r'\bid="([a-z-]+)"', html)
    assert len(places) == len(set(places))
    assert set(re.findall(r'href="#([a-z-]+)"', html)) <= set(places)


@pytest.mark.parametrize("language", Language)
def test_the_contents_name_every_chapter(language: Language) -> None:
    assert re.findall(r'href="#([a-z-]+)"', contents(language)) == [*CHAPTERS]


@pytest.mark.parametrize(("language", "name"), WRITTEN)
def test_keys_are_never_written_by_hand(language: Language, name: str) -> None:
    assert BARE_KEY.findall(source(language, name)) == []


def test_a_key_changes_in_the_guide_as_in_the_program() -> None:
    assert f"<kbd>{Key.SCAN.cap}</kbd>" in chapter("receptionist", Language.ZH).html
    assert "@" not in "".join(one.html for language in Language for one in chapters(language))


def test_what_is_said_to_stand_on_a_button_stands_in_the_program() -> None:
    known = {ids for ids, _file in collect(ROOT / "clinic_terminal") if isinstance(ids, str)}
    said = {
        word for language, name in WRITTEN for word in re.findall(r"\[\[(.+?)\]\]", source(language, name))
    }
    assert len(said) > 40
    assert said - known == set()


@pytest.mark.parametrize("name", [name for name in CHAPTERS if name != KEYS])
def test_both_languages_name_the_same_keys_and_buttons(name: str) -> None:
    chinese, english = (re.findall(r"@[A-Z_]+|\[\[.+?\]\]", source(one, name)) for one in Language)
    assert sorted(chinese) == sorted(english)


@pytest.mark.parametrize("language", Language)
def test_the_keyboard_sheet_has_every_key_that_does_something(language: Language) -> None:
    html = chapter(KEYS, language).html
    assert html.count("<tr>") == len(Key) - len(RESERVED) + 2
    for key in Key:
        assert (f"<kbd>{key.cap}</kbd>" in html) or key in RESERVED


def test_a_reserved_key_does_nothing_and_every_other_does_something() -> None:
    code = "".join(
        file.read_text(encoding="utf-8")
        for file in (ROOT / "clinic_terminal").rglob("*.py")
        if file.name != "keys.py"
    )
    used = {key for key in Key if re.search(rf"\bKey\.{key.name}\b", code)}
    assert {*Key} - used == set(RESERVED)


def test_the_program_shows_no_pictures_of_itself() -> None:
    assert all("<img" not in panel_html(language) for language in Language)


@pytest.mark.parametrize("language", Language)
def test_every_picture_of_the_guide_is_there(language: Language) -> None:
    assert guide.missing_pictures(language) == []
    assert sum(len(one.figures) for one in chapters(language)) > 8


def test_the_committed_guide_is_fresh() -> None:
    assert guide.stale() == [], "make guide writes it anew"


@pytest.mark.parametrize("language", Language)
def test_the_page_is_whole_and_takes_the_programs_colours(language: Language) -> None:
    html = guide.page(language)
    assert html.count("<section>") == html.count("</section>") == len(CHAPTERS)
    assert "[[" not in html
    assert "--accent: #1F5BD8;" in html
    assert f'src="../screenshots/{guide_text.folder_of(language)}/today.png"' in html


def test_a_chapter_without_its_own_heading_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guide_text, "_filled", lambda _html, _tr: '<h2 id="other">其他</h2>')
    with pytest.raises(ValueError, match="today"):
        chapter.__wrapped__("today", Language.ZH)
