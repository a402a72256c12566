import re
import tomllib
from string import Formatter

import pytest

from clinic_terminal.domain.adjudication import Reason
from clinic_terminal.domain.consent import Relationship
from clinic_terminal.printing.paper_style import paper_colours, stylesheet
from clinic_terminal.printing.seal_check import SealState
from clinic_terminal.printing.texts import Words, load_check_texts, load_texts
from clinic_terminal.printing.verify import CheckCode
from clinic_terminal.settings import resource


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def every_text() -> dict[str, Words]:
    texts = load_texts()
    return {**texts.bill, **texts.reasons, **texts.consents, **load_check_texts()}


def test_every_reason_has_a_text_in_both_languages() -> None:
    texts = load_texts()
    assert set(texts.reasons) == {*Reason, "ESTIMATE"}
    assert all(words.zh and words.en for words in texts.reasons.values())


def test_plain_reasons_need_no_value() -> None:
    assert not any(placeholders(words.zh + words.en) for words in load_texts().plain_reasons.values())


@pytest.mark.parametrize("key", every_text())
def test_both_languages_ask_for_the_same_values(key: str) -> None:
    words = every_text()[key]
    assert placeholders(words.zh) == placeholders(words.en)


def test_every_answer_of_a_check_has_a_sentence() -> None:
    known = load_check_texts()
    assert {*CheckCode} <= known.keys()
    assert {f"seal_state.{state}" for state in SealState} <= known.keys()


@pytest.mark.parametrize("relationship", Relationship)
def test_every_relationship_has_words_on_paper_and_in_the_sentence(relationship: Relationship) -> None:
    texts = load_texts()
    assert f"relationship.{relationship}" in texts.bill
    assert f"relationship.{relationship}" in texts.consents


def test_words_choose_the_languages_of_a_paper() -> None:
    words = Words("费用 {n}", "Cost {n}").filled(n="1")
    assert words.each("zh") == ("费用 1",)
    assert words.each("en") == ("Cost 1",)
    assert words.each("both") == ("费用 1", "Cost 1")
    assert Words("84", "84").each("both") == ("84",)


def test_the_stylesheet_has_its_colours_from_the_tokens() -> None:
    tokens = tomllib.loads(resource("tokens.toml").read_text(encoding="utf-8"))
    assert paper_colours()["ink"] == tokens["colours"]["ink"]["light"]
    assert "@" not in stylesheet()
    used = set(re.findall(r"#[0-9A-F]{6}", stylesheet()))
    assert used <= set(paper_colours().values())
