"""One expected child in detail: why it may be billed or not, what to do before it comes, what is noted."""

from dataclasses import dataclass

from clinic_terminal.domain.adjudication import Reason
from clinic_terminal.domain.appointment import is_missed, is_named, is_named_otherwise
from clinic_terminal.domain.decision import Verdict
from clinic_terminal.domain.member import masked_member
from clinic_terminal.domain.shanghai import shanghai_date
from clinic_terminal.domain.visit import Origin, Stage, Visit
from clinic_terminal.i18n import N_
from clinic_terminal.ui.messages import reason_text, remedy_text
from clinic_terminal.ui.terms import clock_text, sex_word
from clinic_terminal.ui.views.bill_words import age_text, named
from clinic_terminal.ui.views.visit_cards import (
    Reading,
    ago_text,
    family_names,
    known_since,
    name_of,
    verdict_pill,
)
from clinic_terminal.ui.widgets.pill import PillView

_ORIGINS = {
    Origin.SERVICE: N_("服务商的预约"),
    Origin.LIST: N_("从名单导入"),
    Origin.DESK: N_("前台添加"),
}


@dataclass(frozen=True, slots=True)
class DetailView:
    """A child that is expected; ``facts`` are label and value.

    ``asks_booking``: a booking reference may be written down. ``may_open``, ``may_miss``, ``may_return`` and
    ``may_take_off`` tell which acts are possible.
    """

    name: str
    age: str
    time: str
    pill: PillView
    why: str
    remedy: str
    facts: tuple[tuple[str, str], ...]
    asks_booking: bool = False
    may_open: bool = False
    may_miss: bool = False
    may_return: bool = False
    may_take_off: bool = False


def detail_view(visit: Visit, of: Reading) -> DetailView:
    """Return an expected child in detail."""
    board, words = of.board, of.words
    is_today = board.day == board.today
    age = (age_text(visit.person.birth_date, visit.day, words), sex_word(visit.person.sex, words))
    waits = visit.stage is Stage.EXPECTED
    missed = is_missed(visit)
    return DetailView(
        name=name_of(visit),
        age=" · ".join(filter(None, age)) if is_named(visit) else "",
        time=clock_text(visit.expected_at),
        pill=verdict_pill(visit, words),
        why=_why(visit, of),
        remedy=_remedy(visit, of),
        facts=_facts(visit, of),
        asks_booking=waits and not missed and _asks_booking(visit),
        may_open=waits and is_today,
        may_miss=waits and not missed and board.day <= board.today,
        may_return=missed and visit.missed_at is not None and shanghai_date(visit.missed_at) == board.today,
        may_take_off=waits and not missed and board.day >= board.today,
    )


def _asks_booking(visit: Visit) -> bool:
    found = visit.decision
    return found is not None and found.cause is Reason.FIRST_VISIT_UNBOOKED


def _why(visit: Visit, of: Reading) -> str:
    """Return why the child stands as it does: the first of the sentences that fits."""
    _ = of.words
    missed = _("{time} 记为未到。孩子晚到，照样可以核验。").format(time=clock_text(visit.missed_at))
    unknown = _("本机还没有这个会员的资料。联网后自动取；一直取不到，请核对会员号。")
    otherwise = _("名单上写的是 {name}，与保单登记的姓名不同。请核对是不是这个孩子。")
    if is_missed(visit):
        return missed
    if not is_named(visit):
        return unknown
    if is_named_otherwise(visit):
        return otherwise.format(name=visit.listed_name)
    return _why_decided(visit, of) if visit.decision is not None else _why_undecided(visit, of)


def _why_undecided(visit: Visit, of: Reading) -> str:
    _ = of.words
    if visit.plan:
        return _("本机还没有这个计划的规则，联网后自动下载。")
    return _("孩子有几份有效的保单，来的时候请家长选一份。")


def _why_decided(visit: Visit, of: Reading) -> str:
    _, found = of.words, visit.decision
    if found is not None and found.cause is not None:
        return reason_text(found.cause, of.words, brand=_brand(visit))
    if found is not None and found.verdict is Verdict.BILLABLE_OFFLINE:
        return _("按本机的资料可以直付；来时联网会再核验一次。")
    return _("来时再核验一次证件就可以直付。")


def _brand(visit: Visit) -> str:
    checks = visit.decision.checks if visit.decision is not None else ()
    return next((brand for check in checks if (brand := check.facts.get("brand", ""))), "")


def _remedy(visit: Visit, of: Reading) -> str:
    edition = of.board.plans.get(visit.plan)
    found = visit.decision
    if edition is None or found is None or is_missed(visit):
        return ""
    return remedy_text(found.cause, edition, of.now, of.words)


def _facts(visit: Visit, of: Reading) -> tuple[tuple[str, str], ...]:
    _ = of.words
    edition = of.board.plans.get(visit.plan)
    since = known_since(visit.decision)
    facts = (
        (_("会员号"), masked_member(visit.person.member)),
        (_("计划"), named(of.words, edition.name_zh, edition.name_en) if edition is not None else ""),
        (_("预约编号"), visit.booking_ref or ""),
        (_("资料"), ago_text(of.now - since, of.words) if since is not None else ""),
        (_("备注"), visit.note),
        (_("来源"), of.words(_ORIGINS[visit.origin])),
        (_("兄弟姐妹"), family_names(visit, of)),
    )
    return tuple((label, value) for label, value in facts if value)
