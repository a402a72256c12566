"""Above the queue: the room under the five limits, and the line's marks, each a fact of its own."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from clinic_terminal.application.exposure import Room
from clinic_terminal.application.queue_view import QueueView
from clinic_terminal.domain.shanghai import CHINA, shanghai_date
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.terms import clock_text
from clinic_terminal.ui.views.spans import span_text
from clinic_terminal.ui.widgets.money import yuan
from clinic_terminal.ui.widgets.tiles import TileView
from clinic_terminal.ui.widgets.tone import Tone

_ROOMS: Final[Mapping[str, str]] = {
    "unsent_count": N_("未送出笔数"),
    "unsent_fen": N_("未送出金额"),
    "silence_hours": N_("距上次应答"),
    "snapshot_hours": N_("资料最旧"),
    "visit_fen": N_("单笔最大"),
}
_IN_FEN: Final = ("unsent_fen", "visit_fen")


def tiles(view: QueueView, words: Translate) -> tuple[TileView, ...]:
    """Return a tile for each of the five limits: what is taken, and how much of it."""
    known = {room.name: room for room in view.rooms}
    return tuple(_room_tile(known[name], view, words) for name in _ROOMS if name in known)


def _room_tile(room: Room, view: QueueView, words: Translate) -> TileView:
    _ = words
    tone = Tone.STOP if room.is_passed else Tone.WARN if room.is_warning else Tone.OFFLINE
    figure, limit = _figures(room, view, words)
    told = _("上限 {limit}").format(limit=limit)
    if room.is_passed:
        told = _("已超过上限 {limit}").format(limit=limit)
    elif room.is_warning:
        told = _("快到上限 {limit}").format(limit=limit)
    elif room.name == "unsent_count" and view.exposure.oldest_unsent is not None:
        oldest = span_text(view.at - view.exposure.oldest_unsent, words)
        told = _("上限 {limit} · 最早 {span}前").format(limit=limit, span=oldest)
    share = room.used / room.hard if room.hard else 0.0
    return TileView(words(_ROOMS[room.name]), figure, told, share, tone)


def _figures(room: Room, view: QueueView, words: Translate) -> tuple[str, str]:
    _ = words
    if room.name in _IN_FEN:
        shown = yuan(room.used) if room.used or room.name == "unsent_fen" else "—"
        return shown, yuan(room.hard)
    if room.name == "unsent_count":
        return str(room.used), str(room.hard)
    limit = _("{hours} 小时").format(hours=room.hard)
    if room.name == "silence_hours":
        heard = view.freshness.server_time
        return (span_text(view.at - heard, words) if heard else "—"), limit
    oldest = view.oldest_facts
    return (span_text(view.at - oldest, words) if oldest else "—"), limit


def marks(view: QueueView, words: Translate) -> tuple[tuple[str, str], ...]:
    """Return the marks of the line apart: what each is, and when; a dash where it never was."""
    _ = words
    fresh = view.freshness
    named = (
        (_("上次尝试"), fresh.last_attempt),
        (_("上次送达"), fresh.last_upload),
        (_("上次下载"), fresh.last_download),
        (_("服务商时间"), fresh.server_time),
    )
    return tuple((word, mark_text(moment, view.at)) for word, moment in named)


def mark_text(moment: datetime | None, now: datetime) -> str:
    """Return a mark: the time today, with its day before, a dash where there is none."""
    if moment is None:
        return "—"
    same = shanghai_date(moment) == shanghai_date(now)
    return clock_text(moment) if same else f"{moment + CHINA:%m-%d %H:%M}"
