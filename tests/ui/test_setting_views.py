"""The settings in words: fields, marks, differences, and a search that knows pinyin."""

import pytest

from clinic_terminal.application.settings_ports import DEFAULTS
from clinic_terminal.application.settings_verbs import Change, Fault
from clinic_terminal.i18n import translator
from clinic_terminal.options import BY_NAME, OPTIONS, Group, Kind, OptionError
from clinic_terminal.ui.failure_table import TABLE
from clinic_terminal.ui.views import settings as views
from clinic_terminal.ui.widgets.tone import Tone

ZH, EN = translator("zh_CN"), translator("en")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("代理", {"proxy"}),
        ("dlfwq", {"proxy"}),
        ("daili", {"proxy"}),
        ("COM3", {"serial_port"}),
        ("proxy", {"proxy"}),
        ("smq qianzhui", {"scanner_prefix"}),
        ("200 %", {"scale"}),
        ("beifen", {"backups", "recovery-key"}),
        ("没有这样的设置", set()),
    ],
)
def test_a_setting_is_found_by_words_pinyin_initials_and_name(query: str, found: set[str]) -> None:
    assert views.SettingSearch(ZH).find(query) == found
    assert views.SettingSearch(EN).find(query) >= found


def test_an_empty_search_finds_everything() -> None:
    everything = {option.name for option in OPTIONS} | {place.name for place in views.ELSEWHERE}
    assert views.SettingSearch(ZH).find("  ") == everything


def test_every_option_stands_in_a_group_that_is_shown() -> None:
    assert {option.group.value for option in OPTIONS} == {group.value for group in Group}
    assert {group.value for group in Group} == views.GROUPS.keys() - {views.ELSEWHERE_GROUP}
    assert sum(int(word.rsplit(" ", 1)[1]) for _group, word in views.parts(ZH)) == len(OPTIONS) + len(
        views.ELSEWHERE
    )


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("api_url", "", None),
        ("api_url", "https://a.example/", "https://a.example"),
        ("serial_port", " COM3 ", "COM3"),
        ("proxy", "", ""),
        ("scanner_suffix", "#\\t", "#\t"),
        ("scanner_suffix", "#", "#"),
        ("member_patterns", "m=(.)\n\n /c/(\\d+)\n", ("m=(.)", " /c/(\\d+)")),
        ("member_patterns", "", ()),
    ],
)
def test_what_is_typed_becomes_the_value_and_is_shown_as_it_was_typed(
    name: str, text: str, value: object
) -> None:
    option = BY_NAME[name]
    kept = views.typed_value(option, text)
    assert kept == value
    assert views.typed_value(option, views.as_typed(kept)) == kept
    assert views.problem(option, text, ZH) == ""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("api_url", "http://a.example"),
        ("proxy", "10.0.0.1:80"),
        ("proxy", "http://name:secret@10.0.0.1:80"),
        ("scanner_prefix", "。"),
        ("member_patterns", "m=("),
        ("data_responsible", "许" * 201),
    ],
)
def test_what_cannot_be_kept_is_told_in_its_own_words(name: str, text: str) -> None:
    option = BY_NAME[name]
    with pytest.raises(OptionError):
        views.typed_value(option, text)
    assert views.problem(option, text, ZH) == option.problem
    assert option.problem.endswith("。")


def test_each_typed_option_says_what_it_wants() -> None:
    general = BY_NAME["mode"].problem
    typed = [option for option in OPTIONS if option.kind in {Kind.TEXT, Kind.PATTERNS}]
    assert [option.name for option in typed if option.problem == general] == []


def test_a_changed_setting_is_marked_and_one_that_waits_for_the_restart_more_so() -> None:
    values = {**DEFAULTS, "mode": "dark", "scale": "150"}
    plain, changed, waiting, running = (
        views.setting_view(BY_NAME[name], values, at_start, ZH)
        for name, at_start in (
            ("sound", DEFAULTS), ("mode", DEFAULTS), ("scale", DEFAULTS), ("scale", values),
        )
    )  # fmt: skip
    assert (plain.changed, plain.mark) == (False, None)
    assert changed.mark is not None
    assert (changed.mark.text, changed.mark.tone) == ("已改", Tone.ACCENT)
    assert waiting.mark is not None
    assert (waiting.mark.text, waiting.mark.tone) == ("重新打开程序后生效", Tone.WARN)
    assert running.mark is not None
    assert running.mark.text == "已改"
    assert views.state_text(values, DEFAULTS, ZH) == "共 15 项，改过 2 项 · 1 项重新打开程序后生效"
    assert views.state_text(DEFAULTS, DEFAULTS, ZH) == "共 15 项，改过 0 项"


def test_a_setting_that_waits_for_the_restart_has_it_in_its_sentence() -> None:
    told = {option.name for option in OPTIONS if "重新打开程序" in views.sentence_of(option, ZH)}
    assert told == {option.name for option in OPTIONS if not option.at_once}


@pytest.mark.parametrize(
    ("change", "texts"),
    [
        (Change("mode", "auto", "dark"), ("明暗", "跟随系统", "深色")),
        (Change("language", "zh_CN", "en"), ("界面语言", "中文", "English")),
        (Change("sound", old=True, new=False), ("读卡提示音", "开", "关")),
        (Change("api_url", None, "https://a.example"), ("服务商地址", "未填", "https://a.example")),
        (Change("member_patterns", (), ("a(.)", "b(.)")), ("会员号网址格式", "未填", "a(.)  b(.)")),
    ],
)
def test_a_difference_is_shown_in_the_pages_words(change: Change, texts: tuple[str, str, str]) -> None:
    assert views.change_texts(change, ZH) == texts


def test_languages_are_called_by_their_own_names_in_every_language() -> None:
    assert [choice.label for choice in views.choices_of(BY_NAME["language"], EN)] == ["中文", "English"]


def test_each_fault_of_a_file_has_its_sentence() -> None:
    faults = (Fault("proxy", "FORM"), Fault("colour", "UNKNOWN"), Fault("ca_file", "CA_MISSING"))
    said = [views.fault_text(fault, ZH) for fault in faults]
    assert said == [
        BY_NAME["proxy"].problem,
        "本程序没有这个设置。",
        TABLE["SETTING_UNUSABLE.CA_MISSING"].what,
    ]
    sizes = "、".join(word for _value, word in BY_NAME["scale"].choices)
    assert views.fault_text(Fault("scale", "FORM"), ZH) == f"只能是：{sizes}。"
