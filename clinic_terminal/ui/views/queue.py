"""The queue as words: the line, the room that is left, and each act with who can fix it."""

from datetime import datetime, timedelta

from clinic_terminal.application.acts import UNSENT, ActState, Exposure, QueueRow
from clinic_terminal.application.day import QueueView, day_of
from clinic_terminal.application.exposure import Room
from clinic_terminal.application.line import Line, LineState
from clinic_terminal.domain.adjudication import Reason
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.messages import reason_text, told_of
from clinic_terminal.ui.terms import (
    CHINA,
    act_kind_word,
    act_state_tone,
    act_state_word,
    clock_text,
    short_reference,
)
from clinic_terminal.ui.views.bill_words import is_english
from clinic_terminal.ui.widgets.line_model import Align, Column
from clinic_terminal.ui.widgets.line_model import Line as TableLine
from clinic_terminal.ui.widgets.money import yuan
from clinic_terminal.ui.widgets.pill import PillView
from clinic_terminal.ui.widgets.tiles import TileView
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.widgets.top_strip import StatusView
from clinic_terminal.ui.widgets.verdict import VerdictView

_HOUR = 60
_DAY_HOURS = 24

_NEXT = {
    ActState.READY: N_("自动送出"),
    ActState.SENDING: N_("自动送出"),
    ActState.ACCEPTED: "",
    ActState.ADJUSTED: N_("告诉家长差额"),
    ActState.REJECTED: N_("致电服务热线"),
    ActState.PARKED: N_("联系管理员，再重试"),
    ActState.WITHDRAWN: "",
}
_WHY = {
    ActState.SENDING: N_("正在送出，等回执。"),
    ActState.ADJUSTED: N_("保险公司调整了金额。"),
    ActState.REJECTED: N_("保险公司没有接受这笔账单。"),
    ActState.PARKED: N_("服务商说这笔内容不对，先放在一边。"),
    ActState.WITHDRAWN: N_("已撤回，没有送出。"),
}
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
    if line.line is Line.REFUSED:
        return StatusView(Tone.STOP, _("需要处理 · 登录被拒绝"))
    if parked:
        return StatusView(Tone.WARN, _("需要处理 · {count} 笔").format(count=parked))
    if line.line is Line.OFFLINE:
        text = _("离线 · {count} 笔待送出").format(count=unsent) if unsent else _("离线 · 工作照常")
        return StatusView(Tone.OFFLINE, text)
    if line.line is Line.UNKNOWN:
        return StatusView(Tone.NEUTRAL, _("正在连接…"))
    if unsent:
        return StatusView(Tone.ACCENT, _("正在送出 {count} 笔").format(count=unsent), syncing=True)
    return StatusView(Tone.OK, _("在线 · 全部已送达"))


def banner_view(line: LineState, view: QueueView | None, words: Translate) -> VerdictView:
    """Return the banner above the queue."""
    _ = words
    unsent = waiting(view.exposure) if view else 0
    parked = view.exposure.parked_count if view else 0
    kept = (
        _("{count} 笔已安全保存在本机，联网后自动送出。").format(count=unsent)
        if unsent
        else _("没有等待送出的账单。")
    )
    if line.line is Line.REFUSED:
        sub = _("队列已暂停，什么也没有丢失。请管理员致电服务热线核实本机的登记。")
        return VerdictView(Tone.STOP, _("服务商不接受本机登录"), sub)
    if parked:
        sub = _("它们不影响其他孩子的账单。请看说明，处理后重试。")
        return VerdictView(Tone.WARN, _("{count} 笔需要人处理").format(count=parked), sub)
    if line.line is Line.OFFLINE:
        return VerdictView(Tone.OFFLINE, _offline_headline(view, words), kept)
    if line.line is Line.UNKNOWN:
        return VerdictView(Tone.NEUTRAL, _("正在连接服务商"), kept)
    if unsent:
        sub = _("它们已安全保存在本机，收到回执后变绿。")
        return VerdictView(Tone.ACCENT, _("正在送出 {count} 笔").format(count=unsent), sub)
    return VerdictView(Tone.OK, _("全部已送达"), _("每一笔都存有服务商的回执。"))


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
        Column(_("内容"), 204),
        Column(_("保险金额"), 108, money=True),
        Column(_("状态"), 116),
        Column(_("次数"), 52, Align.RIGHT, ink="ink-3"),
        Column(_("说明"), stretch=True, ink="ink-2"),
        Column(_("下一步"), 164, ink="ink-2"),
        Column(_("参考号"), 122, ink="ink-3"),
    )


def lines(view: QueueView, words: Translate) -> tuple[TableLine, ...]:
    """Return one line an act, what waits for a person first, then what waits, then the rest."""
    order = {ActState.PARKED: 0, ActState.REJECTED: 1, ActState.SENDING: 2, ActState.READY: 2}
    rows = sorted(view.rows, key=lambda row: order.get(row.state, 3))
    return tuple(_line(row, view.at, words) for row in rows)


def _line(row: QueueRow, now: datetime, words: Translate) -> TableLine:
    act = row.act
    content = words(N_("{kind} · 就诊 {visit}")).format(
        kind=act_kind_word(act.kind, words), visit=short_reference(act.visit)
    )
    next_step = _NEXT[row.state]
    cells = (
        when_text(act.created_at, now, words),
        content,
        act.amount_fen,
        PillView(act_state_word(row.state, words), act_state_tone(row.state)),
        str(row.attempts),
        why_text(row, words),
        words(next_step) if next_step else "—",
        short_reference(act.id),
    )
    return TableLine(act.id, cells)


def when_text(moment: datetime, now: datetime, words: Translate) -> str:
    """Return when an act happened: the time today, else the day too."""
    days = (day_of(now) - day_of(moment)).days
    if days == 0:
        return clock_text(moment)
    if days == 1:
        return words(N_("昨日 {time}")).format(time=clock_text(moment))
    return f"{moment + CHINA:%m-%d %H:%M}"


def why_text(row: QueueRow, words: Translate) -> str:
    """Return in plain words what became of an act and why."""
    _ = words
    if row.state is ActState.ACCEPTED:
        return _("回执已保存 {time}").format(time=clock_text(row.settled_at))
    if row.state is ActState.READY:
        return _ready_text(row, words)
    general = words(_WHY[row.state])
    if row.last_sentence and row.state is not ActState.SENDING and not is_english(words):
        return row.last_sentence
    reason = next((one for one in Reason if one.value == row.last_error), None)
    return reason_text(reason, words) if reason else general


def _ready_text(row: QueueRow, words: Translate) -> str:
    _ = words
    if not row.attempts:
        return _("已保存，等待送出。")
    told = told_of(row.last_error)
    return words(told.what) if told else _("等待网络。")


def unsent_ids(view: QueueView) -> tuple[str, ...]:
    """Return the acts that a retry may send, parked ones too."""
    return tuple(row.act.id for row in view.rows if row.state in UNSENT)
