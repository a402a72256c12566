"""Who works here, in words: the list, what may be done with somebody, and what a manager is asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from clinic_terminal.application.ports import Operator
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.views.wish import Wish
from clinic_terminal.ui.widgets.line_model import Column, Line
from clinic_terminal.ui.widgets.pill import PillView
from clinic_terminal.ui.widgets.tone import Tone


class Deed(Enum):
    """What may be done with the list of people."""

    ADD = auto()
    RENAME = auto()
    RESET_PIN = auto()
    OWN_PIN = auto()
    MAKE_MANAGER = auto()
    UNMAKE_MANAGER = auto()
    DEACTIVATE = auto()
    REACTIVATE = auto()


WORDS: Final[Mapping[Deed, str]] = {
    Deed.ADD: N_("添加一个人…"),
    Deed.OWN_PIN: N_("改我的 PIN…"),
    Deed.RESET_PIN: N_("重设 PIN…"),
    Deed.RENAME: N_("改名…"),
    Deed.MAKE_MANAGER: N_("设为管理员"),
    Deed.UNMAKE_MANAGER: N_("取消管理员身份"),
    Deed.DEACTIVATE: N_("停用此人"),
    Deed.REACTIVATE: N_("重新启用"),
}
ICONS: Final[Mapping[Deed, str]] = {
    Deed.ADD: "plus",
    Deed.RENAME: "signature",
    Deed.RESET_PIN: "refresh",
    Deed.OWN_PIN: "lock",
    Deed.MAKE_MANAGER: "star",
    Deed.UNMAKE_MANAGER: "star-full",
    Deed.DEACTIVATE: "paused",
    Deed.REACTIVATE: "check",
}
_TITLES: Final[Mapping[Deed, str]] = {
    Deed.ADD: N_("添加“{name}”？"),
    Deed.RENAME: N_("把“{old}”改名为“{name}”？"),
    Deed.RESET_PIN: N_("重设“{name}”的 PIN？"),
    Deed.OWN_PIN: N_("改我的 PIN"),
    Deed.MAKE_MANAGER: N_("把“{name}”设为管理员？"),
    Deed.UNMAKE_MANAGER: N_("取消“{name}”的管理员身份？"),
    Deed.DEACTIVATE: N_("停用“{name}”？"),
    Deed.REACTIVATE: N_("重新启用“{name}”？"),
}
_MEANT: Final[Mapping[Deed, str]] = {
    Deed.ADD: N_("从现在起可以登录；每一步都记在这个人的名下。"),
    Deed.RENAME: N_("登录、账单和以前的记录都还是这个人的，只是名字变了。"),
    Deed.RESET_PIN: N_("原来的 PIN 立刻失效；请当面把新的告诉本人，让本人再改一次。"),
    Deed.MAKE_MANAGER: N_("以后可以确认设置、恢复备份、人员变动，也可以重新设置本机。"),
    Deed.UNMAKE_MANAGER: N_("照常登录和开单，但不能再确认设置、恢复备份和人员变动。"),
    Deed.DEACTIVATE: N_("不能再登录；以前做的都留着，随时可以重新启用。"),
    Deed.REACTIVATE: N_("可以再登录，PIN 还是原来的。"),
}
_DONE: Final[Mapping[Deed, str]] = {
    Deed.ADD: N_("已添加“{name}”。"),
    Deed.RENAME: N_("已改名为“{name}”。"),
    Deed.RESET_PIN: N_("已重设“{name}”的 PIN。"),
    Deed.OWN_PIN: N_("您的 PIN 已改。"),
    Deed.MAKE_MANAGER: N_("“{name}”现在是管理员。"),
    Deed.UNMAKE_MANAGER: N_("“{name}”不再是管理员。"),
    Deed.DEACTIVATE: N_("已停用“{name}”。"),
    Deed.REACTIVATE: N_("“{name}”可以再登录。"),
}


@dataclass(frozen=True, slots=True)
class PersonView:
    """One person with what may be done; the first deed is what the hand most often wants."""

    name: str
    told: str
    deeds: tuple[Deed, ...]


def columns(words: Translate) -> tuple[Column, ...]:
    """Return the table's columns."""
    return (
        Column(words(N_("姓名")), strong=True, stretch=True),
        Column(words(N_("身份")), 124),
        Column(words(N_("能否登录")), 136),
    )


def lines(people: tuple[Operator, ...], here: str, words: Translate) -> tuple[Line, ...]:
    """Return one line a person; ``here``: the id of whoever is signed in."""
    return tuple(Line(person.id, (person.name, _role(person, words), _state(person, here, words)))
                 for person in people)  # fmt: skip


def person_view(person: Operator, here: str, words: Translate) -> PersonView:
    """Return what may be done with somebody."""
    if not person.active:
        told = words(N_("已停用，不能登录；以前做的都留着。"))
        return PersonView(person.name, told, (Deed.REACTIVATE, Deed.RENAME))
    told = (
        words(N_("管理员：确认设置、恢复备份和人员变动。"))
        if person.manager
        else words(N_("登录、核验、开单、结算。"))
    )
    role = Deed.UNMAKE_MANAGER if person.manager else Deed.MAKE_MANAGER
    if person.id == here:
        return PersonView(person.name, told, (Deed.OWN_PIN, Deed.RENAME, role))
    return PersonView(person.name, told, (Deed.RESET_PIN, Deed.RENAME, role, Deed.DEACTIVATE))


def head_text(people: tuple[Operator, ...], words: Translate) -> str:
    """Return how many people may sign in, and how many of them are managers."""
    active = [person for person in people if person.active]
    managers = sum(person.manager for person in active)
    told = words(N_("{count} 人可以登录，其中 {managers} 位管理员；停用 {gone} 人。"))
    return told.format(count=len(active), managers=managers, gone=len(people) - len(active))


def wish(deed: Deed, name: str, words: Translate, *, old: str = "") -> Wish:
    """Return what a manager is asked; ``name`` is the new one where somebody is renamed."""
    title = words(_TITLES[deed]).format(name=name, old=old)
    word = words(WORDS[deed]).rstrip("…")
    return Wish(title, deed.name.lower(), (words(_MEANT[deed]),), word)


def form_title(deed: Deed, name: str, words: Translate) -> str:
    """Return what stands above the fields."""
    if deed is Deed.ADD:
        return words(N_("添加一个人"))
    if deed is Deed.RENAME:
        return words(N_("“{name}”改名")).format(name=name)
    return words(_TITLES[deed]).format(name=name).rstrip("？?")


def done_text(deed: Deed, name: str, words: Translate) -> str:
    """Return what was done."""
    return words(_DONE[deed]).format(name=name)


def _role(person: Operator, words: Translate) -> PillView:
    if person.manager:
        return PillView(words(N_("管理员")), Tone.ACCENT)
    return PillView(words(N_("前台")), Tone.NEUTRAL)


def _state(person: Operator, here: str, words: Translate) -> PillView:
    if not person.active:
        return PillView(words(N_("已停用")), Tone.NEUTRAL)
    if person.id == here:
        return PillView(words(N_("已登录")), Tone.ACCENT)
    return PillView(words(N_("可以登录")), Tone.OK)
