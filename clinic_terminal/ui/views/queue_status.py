"""The state of the terminal in a pill and in a banner; green only where every receipt is stored."""

from clinic_terminal.application.acts import Exposure
from clinic_terminal.application.line import Line, LineState
from clinic_terminal.application.queue_view import QueueView
from clinic_terminal.domain.shanghai import shanghai_date
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.failure_table import LIMITS
from clinic_terminal.ui.terms import clock_text
from clinic_terminal.ui.views.bill_words import is_english, moment_text
from clinic_terminal.ui.views.data_trouble import Trouble, troubled_banner, troubled_status
from clinic_terminal.ui.views.spans import span_text
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.widgets.top_strip import StatusView
from clinic_terminal.ui.widgets.verdict import VerdictView

WORK_OFFLINE = N_("现在离线工作")
GO_ONLINE = N_("恢复联网")
"""The words of the choice, the same wherever it is offered."""

_CHOSEN_ICON = "paused"


def waiting(exposure: Exposure) -> int:
    """Return how many acts go out by themselves."""
    return max(0, exposure.unsent_count - exposure.parked_count)


def status_view(
    line: LineState, view: QueueView | None, words: Translate, trouble: Trouble | None = None
) -> StatusView:
    """Return the one pill of the terminal: online, offline, syncing n, or needs attention.

    ``trouble`` is what is wrong with the clinic's data.
    """
    return troubled_status(_status(line, view, words), line, trouble, words)


def _status(line: LineState, view: QueueView | None, words: Translate) -> StatusView:
    _ = words
    unsent = waiting(view.exposure) if view else 0
    urgent = view.urgent_count if view else 0
    if line.chosen:
        return _chosen_status(unsent, words)
    if line.line is Line.REFUSED:
        return StatusView(Tone.STOP, _("需要处理 · 登录被拒绝"))
    if view is not None and view.alarm is not None:
        return StatusView(Tone.STOP, _("需要处理 · 队列停住了"))
    if line.line is Line.OFFLINE:
        return _offline_status(unsent, urgent, words)
    if urgent:
        return StatusView(Tone.WARN, _("需要处理 · {count} 笔").format(count=urgent))
    return _calm_status(line, view, words)


def _chosen_status(unsent: int, words: Translate) -> StatusView:
    _ = words
    text = _("已选择离线 · {count} 笔待送出").format(count=unsent) if unsent else _("已选择离线")
    return StatusView(Tone.OFFLINE, text, icon=_CHOSEN_ICON, action=_(GO_ONLINE))


def _offline_status(unsent: int, urgent: int, words: Translate) -> StatusView:
    _ = words
    if urgent:
        told = _("离线 · {count} 笔要人处理").format(count=urgent)
        return StatusView(Tone.WARN, told, action=_(WORK_OFFLINE))
    text = _("离线 · {count} 笔待送出").format(count=unsent) if unsent else _("离线 · 工作照常")
    return StatusView(Tone.OFFLINE, text, action=_(WORK_OFFLINE))


def _calm_status(line: LineState, view: QueueView | None, words: Translate) -> StatusView:
    """Return the pill while nobody is needed; green needs the queue's own word."""
    _ = words
    if line.line is Line.UNKNOWN or view is None:
        return StatusView(Tone.NEUTRAL, _("正在连接…"))
    if line.doubted:
        return StatusView(Tone.NEUTRAL, _("正在核对连接…"))
    if unsent := waiting(view.exposure):
        return StatusView(Tone.ACCENT, _("正在送出 {count} 笔").format(count=unsent), syncing=True)
    if _is_unused(view):
        return StatusView(Tone.NEUTRAL, _("在线"))
    return StatusView(Tone.OK, _("在线 · 全部已送达"))


def _is_unused(view: QueueView | None) -> bool:
    """Tell whether nothing was ever sent: no receipt is here that green could stand for."""
    return view is not None and not view.rows and view.freshness.last_upload is None


def banner_view(
    line: LineState, view: QueueView | None, words: Translate, trouble: Trouble | None = None
) -> VerdictView:
    """Return the banner above the queue; ``trouble`` is what is wrong with the clinic's data."""
    return troubled_banner(_banner(line, view, words), trouble, words)


def _banner(line: LineState, view: QueueView | None, words: Translate) -> VerdictView:
    _ = words
    unsent = waiting(view.exposure) if view else 0
    kept = (
        _("{count} 笔已安全保存在本机，联网后自动送出。").format(count=unsent)
        if unsent
        else _("没有等待送出的账单。")
    )
    if line.chosen:
        back = _("按右上角的“恢复联网”就会继续。")
        sub = f"{kept} {back}" if is_english(words) else f"{kept}{back}"
        return VerdictView(Tone.OFFLINE, _("已选择离线工作"), sub, icon=_CHOSEN_ICON)
    if line.line is Line.REFUSED:
        sub = _("队列已暂停，什么也没有丢失。请管理员致电服务热线核实本机的登记。")
        return VerdictView(Tone.STOP, _("服务商不接受本机登录"), sub)
    if asking := _asking(line, view, words):
        return asking
    if line.line in (Line.OFFLINE, Line.UNKNOWN):
        away = line.line is Line.OFFLINE
        headline = _offline_headline(view, words) if away else _("正在连接服务商")
        return VerdictView(Tone.OFFLINE if away else Tone.NEUTRAL, headline, kept)
    if unsent:
        sub = _("它们已安全保存在本机，收到回执后变绿。")
        return VerdictView(Tone.ACCENT, _("正在送出 {count} 笔").format(count=unsent), sub)
    return _calm_banner(view, words)


def _calm_banner(view: QueueView | None, words: Translate) -> VerdictView:
    _ = words
    if _is_unused(view):
        sub = _("签字以后，账单会自动送出，收到回执后变绿。")
        return VerdictView(Tone.NEUTRAL, _("还没有要送的账单"), sub)
    return VerdictView(Tone.OK, _("全部已送达"), _("每一笔都存有服务商的回执。"))


def _asking(line: LineState, view: QueueView | None, words: Translate) -> VerdictView | None:
    """Return the banner that asks for somebody, None where nobody is needed."""
    _ = words
    if view is None:
        return None
    if view.alarm is not None:
        told = _("从 {time} 起没有任何尝试。什么也没有丢失；请按“立即重试”，仍不行就重新打开程序。")
        today = shanghai_date(view.alarm) == shanghai_date(view.at)
        since = clock_text(view.alarm) if today else moment_text(view.alarm, words)
        return VerdictView(Tone.STOP, _("队列停住了"), told.format(time=since))
    if passed := view.passed_limits:
        names = (", " if is_english(words) else "、").join(words(LIMITS.get(one, one)) for one in passed)
        sub = _("新账单暂时不能直付，只能由家长全部自费。请先恢复网络，送出队列里的账单。")
        return VerdictView(Tone.STOP, _("超过了离线工作的上限：{limit}").format(limit=names), sub)
    return _for_a_person(line, view, words)


def _for_a_person(line: LineState, view: QueueView, words: Translate) -> VerdictView | None:
    _ = words
    if not view.open_count:
        return None
    taken = view.open_count - view.urgent_count
    parts = []
    if view.exposure.parked_count:
        told = _("{count} 笔暂停送出，等人处理；不影响其他孩子的账单。")
        parts.append(told.format(count=view.exposure.parked_count))
    elif view.urgent_count:
        parts.append(_("请打开看说明、该打的电话和要说的话。"))
    if taken:
        parts.append(_("{count} 笔有人在处理。").format(count=taken))
    if line.is_offline:
        parts.append(_("现在离线，工作照常。"))
    sub = (" " if is_english(words) else "").join(parts)
    if view.urgent_count:
        return VerdictView(Tone.WARN, _("{count} 笔需要人处理").format(count=view.urgent_count), sub)
    return None


def _offline_headline(view: QueueView | None, words: Translate) -> str:
    heard = view.freshness.server_time if view else None
    if view is None or heard is None:
        return words(N_("离线，工作照常"))
    span = span_text(view.at - heard, words)
    return words(N_("离线 {span}，工作照常")).format(span=span)
