"""What the rules at the chair found, as it is read there: one sentence, with the teeth and what to do."""

import string
from dataclasses import replace

import pytest

from clinic_terminal.application.treatment import Chart
from clinic_terminal.domain.chair_findings import WEIGHTS, ChairFinding, ChairRule, Weight
from clinic_terminal.domain.item_families import Family
from clinic_terminal.domain.letter_cost import LetterCost, LineLetter
from clinic_terminal.domain.visit import Stage, Visit
from clinic_terminal.i18n import translator
from clinic_terminal.ui.failure_table import TABLE
from clinic_terminal.ui.views.finding_words import (
    FAMILIES,
    SENTENCES,
    SHORT,
    confirm_word,
    family_name,
    finding_chip,
    finding_place,
    finding_text,
    instead_text,
    letter_text,
    put_right_word,
)
from tests.build import CHILD, CLINIC, LOCKED_HERE, TODAY, snapshot
from tests.domain.chair import shipped
from tests.terminal import EDITION

ZH, EN = translator("zh_CN"), translator("en")
VISIT = Visit("V-1", Stage.IN_TREATMENT, TODAY, CHILD, "POL-1", "DENTAL-2021")
CHART = Chart(VISIT, snapshot(), LOCKED_HERE, EDITION, CLINIC, shipped())


def finding(rule: ChairRule, items: tuple[str, ...] = ("BS06",), **more: object) -> ChairFinding:
    fields: dict[str, object] = {
        "teeth": ("54", "84"),
        "proposed": "BS07",
        "count": 2,
        "limit": 4,
        "day": TODAY,
    }
    return ChairFinding(rule, WEIGHTS[rule], (1, 4), items, **{**fields, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (
            finding(ChairRule.WRONG_ITEM),
            "54、84 的牙面数对应“乳牙树脂充填（双面及以上）”，请换成这一项或改牙面。",
        ),
        (finding(ChairRule.TOOTH_GONE), "记录里 54、84 已不在口内，请核对牙位。"),
        (
            finding(ChairRule.ONCE_A_VISIT, ("PV11", "PV12")),
            "“全口涂氟（氟保护漆）、全口涂氟（氟化泡沫）”一次就诊通常只收一次，现在有 2 行，请确认。",
        ),
        (
            finding(ChairRule.FREQUENCY_OVER, ("PV13",)),
            "“窝沟封闭”每年直付 4 次，超出 2 次由家长自费，请先告诉家长。",
        ),
        (
            finding(ChairRule.STAGE_AGAIN, ("OR13",), count=0),
            "“正畸复诊加力”2026 年 5 月 21 日刚做过，请确认是新的一段。",
        ),
        (finding(ChairRule.STAGE_AGAIN, ("OR13",)), "“正畸复诊加力”在账单上有 2 行，请确认不是重复。"),
        (
            finding(ChairRule.TWICE, ("PV08",), teeth=("Q1",)),
            "右上区 的“咬翼片”在账单上有 2 行，请确认不是重复。",
        ),
    ],
)
def test_a_finding_is_one_sentence(told: ChairFinding, sentence: str) -> None:
    assert finding_text(told, CHART, ZH) == sentence


@pytest.mark.parametrize("rule", ChairRule)
def test_every_rule_says_in_one_sentence_what_to_do(rule: ChairRule) -> None:
    for weight in Weight:
        text = finding_text(replace(finding(rule), weight=weight), CHART, ZH)
        assert text.endswith("。")
        assert text.count("。") == 1
        assert "{" not in text
        assert "{" not in finding_text(replace(finding(rule), weight=weight), CHART, EN)
    assert 0 < len(finding_chip(finding(rule), ZH)) <= 7


def test_the_tables_are_complete_and_fill_no_unknown_fact() -> None:
    assert set(SENTENCES) == set(SHORT) == set(ChairRule)
    assert set(FAMILIES) == set(Family)
    facts = {"item", "proposed", "teeth", "count", "limit", "day"}
    for sentence in SENTENCES.values():
        assert {name for _, name, _, _ in string.Formatter().parse(sentence) if name} <= facts


def test_a_whole_course_that_the_family_pays_is_asked_about_in_other_words() -> None:
    stopped = finding(ChairRule.WHOLE_COURSE, ("OR11",))
    assert "请改成本次阶段的金额" in finding_text(stopped, CHART, ZH)
    assert "请确认已讲清" in finding_text(replace(stopped, weight=Weight.ASK), CHART, ZH)


def test_the_place_counts_lines_as_people_do() -> None:
    assert finding_place(finding(ChairRule.TWICE), ZH) == "第 2、5 行"
    assert finding_place(replace(finding(ChairRule.TWICE), lines=()), ZH) == ""


def test_the_buttons_offer_what_can_be_done() -> None:
    asked, wrong = finding(ChairRule.TWICE, proposed=""), finding(ChairRule.WRONG_ITEM)
    assert (confirm_word(asked, ZH), put_right_word(asked, CHART, ZH)) == ("确认无误", "")
    assert confirm_word(replace(asked, confirmed=True), ZH) == "已确认"
    assert (confirm_word(wrong, ZH), put_right_word(wrong, CHART, ZH)) == (
        "",
        "换成“乳牙树脂充填（双面及以上）”",
    )


def test_an_item_that_the_catalogue_lost_is_called_by_its_code() -> None:
    assert "“X9”" in finding_text(finding(ChairRule.TOOTH_NOT_FIT, ("X9",)), CHART, ZH)


def test_what_a_missing_letter_costs_is_told_with_its_lines_and_its_amount() -> None:
    cost = LetterCost((LineLetter(1, "BS04"), LineLetter(1, "BS04", too_small=True)), 64_000)
    assert letter_text(cost, ZH) == "第 2 行没有担保函（或额度不够），家长因此多付 ¥640.00；请治疗前申请。"
    assert letter_text(replace(cost, fen=0), ZH) == "第 2 行需要担保函，请治疗前申请。"
    assert letter_text(None, ZH) == ""


@pytest.mark.parametrize(
    ("item", "place", "said"),
    [
        ("BS01", "14", "14 请选“恒牙拔除（含正畸减数）”，不在保险范围。"),
        ("BS06", "16", "16 请选“年轻恒牙树脂充填（单面）”。"),
        ("PV13", "11", ""),
    ],
)
def test_a_refused_tooth_is_told_with_the_item_that_is_done_on_it(item: str, place: str, said: str) -> None:
    assert instead_text(item, place, shipped(), ZH) == said


def test_a_family_is_called_as_the_dentist_calls_it() -> None:
    assert family_name(Family.EXTRACTION, ZH) == "拔牙"


def test_a_stopped_bill_has_words_for_each_rule_that_stops() -> None:
    stopping = {rule for rule, weight in WEIGHTS.items() if weight is Weight.STOP}
    assert {f"BILL_STOPPED.{rule}" for rule in stopping} <= TABLE.keys()
