"""What the desk reads about signing: where the family is, why it declines, what a void signature means."""

from enum import StrEnum
from typing import Final

from clinic_terminal.application.binding import Binding
from clinic_terminal.domain.consent import Consent, Way
from clinic_terminal.domain.declined import DeclineReason
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.terms import relationship_word
from clinic_terminal.ui.widgets.notice import NoticeView
from clinic_terminal.ui.widgets.pill import PillView
from clinic_terminal.ui.widgets.tone import Tone


class Progress(StrEnum):
    """How far the family is with the bill in front of it."""

    NOT_SHOWN = "NOT_SHOWN"
    READING = "READING"
    WRITING = "WRITING"
    COVERED = "COVERED"


_PROGRESS: Final = {
    Progress.NOT_SHOWN: (N_("待签字"), Tone.NEUTRAL),
    Progress.READING: (N_("家长正在看"), Tone.ACCENT),
    Progress.WRITING: (N_("家长正在签"), Tone.ACCENT),
    Progress.COVERED: (N_("家长屏已遮住"), Tone.WARN),
}
FAMILY_WORDS: Final = {
    Progress.READING: N_("等家长签字"),
    Progress.WRITING: N_("等家长签字"),
    Progress.COVERED: N_("再次显示"),
}
DECLINE_REASONS: Final = {
    DeclineReason.AMOUNT: N_("对金额有疑问"),
    DeclineReason.KEEP_LIMIT: N_("想留着额度以后用"),
    DeclineReason.DATA: N_("不愿把资料交给保险公司"),
    DeclineReason.OTHER: N_("其他原因"),
}


def progress_pill(progress: Progress, words: Translate) -> PillView:
    """Return how far the family is, in a word."""
    word, tone = _PROGRESS[progress]
    return PillView(words(word), tone)


def binding_notice(binding: Binding, words: Translate, *, closed: bool) -> NoticeView | None:
    """Return that the bill is not the one that was signed; None where it is, or nothing is signed yet."""
    if binding is not Binding.VOID:
        return None
    then = N_("请作废这张账单，重新开单、签字；原来的签字单请留好。")
    again = N_("请按“撤回修改”，重新请家长签字。不要按这张账单收款。")
    return NoticeView(
        Tone.STOP,
        words(N_("签字无效：账单内容在签字之后被改动过。")),
        words(N_("请诊所管理员查明原因。")),
        words(then if closed else again),
    )


def signed_line(consent: Consent, words: Translate) -> str:
    """Return who signed and how, in one line."""
    who = words(N_("{relationship}{signer}")).format(
        relationship=relationship_word(consent.relationship, words), signer=consent.signer
    )
    way = N_("在纸上签字") if consent.way is Way.PAPER else N_("在屏幕上签字")
    return f"{who} · {words(way)}"
