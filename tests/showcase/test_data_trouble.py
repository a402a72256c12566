"""A backup that fails and a damaged database ask for somebody by themselves, until they are put right."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinic_terminal import cli
from clinic_terminal.bootstrap import caretaker
from clinic_terminal.bootstrap.practice import open_practice_world, terminal_in
from clinic_terminal.settings import HOME_VARIABLE, Paths
from clinic_terminal.showcase.opened import OpenProgram
from clinic_terminal.store.connections import PAGE_BYTES
from clinic_terminal.ui.pages.backups_panel import BackupsPanel
from clinic_terminal.ui.start import make_application
from tests.ui.pages.front import operator, words_on

WAIT_MS = 60_000


@pytest.fixture
def paths(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    """Return the files of a terminal whose caretaker looks at once, and again and again."""
    del qapp
    make_application()
    paths = terminal_in(tmp_path)
    monkeypatch.setenv("CLINIC_TERMINAL_KEYRING", "off")
    monkeypatch.setenv(HOME_VARIABLE, str(paths.data))
    monkeypatch.setattr(caretaker, "FIRST_LOOK_S", 0.0)
    monkeypatch.setattr(caretaker, "LOOK_EVERY_S", 0.5)
    return paths


@contextmanager
def at_queue(paths: Paths) -> Iterator[OpenProgram]:
    """Open program and window; somebody signs in and looks at the queue."""
    world = open_practice_world(paths.data.parent)
    opened = OpenProgram(world.program, practice=True)
    opened.window.resize(1366, 768)
    opened.start()
    try:
        opened.desk.sign_in(operator())
        opened.window.shell.show_page("queue")
        yield opened
    finally:
        opened.close()
        world.close()


def pill(opened: OpenProgram) -> str:
    return opened.window.shell.strip.status.text()


def banner(opened: OpenProgram) -> str:
    return words_on(opened.window.pages.queue.banner)


def button(opened: OpenProgram) -> str:
    return opened.window.pages.queue.body.backup_button.text()


def spoil(paths: Paths) -> None:
    whole = bytearray(paths.database.read_bytes())
    whole[len(whole) // PAGE_BYTES // 2 * PAGE_BYTES + 70] ^= 1
    paths.database.write_bytes(whole)


def has_backup(opened: OpenProgram) -> bool:
    view = opened.desk.data.state.view
    return view is not None and view.newest_good is not None


def is_sound(opened: OpenProgram) -> bool:
    view = opened.desk.data.state.view
    return view is not None and view.health is not None and not view.health.faults


def test_a_backup_that_fails_is_seen_at_the_desk_and_no_longer_once_one_is_made(
    qtbot: QtBot, paths: Paths
) -> None:
    paths.prepare()
    paths.backups.write_bytes(b"a file where the folder belongs")
    with at_queue(paths) as opened:
        page = opened.window.pages.queue
        qtbot.waitUntil(lambda: pill(opened).endswith(" · 备份失败"), timeout=WAIT_MS)
        assert "自动备份没有做成" in banner(opened)
        assert "还没有好的备份" in banner(opened)
        assert "请诊所管理员处理" in banner(opened)
        assert button(opened) == "备份与恢复 · 备份失败"
        page.body.backup_button.click()
        panel = page.findChild(BackupsPanel)
        assert isinstance(panel, BackupsPanel)
        qtbot.waitUntil(lambda: "自动备份没有做成" in words_on(panel.banner), timeout=WAIT_MS)
        paths.backups.unlink()
        qtbot.waitUntil(lambda: "备份" not in pill(opened), timeout=WAIT_MS)
        qtbot.waitUntil(lambda: "最近的好备份" in words_on(panel.banner), timeout=WAIT_MS)
        assert len(panel.table.line_model.lines) == 1
        page.show_list()
        assert button(opened) == "备份与恢复"
        assert "备份" not in banner(opened)


def test_a_damaged_page_is_said_until_a_good_backup_was_restored(
    qtbot: QtBot, paths: Paths, error_log: list[str]
) -> None:
    with at_queue(paths) as opened:
        qtbot.waitUntil(lambda: has_backup(opened) and is_sound(opened), timeout=WAIT_MS)
        assert "损坏" not in pill(opened)
        (kept,) = opened.program.backups.kept()
        spoil(paths)
        # As after a cut: the whole file is looked at now, not in a week.
        replace(opened.program, cut_off=True).caretaker(opened.desk.data.report).look()
        qtbot.waitUntil(lambda: pill(opened) == "需要处理 · 数据库有损坏", timeout=WAIT_MS)
        assert "有数据页损坏" in banner(opened)
        assert "恢复一份好的备份" in banner(opened)
        assert button(opened) == "备份与恢复 · 数据库有损坏"
    assert error_log
    error_log.clear()
    assert cli.main(["restore", str(kept.path), "--yes"]) == 0
    with at_queue(paths) as opened:
        qtbot.waitUntil(lambda: is_sound(opened), timeout=WAIT_MS)
        qtbot.waitUntil(lambda: "损坏" not in pill(opened) + banner(opened), timeout=WAIT_MS)
        assert button(opened) == "备份与恢复"
