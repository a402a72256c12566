"""What stands below a verdict that lets nobody in: what the family is told, and what can be done."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from clinic_terminal.domain.adjudication import Reason
from clinic_terminal.domain.gates import CheckCode, Doubt
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.messages import remedy_text, say_to_guardian
from clinic_terminal.ui.views.bill_words import named
from clinic_terminal.ui.views.case import Case, Mode

_ASK_AGAIN = frozenset(
    {
        Reason.CARD_GREYED,
        Reason.CARD_UNBOUND,
        Reason.POLICY_EXPIRED,
        Doubt.CLOCK_BEHIND,
        Doubt.CONTRADICTORY,
        Doubt.NO_BENEFITS,
        Doubt.DATA_TOO_OLD,
        Doubt.SILENCE_TOO_LONG,
    }
)
"""Causes that somebody may have mended since: the server is asked once more."""


class Offer(StrEnum):
    """What a button below a refusal does.

    POLICY: go on with another policy of the child. SLIP: print how the card is bound. AGAIN: ask the server
    once more. CLINICS: find a clinic that can bill.
    """

    POLICY = "POLICY"
    SLIP = "SLIP"
    AGAIN = "AGAIN"
    CLINICS = "CLINICS"


@dataclass(frozen=True, slots=True)
class HelpView:
    """What to say, what can be done, point by point, and the words of the buttons."""

    say: str
    ways: tuple[str, ...]
    offers: tuple[tuple[Offer, str], ...] = ()
    compared: tuple[tuple[str, str, str], ...] = ()
    """What differs between card and policy: label, the card's value, the policy's."""


def help_view(case: Case, now: datetime, words: Translate) -> HelpView:
    """Return what stands below the verdict on show."""
    compared = _compared(case, words)
    # Where two columns show what differs, the check says already what to do about it.
    ways = () if compared else (*_by_policy(case, words), *_ways(case, now, words))
    return HelpView(_said(case, words), ways, _offers(case, words), compared)


def _said(case: Case, words: Translate) -> str:
    """Return what the family is told; what needs no money and no way across town comes first."""
    _ = words
    cause, snapshot = case.decision.cause, case.policy.snapshot
    if case.other_ways and case.mode is not Mode.MISMATCH:
        said = _("“这一份保险今天在这里不能直付。您还有一份“{plan}”可以直付，今天用那一份，可以吗？”")
        return said.format(plan=_other_names(case, words))
    if cause is Reason.NOT_IN_NETWORK and case.lock.bound:
        said = _(
            "“这份保险选定了{brand}，可是不能在我们这一家直付，请到{brand}能直付的门店。"
            "今天在这里看需要全部自费，之后不能再报销。”"
        )
        return said.format(brand=case.lock.bound)
    visit = case.check(CheckCode.FIRST_VISIT)
    if cause is Reason.CARD_UNBOUND and visit is not None and visit.has_failed:
        return _(
            "“电子卡还没有绑定，首诊也还没有预约。请先在服务平台公众号的“会员权益 → 会员绑卡”里绑定，"
            "再打电话预约，两样都好了就能直付。”"
        )
    return say_to_guardian(
        cause,
        words,
        brand=case.lock.brand,
        hotline=case.policy.edition.hotline,
        start=snapshot.period.start.isoformat(),
        end=snapshot.period.end.isoformat(),
    )


def _other_names(case: Case, words: Translate) -> str:
    """Return the names of the plans that the child could be billed under instead."""
    others = [case.verification.policies[number] for number in case.other_ways]
    names = [named(words, one.snapshot.plan_name, one.edition.name_en) for one in others]
    return words(N_("”或“")).join(dict.fromkeys(names))


def _by_policy(case: Case, words: Translate) -> tuple[str, ...]:
    """Return the way by another policy of the child, where one can be billed here today."""
    if not case.other_ways:
        return ()
    return (words(N_("换成“{plan}”：今天在这里可以直付")).format(plan=_other_names(case, words)),)


def _ways(case: Case, now: datetime, words: Translate) -> tuple[str, ...]:
    """Return what can be done; where the family has a choice, each way stands by itself."""
    _ = words
    cause, edition, brand = case.decision.cause, case.policy.edition, case.lock.brand
    pay = _("今天在这里看：全部自费，之后不能报销")
    if cause is Reason.BRAND_LOCKED and brand:
        there = _("去任何一家“{brand}”：可以直付").format(brand=brand)
        return there, _("选错了或已转走：请家长致电热线更正"), pay
    if cause is Reason.NOT_IN_NETWORK and case.lock.bound:
        return _("去“{brand}”在网络内的门店：可以直付").format(brand=case.lock.bound), pay
    if cause is Reason.NOT_IN_NETWORK:
        return _("去该计划网络内的诊所：可以直付"), pay
    remedy = remedy_text(cause, edition, now, words)
    if cause is Reason.CARD_UNBOUND:
        hint = named(words, edition.bind_hint_zh, edition.bind_hint_en)
        return tuple(filter(None, (hint, remedy)))
    return (remedy,) if remedy else ()


def _offers(case: Case, words: Translate) -> tuple[tuple[Offer, str], ...]:
    _ = words
    cause = case.decision.cause
    found: list[tuple[Offer, str]] = []
    if case.other_ways and case.mode is not Mode.MISMATCH:
        one = _("换成“{plan}”").format(plan=_other_names(case, words))
        found.append((Offer.POLICY, one if len(case.other_ways) == 1 else _("换一份保单")))
    if cause is Reason.CARD_UNBOUND and case.visit is not None:
        found.append((Offer.SLIP, _("打印绑定说明…")))
    if cause in {Reason.BRAND_LOCKED, Reason.NOT_IN_NETWORK}:
        brand = case.lock.bound
        word = _("查找“{brand}”的诊所").format(brand=brand) if brand else _("查找可直付的诊所")
        if brand or cause is Reason.NOT_IN_NETWORK:
            found.append((Offer.CLINICS, word))
    elif cause in {Reason.CARD_GREYED, Reason.CARD_UNBOUND}:
        found.append((Offer.AGAIN, _("重新查询卡状态")))
    elif cause in _ASK_AGAIN:
        found.append((Offer.AGAIN, _("重新查询")))
    return tuple(found)


def _compared(case: Case, words: Translate) -> tuple[tuple[str, str, str], ...]:
    """Return what the card and the service manager say of the child, where they name different ones."""
    _ = words
    claims, person = case.verification.identified.claims, case.policy.snapshot.person
    if case.mode is not Mode.MISMATCH or claims is None:
        return ()
    rows = (
        (_("姓名"), claims.name, person.name),
        (_("出生日期"), claims.birth_date.isoformat(), person.birth_date.isoformat()),
        (_("会员号"), claims.member, person.member),
    )
    return tuple(line for number, line in enumerate(rows) if not number or line[1] != line[2])
