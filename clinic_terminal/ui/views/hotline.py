"""The call that the desk makes: the number, whether it answers now, what to say, what to write down."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from clinic_terminal.application.ports import PlanEdition
from clinic_terminal.domain.adjudication import Reason
from clinic_terminal.domain.gates import Cause, Doubt
from clinic_terminal.i18n import Translate
from clinic_terminal.ui.messages import is_hotline_open, next_open_word, open_word
from clinic_terminal.ui.views.bill_words import day_text
from clinic_terminal.ui.views.case import Case, Mode
from clinic_terminal.ui.widgets.pill import PillView
from clinic_terminal.ui.widgets.tone import Tone


class Answer(StrEnum):
    """What the hotline may give: the booking's reference, or its word on the phone."""

    BOOKING = "BOOKING"
    PHONE = "PHONE"


_ANSWERS: Final[Mapping[Cause, tuple[Answer, ...]]] = {
    Reason.FIRST_VISIT_UNBOOKED: (Answer.BOOKING,),
    Doubt.DATA_TOO_OLD: (Answer.PHONE,),
    Doubt.SILENCE_TOO_LONG: (Answer.PHONE,),
}
"""What a call can release; data that contradict themselves have to be mended first."""


@dataclass(frozen=True, slots=True)
class HotlineView:
    """A call: ``facts`` are label and value; ``until``: until or from when somebody answers; ``answers``
    may be written down, none where a call alone releases nothing.
    """  # noqa: D205  one sentence that needs its length

    title: str
    number: str
    opened: PillView
    until: str
    facts: tuple[tuple[str, str], ...]
    say: str
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """Who is asked about, for which day, from which clinic, and why; ``cause`` None: nothing is known."""

    member: str
    clinic: str
    day: date
    cause: Cause | None


def hotline_view(case: Case, now: datetime, words: Translate) -> HotlineView:
    """Return the call that the verdict on show asks for, or allows."""
    _ = words
    call = Call(
        case.policy.snapshot.person.member,
        case.policy.question.clinic.name,
        case.verification.day,
        case.decision.cause,
    )
    held = case.mode is Mode.HOLD
    answers = _ANSWERS.get(case.decision.cause, ()) if held and case.decision.cause else ()
    if held:
        return call_view(call, case.policy.edition, now, words, title=_("致电服务热线"), answers=answers)
    title = _("认为有误？致电热线")
    return replace(call_view(call, case.policy.edition, now, words, title=title), say="")


def call_view(  # noqa: PLR0913  a call, a plan, a moment, a language, and what the card is for
    call: Call,
    edition: PlanEdition,
    now: datetime,
    words: Translate,
    *,
    title: str,
    answers: tuple[Answer, ...] = (),
) -> HotlineView:
    """Return a call in words."""
    _ = words
    is_open = is_hotline_open(edition, now)
    return HotlineView(
        title=title,
        number=edition.hotline,
        opened=PillView(open_word(edition, now, words), Tone.OK if is_open else Tone.WARN),
        until=next_open_word(edition, now, words),
        facts=(
            (_("会员号"), call.member),
            (_("本诊所"), call.clinic),
            (_("日期"), day_text(call.day, words)),
        ),
        say=_said(call, words),
        answers=answers,
    )


def _said(call: Call, words: Translate) -> str:
    _ = words
    if call.cause is Reason.FIRST_VISIT_UNBOOKED:
        wish = _("孩子第一次来就诊，家长选择我们诊所，请登记并给我预约编号。")
    elif call.cause in {Doubt.CONTRADICTORY, Doubt.NO_BENEFITS}:
        wish = _("您那边发来的资料前后对不上，请更正，并告诉我今天能不能直付。")
    elif call.cause is None:
        wish = _("我们现在连不上系统，请口头核实这个孩子的保单。")
    elif call.cause in {Doubt.DATA_TOO_OLD, Doubt.SILENCE_TOO_LONG}:
        wish = _("我们现在连不上系统，请核实保单，能直付就给我授权编号。")
    else:
        wish = _("系统说不能直付，原因 {code}，请帮我核实。").format(code=call.cause.value)
    return _("“您好，这里是{clinic}。{wish}”").format(clinic=call.clinic, wish=wish)
