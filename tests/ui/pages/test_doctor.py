"""The doctor's page: looks by itself, line by line, can be stopped, looks again, and writes for support."""

import threading
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinic_terminal.application.doctor_lines import Code, State
from clinic_terminal.application.doctor_ports import Disk, KeyLook, LogLook, NoProbes, Versions
from clinic_terminal.ui.doctor_looks import look_around
from clinic_terminal.ui.pages.doctor import DoctorPage
from clinic_terminal.ui.widgets.pill import Pill
from clinic_terminal.ui.window import TerminalWindow
from tests.ui.pages.front import Front, nameless, press, words_on

GB = 1_000_000_000


class FakeProbes(NoProbes):
    """A house in memory; `held` stops the looking at the disk until it is set."""

    def __init__(self) -> None:
        self.disk_now = Disk(50 * GB, 100 * GB, reserved=True, writable=True)
        self.going_on = threading.Event()
        self.going_on.set()

    def versions(self) -> Versions:
        return Versions("1.0", "3.11", "4.12", "Linux", "0005", "0005")

    def disk(self) -> Disk:
        self.going_on.wait()
        return self.disk_now

    def key(self) -> KeyLook:
        return KeyLook("KEYRING")

    def log(self) -> LogLook:
        return LogLook(1, writable=True)

    def words(self) -> tuple[str, ...]:
        return ()

    def log_tail(self) -> str:
        return "测试小牙\n"


@pytest.fixture
def probes(front: Front) -> Iterator[FakeProbes]:
    """Return the house that the desk's doctor looks at."""
    fake = FakeProbes()
    front.desk.terminal = replace(front.desk.terminal, probes=fake)
    yield fake
    fake.going_on.set()


@pytest.fixture
def page(probes: FakeProbes, at_work: TerminalWindow, qtbot: QtBot) -> DoctorPage:
    """Return the page after its first round."""
    assert probes.going_on.is_set()
    at_work.shell.show_page("doctor")
    page: DoctorPage = at_work.pages.doctor
    qtbot.waitUntil(lambda: not page.round.busy and len(page.list.lines) == len(Code))
    return page


def states(page: DoctorPage) -> dict[Code, State]:
    return {line.code: line.state for line in page.list.lines}


def test_the_page_looks_by_itself_and_says_the_worst_first(page: DoctorPage) -> None:
    found = states(page)
    assert set(found) == set(Code)
    assert found[Code.DISK] is State.OK
    rows = page.list.rows
    assert len(rows) == len(Code)
    order = [
        ("故障", "注意", "正常").index(row.accessibleName().split(": ")[1].split(".")[0]) for row in rows
    ]
    assert order == sorted(order)
    assert page.primary is page.again_button


def test_state_is_said_in_a_word_and_what_to_do_beside_it(page: DoctorPage) -> None:
    told = words_on(page)
    for sentence in ("没有选打印机，单据都存成 PDF。", "有打印机的话，在“单据”页为每种单据选一台。"):
        assert sentence in told
    assert {pill.accessibleName() for pill in page.list.findChildren(Pill)} == {"注意", "正常"}
    assert not nameless(page)


def test_another_look_shows_what_has_changed(page: DoctorPage, probes: FakeProbes, qtbot: QtBot) -> None:
    probes.disk_now = replace(probes.disk_now, writable=False)
    press(page.window(), Qt.Key.Key_Return)
    assert page.round.busy
    qtbot.waitUntil(lambda: not page.round.busy)
    assert states(page)[Code.DISK] is State.FAULT
    assert "故障" in page.list.rows[0].accessibleName()


def test_a_round_can_be_stopped_and_says_that_it_was_not_finished(
    page: DoctorPage, probes: FakeProbes, qtbot: QtBot
) -> None:
    probes.going_on.clear()
    page.look()
    qtbot.waitUntil(lambda: Code.BACKUP in states(page))
    assert page.primary is None
    assert not page.bundle_button.isEnabled()
    press(page.window(), Qt.Key.Key_Escape)
    assert not page.round.busy
    assert "自检没有做完。" in words_on(page)
    probes.going_on.set()
    page.desk.ask_outside(lambda: None, lambda _nothing: None)
    assert Code.DISK not in states(page)


def test_leaving_the_page_stops_the_round(
    page: DoctorPage, probes: FakeProbes, at_work: TerminalWindow
) -> None:
    probes.going_on.clear()
    page.look()
    at_work.shell.show_page("today")
    assert not page.round.busy


def test_the_file_for_support_is_written_audited_and_names_nobody(
    page: DoctorPage, front: Front, qtbot: QtBot, tmp_path: Path
) -> None:
    said: list[str] = []
    page.said.connect(said.append)
    file = tmp_path / "support.zip"
    page.write_bundle(file)
    qtbot.waitUntil(lambda: bool(said))
    with zipfile.ZipFile(file) as bundle:
        everything = b"".join(bundle.read(name) for name in bundle.namelist()).decode()
    assert "测试小牙" not in everything
    assert page.desk.operator.name not in everything
    assert file.name in said[0]
    with front.store.read() as uow:
        assert "support_bundle" in {row.act for row in uow.audit.rows()}


def test_a_file_that_cannot_be_written_is_explained(page: DoctorPage, qtbot: QtBot, tmp_path: Path) -> None:
    page.write_bundle(tmp_path / "gone" / "support.zip")
    qtbot.waitUntil(lambda: "这个文件夹不存在了。" in words_on(page))
    assert list(tmp_path.glob("**/support*")) == []


def test_the_window_sees_its_own_fonts_and_screens(app: QApplication) -> None:
    seen = look_around("a screen that was unplugged")
    assert app.primaryScreen() is not None
    assert seen.qt
    assert seen.fonts is not None
    assert not seen.fonts.missing
    assert seen.cameras is not None
    assert seen.cameras.usable
    assert seen.screens is not None
    assert seen.screens.chosen
    assert not seen.screens.present
    assert look_around("", has_screens=False).screens is None
