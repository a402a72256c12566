"""What came back from the server, for the person who deals with it: what, whose turn, what to do and say."""

from dataclasses import dataclass
from datetime import date, datetime

from clinic_terminal.application.act_case import ActCase
from clinic_terminal.application.acts import ActKind, ActState
from clinic_terminal.application.follow_up_record import ANSWER_SUMS, is_harmless
from clinic_terminal.application.ports import PlanEdition
from clinic_terminal.domain.bill import FrozenBill
from clinic_terminal.domain.shanghai import CHINA
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.failure_table import DESK, MANAGER, NOBODY
from clinic_terminal.ui.hotline_words import next_open_word
from clinic_terminal.ui.messages import told_of
from clinic_terminal.ui.terms import act_kind_word, short_reference, void_reason_word
from clinic_terminal.ui.views.act_words import why_text
from clinic_terminal.ui.views.bill_words import is_english, moment_text
from clinic_terminal.ui.views.reasons import Pairs, reasons, tries
from clinic_terminal.ui.views.receipts import servers_figures
from clinic_terminal.ui.views.refusals import Advice, advice_of
from clinic_terminal.ui.widgets.money import yuan
from clinic_terminal.ui.widgets.tone import Tone

_HOTLINE = "021-80209058"
_ON_ITS_WAY = (ActState.READY, ActState.SENDING)
_NO_MATTER = (ActState.ACCEPTED, ActState.WITHDRAWN, *_ON_ITS_WAY)
_TITLES = {
    ActState.ADJUSTED: N_("保险公司调整了这张账单"),
    ActState.PARKED: N_("这一笔要人处理"),
    ActState.ACCEPTED: N_("服务商已收到这一笔"),
    **dict.fromkeys(_ON_ITS_WAY, N_("正在等服务商的回执")),
}
_NOT_PAID = (ActState.REJECTED, ActState.WITHDRAWN)
_WITHDRAWN_BILL = (
    N_("保险公司不付这 {insurer}：由诊所承担，或与家长说定另付，并在这次就诊里登记收款。"),
    N_("原因写在处理记录里；这张账单不会再送出，也不能再重试。"),
)
_PARKED = (
    N_("处理好以后选中这一笔，按“立即重试”。"),
    N_("确定永远不能送：在“处理这一件”里写明原因，按“永远不送…”，由管理员确认。"),
)
_NO_VISIT = N_(
    "{kind}，保险金额 {insurer}。本机没有这次就诊（{visit}）的记录，就诊打不开；这一笔照样可以处理。"
)
_GOES_ITSELF = N_("程序会自动送出，送到以后这里会说明。")
_WITHDRAWN_VOID = (N_("原来的账单继续有效；真的要作废，请在这次就诊里再作废一次。"),)


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount with what it is; ``before`` is the amount that was signed, where it differs."""

    label: str
    amount: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class CaseView:
    """Finished sentences; ``reference`` is short enough to be read out, ``has_visit``: it can be opened.

    ``tries``: how often the act was tried, ``reasons``: why more than once; without an act there is neither.
    ``to_hotline``: what is to be said is for the hotline and not for the family.
    """

    tone: Tone
    title: str
    what: str
    figures: tuple[Figure, ...]
    who: str
    steps: tuple[str, ...]
    say: str
    reference: str
    has_visit: bool = True
    tries: str = ""
    reasons: Pairs = ()
    to_hotline: bool = False


def case_view(case: ActCase, now: datetime, words: Translate) -> CaseView:
    """Return an act that was refused, adjusted or set aside, in words."""
    advice, facts = advice_on(case), facts_of(case, now, words)
    steps = tuple(words(step).format(**facts) for step in advice.steps)
    what = why_text(case.row, words)
    return CaseView(
        tone=_tone(case),
        title=_title(case, words),
        what=what,
        figures=_figures(case, words),
        who=words(advice.who) if advice.who else "",
        steps=(*_without_visit(case, words), *_taken_back(case, words), *steps),
        say=words(advice.say).format(**facts) if advice.say else "",
        reference=short_reference(case.row.act.id),
        has_visit=case.visit is not None,
        tries=" ".join(tries(case.row, words)),
        reasons=reasons(case.row, words, what),
    )


def _without_visit(case: ActCase, words: Translate) -> tuple[str, ...]:
    """Return what an act is whose visit is not here, and that it can be dealt with all the same."""
    if case.visit is not None:
        return ()
    act = case.row.act
    told = words(_NO_VISIT).format(
        kind=act_kind_word(act.kind, words),
        insurer=yuan(act.amount_fen),
        visit=short_reference(act.visit),
    )
    return (told,)


def _taken_back(case: ActCase, words: Translate) -> tuple[str, ...]:
    """Return who voided the bill, when and why; nothing where it stands."""
    _ = words
    voided = case.visit.voided if case.visit else None
    if voided is None:
        return ()
    told = _("{operator} {time} 作废了这张账单（{why}）。请确认与家长的款项已经结清。")
    moment, why = moment_text(voided.at, words), void_reason_word(voided.reason, words)
    return (told.format(operator=voided.operator, time=moment, why=why),)


def _is_settled(case: ActCase) -> bool:
    """Tell whether the refused bill was taken back already, so that nobody has to act."""
    refused_bill = case.row.state is ActState.REJECTED and case.row.act.kind is ActKind.BILL_SIGNED
    return is_harmless(case.row) or (
        refused_bill and case.visit is not None and case.visit.voided is not None
    )


def _tone(case: ActCase) -> Tone:
    if _is_settled(case) or case.row.state in _NO_MATTER:
        return Tone.NEUTRAL
    return Tone.STOP if case.row.state is ActState.REJECTED else Tone.WARN


def _title(case: ActCase, words: Translate) -> str:
    _ = words
    is_void = case.row.act.kind is ActKind.BILL_VOIDED
    plain = _TITLES.get(case.row.state)
    if plain is not None:
        return words(plain)
    if case.row.state is ActState.WITHDRAWN:
        return _("这次作废已撤回，没有送出") if is_void else _("这张账单已撤回，没有送给服务商")
    if is_void:
        return _("作废没有要退回的") if is_harmless(case.row) else _("作废没有被接受")
    return _("被拒绝的账单已作废") if _is_settled(case) else _("保险公司不付这张账单")


def advice_on(case: ActCase) -> Advice:
    """Return whose turn it is, what to do, and what to tell the family."""
    row = case.row
    if row.state is ActState.ADJUSTED:
        return advice_of(row) if row.last_error == ANSWER_SUMS else _adjusted(case)
    if row.state is ActState.PARKED:
        told = told_of(row.last_error)
        steps = (told.next_step,) if told and told.next_step else ()
        return Advice("", told.who if told else MANAGER, (*steps, *_PARKED))
    if row.state in _ON_ITS_WAY:
        return Advice("", NOBODY, (_GOES_ITSELF,))
    if row.state is ActState.WITHDRAWN:
        return Advice("", "", _WITHDRAWN_VOID if row.act.kind is ActKind.BILL_VOIDED else _WITHDRAWN_BILL)
    if row.state is ActState.ACCEPTED or (_is_settled(case) and not is_harmless(row)):
        return Advice("", "", ())
    return advice_of(row)


def _adjusted(case: ActCase) -> Advice:
    """Return what to do about an adjustment, by what it means for the family's own purse."""
    ask = N_("有疑问致电 {call}，报参考号 {reference}。")
    figures, bill = servers_figures(case.row), bill_of(case)
    if figures is None or bill is None:
        return Advice("", DESK, (ask,))
    signed = bill.result.totals
    paid, more = figures.insurer_fen, figures.on_site_fen - signed.on_site
    if more < 0:
        say = N_(
            "“您好，这里是{clinic}。{day}的账单，保险公司重新核算，保险付 {paid}，"
            "您现场多付了 {back}，我们退给您，请您方便时来或告诉我们怎么退。”"
        )
        return Advice("", DESK, (N_("告诉家长并退回 {back}；退款登记在这次就诊里。"), ask), say)
    if paid >= signed.insurer and not more:
        return Advice("", DESK, (N_("家长要付的没有变；看过以后写一句结束。"), ask))
    steps = (N_("把新的金额告诉家长：保险付 {paid}，比签字时少 {difference}。"), ask)
    say = N_(
        "“您好，这里是{clinic}。{day}的账单，保险公司按当前额度重新核算，保险付 {paid}，"
        "比签字时少 {difference}，这部分要请您承担。”"
    )
    return Advice("", DESK, steps, say)


def _figures(case: ActCase, words: Translate) -> tuple[Figure, ...]:
    """Return what the family saw when it signed, and what the insurer pays now."""
    _ = words
    bill = bill_of(case)
    if bill is None or case.row.act.kind is not ActKind.BILL_SIGNED:
        return ()
    totals, now = bill.result.totals, servers_figures(case.row)
    paid = 0 if case.row.state in _NOT_PAID else now.insurer_fen if now else totals.insurer
    on_site = Figure(_("家长签字时现场支付"), yuan(totals.on_site))
    if paid == totals.insurer:
        return Figure(_("保险直付"), yuan(totals.insurer)), on_site
    return Figure(_("保险直付"), yuan(paid), yuan(totals.insurer)), on_site


def facts_of(case: ActCase, now: datetime, words: Translate) -> dict[str, str]:
    """Return what the sentences about a case are filled with; nobody's name is among it."""
    figures = servers_figures(case.row)
    paid = figures.insurer_fen if figures else 0
    return {
        "call": call_text(case.edition, now, words),
        "reference": short_reference(case.row.act.id),
        "clinic": case.clinic.name,
        "day": spoken_day(_day_of(case), words),
        "code": case.row.last_error or "—",
        "brand": _brand(case, words),
        "insurer": yuan(abs(case.row.act.amount_fen)),
        "paid": yuan(paid),
        "difference": yuan(max(0, case.row.act.amount_fen - paid)),
        "back": yuan(max(0, _signed_on_site(case) - (figures.on_site_fen if figures else 0))),
    }


def bill_of(case: ActCase) -> FrozenBill | None:
    """Return the bill that the family signed, where it is here."""
    return case.visit.bill if case.visit else None


def _day_of(case: ActCase) -> date:
    return case.visit.day if case.visit else (case.row.act.created_at + CHINA).date()


def _signed_on_site(case: ActCase) -> int:
    bill = bill_of(case)
    return bill.result.totals.on_site if bill else 0


def spoken_day(day: date, words: Translate) -> str:
    """Return a day as it is said on the phone."""
    return f"{day.day} {day:%B}" if is_english(words) else f"{day.month} 月 {day.day} 日"


def _brand(case: ActCase, words: Translate) -> str:
    known = case.lock is not None and case.lock.brand != case.clinic.brand
    if not known or case.lock is None:
        return words(N_("另一个品牌"))
    name = case.lock.brand_name
    return name if is_english(words) else f"“{name}”"


def call_text(edition: PlanEdition | None, now: datetime, words: Translate) -> str:
    """Return the hotline's number with its hours."""
    if edition is None:
        return _HOTLINE
    number, told = edition.hotline, next_open_word(edition, now, words)
    return f"{number} ({told})" if is_english(words) else f"{number}（{told}）"
