"""A child of whom nothing is kept here while the server cannot be asked: no verdict, and no refusal."""

from dataclasses import dataclass
from datetime import date, datetime

from clinic_terminal.application.check_in import Identified
from clinic_terminal.application.here import Here
from clinic_terminal.application.ports import PlanEdition
from clinic_terminal.domain.gates import Verdict
from clinic_terminal.i18n import Translate
from clinic_terminal.ui.terms import sex_word, verdict_icon, verdict_tone, verdict_word
from clinic_terminal.ui.views.bill_words import age_text, named
from clinic_terminal.ui.views.hotline import Call, HotlineView, call_view
from clinic_terminal.ui.widgets.ecard import ECard
from clinic_terminal.ui.widgets.verdict import VerdictView


@dataclass(frozen=True, slots=True)
class Unknown:
    """Who was scanned or typed, for which day, at which moment, and what this branch knows by itself."""

    identified: Identified
    day: date
    now: datetime
    here: Here

    @property
    def edition(self) -> PlanEdition | None:
        """The plan on the card, else any, for its hotline; None where no plan is known here."""
        claims = self.identified.claims
        wanted = [one.plan for one in claims.policies] if claims else []
        plans = self.here.plans
        return next(iter((*(plans[code] for code in wanted if code in plans), *plans.values())), None)


def unknown_banner(words: Translate) -> VerdictView:
    """Return the banner: a call, and that nothing is said against the child."""
    _ = words
    word = verdict_word(Verdict.CALL, words)
    return VerdictView(
        verdict_tone(Verdict.CALL),
        _("{verdict}：本机没有这个孩子的资料").format(verdict=word),
        _("这不等于无效：现在连不上服务商，只是查不到。打一个电话就能知道。"),
        _("没有资料"),
        icon=verdict_icon(Verdict.CALL),
    )


def unknown_card(found: Unknown, words: Translate) -> ECard:
    """Return what the card itself says; a typed number says no more than itself."""
    _ = words
    claims = found.identified.claims
    if claims is None:
        return ECard(_("未知"), "", "—", found.identified.member, "—", "—")
    policy = claims.policies[0] if claims.policies else None
    edition = found.here.plans.get(policy.plan) if policy else None
    age = age_text(claims.birth_date, found.day, words)
    return ECard(
        insured=claims.name,
        person=" · ".join(filter(None, (sex_word(claims.sex, words), age))),
        birth_date=f"{claims.birth_date:%Y/%m/%d}",
        member_number=claims.member,
        plan=named(words, edition.name_zh, edition.name_en) if edition else policy.plan if policy else "—",
        effective=f"{policy.start:%Y-%m-%d} To {policy.end:%Y-%m-%d}" if policy else "—",
        badge=_("签名有效"),
    )


def unknown_call(found: Unknown, words: Translate) -> HotlineView | None:
    """Return the call that can tell, None where no plan's hotline is known here."""
    _ = words
    if found.edition is None:
        return None
    call = Call(found.identified.member, found.here.clinic.name, found.day, None)
    return call_view(call, found.edition, found.now, words, title=_("致电服务热线"))


def unknown_ways(words: Translate) -> tuple[str, ...]:
    """Return what can be done, the surest first."""
    _ = words
    return (
        _("致电热线，请对方口头核实保单，并记下答复。"),
        _("网络恢复后按“重新查询”，几秒就有结果。"),
        _("等不及的家庭可以先做检查预估；没有核验就不能直付，全部自费之后不能报销。"),
    )
