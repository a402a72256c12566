"""The verdict on one child as words: card, banner, policies and children to choose from."""

from dataclasses import dataclass
from datetime import datetime

from clinic_terminal.application.check_in import Identified, Verification
from clinic_terminal.domain.adjudication import Reason
from clinic_terminal.domain.gates import NEARLY_EMPTY_FEN, CheckCode, Doubt, Verdict
from clinic_terminal.domain.plan import SelfPay
from clinic_terminal.domain.visit import CardSource
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.messages import reason_text, told_of
from clinic_terminal.ui.terms import (
    clock_text,
    sex_word,
    short_cause,
    verdict_icon,
    verdict_tone,
    verdict_word,
)
from clinic_terminal.ui.views.ages import ago_text
from clinic_terminal.ui.views.bill_words import age_text, named
from clinic_terminal.ui.views.case import Case
from clinic_terminal.ui.views.identity import doubts_text
from clinic_terminal.ui.views.spans import when_text
from clinic_terminal.ui.widgets.ecard import ECard
from clinic_terminal.ui.widgets.money import yuan
from clinic_terminal.ui.widgets.pill import PillView
from clinic_terminal.ui.widgets.pool import Pool
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.widgets.verdict import VerdictView


@dataclass(frozen=True, slots=True)
class PolicyTile:
    """One policy, or one child, to choose from."""

    name: str
    detail: str
    pill: PillView


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """A question with its answers."""

    title: str
    hint: str
    tiles: tuple[PolicyTile, ...]


def ecard(case: Case, words: Translate) -> ECard:
    """Return the e-card as the family knows it: what it says itself, else what the server says."""
    _ = words
    snapshot, claims = case.policy.snapshot, case.verification.identified.claims
    person = claims or snapshot.person
    age = age_text(person.birth_date, case.verification.day, words)
    period = snapshot.period
    return ECard(
        insured=person.name,
        person=" · ".join(filter(None, (sex_word(person.sex, words), age))),
        birth_date=f"{person.birth_date:%Y/%m/%d}",
        member_number=person.member,
        plan=named(words, snapshot.plan_name, case.policy.edition.name_en),
        effective=f"{period.start:%Y-%m-%d} To {period.end:%Y-%m-%d}",
        badge=_("签名有效") if claims else "",
        void=_is_greyed(case),
    )


def _is_greyed(case: Case) -> bool:
    """Tell whether the family's own card is grey: to them that means an unpaid amount, and nothing else."""
    check = case.check(CheckCode.CARD)
    return check is not None and check.cause is Reason.CARD_GREYED


def source_line(case: Case, words: Translate) -> str:
    """Return how the child was identified."""
    _ = words
    if case.verification.identified.source is CardSource.CARD:
        return _("已扫电子卡，电子卡签名有效。")
    return _("凭会员号查询，请核对电子卡与证件。")


def age_of_figures(case: Case, now: datetime, words: Translate) -> tuple[str, str]:
    """Return the source of the figures and their time or age."""
    _ = words
    as_of = case.policy.snapshot.as_of
    if case.online:
        return _("联网核验"), clock_text(as_of)
    return _("离线资料"), ago_text(as_of, now, words)


def verdict_view(case: Case, now: datetime, words: Translate) -> VerdictView:
    """Return the banner: sign, word, reason, source and age."""
    source, at = age_of_figures(case, now, words)
    verdict = case.decision.verdict
    tone, icon = verdict_tone(verdict), verdict_icon(verdict)
    return VerdictView(tone, _headline(case, words), _sub(case, now, words), source, at, icon)


def _headline(case: Case, words: Translate) -> str:
    _ = words
    decision = case.decision
    word = verdict_word(decision.verdict, words)
    if decision.cause is None:
        return word
    return _("{verdict}：{reason}").format(verdict=word, reason=short_cause(decision.cause, words))


def _sub(case: Case, now: datetime, words: Translate) -> str:
    _ = words
    decision, lock = case.decision, case.lock
    if decision.verdict.is_billable:
        return _billable_sub(case, now, words)
    if decision.cause is Reason.BRAND_LOCKED and lock.brand:
        sentence = _("该会员自 {since} 起在“{brand}”就诊，本保单期内不能转到其他品牌。")
        return sentence.format(since=lock.since or "—", brand=lock.brand)
    if decision.cause in {Doubt.DATA_TOO_OLD, Doubt.SILENCE_TOO_LONG}:
        told = _("这不等于保险无效；打一个电话，或联网后自动更新。")
        return reason_text(decision.cause, words) + _("。") + told
    return reason_text(decision.cause, words) + _("。") if decision.cause else ""


def _billable_sub(case: Case, now: datetime, words: Translate) -> str:
    _ = words
    visit = case.visit
    if case.decision.verdict is Verdict.BILLABLE_OFFLINE:
        return _why_offline(case, now, words) + _accepted_doubts(case, words)
    if visit and visit.phone:
        first = _("已登记电话授权 {reference}。").format(reference=visit.phone.reference)
    elif visit and visit.booking_ref and case.is_admitted:
        first = _("已登记预约编号 {reference}。").format(reference=visit.booking_ref)
    else:
        first = ""
    return first + _who_pays_what(case, words) + _accepted_doubts(case, words)


def _accepted_doubts(case: Case, words: Translate) -> str:
    """Return what did not fit in the document and was accepted all the same; empty where all fits."""
    if case.identity is None or not case.identity.doubts:
        return ""
    return words(N_("已注明：{doubts}。")).format(doubts=doubts_text(case.identity.doubts, words))


def _why_offline(case: Case, now: datetime, words: Translate) -> str:
    """Return why the verdict rests on what is stored here, and on which data."""
    _ = words
    told = told_of(case.verification.problem)
    why = words(told.what) if told else _("服务商没有回答。")
    as_of = when_text(case.policy.snapshot.as_of, now, words)
    return why + _("用 {time} 的资料核验，账单联网后自动送出。").format(time=as_of)


def _who_pays_what(case: Case, words: Translate) -> str:
    _ = words
    left = Pool(case.policy.edition.plan.pool_fen, case.policy.standing.used.pool_fen).left
    if left <= 0:
        return _("共享额度已用完，今天的费用都由家长支付。")
    if case.policy.edition.plan.self_pay is SelfPay.ONLINE_LATER:
        said = _("家长今天只付责任外的费用，自付部分结案后在线支付。")
    else:
        said = _("家长只付自付部分和责任外的费用，签字即可离开。")
    if left < NEARLY_EMPTY_FEN:
        said += _("额度只剩 {amount}，超出的也由家长今天支付。").format(amount=yuan(left))
    return said


def policy_tiles(verification: Verification, words: Translate) -> tuple[PolicyTile, ...]:
    """Return the policies to choose from, each with its verdict and what is left of its limit."""
    _ = words
    tiles = []
    for policy in verification.policies:
        snapshot, decision = policy.snapshot, policy.decision
        word = verdict_word(decision.verdict, words)
        if decision.cause:
            word = short_cause(decision.cause, words)
        period = f"{snapshot.period.start:%Y-%m-%d} – {snapshot.period.end:%Y-%m-%d}"
        name = named(words, snapshot.plan_name, policy.edition.name_en)
        pill = PillView(word, verdict_tone(decision.verdict), icon=verdict_icon(decision.verdict))
        left = yuan(Pool(policy.edition.plan.pool_fen, policy.standing.used.pool_fen).left)
        detail = " · ".join((snapshot.policy, period, _("剩余 {amount}").format(amount=left)))
        tiles.append(PolicyTile(name, detail, pill))
    return tuple(tiles)


def policy_choice(verification: Verification, words: Translate) -> ChoiceView:
    """Return the question which policy counts today."""
    _ = words
    tiles = policy_tiles(verification, words)
    name = verification.policies[0].snapshot.person.name
    title = _("{name}有 {count} 份有效的保单").format(name=name, count=len(tiles))
    return ChoiceView(title, _("请家长选一份，今天的账单只记在这一份上。按数字键选择。"), tiles)


def child_choice(found: tuple[Identified, ...], words: Translate) -> ChoiceView:
    """Return the question which of several children is meant."""
    _ = words
    title = _("找到 {count} 个孩子，请选择今天就诊的这一位").format(count=len(found))
    hint = _("请和家长核对姓名与出生日期，不要拿错兄弟姐妹的卡。按数字键选择。")
    return ChoiceView(title, hint, tuple(_child_tile(one, words) for one in found))


def _child_tile(one: Identified, words: Translate) -> PolicyTile:
    _ = words
    if one.claims is None:
        return PolicyTile(one.member, _("只有会员号，没有电子卡"), PillView(_("未经证明"), Tone.NEUTRAL))
    born = f"{one.claims.birth_date:%Y-%m-%d}"
    return PolicyTile(one.claims.name, f"{born} · {one.member}", PillView(_("签名有效"), Tone.OK))
