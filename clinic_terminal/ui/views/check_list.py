"""Each check of a decision in a sentence, with its evidence: who said so, as of when, in which version."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from clinic_terminal.application.ports import PlanEdition
from clinic_terminal.domain.adjudication import Reason
from clinic_terminal.domain.decision import VERDICTS
from clinic_terminal.domain.gates import (
    NEARLY_EMPTY_FEN,
    Basis,
    Check,
    CheckCode,
    CheckState,
    Decision,
    Doubt,
    Source,
    Verdict,
)
from clinic_terminal.domain.identity import IdDocument
from clinic_terminal.domain.plan import COVERED_CATEGORIES
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.messages import remedy_text
from clinic_terminal.ui.terms import (
    category_word,
    check_word,
    clock_text,
    document_word,
    short_cause,
    verdict_tone,
)
from clinic_terminal.ui.views.ages import ago_text
from clinic_terminal.ui.views.identity import capital, doubts_of, doubts_text
from clinic_terminal.ui.widgets.checks import CheckView
from clinic_terminal.ui.widgets.money import yuan
from clinic_terminal.ui.widgets.tone import Tone

Facts = Mapping[str, str]

_NOTES: Final = {
    CheckCode.POOL: Tone.WARN,
    CheckCode.AGE: Tone.WARN,
    CheckCode.IDENTITY: Tone.WARN,
    CheckCode.LETTER: Tone.ACCENT,
    CheckCode.BRAND: Tone.ACCENT,
}
_ORDER: Final = (Source.SERVER, Source.SNAPSHOT, Source.QUEUE, Source.CARD, Source.DESK)

_CONTRADICTIONS: Final[Mapping[str, str]] = {
    "POOL_OVERDRAWN": N_("已用的比共享额度还多"),
    "NEGATIVE_USE": N_("已用金额是负数"),
    "CATEGORIES_DO_NOT_ADD_UP": N_("各类已用加起来不等于总已用"),
    "CATEGORY_OVERDRAWN": N_("某一类已用的比该类额度还多"),
    "DEDUCTIBLE_OVERDRAWN": N_("已扣的免赔额比规定的多"),
    "PAID_OVER_COVERED": N_("保险付的比责任内的费用还多"),
    "RECORD_IN_THE_FUTURE": N_("就诊记录的日期在将来"),
    "BORN_IN_THE_FUTURE": N_("出生日期在将来"),
    "LOCK_IN_THE_FUTURE": N_("品牌锁定的日期在将来"),
    "LETTER_OVERDRAWN": N_("担保函用得比批准的多"),
    "LETTER_NEGATIVE": N_("担保函的金额是负数"),
    "LETTER_TURNED_AROUND": N_("担保函的起止日期颠倒"),
    "OTHER_PLAN": N_("资料属于另一个计划"),
}


def check_views(
    decision: Decision, edition: PlanEdition, now: datetime, words: Translate
) -> tuple[CheckView, ...]:
    """Return every check: what failed first and large, the rest quietly, by what it rests on."""
    too_old = any(one.code is CheckCode.AGE and _has_failed(one) for one in decision.checks)
    failed = [_failed_view(one, decision, edition, now, words) for one in decision.checks if _has_failed(one)]
    rest = [one for one in decision.checks if not _has_failed(one)]
    rest.sort(key=lambda one: _ORDER.index(one.basis.source))
    return (*failed, *(_quiet_view(one, now, words, too_old=too_old) for one in rest))


def evidence_text(basis: Basis, now: datetime, words: Translate) -> str:
    """Return what a check rests on: who said so, and when or how long ago."""
    _ = words
    if basis.source is Source.QUEUE:
        return _("本机待送出的账单")
    if basis.source is Source.CARD:
        return _("电子卡与服务商资料对照")
    if basis.source is Source.DESK or basis.as_of is None:
        return _("柜台核对")
    if basis.source is Source.SERVER:
        return _("服务商 {time} 联网核验").format(time=clock_text(basis.as_of))
    return _("离线资料，{age}").format(age=ago_text(basis.as_of, now, words))


def version_text(basis: Basis, words: Translate) -> str:
    """Return in which version of the service manager's data it stands, empty where they are not theirs."""
    _ = words
    if basis.as_of is None or basis.source not in {Source.SERVER, Source.SNAPSHOT}:
        return ""
    return _("服务商资料第 {version} 版").format(version=basis.version)


def _has_failed(check: Check) -> bool:
    return check.state is CheckState.FAIL and check.cause is not None


def _failed_view(
    check: Check, decision: Decision, edition: PlanEdition, now: datetime, words: Translate
) -> CheckView:
    first = check.cause is decision.cause
    alone = VERDICTS.get(check.cause, Verdict.REFUSED) if check.cause else Verdict.REFUSED
    refused = decision.verdict is Verdict.REFUSED
    code = check.cause.value if first and refused and check.cause else ""
    return CheckView(
        key=check.code.value,
        tone=verdict_tone(decision.verdict if first else alone),
        label=check_word(check.code, words),
        detail=_failed_detail(check, words),
        remedy=remedy_text(check.cause, edition, now, words),
        code=words(N_("代码 {code}")).format(code=code) if code else "",
        evidence=evidence_text(check.basis, now, words),
        version=version_text(check.basis, words),
    )


def _quiet_view(check: Check, now: datetime, words: Translate, *, too_old: bool) -> CheckView:
    tones = {CheckState.PASS: Tone.OK, CheckState.OPEN: Tone.NEUTRAL}
    tone = tones.get(check.state, _NOTES.get(check.code, Tone.OK))
    stale = too_old and check.basis.source is Source.SNAPSHOT
    if tone is Tone.OK and (stale or check.code is CheckCode.DUPLICATE):
        # Green would promise what nobody knows: the data are not to be relied on, or no item is chosen yet.
        tone = Tone.NEUTRAL
    return CheckView(
        key=check.code.value,
        tone=tone,
        label=check_word(check.code, words),
        detail=_DETAILS[check.code](check.facts, words),
        evidence=evidence_text(check.basis, now, words),
        version=version_text(check.basis, words),
        quiet=True,
    )


def _failed_detail(check: Check, words: Translate) -> str:
    """Return what was found, in few words: the banner has the whole sentence."""
    _ = words
    facts, cause = check.facts, check.cause
    if check.code is CheckCode.POLICY:
        return _("保险期间 {start} 至 {end}").format(start=facts.get("start", ""), end=facts.get("end", ""))
    if cause is Reason.BRAND_LOCKED and facts.get("since"):
        return _("{brand}，自 {since} 首诊起").format(brand=facts.get("brand", ""), since=facts["since"])
    if cause is Doubt.CONTRADICTORY:
        return contradiction_text(facts.get("found", ""), words)
    if cause is Doubt.IDENTITY_DIFFERS:
        return doubts_text(doubts_of(facts.get("doubts", "")), words)
    if check.code is CheckCode.AGE:
        hours = facts.get("silence_hours" if cause is Doubt.SILENCE_TOO_LONG else "hours", "—")
        return _("{hours} 小时前，最多 {hard} 小时").format(hours=hours, hard=facts.get("hard", "—"))
    return short_cause(cause, words) if cause else ""


def contradiction_text(found: str, words: Translate) -> str:
    """Return what contradicts itself, from the names that the rules give it."""
    named = [words(_CONTRADICTIONS[one]) for one in found.split(",") if one in _CONTRADICTIONS]
    return capital(words(N_("；")).join(named)) or words(N_("资料前后对不上"))


def _policy_detail(facts: Facts, words: Translate) -> str:
    _ = words
    if facts.get("days_left") == "0":
        return _("有效，今天是最后一天")
    return _("有效，还有 {days} 天到期").format(days=facts.get("days_left", "—"))


def _card_detail(_facts: Facts, words: Translate) -> str:
    _ = words
    return _("正常，没有未付的费用")


def _network_detail(facts: Facts, words: Translate) -> str:
    _ = words
    known = facts.get("categories", "").split(",")
    names = [category_word(one, words) for one in COVERED_CATEGORIES if one in known]
    return _("{categories} 可直付").format(categories=" · ".join(names))


def _brand_detail(facts: Facts, words: Translate) -> str:
    _ = words
    kind, brand, ours = facts.get("kind"), facts.get("brand", ""), facts.get("ours", "")
    if kind == "OFF":
        return _("该计划不锁定品牌")
    if kind == "EXEMPT":
        return _("本品牌不受锁定限制")
    if kind == "NONE_YET":
        return _("还没有，今天选定{brand}").format(brand=ours)
    if not facts.get("since"):
        return _("{brand}，首诊账单待送出").format(brand=brand or ours)
    return _("{brand}，自 {since} 起").format(brand=brand, since=facts["since"])


def _first_visit_detail(facts: Facts, words: Translate) -> str:
    _ = words
    if facts.get("required") == "False":
        return _("该计划无须电话预约")
    if facts.get("reference"):
        return _("已预约，编号 {reference}").format(reference=facts["reference"])
    return _("不是首次就诊")


def _pool_detail(facts: Facts, words: Translate) -> str:
    _ = words
    left = int(facts.get("left_fen", "0"))
    if left < NEARLY_EMPTY_FEN:
        return _("只剩 {amount}，超出部分自费").format(amount=yuan(left))
    return _("剩余 {amount}").format(amount=yuan(left))


def _letter_detail(facts: Facts, words: Translate) -> str:
    _ = words
    left = yuan(int(facts.get("left_fen", "0")))
    return _("{number}，未用 {amount}").format(number=facts.get("number", ""), amount=left)


def _identity_detail(facts: Facts, words: Translate) -> str:
    _ = words
    seen = facts.get("document")
    if not seen:
        return _("请核对证件")
    doubts = doubts_of(facts.get("doubts", ""))
    if doubts:
        return _("{doubts}，已注明").format(doubts=doubts_text(doubts, words))
    return _("{document}，已核对").format(document=document_word(IdDocument(seen), words))


def _consent_detail(facts: Facts, words: Translate) -> str:
    _ = words
    return _("{since} 已同意").format(since=facts["since"]) if facts.get("since") else _("请家长回答")


def _data_detail(_facts: Facts, words: Translate) -> str:
    _ = words
    return _("服务商资料完整")


def _duplicate_detail(_facts: Facts, words: Translate) -> str:
    _ = words
    return _("开单时核对")


def _age_detail(facts: Facts, words: Translate) -> str:
    _ = words
    if facts.get("reference"):
        return _("电话授权 {reference}").format(reference=facts["reference"])
    if "hours" not in facts:
        return _("刚刚联网核验")
    if facts["hours"] == "0":
        return _("不到 1 小时的资料")
    return _("{hours} 小时前的资料").format(hours=facts["hours"])


_DETAILS: Final[Mapping[CheckCode, Callable[[Facts, Translate], str]]] = {
    CheckCode.IDENTITY: _identity_detail,
    CheckCode.CONSENT: _consent_detail,
    CheckCode.DATA: _data_detail,
    CheckCode.DUPLICATE: _duplicate_detail,
    CheckCode.AGE: _age_detail,
    CheckCode.POLICY: _policy_detail,
    CheckCode.CARD: _card_detail,
    CheckCode.NETWORK: _network_detail,
    CheckCode.BRAND: _brand_detail,
    CheckCode.FIRST_VISIT: _first_visit_detail,
    CheckCode.POOL: _pool_detail,
    CheckCode.LETTER: _letter_detail,
}
