"""Single words for the closed lists of the program: states, documents, stages, relationships."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from clinic_terminal.application.acts import ActKind, ActState
from clinic_terminal.domain.consent import Relationship
from clinic_terminal.domain.gates import Cause, CheckCode, Doubt, Verdict
from clinic_terminal.domain.identity import IdDocument
from clinic_terminal.domain.member import Sex
from clinic_terminal.domain.shanghai import CHINA
from clinic_terminal.domain.visit import Stage
from clinic_terminal.domain.voiding import VoidReason
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.doubt_words import DOUBTS
from clinic_terminal.ui.views.bill_words import category_name, short_reason
from clinic_terminal.ui.widgets.tone import Tone

__all__ = [
    "act_kind_word",
    "act_state_tone",
    "act_state_word",
    "category_word",
    "check_word",
    "clock_text",
    "document_word",
    "relationship_word",
    "sex_word",
    "short_cause",
    "short_reason",
    "short_reference",
    "stage_word",
    "verdict_icon",
    "verdict_tone",
    "verdict_word",
    "void_reason_word",
]

_REFERENCE_LENGTH: Final = 8

_ACT_STATES: Final[Mapping[ActState, tuple[str, Tone]]] = {
    ActState.READY: (N_("待送出"), Tone.OFFLINE),
    ActState.SENDING: (N_("正在送出"), Tone.ACCENT),
    ActState.ACCEPTED: (N_("已送达"), Tone.OK),
    ActState.ADJUSTED: (N_("保险调整"), Tone.WARN),
    ActState.REJECTED: (N_("被拒绝"), Tone.STOP),
    ActState.PARKED: (N_("需要处理"), Tone.WARN),
    ActState.WITHDRAWN: (N_("已撤回"), Tone.NEUTRAL),
}
_ACT_KINDS: Final[Mapping[ActKind, str]] = {
    ActKind.VISIT_OPENED: N_("到诊登记"),
    ActKind.BILL_SIGNED: N_("账单"),
    ActKind.BILL_VOIDED: N_("作废账单"),
    ActKind.PREAUTH_REQUESTED: N_("授权申请"),
    ActKind.PAYMENT_RECORDED: N_("收款记录"),
    ActKind.NOTE: N_("备注"),
}
_DOCUMENTS: Final[Mapping[IdDocument, str]] = {
    IdDocument.BIRTH_CERT: N_("出生证"),
    IdDocument.HUKOU: N_("户口本"),
    IdDocument.PASSPORT: N_("护照"),
    IdDocument.RESIDENT_ID: N_("身份证"),
    IdDocument.OTHER: N_("其他"),
}
_STAGES: Final[Mapping[Stage, str]] = {
    Stage.EXPECTED: N_("已预约"),
    Stage.ARRIVED: N_("已到"),
    Stage.IN_TREATMENT: N_("就诊中"),
    Stage.TO_SETTLE: N_("待结算"),
    Stage.FROZEN: N_("等家长签字"),
    Stage.DONE: N_("已完成"),
    Stage.VOIDED: N_("已作废"),
    Stage.CANCELLED: N_("已取消"),
}
_VOID_REASONS: Final[Mapping[VoidReason, str]] = {
    VoidReason.ENTRY_ERROR: N_("录入错误"),
    VoidReason.TREATMENT_CHANGED: N_("治疗没有做或有变化"),
    VoidReason.FAMILY_WITHDREW: N_("家长改变决定"),
    VoidReason.OTHER: N_("其他原因"),
}
_RELATIONSHIPS: Final[Mapping[Relationship, str]] = {
    Relationship.FATHER: N_("父亲"),
    Relationship.MOTHER: N_("母亲"),
    Relationship.OTHER_GUARDIAN: N_("其他监护人"),
    Relationship.ENTRUSTED: N_("受托人"),
}
_VERDICTS: Final[Mapping[Verdict, tuple[str, Tone, str]]] = {
    Verdict.BILLABLE: (N_("可直付"), Tone.OK, "check"),
    Verdict.BILLABLE_OFFLINE: (N_("可直付（离线）"), Tone.OFFLINE, "verdict-offline"),
    Verdict.CALL: (N_("需致电"), Tone.WARN, "phone"),
    Verdict.ATTEND: (N_("需处理"), Tone.WARN, "warning"),
    Verdict.REFUSED: (N_("不可直付"), Tone.STOP, "stop"),
}
"""The word, the colour, and a sign that says the same without either."""
_CHECKS: Final[Mapping[CheckCode, str]] = {
    CheckCode.IDENTITY: N_("身份核对"),
    CheckCode.CONSENT: N_("个人信息同意"),
    CheckCode.DATA: N_("资料核对"),
    CheckCode.DUPLICATE: N_("重复收费"),
    CheckCode.AGE: N_("资料时间"),
    CheckCode.POLICY: N_("保单"),
    CheckCode.CARD: N_("电子卡"),
    CheckCode.NETWORK: N_("网络"),
    CheckCode.BRAND: N_("品牌锁定"),
    CheckCode.FIRST_VISIT: N_("首次就诊"),
    CheckCode.POOL: N_("共享额度"),
    CheckCode.LETTER: N_("担保函"),
}
_SEXES: Final[Mapping[Sex, str]] = {Sex.MALE: N_("男"), Sex.FEMALE: N_("女")}


def category_word(category: str, words: Translate) -> str:
    """Return a benefit category in one word."""
    return category_name(category, words)


def act_state_word(state: ActState, words: Translate) -> str:
    """Return what became of an act, in a word."""
    return words(_ACT_STATES[state][0])


def act_state_tone(state: ActState) -> Tone:
    """Return an act's colour: green only where the server's receipt is stored."""
    return _ACT_STATES[state][1]


def act_kind_word(kind: ActKind, words: Translate) -> str:
    """Return what an act reports, in a word."""
    return words(_ACT_KINDS[kind])


def document_word(document: IdDocument, words: Translate) -> str:
    """Return the name of an identity document."""
    return words(_DOCUMENTS[document])


def stage_word(stage: Stage, words: Translate) -> str:
    """Return where a visit stands, in a word."""
    return words(_STAGES[stage])


def void_reason_word(reason: VoidReason, words: Translate) -> str:
    """Return why a bill was voided."""
    return words(_VOID_REASONS[reason])


def relationship_word(relationship: Relationship, words: Translate) -> str:
    """Return who signs, in a word."""
    return words(_RELATIONSHIPS[relationship])


def verdict_word(verdict: Verdict, words: Translate) -> str:
    """Return the desk's one word."""
    return words(_VERDICTS[verdict][0])


def verdict_tone(verdict: Verdict) -> Tone:
    """Return the colour that goes with the verdict."""
    return _VERDICTS[verdict][1]


def verdict_icon(verdict: Verdict) -> str:
    """Return the name of the sign that goes with the verdict; no two verdicts share one."""
    return _VERDICTS[verdict][2]


def check_word(code: CheckCode, words: Translate) -> str:
    """Return what a check looks at."""
    return words(_CHECKS[code])


def short_cause(cause: Cause, words: Translate) -> str:
    """Return a decision's cause in a few words."""
    if isinstance(cause, Doubt):
        return words(DOUBTS[cause].short)
    return short_reason(cause, "", words)


def sex_word(sex: Sex, words: Translate) -> str:
    """Return the child's sex, empty where it is not stated."""
    return words(_SEXES[sex]) if sex in _SEXES else ""


def short_reference(act_or_visit: str) -> str:
    """Return an id short enough to be read out, such as ``3F2A-91BC``; empty for an empty id."""
    tail = act_or_visit.replace("-", "")[-_REFERENCE_LENGTH:].upper()
    return f"{tail[:4]}-{tail[4:]}" if len(tail) == _REFERENCE_LENGTH else tail


def clock_text(moment: datetime | None) -> str:
    """Return a moment as hours and minutes in Beijing time; a dash where there is none."""
    return f"{moment + CHINA:%H:%M}" if moment else "—"
