"""From codes to sentences: reasons, remedies, what to tell the family, and failures.

Words for single states stand in `terms`; whole failures in `failure_table`. Nothing here names a person.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from clinic_terminal.application.failures import NotBillableError, RepeatedLineError
from clinic_terminal.application.ports import PlanEdition
from clinic_terminal.domain.adjudication import Reason
from clinic_terminal.domain.gates import Cause, Doubt
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.command_line import program_name, shell_name
from clinic_terminal.ui.doubt_words import DOUBTS
from clinic_terminal.ui.failure_table import LIMITS, TABLE, UNEXPECTED, Told
from clinic_terminal.ui.hotline_words import hours_text, is_hotline_open, next_open_word, open_word
from clinic_terminal.ui.terms import (
    act_kind_word,
    act_state_word,
    category_word,
    document_word,
    relationship_word,
    short_cause,
    stage_word,
    verdict_word,
)
from clinic_terminal.ui.views.bill_words import is_english, long_reason
from clinic_terminal.ui.widgets.money import yuan
from clinic_terminal.ui.widgets.notice import NoticeView

__all__ = [
    "act_kind_word",
    "act_state_word",
    "category_word",
    "document_word",
    "failure_notice",
    "hours_text",
    "is_hotline_open",
    "next_open_word",
    "open_word",
    "problem_notice",
    "reason_text",
    "relationship_word",
    "remedy_text",
    "say_to_guardian",
    "stage_word",
    "verdict_word",
]

_REMEDIES: Final[Mapping[Reason, str]] = {
    Reason.FIRST_VISIT_UNBOOKED: N_("致电 {call} → 登记预约编号"),
    Reason.BRAND_LOCKED: N_("请家长到所选品牌就诊；认为有误就致电 {call}"),
    Reason.CARD_GREYED: N_("请家长在手机“就诊记录”里付清 → 重新查询卡状态；或致电 {call}"),
    Reason.CARD_UNBOUND: N_("请家长绑定电子卡 → 重新扫描；或致电 {call}"),
    Reason.POLICY_EXPIRED: N_("请家长查看是否已续保并“关联新保单”；或致电 {call}"),
    Reason.POLICY_NOT_STARTED: N_("请改约到保险开始之后；或致电 {call}"),
    Reason.NOT_IN_NETWORK: N_("请家长在手机“适用医院”里查找可直付的诊所；或致电 {call}"),
    Reason.PREAUTH_ABSENT: N_("治疗前向服务商申请担保函；致电 {call}"),
    Reason.PREAUTH_EXCEEDED: N_("治疗前申请补充担保函；致电 {call}"),
}

_SAID: Final[Mapping[Reason, str]] = {
    Reason.FIRST_VISIT_UNBOOKED: N_(
        "“小朋友第一次用这份保险，要先打电话预约。我们现在就帮您打 {hotline}，登记编号后就能直付。”"
    ),
    Reason.BRAND_LOCKED: N_(
        "“小朋友的这份保险选定了{brand}，到 {end} 为止在那里可以直接使用。今天在我们这里看，需要全部自费，"
        "而且之后不能再向保险公司报销。”"
    ),
    Reason.CARD_GREYED: N_(
        "“有一笔费用还没有付，卡暂时不能直付。您在手机“就诊记录”里付清，我们马上重新查询。”"
    ),
    Reason.CARD_UNBOUND: N_(
        "“电子卡还没有绑定。请在服务平台公众号的“会员权益 → 会员绑卡”里绑定，绑好我们马上再查一次。”"
    ),
    Reason.POLICY_EXPIRED: N_(
        "“这份保险到 {end} 已经到期。如果您续保了，请在手机上关联新保单，我们再查一次。”"
    ),
    Reason.POLICY_NOT_STARTED: N_("“这份保险从 {start} 开始生效，在那之后来就能直付。”"),
    Reason.NOT_IN_NETWORK: N_(
        "“这份保险不能在我们诊所直付。您可以在手机“适用医院”里找到能直付的诊所。今天看需要全部自费，"
        "之后不能再报销。”"
    ),
    Reason.SELF_PAY_CHOSEN: N_("“今天的费用由您全部自费，之后不能再向保险公司报销。”"),
}


def reason_text(cause: Cause, words: Translate, *, percent: str = "", brand: str = "") -> str:
    """Return the cause's sentence; ``percent`` and ``brand`` fill it where they are known."""
    if isinstance(cause, Doubt):
        return words(DOUBTS[cause].whole)
    return long_reason(cause, percent, brand, words)


def remedy_text(cause: Cause | None, edition: PlanEdition, now: datetime, words: Translate) -> str:
    """Return what the desk can do about a reason, with the hotline and whether it answers now."""
    sentence = DOUBTS[cause].remedy if isinstance(cause, Doubt) else _REMEDIES.get(cause) if cause else None
    if sentence is None:
        return ""
    opened = open_word(edition, now, words)
    bracketed = f"{edition.hotline} ({opened})" if is_english(words) else f"{edition.hotline}（{opened}）"
    return words(sentence).format(call=bracketed)


def say_to_guardian(cause: Cause | None, words: Translate, **facts: str) -> str:
    """Return the sentence for the family. ``facts``: brand, hotline, start, end, where they are known."""
    sentence = DOUBTS[cause].said if isinstance(cause, Doubt) else _SAID.get(cause) if cause else None
    if not sentence:
        return ""
    known = {"brand": words(N_("另一个品牌")), "hotline": "021-80209058", "start": "—", "end": "—"}
    known |= {name: value for name, value in facts.items() if value}
    return words(sentence).format(**known)


def failure_notice(error: Exception, words: Translate) -> NoticeView:
    """Return a failure as a notice: what happened, who can fix it, what to do next, a reference.

    Failures that nobody foresaw get a calm general notice; their text is never shown.
    """
    keys = _keys(error)
    told = next((TABLE[key] for key in keys if key in TABLE), UNEXPECTED)
    reference = _reference(keys[0]) if told is not UNEXPECTED else f"X-{type(error).__name__}"
    facts = _facts(error, words)

    def filled(sentence: str) -> str:
        return words(sentence).format_map(facts) if sentence else ""

    return NoticeView(told.tone, filled(told.what), filled(told.who), filled(told.next_step), reference)


def told_of(code: str) -> Told | None:
    """Return the sentences of a bare code, as the queue's rows keep them; None where there are none."""
    wholes = (code, f"CENTRAL_UNREACHABLE.{code}", f"CENTRAL_SESSION.{code}", f"CARD_REFUSED.{code}")
    for key in (*wholes, code.partition(".")[0]):
        if key in TABLE:
            return TABLE[key]
    return None


def problem_notice(code: str, words: Translate) -> NoticeView:
    """Return as a notice what kept an answer away, by its code with its cause."""
    told = told_of(code) or UNEXPECTED
    here = _here(words)
    what, who, next_step = (
        words(text).format_map(here) if text else "" for text in (told.what, told.who, told.next_step)
    )
    return NoticeView(told.tone, what, who, next_step, _reference(code))


class _Facts(dict[str, str]):
    """The facts of a failure; one that is missing shows as a dash, never as an error."""

    def __missing__(self, key: str) -> str:
        return "—"


def _keys(error: Exception) -> list[str]:
    """Return the keys to look under, the most exact first."""
    code = str(getattr(error, "code", ""))
    if not code:
        return []
    causes = [
        str(value)
        for name in ("cause", "outcome", "detail", "answer_code")
        if (value := getattr(error, name, ""))
    ]
    if causes[:1] == ["OK"]:
        causes = causes[1:]
    keys = [".".join([code, *causes[:length]]) for length in range(len(causes), -1, -1)]
    # What the desk found by comparing says more than the outcome of the card.
    return [f"{code}.{causes[-1]}", *keys] if causes and f"{code}.{causes[-1]}" in TABLE else keys


def _reference(key: str) -> str:
    """Return a key short enough to be read out: the code and the last part of its cause."""
    first, *rest = key.split(".")
    return ".".join([first, *rest[-1:]])


def _here(words: Translate) -> _Facts:
    """Return how a command is typed on this computer."""
    return _Facts(program=program_name(), shell=words(shell_name()))


def _facts(error: Exception, words: Translate) -> _Facts:
    facts = _here(words)
    for name in ("plan", "least", "most", "row", "column"):
        if hasattr(error, name):
            facts[name] = str(getattr(error, name))
    teeth = getattr(error, "teeth", ())
    facts["teeth"] = "、".join(teeth) if teeth else "—"
    if hasattr(error, "fen"):
        facts["amount"] = yuan(error.fen)
    limit = str(getattr(error, "limit", ""))
    if limit:
        facts["limit"] = words(LIMITS.get(limit, limit))
    if isinstance(error, NotBillableError):
        facts["doubt"] = short_cause(Doubt(error.cause), words)
    if isinstance(error, RepeatedLineError):
        facts["repeated"] = (", " if is_english(words) else "、").join(error.repeated)
    return facts
