"""Backups in words: how old, checked or not, what is in them, and what the last check found."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from clinic_terminal.application.backup_ports import Backup, BackupReason, Health
from clinic_terminal.application.backups import BackupsView
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.views.bill_words import is_english, moment_text
from clinic_terminal.ui.views.spans import span_text
from clinic_terminal.ui.views.wish import Wish
from clinic_terminal.ui.widgets.line_model import Align, Column, Line
from clinic_terminal.ui.widgets.pill import PillView
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.widgets.verdict import VerdictView

_MEGABYTE: Final = 1_000_000
_REASONS: Final[Mapping[BackupReason, str]] = {
    BackupReason.DAILY: N_("每日自动"),
    BackupReason.BY_HAND: N_("手动"),
}
_FAULTS: Final[Mapping[str, str]] = {
    "PAGES": N_("有数据页损坏"),
    "STRUCTURE": N_("数据结构不完整"),
    "AUDIT": N_("审计记录不连续"),
    "COUNTERS": N_("计数与记录不符"),
    "ACTS": N_("有账单缺了内容"),
}


def verdict_view(view: BackupsView | None, words: Translate) -> VerdictView:
    """Return how safe the clinic's data are."""
    _ = words
    if view is None:
        return VerdictView(Tone.NEUTRAL, _("正在看备份…"))
    if view.health is not None and view.health.faults:
        return damaged_view(view, words)
    newest = view.newest_good
    if newest is None:
        sub = _("请现在备份一次。备份是加密的，每天自动做一份。")
        return VerdictView(Tone.WARN, _("还没有好的备份"), sub)
    age = span_text(view.now - newest.made_at, words)
    if view.is_old:
        sub = _("请现在备份一次，并检查磁盘空间。")
        return VerdictView(Tone.WARN, _("最近的好备份是 {age}前的").format(age=age), sub)
    sub = _("已打开并整份检查过。{health}").format(health=health_text(view.health, words)).strip()
    return VerdictView(Tone.OK, _("最近的好备份：{age}前").format(age=age), sub)


def arranged_view(file: Path, words: Translate) -> VerdictView:
    """Return what the next start of the program restores."""
    told = words(N_("请关闭程序再打开：到时先恢复 {file}，然后照常工作。")).format(file=file.name)
    return VerdictView(Tone.ACCENT, words(N_("已安排恢复")), told)


def damaged_view(view: BackupsView | None, words: Translate) -> VerdictView:
    """Return what the check found in the database, who can mend it, and how."""
    _ = words
    health = view.health if view is not None else None
    found = health_text(health, words) if health is not None and health.faults else ""
    if view is None or view.newest_good is not None:
        mend = _("请管理员在“备份与恢复”里恢复一份好的备份：之后的账单会带过来，什么也不删除。")
    else:
        mend = _("本机没有好的备份：请管理员先在“队列”页导出未送出的账单，再致电服务热线 021-80209058。")
    between = " " if is_english(words) else ""
    return VerdictView(Tone.STOP, _("数据库有损坏"), between.join(filter(None, (found, mend))))


def newest_text(view: BackupsView | None, words: Translate) -> str:
    """Return of when the newest good backup is; empty where nobody has looked yet."""
    _ = words
    if view is None:
        return ""
    newest = view.newest_good
    if newest is None:
        return _("还没有好的备份。")
    return _("最近的好备份是 {time} 的。").format(time=moment_text(newest.made_at, words))


def health_text(health: Health | None, words: Translate) -> str:
    """Return what the last check of the running database found."""
    _ = words
    if health is None:
        return ""
    at = moment_text(health.checked_at, words)
    if health.faults:
        return _("{time} 检查发现：{faults}。").format(time=at, faults=faults_text(health, words))
    return _("正在用的数据库 {time} 检查完好。").format(time=at)


def faults_text(health: Health, words: Translate) -> str:
    """Return the faults that a check found."""
    return (", " if is_english(words) else "、").join(words(_FAULTS.get(one, one)) for one in health.faults)


def restored_text(view: BackupsView, words: Translate) -> str:
    """Return what the latest restoring did, with what a person has to look at; empty where there was none."""
    _ = words
    done = view.restored
    if done is None:
        return ""
    told = _("上次恢复用的是 {time} 的备份；之后的 {acts} 笔从原来的文件带了过来。")
    parts = [told.format(time=moment_text(done.made_at, words), acts=done.carried_acts)]
    if done.unreadable:
        parts.append(_("{count} 行读不出来。").format(count=done.unreadable))
    if done.papers:
        parts.append(
            _("{count} 张纸质账单在数据里没有对应的就诊，请逐张核对。").format(count=len(done.papers))
        )
    return (" " if is_english(words) else "").join(parts)


def columns(words: Translate) -> tuple[Column, ...]:
    """Return the table's columns."""
    _ = words
    return (
        Column(_("时间"), 168, strong=True),
        Column(_("多久以前"), 132, ink="ink-2", spare=4),
        Column(_("怎么来的"), 110, ink="ink-2", spare=3),
        Column(_("检查"), 150),
        Column(_("账单"), 84, Align.RIGHT),
        Column(_("当时未送出"), 104, Align.RIGHT, ink="ink-2"),
        Column(_("大小"), 96, Align.RIGHT, ink="ink-3", spare=1),
        Column(_("文件"), stretch=True, ink="ink-3", small=True, spare=2),
    )


def lines(view: BackupsView, words: Translate) -> tuple[Line, ...]:
    """Return one line a backup, the newest first."""
    return tuple(_line(backup, view, words) for backup in view.kept)


def _line(backup: Backup, view: BackupsView, words: Translate) -> Line:
    good = PillView(words(N_("检查完好")), Tone.OK)
    pill = good if backup.is_good else PillView(words(N_("没有检查过")), Tone.WARN)
    return Line(
        backup.name,
        (
            moment_text(backup.made_at, words),
            words(N_("{span}前")).format(span=span_text(view.now - backup.made_at, words)),
            words(_REASONS[backup.reason]),
            pill,
            str(backup.acts),
            str(backup.unsent),
            f"{backup.size / _MEGABYTE:.1f} MB",
            Path(backup.name).name,
        ),
    )


def restore_wish(backup: Backup, words: Translate) -> Wish:
    """Return what a manager is asked before a backup is restored."""
    title, word = words(N_("恢复这份备份？")), words(N_("下次打开时恢复"))
    return Wish(title, "restore", restore_effects(backup, words), word, grave=True)


def restore_effects(backup: Backup, words: Translate) -> tuple[str, ...]:
    """Return what restoring a backup means, in sentences."""
    _ = words
    return (
        _("恢复 {time} 的备份，里面有 {count} 笔账单。").format(
            time=moment_text(backup.made_at, words), count=backup.acts
        ),
        _("之后的账单会从现在的文件里带过来，编号不变，不会重复记账。"),
        _("现在的文件原样保存在旁边，什么也不删除。"),
        _("程序关闭后再打开时恢复；请先让其他人保存并退出。"),
    )
