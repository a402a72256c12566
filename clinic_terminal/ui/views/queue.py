"""The queue as words: the line, the room that is left, and each act with who can fix it."""

from datetime import datetime, timedelta

from clinic_terminal.application.acts import UNSENT, ActState, Exposure, QueueRow
from clinic_terminal.application.day import QueueView
from clinic_terminal.application.exposure import Room
from clinic_terminal.application.line import Line, LineState
from clinic_terminal.domain.shanghai import CHINA, shanghai_date
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.terms import act_kind_word, clock_text, short_reference
from clinic_terminal.ui.views.act_words import (
    needs_person,
    next_text,
    state_pill,
    voided_visits,
    why_text,
)
from clinic_terminal.ui.widgets.line_model import Align, Column
from clinic_terminal.ui.widgets.line_model import Line as TableLine
from clinic_terminal.ui.widgets.money import yuan
from clinic_terminal.ui.widgets.tiles import TileView
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.widgets.top_strip import StatusView
from clinic_terminal.ui.widgets.verdict import VerdictView

WORK_OFFLINE = N_("现在离线工作")
GO_ONLINE = N_("恢复联网")
"""The words of the choice, the same wherever it is offered."""

_CHOSEN_ICON = "paused"
_HOUR = 60
_DAY_HOURS = 24

_CAME_BACK = (ActState.REJECTED, ActState.ADJUSTED, ActState.PARKED)
SAID_IN_PANEL = (4, 6, 7)
"""The columns that the panel beside the table says itself: attempts, next step, reference."""
TILES_BESIDE_PANEL = 3
_ROOMS = {
    "unsent_count": N_("未送出笔数"),
    "unsent_fen": N_("未送出金额"),
    "silence_hours": N_("距上次应答"),
}


def span_text(span: timedelta, words: Translate) -> str:
    """Return how long something is ago, in the largest fitting units."""
    _ = words
    minutes = max(0, int(span.total_seconds()) // 60)
    hours, rest = divmod(minutes, _HOUR)
    if hours >= 2 * _DAY_HOURS:
        return _("{days} 天").format(days=hours // _DAY_HOURS)
    if hours:
        return _("{hours} 小时 {minutes} 分").format(hours=hours, minutes=rest)
    return _("{minutes} 分钟").format(minutes=minutes)


def waiting(exposure: Exposure) -> int:
    """Return how many acts go out by themselves."""
    return max(0, exposure.unsent_count - exposure.parked_count)


def status_view(line: LineState, exposure: Exposure | None, words: Translate) -> StatusView:
    """Return the one pill of the terminal; green only where everything has its receipt."""
    _ = words
    unsent = waiting(exposure) if exposure else 0
    parked = exposure.parked_count if exposure else 0
    if line.chosen:
        return _chosen_status(unsent, words)
    if line.line is Line.REFUSED:
        return StatusView(Tone.STOP, _("需要处理 · 登录被拒绝"))
    if parked:
        return StatusView(Tone.WARN, _("需要处理 · {count} 笔").format(count=parked))
    if line.line is Line.OFFLINE:
        text = _("离线 · {count} 笔待送出").format(count=unsent) if unsent else _("离线 · 工作照常")
        return StatusView(Tone.OFFLINE, text, action=_(WORK_OFFLINE))
    if line.line is Line.UNKNOWN:
        return StatusView(Tone.NEUTRAL, _("正在连接…"))
    return _online_status(unsent, words)


def _chosen_status(unsent: int, words: Translate) -> StatusView:
    _ = words
    text = _("已选择离线 · {count} 笔待送出").format(count=unsent) if unsent else _("已选择离线")
    return StatusView(Tone.OFFLINE, text, icon=_CHOSEN_ICON, action=_(GO_ONLINE))


def _online_status(unsent: int, words: Translate) -> StatusView:
    _ = words
    if unsent:
        return StatusView(Tone.ACCENT, _("正在送出 {count} 笔").format(count=unsent), syncing=True)
    return StatusView(Tone.OK, _("在线 · 全部已送达"))


def banner_view(line: LineState, view: QueueView | None, words: Translate) -> VerdictView:
    """Return the banner above the queue."""
    _ = words
    unsent = waiting(view.exposure) if view else 0
    kept = (
        _("{count} 笔已安全保存在本机，联网后自动送出。").format(count=unsent)
        if unsent
        else _("没有等待送出的账单。")
    )
    if line.chosen:
        sub = f"{kept} {_('按右上角的“恢复联网”就会继续。')}"
        return VerdictView(Tone.OFFLINE, _("已选择离线工作"), sub, icon=_CHOSEN_ICON)
    if line.line is Line.REFUSED:
        sub = _("队列已暂停，什么也没有丢失。请管理员致电服务热线核实本机的登记。")
        return VerdictView(Tone.STOP, _("服务商不接受本机登录"), sub)
    if asking := _for_a_person(view, words):
        return asking
    if line.line in (Line.OFFLINE, Line.UNKNOWN):
        away = line.line is Line.OFFLINE
        headline = _offline_headline(view, words) if away else _("正在连接服务商")
        return VerdictView(Tone.OFFLINE if away else Tone.NEUTRAL, headline, kept)
    if unsent:
        sub = _("它们已安全保存在本机，收到回执后变绿。")
        return VerdictView(Tone.ACCENT, _("正在送出 {count} 笔").format(count=unsent), sub)
    return VerdictView(Tone.OK, _("全部已送达"), _("每一笔都存有服务商的回执。"))


def _for_a_person(view: QueueView | None, words: Translate) -> VerdictView | None:
    """Return the banner that asks for somebody, None where nothing came back."""
    _ = words
    if view is None:
        return None
    if parked := view.exposure.parked_count:
        sub = _("它们不影响其他孩子的账单。请看说明，处理后重试。")
        return VerdictView(Tone.WARN, _("{count} 笔需要人处理").format(count=parked), sub)
    voided = voided_visits(view.rows)
    refused = sum(row.state is ActState.REJECTED and needs_person(row, voided) for row in view.rows)
    if not refused:
        return None
    sub = _("保险公司没有接受，保险部分不会支付。请看说明，联系家长。")
    return VerdictView(Tone.WARN, _("{count} 笔账单被拒绝").format(count=refused), sub)


def _offline_headline(view: QueueView | None, words: Translate) -> str:
    heard = view.freshness.server_time if view else None
    if view is None or heard is None:
        return words(N_("离线，工作照常"))
    span = span_text(view.at - heard, words)
    return words(N_("离线 {span}，工作照常")).format(span=span)


def tiles(view: QueueView, words: Translate) -> tuple[TileView, ...]:
    """Return the tiles: what waits against its limits, the oldest, and the line's marks."""
    _ = words
    oldest = view.exposure.oldest_unsent
    marks = view.freshness
    age = span_text(view.at - oldest, words) if oldest else "—"
    sent = _("下载 {time}").format(time=clock_text(marks.last_download))
    return (
        *(_room_tile(room, view, words) for room in _in_order(view.rooms)),
        TileView(
            _("最早一笔"),
            age,
            _("{time} 保存").format(time=clock_text(oldest)) if oldest else _("没有等待的"),
        ),
        TileView(_("上次送达"), clock_text(marks.last_upload), sent),
    )


def _in_order(rooms: tuple[Room, ...]) -> list[Room]:
    names = list(_ROOMS)
    return sorted((room for room in rooms if room.name in _ROOMS), key=lambda room: names.index(room.name))


def _room_tile(room: Room, view: QueueView, words: Translate) -> TileView:
    _ = words
    tone = Tone.STOP if room.is_passed else Tone.WARN if room.is_warning else Tone.OFFLINE
    caption = words(_ROOMS[room.name])
    if room.name == "unsent_fen":
        figure, limit = yuan(room.used), yuan(room.hard)
    elif room.name == "silence_hours":
        heard = view.freshness.server_time
        figure = span_text(view.at - heard, words) if heard else "—"
        limit = _("{hours} 小时").format(hours=room.hard)
    else:
        figure, limit = str(room.used), str(room.hard)
    share = room.used / room.hard if room.hard else 0.0
    return TileView(caption, figure, _("上限 {limit}").format(limit=limit), share, tone)


def columns(words: Translate) -> tuple[Column, ...]:
    """Return the table's columns."""
    _ = words
    return (
        Column(_("时间"), 92),
        Column(_("内容"), 228),
        Column(_("保险金额"), 108, money=True),
        Column(_("状态"), 116),
        Column(_("次数"), 52, Align.RIGHT, ink="ink-3"),
        Column(_("说明"), stretch=True, ink="ink-2"),
        Column(_("下一步"), 164, ink="ink-2"),
        Column(_("参考号"), 122, ink="ink-3"),
    )


def lines(view: QueueView, words: Translate) -> tuple[TableLine, ...]:
    """Return one line an act, what waits for a person first, then what waits, then the rest."""
    voided = voided_visits(view.rows)
    rows = sorted(view.rows, key=lambda row: _rank(row, voided))
    return tuple(_line(row, view.at, voided, words) for row in rows)


def _rank(row: QueueRow, voided: frozenset[str]) -> int:
    if needs_person(row, voided):
        return 0 if row.state is ActState.PARKED else 1
    return 2 if row.state in UNSENT else 3


def _line(row: QueueRow, now: datetime, voided: frozenset[str], words: Translate) -> TableLine:
    act = row.act
    content = words(N_("{kind} · 就诊 {visit}")).format(
        kind=act_kind_word(act.kind, words), visit=short_reference(act.visit)
    )
    cells = (
        when_text(act.created_at, now, words),
        content,
        act.amount_fen,
        state_pill(row, voided, words),
        str(row.attempts),
        why_text(row, words),
        next_text(row, voided, words),
        short_reference(act.id),
    )
    return TableLine(act.id, cells)


def when_text(moment: datetime, now: datetime, words: Translate) -> str:
    """Return when an act happened: the time today, else the day too."""
    days = (shanghai_date(now) - shanghai_date(moment)).days
    if days == 0:
        return clock_text(moment)
    if days == 1:
        return words(N_("昨日 {time}")).format(time=clock_text(moment))
    return f"{moment + CHINA:%m-%d %H:%M}"


def came_back(view: QueueView, act: str) -> bool:
    """Tell whether an act was refused, adjusted or set aside, so that there is more to say of it."""
    return any(row.act.id == act and row.state in _CAME_BACK for row in view.rows)


def first_for_a_person(view: QueueView) -> str:
    """Return the act that somebody should look at first, empty where there is none."""
    voided = voided_visits(view.rows)
    waiting = [row for row in view.rows if needs_person(row, voided)]
    return min(waiting, key=lambda row: _rank(row, voided)).act.id if waiting else ""


def unsent_ids(view: QueueView) -> tuple[str, ...]:
    """Return the acts that a retry may send, parked ones too."""
    return tuple(row.act.id for row in view.rows if row.state in UNSENT)
