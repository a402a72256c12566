"""The verdict on one child as words: card, banner, policies to choose from, what to tell the family."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto

from clinic_terminal.application.check_in import Identified, Verification
from clinic_terminal.application.judging import PolicyVerdict
from clinic_terminal.domain.adjudication import Reason
from clinic_terminal.domain.gates import Decision, Doubt, Verdict
from clinic_terminal.domain.identity import IdDocument
from clinic_terminal.domain.plan import SelfPay
from clinic_terminal.domain.visit import CardSource, Stage, Visit
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.messages import (
    hours_text,
    is_hotline_open,
    open_word,
    reason_text,
    remedy_text,
    say_to_guardian,
)
from clinic_terminal.ui.terms import clock_text, sex_word, short_cause, verdict_tone, verdict_word
from clinic_terminal.ui.views.bill_words import age_text, named
from clinic_terminal.ui.views.queue import span_text, when_text
from clinic_terminal.ui.widgets.ecard import ECard
from clinic_terminal.ui.widgets.money import yuan
from clinic_terminal.ui.widgets.pill import PillView
from clinic_terminal.ui.widgets.pool import Pool
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.widgets.verdict import VerdictView


class Mode(Enum):
    """What the desk may do now: let in, enter a booking, send home, confirm that the family pays all."""

    BILLABLE = auto()
    HOLD = auto()
    REFUSED = auto()
    MISMATCH = auto()
    CONFIRM_SELF_PAY = auto()


@dataclass(frozen=True, slots=True)
class Case:
    """A verification with the policy that was chosen; ``visit`` once the child is let in or expected."""

    verification: Verification
    policy: PolicyVerdict
    visit: Visit | None = None
    document: IdDocument | None = None
    confirming: bool = False

    @property
    def decision(self) -> Decision:
        """The decision that counts: a booking entered here releases what the snapshot still holds."""
        visit, found = self.visit, self.policy.decision
        if found.verdict is Verdict.CALL and visit and visit.booking_ref and visit.decision:
            return visit.decision
        return found

    @property
    def is_admitted(self) -> bool:
        """Whether the child is registered already."""
        return self.visit is not None and self.visit.stage is Stage.ARRIVED

    @property
    def mode(self) -> Mode:
        """What the desk may do now."""
        if self.policy.decision.cause is Doubt.CARD_DIFFERS:
            return Mode.MISMATCH
        if self.confirming:
            return Mode.CONFIRM_SELF_PAY
        verdict = self.decision.verdict
        if verdict.is_billable:
            return Mode.BILLABLE
        return Mode.HOLD if verdict is Verdict.CALL else Mode.REFUSED

    def with_document(self, document: IdDocument) -> "Case":
        """Return the case with the identity document that was looked at."""
        return replace(self, document=document)


@dataclass(frozen=True, slots=True)
class HelpView:
    """What stands below a refusal: the sentence for the family, what can be done, whom to call."""

    say: str
    remedy: str
    hotline: str
    opened: PillView
    quote: str
    can_ask_again: bool


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
    """Return the e-card as the family knows it."""
    _ = words
    snapshot, claims = case.policy.snapshot, case.verification.identified.claims
    person = snapshot.person
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
        void=case.mode in {Mode.REFUSED, Mode.MISMATCH, Mode.CONFIRM_SELF_PAY},
    )


def source_line(case: Case, words: Translate) -> str:
    """Return how the child was identified."""
    _ = words
    if case.verification.identified.source is CardSource.CARD:
        return _("已扫电子卡，卡面签名已验证。")
    return _("凭会员号查询，请核对电子卡与证件。")


def age_of_figures(case: Case, now: datetime, words: Translate) -> tuple[str, str]:
    """Return the source of the figures and their time or age."""
    _ = words
    as_of = case.policy.snapshot.as_of
    if case.verification.online:
        return _("联网核验"), clock_text(as_of)
    return _("离线资料"), _("{span}前").format(span=span_text(now - as_of, words))


def verdict_view(case: Case, now: datetime, words: Translate) -> VerdictView:
    """Return the banner: word, reason, source and age."""
    source, at = age_of_figures(case, now, words)
    tone = Tone.STOP if case.mode is Mode.MISMATCH else verdict_tone(case.decision.verdict)
    return VerdictView(tone, _headline(case, words), _sub(case, words), source, at)


def _headline(case: Case, words: Translate) -> str:
    _ = words
    if case.mode is Mode.MISMATCH:
        return _("不可直付：卡与登记的孩子不一致")
    decision = case.decision
    word = verdict_word(decision.verdict, words)
    if decision.cause is None:
        return word
    return _("{verdict}：{reason}").format(verdict=word, reason=short_cause(decision.cause, words))


def _sub(case: Case, words: Translate) -> str:
    _ = words
    decision = case.decision
    if case.mode is Mode.MISMATCH:
        return _mismatch_remedy(words)
    if decision.verdict.is_billable:
        if case.policy.edition.plan.self_pay is SelfPay.ONLINE_LATER:
            return _("家长今天只付责任外的费用，自付部分结案后在线支付。")
        return _("家长只需支付自付部分，签字即可离开。")
    lock = case.policy.snapshot.lock
    if decision.cause is Reason.BRAND_LOCKED and lock:
        sentence = _("该会员自 {since} 起在“{brand}”就诊，本保单期内不能转到其他品牌。")
        return sentence.format(since=lock.since.isoformat(), brand=lock.brand_name)
    return reason_text(decision.cause, words) + _("。") if decision.cause else ""


def _mismatch_remedy(words: Translate) -> str:
    return words(N_("请核对孩子的证件，确认没有拿错兄弟姐妹的卡；仍不一致就致电服务热线。"))


def help_view(case: Case, now: datetime, words: Translate) -> HelpView:
    """Return what stands below a refusal."""
    _ = words
    edition, snapshot = case.policy.edition, case.policy.snapshot
    reason = case.decision.cause
    code = reason.value if reason else ""
    lock = snapshot.lock
    is_open = is_hotline_open(edition, now)
    word = f"{open_word(edition, now, words)} {hours_text(edition, now, words)}"
    said = say_to_guardian(
        reason,
        words,
        brand=lock.brand_name if lock else "",
        hotline=edition.hotline,
        start=snapshot.period.start.isoformat(),
        end=snapshot.period.end.isoformat(),
    )
    remedy = remedy_text(reason, edition, now, words)
    if reason is Reason.CARD_UNBOUND:
        remedy = f"{named(words, edition.bind_hint_zh, edition.bind_hint_en)} {remedy}"
    if case.mode is Mode.MISMATCH:
        said = _("“卡上的资料和登记的不一样，我们先核对一下孩子的证件。”")
        remedy, code = _mismatch_remedy(words), "NAME_DIFFERS"
    return HelpView(
        say=said,
        remedy=remedy,
        hotline=edition.hotline,
        opened=PillView(word, Tone.OK if is_open else Tone.NEUTRAL),
        quote=_("报会员号与原因 {code}").format(code=code),
        can_ask_again=reason in {Reason.CARD_GREYED, Reason.CARD_UNBOUND},
    )


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
        pill = PillView(word, verdict_tone(decision.verdict))
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


def pre_chosen(verification: Verification, visit: Visit | None) -> PolicyVerdict | None:
    """Return the policy that needs no asking: the visit's own, or the only one; None where it is a choice."""
    if visit is not None:
        for policy in verification.policies:
            if policy.snapshot.chain == visit.chain:
                return policy
    return verification.usual


def offline_note(case: Case, now: datetime, words: Translate) -> str:
    """Return when the server was last heard about this child, where it did not answer just now."""
    if case.verification.online:
        return ""
    as_of = case.policy.snapshot.as_of
    return words(N_("服务商没有回答，用 {time} 的资料核验。")).format(time=when_text(as_of, now, words))
