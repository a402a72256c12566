from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_terminal.pinyin import LONGEST_QUERY, Index, folded, matches, readings


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("窝沟", "窝沟封闭"),
        ("wogoufengbi", "窝沟封闭"),
        ("wgfb", "窝沟封闭"),
        ("gfb", "窝沟封闭"),
        ("窝gf", "窝沟封闭"),
        ("wo沟feng", "窝沟封闭"),
        ("wogouf", "窝沟封闭"),
        ("wogoufen", "窝沟封闭"),
        ("wgou", "窝沟封闭"),
        ("WGFB", "窝沟封闭"),
        ("ｗｇｆｂ", "窝沟封闭"),
        ("wo gou feng bi", "窝沟封闭"),
        ("xi'an", "西安"),
        ("chongqing", "重庆"),
        ("zhongqing", "重庆"),
        ("cq", "重庆"),
        ("zhongliang", "重量"),
        ("zl", "重量"),
        ("yinhang", "银行"),
        ("xingzou", "行走"),
        ("chan", "单"),
        ("dan", "单"),
        ("shan", "单"),
        ("zeng", "曾"),
        ("ceng", "曾"),
        ("changning", "长宁"),
        ("zhang", "长"),
        ("fanhe", "反颌"),
        ("fh", "反颌"),
        ("fh", "缝合"),
        ("lvse", "绿色"),
        ("luse", "绿色"),
        ("nv", "女"),
        ("nü", "女"),
        ("zhsh", "正式"),
        ("zs", "正式"),
        ("bs07", "BS07 乳牙树脂充填"),
        ("07ry", "BS07 乳牙树脂充填"),
        ("2x4", "局部固定矫治（2×4）2X4"),
        ("wei", "方𬱟"),
        ("𬱟", "方𬱟"),
        ("ＣＢＣＴ", "口腔CBCT"),
        ("qxh", "小鹿口腔·徐汇诊所"),
        ("xl xh", "小鹿口腔·徐汇诊所"),
        ("徐汇 小鹿", "小鹿口腔·徐汇诊所"),
    ],
)
def test_a_text_is_found_by_characters_pinyin_initials_and_mixtures(query: str, text: str) -> None:
    assert matches(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("", "窝沟封闭"),
        ("   ", "窝沟封闭"),
        ("·", "窝沟封闭"),
        ("wfb", "窝沟封闭"),
        ("沟窝", "窝沟封闭"),
        ("wgfbx", "窝沟封闭"),
        ("ogou", "窝沟封闭"),
        ("wogoeng", "窝沟封闭"),
        ("chang", "重庆"),
        ("fb", "反颌"),
        ("xlxh", "小鹿口腔·徐汇诊所"),
        ("徐汇 晴空", "小鹿口腔·徐汇诊所"),
        ("a", ""),
    ],
)
def test_what_is_not_there_is_not_found(query: str, text: str) -> None:
    assert not matches(query, text)


def test_a_half_typed_syllable_stands_only_at_the_end() -> None:
    assert matches("fengb", "封闭")
    assert not matches("fenb", "封闭")


def test_both_collisions_of_the_same_letters_are_offered_in_the_order_of_adding() -> None:
    index = Index[str]()
    for name in ("缝合", "窝沟封闭", "反颌", "防护"):
        index.add(name, (name,))
    assert index.find("fh") == ["缝合", "反颌", "防护"]


def test_the_whole_comes_before_the_beginning_and_that_before_the_middle() -> None:
    index = Index[str]()
    for name in ("乳牙拔除", "牙拔除术", "拔除", "拔除术"):
        index.add(name, (name,))
    assert index.find("bc") == ["拔除", "拔除术", "乳牙拔除", "牙拔除术"]
    assert index.ranks("拔除") == {"拔除": 0, "拔除术": 1, "乳牙拔除": 2, "牙拔除术": 2}


def test_a_key_is_found_by_any_of_its_texts_and_once() -> None:
    index = Index[int]()
    index.add(1, ("窝沟封闭", "Sealant", "PV13"))
    index.add(2, ("洁牙", "Cleaning", "PV09"))
    for query in ("wg", "seal", "pv13", "SEALANT"):
        assert index.find(query) == [1]
    assert index.find("pv") == [1, 2]


def test_every_word_must_be_in_some_text_of_the_key() -> None:
    index = Index[int]()
    index.add(1, ("晴空儿童齿科", "上海"))
    index.add(2, ("晴空儿童齿科", "苏州"))
    assert index.find("qk sz") == [2]
    assert index.find("sz qk 童") == [2]
    assert index.find("qk hz") == []


def test_words_do_not_run_over_the_end_of_a_text() -> None:
    index = Index[int]()
    index.add(1, ("窝沟", "封闭"))
    index.add(2, ("窝", "沟封"))
    assert index.find("wgf") == []


def test_a_limit_gives_the_best_ones() -> None:
    index = Index[int]()
    for number in range(50):
        index.add(number, (f"乳牙{number}",))
    index.add(50, ("牙",))
    assert index.find("y", 1) == [50]
    assert index.find("ry", 3) == [0, 1, 2]
    assert len(index.find("y")) == 51
    assert index.find("y", 0) == []


def test_what_is_added_later_is_found_too() -> None:
    index = Index[int]()
    assert index.find("w") == []
    index.add(1, ("窝沟",))
    assert index.find("w") == [1]
    index.add(2, ("窝",))
    assert index.find("w") == [2, 1]


def test_readings_are_plain_letters_without_tones() -> None:
    assert readings("重") == {"zhong", "chong", "tong"}
    assert {"xing", "hang", "heng"} <= readings("行")
    assert {"dan", "chan", "shan"} == readings("单")
    assert readings("绿") == {"lv", "lu"}
    assert readings("略") >= {"lve", "lue"}
    assert readings("a") == readings("·") == readings("あ") == frozenset()


def test_texts_are_compared_without_width_case_and_signs() -> None:
    assert folded(" Ｃｂ-Ｃ·t（2）ü ") == "cbct2v"


def test_what_a_scanner_types_by_mistake_ends_quickly_and_finds_nothing() -> None:
    index = Index[int]()
    index.add(1, ("窝沟封闭" * 40,))
    assert index.find("DB1:" + "6BF" * 500) == []
    assert matches("w" * 5000, "窝" * LONGEST_QUERY)


SIGNS = "重庆行长单曾窝沟a1·西安"
TEXTS = st.text(SIGNS, max_size=4)
LETTERS = st.text("chongqixnagsdwu1重西", min_size=1, max_size=7)


def spelt(text: str) -> set[str]:
    """Return everything that may be typed for the whole of a short text, multiplied out."""
    ways = [
        {sign} | readings(sign) | {one[0] for one in readings(sign)} | {
            one[:2] for one in readings(sign) if one[:2] in {"zh", "ch", "sh"}
        }
        for sign in folded(text)
    ]  # fmt: skip
    return {"".join(way) for way in product(*ways)}


def expected(query: str, text: str) -> bool:
    """Say the same by multiplying out every part of the text, the last sign also half typed."""
    plain = folded(text)
    for start in range(len(plain)):
        for end in range(start + 1, len(plain) + 1):
            head, last = spelt(plain[start : end - 1]), {plain[end - 1]} | readings(plain[end - 1])
            ends = {one[:length] for one in last for length in range(1, len(one) + 1)}
            if any(one + tail == query for one in head for tail in ends):
                return True
    return False


@given(LETTERS, TEXTS)
def test_the_walk_finds_what_multiplying_out_finds(query: str, text: str) -> None:
    assert matches(query, text) == expected(query, text)


@given(TEXTS.filter(folded), st.data())
def test_any_way_of_spelling_any_part_finds_it(text: str, data: st.DataObject) -> None:
    plain = folded(text)
    start = data.draw(st.integers(0, len(plain) - 1))
    end = data.draw(st.integers(start + 1, len(plain)))
    query = data.draw(st.sampled_from(sorted(spelt(plain[start:end]))))
    assert matches(query, text)


@given(st.lists(TEXTS, max_size=6), LETTERS)
def test_an_index_finds_what_each_text_alone_would(texts: list[str], query: str) -> None:
    index = Index[int]()
    for number, text in enumerate(texts):
        index.add(number, (text,))
    assert sorted(index.find(query)) == [n for n, text in enumerate(texts) if matches(query, text)]
