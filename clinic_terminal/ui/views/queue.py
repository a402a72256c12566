"""The queue as a table: each act with its state, why, and who can fix it; and which of them are wanted."""

from datetime import datetime

from clinic_terminal.application.acts import UNSENT, ActState, QueueRow
from clinic_terminal.application.follow_up import FollowUp
from clinic_terminal.application.follow_up_record import OUTCOMES
from clinic_terminal.application.queue_view import Part, QueueView
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.terms import act_kind_word, short_reference
from clinic_terminal.ui.views.act_words import Sight, next_text, sight_of, state_pill, why_of
from clinic_terminal.ui.views.matters import matter_cells
from clinic_terminal.ui.views.queue_status import waiting
from clinic_terminal.ui.views.spans import when_text
from clinic_terminal.ui.widgets.line_model import Align, Column
from clinic_terminal.ui.widgets.line_model import Line as TableLine

SAID_IN_PANEL = (4, 6, 7)
"""The columns that the panel beside the table says itself: attempts, next step, reference."""


def columns(words: Translate) -> tuple[Column, ...]:
    """Return the table's columns."""
    _ = words
    return (
        Column(_("时间"), 132, spare=5),
        Column(_("内容"), 196),
        Column(_("保险金额"), 100, money=True),
        Column(_("状态"), 146),
        Column(_("次数"), 52, Align.RIGHT, ink="ink-3", spare=1),
        Column(_("说明"), stretch=True, ink="ink-2", spare=4),
        Column(_("下一步"), 164, ink="ink-2", spare=3),
        Column(_("参考号"), 126, ink="ink-3", spare=2),
    )


def parts(view: QueueView | None, words: Translate) -> tuple[tuple[Part, str], ...]:
    """Return the choice of acts with its counts, where they cost nothing to know."""
    _ = words
    person = view.open_count if view else 0
    held_up = sum(one.is_held_up for one in view.follow_ups) if view else 0
    unsent = max(0, waiting(view.exposure) - held_up) if view else 0
    return (
        (Part.ALL, _("全部")),
        (Part.PERSON, _("要人处理 {count}").format(count=person)),
        (Part.WAITING, _("等待 {count}").format(count=unsent)),
        (Part.DONE, _("已结束")),
    )


def lines(view: QueueView, words: Translate, part: Part = Part.ALL) -> tuple[TableLine, ...]:
    """Return one line a matter: what waits for a person first, then what waits, then the rest."""
    sight = sight_of(view)
    listed: list[TableLine] = []
    if part in {Part.ALL, Part.PERSON}:
        listed += [_follow_up_line(one, view.at, sight, words) for one in _in_order(view)]
    first = {line.key for line in listed}
    for row in view.rows:
        if _is_in(row, part, sight) and row.act.id not in first:
            listed.append(_line(row, view.at, sight, words))
    return tuple(listed)


def done_lines(follow_ups: tuple[FollowUp, ...], view: QueueView, words: Translate) -> tuple[TableLine, ...]:
    """Return the lines of what is done: matters that people dealt with among the delivered acts."""
    sight = sight_of(view)
    dealt = {one.subject: one for one in follow_ups}
    settled = [row for row in view.rows if row.settled_at is not None and row.act.id not in dealt]
    kept = [row for row in settled if row.state not in OUTCOMES]
    found = [(_moment(one), _follow_up_line(one, view.at, sight, words)) for one in follow_ups]
    found += [(row.act.created_at, _line(row, view.at, sight, words)) for row in kept]
    return tuple(line for _at, line in sorted(found, key=lambda pair: pair[0], reverse=True))


def _moment(one: FollowUp) -> datetime:
    return one.row.act.created_at if one.row is not None else one.opened_at


def _is_in(row: QueueRow, part: Part, sight: Sight) -> bool:
    if part is Part.PERSON:
        return False
    if part is Part.WAITING:
        return row.state in UNSENT and row.act.id not in sight.open_acts
    return part is Part.ALL


def _in_order(view: QueueView) -> list[FollowUp]:
    """Return what waits for a person: nobody's first, what is not sent before what came back."""
    waiting_ones = [one for one in view.follow_ups if one.is_open]
    return sorted(waiting_ones, key=lambda one: (bool(one.owner_name), not one.is_unsent))


def _follow_up_line(one: FollowUp, now: datetime, sight: Sight, words: Translate) -> TableLine:
    if one.row is not None:
        return _line(one.row, now, sight, words)
    return TableLine(one.subject, matter_cells(one, now, sight, words))


def _line(row: QueueRow, now: datetime, sight: Sight, words: Translate) -> TableLine:
    act = row.act
    content = words(N_("{kind} · 就诊 {visit}")).format(
        kind=act_kind_word(act.kind, words), visit=short_reference(act.visit)
    )
    cells = (
        when_text(act.created_at, now, words),
        content,
        act.amount_fen,
        state_pill(row, sight, words),
        str(row.attempts),
        why_of(row, sight, words),
        next_text(row, sight, words),
        short_reference(act.id),
    )
    return TableLine(act.id, cells)


def has_panel(view: QueueView, subject: str) -> bool:
    """Tell whether there is more to say of a matter: it came back, or it has no act at all."""
    known = any(one.subject == subject for one in view.follow_ups)
    told = (*OUTCOMES, ActState.WITHDRAWN)
    return known or any(row.act.id == subject and row.state in told for row in view.rows)


def first_for_a_person(view: QueueView) -> str:
    """Return the matter that somebody should look at first, empty where there is none."""
    return next((one.subject for one in _in_order(view)), "")


def is_cut_off(view: QueueView, part: Part, limit: int) -> bool:
    """Tell whether a part has more lines than ``limit`` let in."""
    unsent = sum(row.settled_at is None for row in view.rows)
    if part is Part.WAITING:
        return view.exposure.unsent_count > unsent
    if part is Part.PERSON:
        return view.open_count > sum(one.is_open for one in view.follow_ups)
    return view.exposure.unsent_count > unsent or len(view.rows) - unsent >= limit
