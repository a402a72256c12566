"""What is wrong with the data asks for somebody on every page, and goes once it is right again."""

import threading
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from clinic_terminal.application.acts import Exposure, Freshness
from clinic_terminal.application.backup_failures import BackupFailedError
from clinic_terminal.application.backup_ports import Backup, BackupReason, Health, NoBackups
from clinic_terminal.application.backups import BackupsView
from clinic_terminal.application.day import QueueView
from clinic_terminal.application.line import Line, LineState
from clinic_terminal.i18n import Translate, translator
from clinic_terminal.ui.data_watch import DataState
from clinic_terminal.ui.pages.backups_panel import BackupsPanel
from clinic_terminal.ui.views.data_trouble import trouble_of
from clinic_terminal.ui.views.queue_status import banner_view, status_view
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.window import TerminalWindow
from tests.build import NOW
from tests.ui.pages.front import Front, operator, words_on

ZH, EN = translator("zh_CN"), translator("en")


def good(hours: int) -> Backup:
    made = NOW - timedelta(hours=hours)
    return Backup(f"clinic-{hours}.db", Path(f"clinic-{hours}.db"), made, BackupReason.DAILY, 1, made, 3)


YESTERDAYS = BackupsView((good(22),), Health(NOW), None, NOW)
DAMAGED = DataState(replace(YESTERDAYS, health=Health(NOW, ("PAGES", "AUDIT"))))
FAILED = DataState(YESTERDAYS, "DISK_FULL", NOW - timedelta(hours=1))


def queue(*, parked: int = 0) -> QueueView:
    exposure = Exposure(3, parked, parked, NOW) if parked else Exposure(0, 0, 0, None)
    return QueueView((), exposure, Freshness(last_upload=NOW), (), NOW, open_count=parked)


def pill(state: DataState, line: LineState, *, parked: int = 0) -> tuple[Tone, str]:
    view = status_view(line, queue(parked=parked), ZH, trouble_of(state, ZH))
    return view.tone, view.text


def banner(state: DataState, line: LineState, *, parked: int = 0) -> tuple[Tone, str]:
    view = banner_view(line, queue(parked=parked), ZH, trouble_of(state, ZH))
    return view.tone, f"{view.headline}|{view.sub}"


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (LineState(Line.ONLINE), "需要处理 · 备份失败"),
        (LineState(Line.UNKNOWN), "需要处理 · 备份失败"),
        (LineState(Line.OFFLINE), "离线 · 备份失败"),
        (LineState(Line.OFFLINE, chosen=True), "已选择离线 · 备份失败"),
    ],
)
def test_a_backup_that_failed_is_a_warning_on_the_pill(line: LineState, text: str) -> None:
    assert pill(FAILED, line) == (Tone.WARN, text)
    plain, told = (status_view(line, queue(), ZH, one) for one in (None, trouble_of(FAILED, ZH)))
    assert told.action == plain.action


@pytest.mark.parametrize("line", [*(LineState(one) for one in Line), LineState(Line.OFFLINE, chosen=True)])
@pytest.mark.parametrize("parked", [0, 2])
def test_damage_is_said_before_everything_else(line: LineState, parked: int) -> None:
    assert pill(DAMAGED, line, parked=parked) == (Tone.STOP, "需要处理 · 数据库有损坏")
    tone, told = banner(DAMAGED, line, parked=parked)
    assert tone is Tone.STOP
    assert "有数据页损坏、审计记录不连续" in told
    assert "请管理员在“备份与恢复”里恢复一份好的备份" in told
    plain = banner_view(line, queue(parked=parked), ZH)
    assert plain.tone is Tone.OK or plain.headline in told
    assert "安全保存" not in told


def test_the_banner_says_since_when_why_and_what_to_do() -> None:
    tone, told = banner(FAILED, LineState(Line.ONLINE))
    assert tone is Tone.WARN
    assert told == (
        "09:30 起，自动备份没有做成|磁盘空间不够，没有备份成。最近的好备份是 5 月 20 日 12:30 的。"
        "请诊所管理员处理。请清出磁盘空间，再备份一次；诊所的数据没有变动。"
    )


def test_behind_other_matters_the_failed_backup_is_still_said_in_the_banner() -> None:
    line = LineState(Line.ONLINE)
    assert pill(FAILED, line, parked=1) == (Tone.WARN, "需要处理 · 1 笔")
    assert "自动备份没有做成。" in banner(FAILED, line, parked=1)[1]
    offline = banner(FAILED, LineState(Line.OFFLINE))[1]
    assert "工作照常" in offline


def test_without_a_good_backup_the_hotline_is_named() -> None:
    bare = DataState(replace(YESTERDAYS, kept=(), health=Health(NOW, ("PAGES",))))
    assert "致电服务热线 021-80209058" in banner(bare, LineState(Line.ONLINE))[1]
    none = replace(FAILED, view=replace(YESTERDAYS, kept=()))
    assert "还没有好的备份" in banner(none, LineState(Line.ONLINE))[1]


def test_a_database_that_cannot_be_checked_for_damage_is_damaged() -> None:
    assert pill(DataState(None, "DAMAGED", NOW), LineState(Line.ONLINE))[0] is Tone.STOP


@pytest.mark.parametrize("words", [ZH, EN])
@pytest.mark.parametrize(
    "cause", ["DISK_FULL", "READ_ONLY", "CANNOT_OPEN", "IO_ERROR", "NOT_GOOD", "INTERNAL", "RESTORING"]
)
def test_every_cause_has_its_next_step(cause: str, words: Translate) -> None:
    trouble = trouble_of(DataState(YESTERDAYS, cause, NOW), words)
    assert trouble is not None
    assert trouble.banner.sub
    assert "{" not in trouble.banner.headline + trouble.banner.sub


@pytest.mark.parametrize(
    ("made", "over"),
    [(NOW - timedelta(hours=2), False), (NOW - timedelta(minutes=5), True), (NOW + timedelta(days=3), False)],
)
def test_only_a_backup_made_since_ends_the_warning(made: datetime, *, over: bool) -> None:
    newer = replace(good(0), made_at=made)
    assert replace(FAILED, view=replace(YESTERDAYS, kept=(newer,))).is_backed_up_since is over


@dataclass
class Kept(NoBackups):
    """Backups in memory."""

    held: list[Backup] = field(default_factory=list)
    found: Health | None = None

    def make(self, reason: BackupReason) -> Backup:
        self.held.insert(0, replace(good(0), reason=reason))
        return self.held[0]

    def kept(self) -> tuple[Backup, ...]:
        return tuple(self.held)

    def health(self) -> Health | None:
        return self.found


def report(window: TerminalWindow, failure: BackupFailedError | None) -> None:
    """Report as the caretaker does: from a thread of its own."""
    thread = threading.Thread(target=window.desk.data.report, args=(failure,))
    thread.start()
    thread.join()


def dotted(window: TerminalWindow) -> bool:
    return "有事等人处理" in window.shell.rail.button("queue").accessibleDescription()


def test_a_backup_made_by_hand_ends_the_warning_on_all_pages(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    kept = Kept([good(22)])
    front.desk.terminal = replace(front.desk.terminal, backups=kept)
    assert not dotted(at_work)
    report(at_work, BackupFailedError("DISK_FULL"))
    status = at_work.shell.strip.status
    qtbot.waitUntil(lambda: "备份失败" in status.text())
    assert dotted(at_work)
    front.clock.advance(600)
    report(at_work, BackupFailedError("DISK_FULL"))
    at_work.shell.show_page("queue")
    page = at_work.pages.queue
    qtbot.waitUntil(lambda: "10:30 起" in words_on(page.banner))
    at_work.switch_language()
    at_work.switch_language()
    page = at_work.pages.queue
    qtbot.waitUntil(lambda: page.body.backup_button.text() == "备份与恢复 · 备份失败")
    kept.held.insert(0, replace(good(0), made_at=front.clock.now()))
    page.body.backup_button.click()
    panel = page.findChild(BackupsPanel)
    assert isinstance(panel, BackupsPanel)
    qtbot.waitUntil(lambda: len(panel.table.line_model.lines) == 2)
    assert "备份失败" not in at_work.shell.strip.status.text()
    assert "最近的好备份" in words_on(panel.banner)
    assert page.body.backup_button.text() == "备份与恢复"
    assert not dotted(at_work)


def test_known_damage_is_said_as_soon_as_somebody_signs_in(
    front: Front, window: TerminalWindow, qtbot: QtBot
) -> None:
    kept = Kept([good(3)], Health(NOW, ("PAGES",)))
    front.desk.terminal = replace(front.desk.terminal, backups=kept)
    front.desk.sign_in(operator())
    qtbot.waitUntil(lambda: window.shell.strip.status.text() == "需要处理 · 数据库有损坏")
    kept.found = Health(NOW)
    report(window, None)
    qtbot.waitUntil(lambda: "损坏" not in window.shell.strip.status.text())
