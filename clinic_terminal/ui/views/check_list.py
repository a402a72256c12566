"""Each check of a decision in a sentence, and the shared limit with what was used of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from clinic_terminal.application.judging import PolicyVerdict
from clinic_terminal.application.ports import PlanEdition
from clinic_terminal.domain.adjudication import Reason
from clinic_terminal.domain.gates import Check, CheckCode, CheckState, Decision, Verdict
from clinic_terminal.domain.money import percent
from clinic_terminal.domain.plan import COVERED_CATEGORIES
from clinic_terminal.i18n import Translate
from clinic_terminal.ui.messages import remedy_text
from clinic_terminal.ui.terms import category_word, check_word, short_cause, verdict_tone
from clinic_terminal.ui.widgets.checks import CheckView
from clinic_terminal.ui.widgets.money import yuan
from clinic_terminal.ui.widgets.pool import Pool
from clinic_terminal.ui.widgets.tone import Tone

MOST_RECORDS: Final = 5
_QUIET: Final = frozenset(
    {
        CheckCode.POOL,
        CheckCode.IDENTITY,
        CheckCode.CONSENT,
        CheckCode.DATA,
        CheckCode.DUPLICATE,
        CheckCode.AGE,
    }
)
"""Checks that say something only where something is to be said."""


@dataclass(frozen=True, slots=True)
class CategoryUse:
    """What one category used of the shared limit."""

    word: str
    share: str
    used: str


@dataclass(frozen=True, slots=True)
class Record:
    """One line of the visit records."""

    day: str
    detail: str
    amount: str


@dataclass(frozen=True, slots=True)
class PoolView:
    """The shared limit, what is left of it in fen, and where it went."""

    pool: Pool
    left_fen: int
    note: str
    uses: tuple[CategoryUse, ...]
    records: tuple[Record, ...]


def check_views(
    decision: Decision, edition: PlanEdition, now: datetime, words: Translate
) -> tuple[CheckView, ...]:
    """Return the checks to show: those that decide, and what is good to know where there is something."""
    return tuple(
        _check_view(check, decision, edition, now, words)
        for check in decision.checks
        if check.code not in _QUIET or check.state is CheckState.FAIL or check.state is CheckState.NOTE
    )


def _check_view(
    check: Check, decision: Decision, edition: PlanEdition, now: datetime, words: Translate
) -> CheckView:
    label = check_word(check.code, words)
    if check.state is CheckState.FAIL and check.cause is not None:
        first = check.cause is decision.cause
        held = decision.verdict is Verdict.CALL
        return CheckView(
            key=check.code.value,
            tone=verdict_tone(decision.verdict) if first else Tone.STOP,
            label=label,
            detail=_failed_detail(check, words),
            remedy=remedy_text(check.cause, edition, now, words) if first else "",
            code=check.cause.value if first and not held else "",
        )
    detail = _DETAILS[check.code](check.facts, words)
    notes = {CheckCode.POOL: Tone.WARN, CheckCode.LETTER: Tone.ACCENT}
    tone = notes.get(check.code, Tone.OK) if check.state is CheckState.NOTE else Tone.OK
    return CheckView(check.code.value, tone, label, detail)


def _failed_detail(check: Check, words: Translate) -> str:
    """Return what was found, in few words: the banner has the whole sentence."""
    _ = words
    facts, reason = check.facts, check.cause
    if check.code is CheckCode.POLICY:
        return _("保险期间 {start} 至 {end}").format(start=facts.get("start", ""), end=facts.get("end", ""))
    if reason is Reason.BRAND_LOCKED and facts.get("since"):
        return _("{brand}，自 {since} 首诊起").format(brand=facts.get("brand", ""), since=facts["since"])
    return short_cause(reason, words) if reason else ""


def _policy_detail(facts: Mapping[str, str], words: Translate) -> str:
    _ = words
    if facts.get("days_left") == "0":
        return _("有效，今天是最后一天")
    return _("有效，还有 {days} 天到期").format(days=facts.get("days_left", "—"))


def _card_detail(_facts: Mapping[str, str], words: Translate) -> str:
    _ = words
    return _("正常，没有未付的费用")


def _network_detail(facts: Mapping[str, str], words: Translate) -> str:
    _ = words
    known = facts.get("categories", "").split(",")
    names = [category_word(one, words) for one in COVERED_CATEGORIES if one in known]
    return _("本诊所在该计划网络内：{categories}").format(categories=" · ".join(names))


def _brand_detail(facts: Mapping[str, str], words: Translate) -> str:
    _ = words
    kind, brand, ours = facts.get("kind"), facts.get("brand", ""), facts.get("ours", "")
    if kind == "OFF":
        return _("该计划不锁定品牌")
    if kind == "EXEMPT":
        return _("本品牌不受锁定限制")
    if kind == "NONE_YET":
        return _("还没有选定；今天直付后选定{brand}").format(brand=ours)
    if not facts.get("since"):
        return _("{brand}（本品牌），首诊账单待送达").format(brand=brand or ours)
    return _("{brand}（本品牌），自 {since} 首诊起").format(brand=brand, since=facts["since"])


def _first_visit_detail(facts: Mapping[str, str], words: Translate) -> str:
    _ = words
    if facts.get("required") == "False":
        return _("该计划无须电话预约")
    if facts.get("reference"):
        return _("已预约，编号 {reference}").format(reference=facts["reference"])
    return _("不是首次就诊")


def _pool_detail(facts: Mapping[str, str], words: Translate) -> str:
    _ = words
    return _("只剩 {amount}，超出部分自费").format(amount=yuan(int(facts.get("left_fen", "0"))))


def _letter_detail(facts: Mapping[str, str], words: Translate) -> str:
    _ = words
    left = yuan(int(facts.get("left_fen", "0")))
    return _("{number}，已授权未使用 {amount}").format(number=facts.get("number", ""), amount=left)


def _identity_detail(facts: Mapping[str, str], words: Translate) -> str:
    _ = words
    if not facts.get("document"):
        return _("请核对证件")
    return _("资料有出入，已注明") if facts.get("doubts") else _("证件已核对")


def _consent_detail(facts: Mapping[str, str], words: Translate) -> str:
    _ = words
    return _("{since} 已同意").format(since=facts["since"]) if facts.get("since") else _("请家长确认")


def _data_detail(_facts: Mapping[str, str], words: Translate) -> str:
    _ = words
    return _("签名有效，前后一致")


def _duplicate_detail(_facts: Mapping[str, str], words: Translate) -> str:
    _ = words
    return _("今天没有相同的项目")


def _age_detail(facts: Mapping[str, str], words: Translate) -> str:
    _ = words
    if "hours" not in facts:
        return _("刚刚联网核验")
    return _("{hours} 小时前的资料").format(hours=facts["hours"])


_DETAILS: Final[Mapping[CheckCode, Callable[[Mapping[str, str], Translate], str]]] = {
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


def pool_view(policy: PolicyVerdict, words: Translate) -> PoolView:
    """Return the shared limit with each category's use and the latest visit records."""
    _ = words
    plan, used = policy.edition.plan, policy.standing.used
    pool = Pool(plan.pool_fen, used.pool_fen)
    covered = [one for one in COVERED_CATEGORIES if one in plan.coinsurance_bp]
    uses = tuple(
        CategoryUse(
            category_word(one, words),
            _("自付 {percent}").format(percent=percent(plan.coinsurance_bp[one])),
            yuan(used.category_fen.get(one, 0)),
        )
        for one in covered
    )
    note = _("剩余，共 {limit}（{categories}）").format(
        limit=yuan(plan.pool_fen), categories="+".join(use.word for use in uses)
    )
    return PoolView(pool, pool.left, note, uses, _records(policy, words))


def _records(policy: PolicyVerdict, words: Translate) -> tuple[Record, ...]:
    _ = words
    start = policy.snapshot.period.start
    newest = sorted(policy.snapshot.history, key=lambda visit: visit.day, reverse=True)[:MOST_RECORDS]
    records = []
    for visit in newest:
        detail = f"{visit.clinic} · {category_word(visit.category, words)}"
        if visit.day < start:
            detail = _("{detail} · 上一保单期").format(detail=detail)
        records.append(Record(visit.day.isoformat(), detail, yuan(visit.insurer_fen)))
    return tuple(records)
