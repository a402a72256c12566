"""Whom to call about a matter and what to say, in both languages, with a reference that can be read out.

Sentences are message ids. Nobody's name is in them: the reference finds the bill on both sides.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from clinic_terminal.application.follow_up_record import Matter
from clinic_terminal.i18n import N_, Translate, translator
from clinic_terminal.settings import Language
from clinic_terminal.ui.views.bill_words import is_english

_OPENING: Final = N_("“您好，这里是{clinic}，终端编号 {terminal}。")

_HOTLINE: Final[Mapping[Matter, str]] = {
    Matter.ADJUSTED: N_(
        "{day}有一笔账单被调整，参考号 {reference}：签字时保险付 {insurer}，现在是 {paid}。"
        "请告诉我们调整的原因，我们好向家长说明。”"
    ),
    Matter.SUMS: N_(
        "{day}有一笔账单，您那边答复里的金额前后不符，参考号 {reference}。"
        "请核对，并告诉我们保险付多少、家长付多少。”"
    ),
    Matter.REJECTED: N_(
        "{day}有一笔账单没有被接受，参考号 {reference}，原因代码 {code}。请帮我们查清原因，"
        "并告诉我们这一笔还能不能由保险支付。”"
    ),
    Matter.VOID_REFUSED: N_(
        "{day}的一张账单我们已经作废，可是作废没有被接受，参考号 {reference}，原因代码 {code}。"
        "请帮我们把这张账单退回。”"
    ),
    Matter.PARKED: N_(
        "{day}有一笔没有送达，参考号 {reference}，原因代码 {code}。"
        "请告诉我们您那边有没有这一笔，我们能不能再送一次。”"
    ),
    Matter.HELD_UP: N_(
        "{day}有一笔我们送了很多次，一直没有收到回执，参考号 {reference}，原因代码 {code}。"
        "请查您那边有没有收到这一笔，为什么没有答复。”"
    ),
    Matter.STATEMENT: N_(
        "我们核对{day}的账，参考号 {reference} 这一笔两边不一致。请查您那边的记录：状态、金额和收到的时间。”"
    ),
    Matter.LIMIT: N_(
        "我们和您那边的连接断了很久，已经超过离线工作的上限。请问线路什么时候恢复？现在怎么核验？”"
    ),
}


@dataclass(frozen=True, slots=True)
class Script:
    """One call: to whom, the number with its hours, what to say, and the same in the other language."""

    title: str
    call: str
    say: str
    other: str = ""


Facts = Callable[[Translate], Mapping[str, str]]
"""The facts of a matter in a language: clinic, terminal, day, reference, code, amounts."""


def hotline_script(matter: Matter, facts: Facts, words: Translate) -> Script:
    """Return the call to the service hotline."""

    def said(tr: Translate) -> str:
        known = facts(tr)
        gap = " " if is_english(tr) else ""
        return f"{tr(_OPENING).format(**known)}{gap}{tr(_HOTLINE[matter]).format(**known)}"

    return Script(words(N_("致电服务热线")), facts(words)["call"], said(words), said(other_language(words)))


def family_script(sentence: str, facts: Facts, words: Translate) -> Script | None:
    """Return the call to the family by its sentence; None where there is nothing to tell it."""
    if not sentence:
        return None

    def said(tr: Translate) -> str:
        return tr(sentence).format(**facts(tr))

    call = words(N_("电话见诊所的病历登记"))
    return Script(words(N_("致电家长")), call, said(words), said(other_language(words)))


def other_language(words: Translate) -> Translate:
    """Return the words of the language that is not on show."""
    return translator(Language.ZH if is_english(words) else Language.EN)
