"""Backups on the screen: how old, checked or not, made now, and restored only with the PIN."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from clinic_terminal.application.backup_failures import BackupFailedError
from clinic_terminal.application.backup_ports import Backup, BackupReason, Health, NoBackups, Restored
from clinic_terminal.application.backups import BackupsView
from clinic_terminal.i18n import translator
from clinic_terminal.ui.pages.backups_panel import BackupsPanel
from clinic_terminal.ui.pages.queue import QueuePage
from clinic_terminal.ui.views import backups as views
from clinic_terminal.ui.widgets.pill import PillView
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.window import TerminalWindow
from tests.build import NOW
from tests.ui.pages.front import PIN, Front, nameless, operator, press, type_text, words_on
from tests.ui.pages.managed import MANAGER_PIN, asked, with_manager

ZH, EN = translator("zh_CN"), translator("en")


def backup(hours: int, *, good: bool = True) -> Backup:
    made = NOW - timedelta(hours=hours)
    name = f"clinic-{hours}.backup"
    return Backup(
        name, Path("/backups") / name, made, BackupReason.DAILY, 3_400_000, made if good else None, 12, 1
    )


@dataclass
class FakeBackups(NoBackups):
    """Backups in memory."""

    held: list[Backup] = field(default_factory=list)
    wanted: list[Path] = field(default_factory=list)
    full: bool = False

    def make(self, reason: BackupReason) -> Backup:
        if self.full:
            raise BackupFailedError("DISK_FULL")
        self.held.insert(0, replace(backup(0), reason=reason))
        return self.held[0]

    def kept(self) -> tuple[Backup, ...]:
        return tuple(self.held)

    def ask_restore(self, file: Path) -> Backup:
        self.wanted.append(file)
        return next(one for one in self.held if one.path == file)

    def asked(self) -> Path | None:
        return self.wanted[-1] if self.wanted else None

    def take_back(self) -> None:
        self.wanted.clear()


@pytest.fixture
def kept(front: Front) -> Iterator[FakeBackups]:
    """Return the backups of the desk: a good one of three hours ago and an unchecked one."""
    fake = FakeBackups([backup(3), backup(27, good=False)])
    front.desk.terminal = replace(front.desk.terminal, backups=fake)
    yield fake
    assert all(one.name for one in fake.held)


@pytest.fixture
def panel(kept: FakeBackups, at_work: TerminalWindow, qtbot: QtBot) -> BackupsPanel:
    press(at_work, Qt.Key.Key_F10)
    page: QueuePage = at_work.pages.queue
    page.body.backup_button.click()
    shown = page.findChild(BackupsPanel)
    assert isinstance(shown, BackupsPanel)
    qtbot.waitUntil(lambda: len(shown.table.line_model.lines) == len(kept.held))
    return shown


def test_the_list_says_age_check_and_content_of_each(panel: BackupsPanel) -> None:
    first, second = panel.table.line_model.lines
    assert first.cells[1] == "3 小时 0 分前"
    assert first.cells[3] == PillView("检查完好", Tone.OK)
    assert second.cells[3] == PillView("没有检查过", Tone.WARN)
    assert first.cells[4:7] == ("12", "1", "3.4 MB")
    assert "最近的好备份：3 小时 0 分前" in words_on(panel)
    assert nameless(panel) == []


def test_a_backup_is_made_now_by_its_button_and_stands_first(
    panel: BackupsPanel, kept: FakeBackups, front: Front, qtbot: QtBot
) -> None:
    press(panel.window(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(panel.table.line_model.lines) == 3)
    assert kept.held[0].reason is BackupReason.BY_HAND
    with front.store.read() as uow:
        assert [row.act for row in uow.audit.rows()][-1] == "backup"


def test_a_full_disk_is_said_and_the_button_works_again(
    panel: BackupsPanel, kept: FakeBackups, qtbot: QtBot
) -> None:
    kept.full = True
    panel.make_button.click()
    qtbot.waitUntil(lambda: bool(panel.notices.notices))
    assert "磁盘空间不够" in words_on(panel)
    assert panel.make_button.isEnabled()


def test_restoring_asks_for_the_pin_and_says_what_it_means(
    panel: BackupsPanel, kept: FakeBackups, qtbot: QtBot
) -> None:
    ask_to_restore(panel, qtbot)
    said = words_on(panel)
    assert "什么也不删除" in said
    assert "不会重复记账" in said
    type_text(panel.window(), "0000")
    press(panel.window(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "PIN 不对。" in words_on(panel))
    assert kept.wanted == []
    type_text(panel.window(), PIN)
    press(panel.window(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: kept.wanted == [kept.held[0].path])
    qtbot.waitUntil(lambda: "已安排恢复" in words_on(panel))


def ask_to_restore(panel: BackupsPanel, qtbot: QtBot) -> None:
    panel.restore_button.click()
    asked(panel.confirming, qtbot)


def test_no_pin_restores_nothing(panel: BackupsPanel, kept: FakeBackups, qtbot: QtBot) -> None:
    ask_to_restore(panel, qtbot)
    press(panel.window(), Qt.Key.Key_Return)
    assert "请输入 PIN。" in words_on(panel)
    press(panel.window(), Qt.Key.Key_Escape)
    assert panel.table.isVisible()
    assert kept.wanted == []


def test_only_a_manager_restores_and_the_audit_log_says_who(
    panel: BackupsPanel, kept: FakeBackups, front: Front, qtbot: QtBot
) -> None:
    boss = with_manager(front)
    ask_to_restore(panel, qtbot)
    assert [choice.label for choice in panel.confirming.panel.card.people._choices] == [boss.name]
    type_text(panel.window(), PIN)
    press(panel.window(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "PIN 不对。" in words_on(panel))
    assert kept.wanted == []
    type_text(panel.window(), MANAGER_PIN)
    press(panel.window(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "已安排恢复" in words_on(panel))
    with front.store.read() as uow:
        rows = [(row.act, row.operator, dict(row.facts)) for row in uow.audit.rows()][-3:]
    assert [(act, by) for act, by, _facts in rows] == [
        ("approve_refused", boss.id), ("approve", boss.id), ("restore_asked", operator().id),
    ]  # fmt: skip
    assert rows[1][2] == {"matter": "restore"}
    assert rows[2][2]["approved_by"] == boss.id


def test_an_arranged_restoring_stays_in_sight_and_can_be_taken_back(
    panel: BackupsPanel, kept: FakeBackups, front: Front, qtbot: QtBot
) -> None:
    assert not panel.cancel_button.isVisible()
    kept.wanted.append(kept.held[0].path)
    panel.make_button.click()
    qtbot.waitUntil(lambda: len(panel.table.line_model.lines) == 3)
    assert "已安排恢复" in words_on(panel)
    assert kept.held[1].path.name in words_on(panel)
    panel.cancel_button.click()
    qtbot.waitUntil(lambda: "已安排恢复" not in words_on(panel))
    assert kept.wanted == []
    assert not panel.cancel_button.isVisible()
    assert nameless(panel) == []
    with front.store.read() as uow:
        assert [row.act for row in uow.audit.rows()][-1] == "restore_taken_back"


def test_backups_of_the_day_are_there_when_the_panel_is_opened_again(
    panel: BackupsPanel, kept: FakeBackups, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    press(at_work, Qt.Key.Key_Escape)
    kept.held.insert(0, backup(0))
    at_work.pages.queue.body.backup_button.click()
    qtbot.waitUntil(lambda: len(panel.table.line_model.lines) == 3)
    press(at_work, Qt.Key.Key_F2)
    kept.held.insert(0, replace(backup(0), name="clinic-now.backup"))
    press(at_work, Qt.Key.Key_F10)
    qtbot.waitUntil(lambda: len(panel.table.line_model.lines) == 4)


def test_esc_goes_back_to_the_queue(panel: BackupsPanel, at_work: TerminalWindow, qtbot: QtBot) -> None:
    press(at_work, Qt.Key.Key_Escape)
    qtbot.waitUntil(at_work.pages.queue.body.isVisible)
    assert panel.isHidden()


@pytest.mark.parametrize(
    ("view", "tone"),
    [
        (None, Tone.NEUTRAL),
        (BackupsView((), None, None, NOW), Tone.WARN),
        (BackupsView((backup(100),), None, None, NOW), Tone.WARN),
        (BackupsView((backup(3),), Health(NOW), None, NOW), Tone.OK),
        (BackupsView((backup(3),), Health(NOW, ("PAGES", "AUDIT")), None, NOW), Tone.STOP),
    ],
)
def test_the_banner_is_calm_only_with_a_fresh_good_backup(view: BackupsView | None, tone: Tone) -> None:
    assert views.verdict_view(view, ZH).tone is tone
    assert "{" not in views.verdict_view(view, EN).sub


def test_what_restoring_left_to_look_at_is_said() -> None:
    done = Restored(NOW, None, carried_acts=4, unreadable=2, papers=("bill-1.pdf",))
    told = views.restored_text(BackupsView((), None, done, NOW), ZH)
    assert "4 笔" in told
    assert "2 行读不出来" in told
    assert "1 张纸质账单" in told
