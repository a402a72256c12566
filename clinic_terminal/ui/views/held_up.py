"""An act that gets no answer although others do, in words: it goes on being tried, and somebody asks why."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from clinic_terminal.application.acts import QueueRow
from clinic_terminal.application.held_up import ON_ITS_WAY
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.told import MANAGER
from clinic_terminal.ui.widgets.tone import Tone

if TYPE_CHECKING:
    from clinic_terminal.ui.views.act_case import CaseView

NEXT: Final = N_("请管理员致电热线")
_WHY: Final = N_("其他的都能送到，只有这一笔试了 {count} 次没有回执；程序还在自动重试。")
_STEPS: Final = (
    N_("致电 {call}，报参考号 {reference}，请对方查为什么收不下这一笔。"),
    N_("账单原样保存在本机；程序会一直重试，不会丢，也不会重复记账。"),
    N_("同一个孩子后面的账单要等这一笔；别的孩子不受影响。"),
    N_("确定永远不能送：在“处理这一件”里写明原因，按“永远不送…”，由管理员确认。"),
)


def is_waiting(row: QueueRow) -> bool:
    """Tell whether an act is on its way and has no answer yet."""
    return row.state in ON_ITS_WAY


def why(row: QueueRow, words: Translate) -> str:
    """Return what happened in a sentence."""
    return words(_WHY).format(count=row.attempts)


def held_up_view(told: "CaseView", row: QueueRow, facts: Mapping[str, str], words: Translate) -> "CaseView":
    """Return the case of such an act for the person who deals with it."""
    return replace(
        told,
        tone=Tone.WARN,
        title=words(N_("这一笔一直没有送到")),
        what=why(row, words),
        who=words(MANAGER),
        steps=tuple(words(step).format(**facts) for step in _STEPS),
        say="",
    )
