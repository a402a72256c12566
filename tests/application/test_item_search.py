"""The search for items: found by every way of typing, the usual ones first, and never picked by chance."""

from dataclasses import replace
from datetime import timedelta

import pytest

from clinic_terminal.application import treatment
from clinic_terminal.application.habits import habits_of, mark_favourite
from clinic_terminal.application.item_search import Finder, ItemSearch, item_search
from clinic_terminal.bootstrap.catalogues import load_catalogue
from clinic_terminal.domain.catalogue import Catalogue, Item, Package
from clinic_terminal.domain.habits import Habits, ItemUse
from tests.application.people import let_in
from tests.build import CATALOGUE, CONSULT, FILLING, NOW
from tests.terminal import CLERK, Bench


def named(code: str, name: str, english: str = "x", initials: str = "", **more: object) -> Item:
    return replace(CONSULT, code=code, name_zh=name, name_en=english, initials=initials, **more)  # type: ignore[arg-type]  # fields by name


def finder(*items: Item, packages: tuple[Package, ...] = ()) -> Finder:
    return Finder(Catalogue("test/1", {item.code: item for item in items}, packages))


def codes(made: Finder, query: str, habits: Habits | None = None) -> list[str]:
    return [item.code for item in made.find(query, habits or Habits()).items]


SHIPPED = Finder(load_catalogue())
CROSSBITE, SUTURE = named("A1", "反颌"), named("A2", "缝合")
SEAL, SEAL_AGAIN = named("PV13", "窝沟封闭", "Sealant"), named("PV14", "窝沟封闭补涂", "Sealant repair")


@pytest.mark.parametrize(
    "query",
    [
        "窝沟封闭",
        "wogoufengbi",
        "wgfb",
        "WGFB",
        "wogoufb",
        "窝gfb",
        "PV13",
        "pv13",
        "ＰＶ１３",
        "fissure",
        "沟封",
        "gou feng",
    ],
)
def test_an_item_is_found_by_chinese_pinyin_initials_code_and_english(query: str) -> None:
    assert "PV13" in codes(SHIPPED, query)


@pytest.mark.parametrize("query", ["chongxinzhi", "zhongxinzhi", "cxz", "zxz"])
def test_every_reading_of_a_character_finds(query: str) -> None:
    assert codes(finder(named("A1", "重新制作")), query) == ["A1"]


def test_the_catalogues_own_initials_and_former_names_find_as_well() -> None:
    made = finder(named("A1", "2×4 矫治", initials="esjz"), named("A2", "补牙", aliases=("树脂充填",)))
    assert codes(made, "esjz") == ["A1"]
    assert codes(made, "szct") == ["A2"]
    assert codes(made, "by") == ["A2"]


@pytest.mark.parametrize("query", ["", "  ", "。", "zzzzq", "99999"])
def test_nothing_is_found_for_nothing(query: str) -> None:
    assert codes(SHIPPED, query) == []


def test_a_full_code_comes_first_then_what_begins_then_what_holds_it() -> None:
    made = finder(named("Z1", "甲AB1"), named("AB10", "乙"), named("C1", "AB1 丙"), named("AB1", "丁"))
    assert codes(made, "ab1") == ["AB1", "AB10", "C1", "Z1"]


def test_english_is_found_by_the_beginnings_of_its_words_and_a_code_by_its_figures() -> None:
    made = finder(named("PV13", "甲", "Pit and fissure sealant"), named("BS07", "乙", "Primary filling"))
    assert [codes(made, query) for query in ("fiss", "fill", "primary f", "13", "7", "07")] == [
        ["PV13"], ["BS07"], ["BS07"], ["PV13"], [], ["BS07"],
    ]  # fmt: skip
    assert codes(made, "rimary") == codes(made, "ssure") == []


def test_of_what_matches_alike_the_own_habit_comes_first_then_the_clinics_then_the_catalogue() -> None:
    made = finder(*(named(f"A{number}", f"充填{number}") for number in range(5)))
    habits = Habits(
        {"A3": ItemUse(2, NOW), "A4": ItemUse(2, NOW), "A2": ItemUse(5, NOW)}, {"A1": 50, "A4": 9, "A3": 2}
    )
    assert codes(made, "ct", habits) == ["A2", "A4", "A3", "A1", "A0"]


def test_what_is_used_often_does_not_pass_what_begins_with_the_words() -> None:
    made = finder(named("A1", "树脂充填"), named("A2", "充填"))
    assert codes(made, "ct", Habits({"A1": ItemUse(99, NOW)}, {"A1": 99})) == ["A2", "A1"]


def test_an_item_that_is_off_is_shown_last_and_never_taken() -> None:
    made = finder(named("A1", "充填", offered=False), named("A2", "充填二"))
    assert codes(made, "A1") == ["A1"]
    assert not made.find("A1", Habits()).sure
    assert codes(made, "ct") == ["A2", "A1"]


@pytest.mark.parametrize(
    ("query", "sure"),
    [
        ("fh", False),
        ("A1", True),
        ("a2", True),
        ("反颌", True),
        ("反", True),
        ("fanhe", True),
        ("f", False),
    ],
)
def test_a_collision_is_never_decided_by_the_program(query: str, sure: bool) -> None:
    assert finder(CROSSBITE, SUTURE).find(query, Habits({"A1": ItemUse(99, NOW)})).sure is sure


def test_letters_that_fit_one_name_wholly_and_another_in_part_are_not_sure() -> None:
    made = finder(SEAL, SEAL_AGAIN)
    assert not made.find("wgfb", Habits()).sure
    assert made.find("wgfbb", Habits()).sure
    whole = made.find("窝沟封闭", Habits({"PV14": ItemUse(99, NOW)}))
    assert (whole.items[0].code, whole.sure) == ("PV13", True)


def test_a_name_that_two_items_have_is_not_sure() -> None:
    assert not finder(named("A1", "充填"), named("A2", "充填")).find("充填", Habits()).sure


def test_before_anything_is_typed_the_last_used_comes_first_then_favourites_then_the_clinics() -> None:
    made = finder(
        *(named(f"A{number}", f"充填{number}") for number in range(6)), named("A9", "停", offered=False)
    )
    own = {
        "A3": ItemUse(1, NOW),
        "A1": ItemUse(9, NOW - timedelta(days=1)),
        "A9": ItemUse(1, NOW),
        "GONE": ItemUse(1, NOW),
    }
    search = ItemSearch(made, Habits(own, {"A0": 3, "A5": 7, "A1": 9}, frozenset({"A2", "A3"})))
    found = search.find(" ")
    assert ([item.code for item in found.items], found.sure) == (["A3", "A1", "A2", "A5", "A0"], False)


def test_packages_are_found_like_items() -> None:
    packages = (
        Package("RECALL", "检查+洁牙+涂氟", "Check-up", ()),
        Package("MOLARS", "四颗六龄牙封闭", "Molars", ()),
    )
    made = finder(SEAL, packages=packages)
    assert [package.code for package in made.packages()] == ["RECALL", "MOLARS"]
    assert [package.code for package in made.packages("jcjy")] == ["RECALL"]
    assert [package.code for package in made.packages("liulingya")] == ["MOLARS"]
    assert made.packages("zzzz") == ()


def test_adding_an_item_counts_its_use_and_a_refused_one_counts_nothing(bench: Bench) -> None:
    visit = let_in(bench, to_chair=True).id
    treatment.add_item(bench.terminal, CLERK, visit, "BS07", ("84",))
    with pytest.raises(Exception, match="TOOTH"):
        treatment.add_item(bench.terminal, CLERK, visit, "BS07", ("11",))
    assert habits_of(bench.terminal, CLERK).own == {"BS07": ItemUse(1, bench.clock.now())}


def test_favourites_are_kept_for_their_operator(bench: Bench) -> None:
    assert mark_favourite(bench.terminal, CLERK, "BS07", favourite=True).favourites == {"BS07"}
    assert habits_of(bench.terminal, replace(CLERK, id="O-2")).favourites == frozenset()
    assert mark_favourite(bench.terminal, CLERK, "BS07", favourite=False).favourites == frozenset()


def test_the_index_is_made_once_for_a_catalogue(bench: Bench) -> None:
    first = item_search(bench.terminal, CLERK, CATALOGUE)
    assert item_search(bench.terminal, CLERK, CATALOGUE).finder is first.finder
    other = replace(CATALOGUE, items={FILLING.code: FILLING})
    assert item_search(bench.terminal, CLERK, other).finder.catalogue is other
