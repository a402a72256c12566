"""Matters without an act of their own: a day that differs from the server's, a limit that was passed."""

from datetime import date, datetime
from typing import Final

from clinic_terminal.application.follow_up import FollowUp, Stand
from clinic_terminal.application.follow_up_record import Matter
from clinic_terminal.domain.shanghai import CHINA
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.failure_table import LIMITS
from clinic_terminal.ui.terms import short_reference
from clinic_terminal.ui.views.act_words import Sight
from clinic_terminal.ui.views.bill_words import is_english
from clinic_terminal.ui.views.reconciliation import difference_next, difference_text
from clinic_terminal.ui.views.spans import when_text
from clinic_terminal.ui.widgets.line_model import Cell
from clinic_terminal.ui.widgets.pill import PillView
from clinic_terminal.ui.widgets.tone import Tone

_NEXT_LIMIT: Final = N_("恢复网络，或报热线")


def matter_cells(one: FollowUp, now: datetime, sight: Sight, words: Translate) -> tuple[Cell, ...]:
    """Return the cells of a matter's line, in the columns of the queue."""
    _ = words
    owner = sight.owners.get(one.subject, "")
    following = _("{operator} 在处理").format(operator=owner) if owner else next_of(one, words)
    return (
        when_text(one.opened_at, now, words),
        content_of(one, words),
        amount_of(one),
        pill_of(one, words),
        "",
        why_of(one, words),
        following if one.is_open else "—",
        reference_of(one),
    )


def pill_of(one: FollowUp, words: Translate) -> PillView:
    """Return where a matter stands, in a word."""
    if one.stand is Stand.CLOSED:
        return PillView(words(N_("已处理")), Tone.NEUTRAL)
    if one.matter is Matter.LIMIT:
        return PillView(words(N_("超过上限")), Tone.STOP)
    return PillView(words(N_("对账不符")), Tone.WARN)


def content_of(one: FollowUp, words: Translate) -> str:
    """Return what a matter is about."""
    _ = words
    if one.matter is Matter.LIMIT:
        return _("离线工作的上限")
    return _("对账 · {day}").format(day=day_word(facts_of(one).get("day", ""), words))


def why_of(one: FollowUp, words: Translate) -> str:
    """Return what happened in a sentence."""
    facts = facts_of(one)
    if one.matter is Matter.LIMIT:
        name = facts.get("limit", "")
        return words(N_("超过了离线工作的上限：{limit}")).format(limit=words(LIMITS.get(name, name)))
    return difference_text(facts, words)


def next_of(one: FollowUp, words: Translate) -> str:
    """Return who acts next."""
    return words(_NEXT_LIMIT) if one.matter is Matter.LIMIT else difference_next(facts_of(one), words)


def amount_of(one: FollowUp) -> int | None:
    """Return the difference in fen where there is one."""
    facts = facts_of(one)
    ours, theirs = facts.get("ours_fen", ""), facts.get("theirs_fen", "")
    if not ours and not theirs:
        return None
    return int(ours or 0) - int(theirs or 0)


def reference_of(one: FollowUp) -> str:
    """Return what is read out on the phone."""
    act = facts_of(one).get("act", "")
    return short_reference(act) if act else f"L-{one.opened_at + CHINA:%m%d}"


def facts_of(one: FollowUp) -> dict[str, str]:
    """Return the facts of a matter."""
    return dict(one.record.facts) if one.record else {}


def day_word(iso: str, words: Translate) -> str:
    """Return a day of a statement, such as 5 月 21 日."""
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return "—"
    return f"{day.day} {day:%B}" if is_english(words) else f"{day.month} 月 {day.day} 日"
