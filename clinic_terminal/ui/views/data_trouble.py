"""What asks for somebody where the data are damaged or no backup is made: pill, banner, and button."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from clinic_terminal.application.line import Line, LineState
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.data_watch import DataState
from clinic_terminal.ui.failure_table import TABLE
from clinic_terminal.ui.views.backups import damaged_view, newest_text
from clinic_terminal.ui.views.bill_words import is_english
from clinic_terminal.ui.views.spans import when_text
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.widgets.top_strip import StatusView
from clinic_terminal.ui.widgets.verdict import VerdictView

BACKUPS: Final = N_("备份与恢复")
"""The button's words while nothing is wrong."""

_CODE: Final = "BACKUP_FAILED"
_DAMAGED: Final = "DAMAGED"
_ASKING: Final = frozenset({Tone.STOP, Tone.WARN})
"""What asks for somebody already: a backup that failed is said behind it."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with the data: the banner, and ``button`` for the way to the backups."""

    banner: VerdictView
    button: str

    @property
    def is_grave(self) -> bool:
        """Whether the database is damaged; else the day's backup failed."""
        return self.banner.tone is Tone.STOP


def trouble_of(state: DataState, words: Translate) -> Trouble | None:
    """Return what is wrong with the data, None where nothing is known to be."""
    _ = words
    view = state.view
    if state.cause == _DAMAGED or (view is not None and view.health is not None and view.health.faults):
        return Trouble(damaged_view(view, words), _("备份与恢复 · 数据库有损坏"))
    return Trouble(_failed_banner(state, words), _("备份与恢复 · 备份失败")) if state.cause else None


def _failed_banner(state: DataState, words: Translate) -> VerdictView:
    _ = words
    told = TABLE.get(f"{_CODE}.{state.cause}", TABLE[_CODE])
    view, since = state.view, state.since
    headline = _("自动备份没有做成")
    if view is not None and since is not None:
        headline = _("{time} 起，自动备份没有做成").format(time=when_text(since, view.now, words))
    what = "" if told is TABLE[_CODE] else _(told.what)
    parts = (what, newest_text(view, words), _(told.who), _(told.next_step))
    return VerdictView(Tone.WARN, headline, _joined(parts, words))


def troubled_status(
    base: StatusView, line: LineState, trouble: Trouble | None, words: Translate
) -> StatusView:
    """Return the pill with what is wrong with the data; the way to and from the network stays beside it."""
    _ = words
    if trouble is None:
        return base
    if trouble.is_grave:
        return StatusView(Tone.STOP, _("需要处理 · 数据库有损坏"), action=base.action)
    if base.tone in _ASKING:
        return base
    if line.chosen:
        told = _("已选择离线 · 备份失败")
    elif line.line is Line.OFFLINE:
        told = _("离线 · 备份失败")
    else:
        told = _("需要处理 · 备份失败")
    return StatusView(Tone.WARN, told, action=base.action)


def troubled_banner(base: VerdictView, trouble: Trouble | None, words: Translate) -> VerdictView:
    """Return the banner above the queue with what is wrong with the data; what it said is still said."""
    if trouble is None:
        return base
    first, other = trouble.banner, base
    if base.tone in _ASKING and not trouble.is_grave:
        first, other = base, replace(trouble.banner, sub="")
    if other.tone is Tone.OK:
        return first
    headline = f"{other.headline}{'.' if is_english(words) else '。'}"
    # "Safely stored here" is no word for beside a damaged database.
    rest = "" if trouble.is_grave and other.tone not in _ASKING else other.sub
    return replace(first, sub=_joined((first.sub, headline, rest), words))


def _joined(parts: Iterable[str], words: Translate) -> str:
    return (" " if is_english(words) else "").join(filter(None, parts))
