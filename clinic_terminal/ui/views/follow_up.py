"""One follow-up in words: what came back, what it means, whom to call, what was done, who does what next."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum, auto
from typing import Final

from clinic_terminal.application.act_case import ActCase, FollowUpCase
from clinic_terminal.application.acts import ActKind, ActState
from clinic_terminal.application.follow_up import FollowUp, Stand
from clinic_terminal.application.follow_up_record import Deed, Entry, Matter
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.views.act_case import (
    CaseView,
    advice_on,
    bill_of,
    call_text,
    case_view,
    facts_of,
    spoken_day,
)
from clinic_terminal.ui.views.adjusted import Comparison, comparison, refused_comparison
from clinic_terminal.ui.views.bill_words import moment_text
from clinic_terminal.ui.views.call_scripts import Script, family_script, hotline_script
from clinic_terminal.ui.views.doubted import doubted_case, doubted_comparison
from clinic_terminal.ui.views.held_up import held_up_view
from clinic_terminal.ui.views.matters import content_of, next_of, reference_of, why_of
from clinic_terminal.ui.views.matters import facts_of as matter_facts
from clinic_terminal.ui.views.reconciliation import difference_next
from clinic_terminal.ui.widgets.money import yuan
from clinic_terminal.ui.widgets.pill import PillView
from clinic_terminal.ui.widgets.tone import Tone


class Step(Enum):
    """What a person may do with a follow-up now."""

    TAKE = auto()
    NOTE = auto()
    RETRY = auto()
    CLOSE = auto()
    REOPEN = auto()
    WITHDRAW = auto()
    """Never send it: with a manager's yes."""
    OPEN_VISIT = auto()


@dataclass(frozen=True, slots=True)
class EntryView:
    """One thing that was done, ready to read."""

    at: str
    what: str
    text: str


@dataclass(frozen=True, slots=True)
class FollowUpView:
    """Finished sentences about one matter; ``may`` are the steps that are open now."""

    subject: str
    tone: Tone
    title: str
    pill: PillView
    reference: str
    what: str
    signed: str
    comparison: Comparison | None
    steps: tuple[str, ...]
    who: str
    scripts: tuple[Script, ...]
    entries: tuple[EntryView, ...]
    may: frozenset[Step]


_PILLS: Final[Mapping[Stand, tuple[str, Tone]]] = {
    Stand.OPEN: (N_("要人处理"), Tone.WARN),
    Stand.SENT_AGAIN: (N_("已重试，等回执"), Tone.ACCENT),
    Stand.ACCEPTED: (N_("服务商已接受"), Tone.OK),
    Stand.VOIDED: (N_("已作废"), Tone.NEUTRAL),
    Stand.HARMLESS: (N_("无需退回"), Tone.NEUTRAL),
    Stand.CLOSED: (N_("已处理"), Tone.NEUTRAL),
}
_DEEDS: Final[Mapping[Deed, str]] = {
    Deed.OPENED: N_("程序记下"),
    Deed.TAKEN: N_("{operator} 接手处理"),
    Deed.NOTED: N_("{operator} 记录"),
    Deed.RETRIED: N_("{operator} 重试"),
    Deed.CLOSED: N_("{operator} 结束"),
    Deed.REOPENED: N_("{operator} 重新打开"),
}
_REOPENED_BY_PROGRAM: Final = N_("程序重新打开：情况变了")
_LIMIT_STEPS: Final = (
    N_("检查诊所的网络，或换手机热点；恢复后队列自动送出。"),
    N_("一时恢复不了：致电 {call} 人工核验，并登记授权编号。"),
    N_("期间的新账单由家长全部自费，或等恢复后再结算。"),
)
_STATEMENT_STEPS: Final = (
    N_("致电 {call}，报参考号 {reference}，请对方查这一笔。"),
    N_("查清以后在这里写明结果再结束；程序不会替您选哪一边。"),
)


def follow_up_view(
    found: FollowUpCase, now: datetime, words: Translate, doubt: FollowUp | None = None
) -> FollowUpView:
    """Return a follow-up in words; ``doubt`` is the open difference of a day's statement about its bill."""
    one, case = found.follow_up, found.case
    bare = _of_matter(found, now, words) if case is None else _of_act(found, case, now, words, doubt)
    has_visit = found.case is not None and found.case.visit is not None
    return replace(
        bare,
        pill=_pill(one, words),
        entries=_entries(one, words),
        may=_may(one) - (set() if has_visit else {Step.OPEN_VISIT}),
    )


def _of_act(
    found: FollowUpCase, case: ActCase, now: datetime, words: Translate, doubt: FollowUp | None
) -> FollowUpView:
    one, told, bill = found.follow_up, _told(found, case, now, words, doubt), bill_of(case)
    sides = _comparison(case, words)

    def facts(tr: Translate) -> Mapping[str, str]:
        return _spoken(facts_of(case, now, tr), bill.terminal if bill else found.terminal)

    scripts = []
    if one.is_open:
        # What is not settled between the two of us is not told to the family.
        family = family_script(advice_on(case).say if doubt is None else "", facts, words)
        matter = one.matter if doubt is None else doubt.matter
        scripts = [script for script in (family, hotline_script(matter, facts, words)) if script]
    return FollowUpView(
        subject=one.subject,
        tone=told.tone if one.is_open else Tone.NEUTRAL,
        title=told.title,
        pill=PillView(""),
        reference=told.reference,
        what=told.what,
        signed=_signed(case, words),
        comparison=sides if doubt is None else doubted_comparison(sides, words),
        steps=told.steps,
        who=told.who,
        scripts=tuple(scripts),
        entries=(),
        may=frozenset(),
    )


def _told(
    found: FollowUpCase, case: ActCase, now: datetime, words: Translate, doubt: FollowUp | None
) -> CaseView:
    told = case_view(case, now, words)
    if doubt is not None:
        return doubted_case(told, doubt, facts_of(case, now, words), words)
    if not found.follow_up.is_held_up:
        return told
    return held_up_view(told, case.row, facts_of(case, now, words), words)


def _of_matter(found: FollowUpCase, now: datetime, words: Translate) -> FollowUpView:
    one, known = found.follow_up, matter_facts(found.follow_up)

    def facts(tr: Translate) -> Mapping[str, str]:
        return {
            "call": call_text(found.edition, now, tr),
            "clinic": found.clinic.name,
            "terminal": found.terminal,
            "reference": reference_of(one),
            "day": _day(known.get("day", ""), tr),
            "code": known.get("kind", "—"),
        }

    is_limit = one.matter is Matter.LIMIT
    steps = _LIMIT_STEPS if is_limit else _STATEMENT_STEPS
    script = hotline_script(one.matter, facts, words)
    return FollowUpView(
        subject=one.subject,
        tone=(Tone.STOP if is_limit else Tone.WARN) if one.is_open else Tone.NEUTRAL,
        title=content_of(one, words),
        pill=PillView(""),
        reference=reference_of(one),
        what=why_of(one, words),
        signed="",
        comparison=None,
        steps=tuple(words(step).format(**facts(words)) for step in steps),
        who=next_of(one, words) if is_limit else difference_next(known, words),
        scripts=(script,) if one.is_open else (),
        entries=(),
        may=frozenset(),
    )


def _spoken(facts: Mapping[str, str], terminal: str) -> Mapping[str, str]:
    return {**facts, "terminal": terminal or "—"}


def _day(iso: str, words: Translate) -> str:
    try:
        return spoken_day(date.fromisoformat(iso), words)
    except ValueError:
        return "—"


def _comparison(case: ActCase, words: Translate) -> Comparison | None:
    bill = bill_of(case)
    if bill is None or case.row.act.kind is not ActKind.BILL_SIGNED:
        return None
    if case.row.state is ActState.REJECTED:
        return refused_comparison(bill, words)
    return comparison(bill, case.outcome, words)


def _signed(case: ActCase, words: Translate) -> str:
    """Return when the family signed what; the amounts are those that it was shown."""
    _ = words
    bill, consent = bill_of(case), case.visit.consent if case.visit else None
    if bill is None or consent is None:
        return ""
    told = _("家长 {time} 签字，看到的是：保险直付 {insurer}，现场支付 {on_site}。")
    totals = bill.result.totals
    return told.format(
        time=moment_text(consent.signed_at, words),
        insurer=yuan(totals.insurer),
        on_site=yuan(totals.on_site),
    )


def _pill(one: FollowUp, words: Translate) -> PillView:
    if _is_withdrawn(one):
        return PillView(words(N_("已撤回")), Tone.NEUTRAL)
    if one.stand is Stand.OPEN and one.owner_name:
        return PillView(words(N_("{operator} 在处理")).format(operator=one.owner_name), Tone.ACCENT)
    word, tone = _PILLS[one.stand]
    return PillView(words(word), tone)


def _entries(one: FollowUp, words: Translate) -> tuple[EntryView, ...]:
    return tuple(_entry(entry, words) for entry in (one.record.entries if one.record else ()))


def _entry(entry: Entry, words: Translate) -> EntryView:
    by_program = entry.deed is Deed.REOPENED and not entry.operator
    told = words(_REOPENED_BY_PROGRAM if by_program else _DEEDS[entry.deed]).format(operator=entry.operator)
    return EntryView(moment_text(entry.at, words), told, entry.text)


def _may(one: FollowUp) -> frozenset[Step]:
    of_visit = {Step.OPEN_VISIT} if one.row is not None else set[Step]()
    if _is_withdrawn(one):
        return frozenset(of_visit)
    if one.stand is Stand.CLOSED:
        return frozenset({Step.REOPEN, *of_visit})
    if not one.is_open:
        return frozenset(of_visit)
    steps = {Step.NOTE, *of_visit}
    steps |= {Step.RETRY, Step.WITHDRAW} if one.is_unsent else {Step.CLOSE}
    if not one.owner_name:
        steps.add(Step.TAKE)
    return frozenset(steps)


def _is_withdrawn(one: FollowUp) -> bool:
    return one.row is not None and one.row.state is ActState.WITHDRAWN


def panel_view(
    found: FollowUpCase, now: datetime, words: Translate, doubt: FollowUp | None = None
) -> CaseView:
    """Return a matter as the panel beside the queue shows it; ``doubt`` as in `follow_up_view`."""
    if found.case is not None:
        return _told(found, found.case, now, words, doubt)
    told = follow_up_view(found, now, words)
    say = told.scripts[0].say if told.scripts else ""
    return CaseView(
        told.tone,
        told.title,
        told.what,
        (),
        told.who,
        told.steps,
        say,
        told.reference,
        has_visit=False,
        to_hotline=True,
    )
