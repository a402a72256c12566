"""What stands below a verdict that lets nobody in: what the family is told, and what can be done."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from clinic_terminal.domain.adjudication import Reason
from clinic_terminal.domain.gates import Doubt
from clinic_terminal.i18n import Translate
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
    """What a button below a refusal does: ask the server once more, or find a clinic that can bill."""

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
    edition, snapshot, cause = case.policy.edition, case.policy.snapshot, case.decision.cause
    said = say_to_guardian(
        cause,
        words,
        brand=case.lock.brand,
        hotline=edition.hotline,
        start=snapshot.period.start.isoformat(),
        end=snapshot.period.end.isoformat(),
    )
    compared = _compared(case, words)
    # Where two columns show what differs, the check says already what to do about it.
    ways = () if compared else _ways(case, now, words)
    return HelpView(said, ways, _offers(case, words), compared)


def _ways(case: Case, now: datetime, words: Translate) -> tuple[str, ...]:
    """Return what can be done; where the family has a choice, each way stands by itself."""
    _ = words
    cause, edition, brand = case.decision.cause, case.policy.edition, case.lock.brand
    pay = _("今天在这里看：全部自费，之后不能报销")
    if cause is Reason.BRAND_LOCKED and brand:
        there = _("去任何一家“{brand}”：可以直付").format(brand=brand)
        return there, _("选错了或已转走：请家长致电热线更正"), pay
    if cause is Reason.NOT_IN_NETWORK:
        return _("去该计划网络内的诊所：可以直付"), pay
    remedy = remedy_text(cause, edition, now, words)
    if cause is Reason.CARD_UNBOUND:
        hint = named(words, edition.bind_hint_zh, edition.bind_hint_en)
        return tuple(filter(None, (hint, remedy)))
    return (remedy,) if remedy else ()


def _offers(case: Case, words: Translate) -> tuple[tuple[Offer, str], ...]:
    _ = words
    cause, brand = case.decision.cause, case.lock.brand
    if cause is Reason.BRAND_LOCKED and brand:
        return ((Offer.CLINICS, _("查找“{brand}”的诊所").format(brand=brand)),)
    if cause is Reason.NOT_IN_NETWORK:
        return ((Offer.CLINICS, _("查找可直付的诊所")),)
    if cause in {Reason.CARD_GREYED, Reason.CARD_UNBOUND}:
        return ((Offer.AGAIN, _("重新查询卡状态")),)
    if cause in _ASK_AGAIN:
        return ((Offer.AGAIN, _("重新查询")),)
    return ()


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
