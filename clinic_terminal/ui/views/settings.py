"""The settings in words: what an option is called, what stands in its field, what a file would change."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Final

from clinic_terminal.application.settings_ports import Values
from clinic_terminal.application.settings_verbs import Change, Fault, SettingsPlan
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.options import BY_NAME, OPTIONS, Group, Kind, Option, OptionError, Value
from clinic_terminal.pinyin import Index
from clinic_terminal.ui.setting_failures import SETTINGS
from clinic_terminal.ui.views.bill_words import is_english
from clinic_terminal.ui.views.wish import Wish
from clinic_terminal.ui.widgets.choice_box import Choice
from clinic_terminal.ui.widgets.pill import PillView
from clinic_terminal.ui.widgets.tone import Tone

_TAB: Final = "\t"
_TYPED_TAB: Final = "\\t"


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Something that is set on a page of its own. ``real``: not where one practises."""

    name: str
    word: str
    sentence: str
    icon: str
    real: bool = False


ELSEWHERE: Final = (
    Elsewhere(
        "printers", N_("打印机与自动打印"), N_("每种单据用哪台打印机、打印测试页、绑卡网址。"), "printer"
    ),
    Elsewhere("tariff", N_("价目表"), N_("换成本诊所自己的价格。"), "tariff"),
    Elsewhere("backups", N_("备份与恢复"), N_("备份有多新、现在备份、从备份恢复。"), "history"),
    Elsewhere("people", N_("人员"), N_("谁可以登录，谁是管理员；添加、停用、改 PIN。"), "user"),
    Elsewhere("doctor", N_("自检"), N_("版本、磁盘、时钟、网络、打印机和扫码枪，一行一行地看。"), "doctor"),
    Elsewhere("settle", N_("家长屏幕"), N_("第二块屏幕和签字，在结算页打开。"), "guardian"),
    Elsewhere(
        "set-up",
        N_("重新设置本机"),
        N_("再走一遍开机设置：服务商、激活、人员、扫码枪、打印机。"),
        "refresh",
        real=True,
    ),
    Elsewhere(
        "recovery-key",
        N_("恢复密钥"),
        N_("换电脑或电脑坏了，只有它能打开备份；抄在纸上锁起来。"),
        "lock",
        real=True,
    ),
    Elsewhere("outage-card", N_("断网卡"), N_("断网时怎么做的一页纸，打印出来贴在前台。"), "offline"),
    Elsewhere("guide", N_("使用指南"), N_("每一页怎么用，也可以随时按 F1。"), "info"),
)

GROUPS: Final = {
    Group.LOOK.value: N_("界面"),
    Group.CONNECTION.value: N_("连接"),
    Group.SCANNER.value: N_("扫码枪"),
    Group.CLINIC.value: N_("本诊所"),
    Group.EDITIONS.value: N_("新版本"),
    "elsewhere": N_("别处的设置"),
}
"""The groups in their order, by value; the last holds what is set elsewhere."""

ELSEWHERE_GROUP: Final = "elsewhere"


@dataclass(frozen=True, slots=True)
class SettingView:
    """An option as it stands. ``mark``: what is to be known of it; None where nothing is."""

    value: Value
    changed: bool
    mark: PillView | None


def setting_view(option: Option, values: Values, at_start: Values, words: Translate) -> SettingView:
    """Return how an option stands: changed from its default, and whether a restart is due."""
    value = values[option.name]
    changed = value != option.default
    if not option.at_once and value != at_start[option.name]:
        mark = PillView(words(N_("重新打开程序后生效")), Tone.WARN)
    elif changed:
        mark = PillView(words(N_("已改")), Tone.ACCENT)
    else:
        mark = None
    return SettingView(value, changed, mark)


def word_of(name: str, words: Translate) -> str:
    """Return what an option is called; a name that is no option's as it is."""
    option = BY_NAME.get(name)
    return words(option.word) if option else name


def change_wish(name: str, values: Values, new: Value, words: Translate) -> Wish:
    """Return what a manager is asked about a change of one option."""
    option = BY_NAME[name]
    told = words(N_("从“{old}”改成“{new}”。"))
    point = told.format(old=value_text(option, values[name], words), new=value_text(option, new, words))
    title = words(N_("修改“{name}”？")).format(name=words(option.word))
    return Wish(title, f"change_setting:{name}", (point,), words(N_("修改")))


def import_wish(plan: SettingsPlan, words: Translate) -> Wish:
    """Return what a manager is asked about a file with options that only a manager changes."""
    told = words(N_("{name}：从“{old}”改成“{new}”。"))
    changes = (change_texts(change, words) for change in plan.changes if BY_NAME[change.name].guarded)
    points = tuple(told.format(name=name, old=old, new=new) for name, old, new in changes)
    return Wish(words(N_("采用文件里的设置？")), "import_settings", points, words(N_("采用")))


def sentence_of(option: Option, words: Translate) -> str:
    """Return what an option is for, and when a change of it takes effect."""
    sentence = words(option.sentence)
    if option.at_once:
        return sentence
    space = "" if sentence.endswith("。") else " "
    return sentence + space + words(N_("改后重新打开程序才生效。"))


def choices_of(option: Option, words: Translate) -> tuple[Choice, ...]:
    """Return what may be chosen."""
    return tuple(Choice(_choice_word(option, word, words), value) for value, word in option.choices)


def as_typed(value: Value) -> str:
    """Return a value as it stands in a field: one pattern a line, a tab as it is typed."""
    if isinstance(value, tuple):
        return "\n".join(value)
    return str(value or "").replace(_TAB, _TYPED_TAB)


def typed_value(option: Option, text: str) -> Value:
    """Return the value that was typed, as it would be kept; raises OptionError."""
    if option.kind is Kind.PATTERNS:
        return option.checked([line for line in text.splitlines() if line.strip()])
    if option.default is None and not text.strip():
        return None
    if text.endswith(_TYPED_TAB):
        text = text.removesuffix(_TYPED_TAB) + _TAB
    return option.checked(text)


def problem(option: Option, text: str, words: Translate) -> str:
    """Return what is wrong with what was typed, or nothing."""
    try:
        typed_value(option, text)
    except OptionError:
        return words(option.problem)
    return ""


def value_text(option: Option, value: Value, words: Translate) -> str:
    """Return a value in a few words, as a list of changes shows it."""
    if isinstance(value, bool):
        return words(N_("开")) if value else words(N_("关"))
    for chosen, word in option.choices:
        if chosen == value:
            return _choice_word(option, word, words)
    return as_typed(value).replace("\n", "  ") or words(N_("未填"))


def state_text(values: Values, at_start: Values, words: Translate) -> str:
    """Return how many settings differ from how the program came, and how many wait for a restart."""
    changed = sum(values[option.name] != option.default for option in OPTIONS)
    waiting = sum(not option.at_once and values[option.name] != at_start[option.name] for option in OPTIONS)
    parts = [words(N_("共 {all} 项，改过 {count} 项")).format(all=len(OPTIONS), count=changed)]
    if waiting:
        parts.append(words(N_("{count} 项重新打开程序后生效")).format(count=waiting))
    return " · ".join(parts)


def places(*, practice: bool) -> tuple[Elsewhere, ...]:
    """Return what is set elsewhere."""
    return tuple(place for place in ELSEWHERE if not (practice and place.real))


def parts(words: Translate, *, practice: bool = False) -> tuple[tuple[Hashable, str], ...]:
    """Return the groups with how many lines each has."""
    sizes = {group: _size(group, practice=practice) for group in GROUPS}
    return tuple((group, f"{words(word)} {sizes[group]}") for group, word in GROUPS.items())


def change_texts(change: Change, words: Translate) -> tuple[str, str, str]:
    """Return a change in words: which setting, its value before, its value after."""
    option = BY_NAME[change.name]
    old, new = value_text(option, change.old, words), value_text(option, change.new, words)
    return words(option.word), old, new


def fault_text(fault: Fault, words: Translate) -> str:
    """Return why a line of a file cannot be taken."""
    if fault.cause == "UNKNOWN":
        return words(N_("本程序没有这个设置。"))
    told = SETTINGS.get(f"SETTING_UNUSABLE.{fault.cause}")
    if told is not None:
        return words(told.what)
    option = BY_NAME[fault.name]
    if not option.choices:
        return words(option.problem)
    named = [_choice_word(option, word, words) for _value, word in option.choices]
    may = (", " if is_english(words) else "、").join(named)
    return words(N_("只能是：{choices}。")).format(choices=may)


def plan_title(plan: SettingsPlan, words: Translate) -> str:
    """Return what was found in a file."""
    if plan.faults:
        return words(N_("有 {count} 处不能用，什么也没有改动。")).format(count=len(plan.faults))
    return words(N_("采用后有 {count} 项改变。")).format(count=len(plan.changes))


class SettingSearch:
    """Finds settings by their words, sentences, choices and names: as characters, pinyin or initials."""

    def __init__(self, words: Translate) -> None:
        self._index: Index[str] = Index()
        for option in OPTIONS:
            group = GROUPS[option.group.value]
            chosen = [word for _value, word in option.choices]
            self._add(option.name, (option.word, option.sentence, group, option.name, *chosen), words)
        for one in ELSEWHERE:
            self._add(one.name, (one.word, one.sentence, GROUPS[ELSEWHERE_GROUP]), words)

    def find(self, query: str) -> frozenset[str]:
        """Return the names that every word of ``query`` is found in; all of them for an empty query."""
        if not query.strip():
            return frozenset(BY_NAME) | {one.name for one in ELSEWHERE}
        return frozenset(self._index.find(query))

    def _add(self, name: str, texts: tuple[str, ...], words: Translate) -> None:
        # Chinese is found in the English interface too: who asks for help may be told the Chinese word.
        self._index.add(name, dict.fromkeys((*map(words, texts), *texts)))


def _choice_word(option: Option, word: str, words: Translate) -> str:
    """Return the word of a choice; a language is called by its own name in every language."""
    return word if option.name == "language" else words(word)


def _size(group: str, *, practice: bool) -> int:
    if group == ELSEWHERE_GROUP:
        return len(places(practice=practice))
    return sum(option.group.value == group for option in OPTIONS)
