"""News of a later edition in the window: a dot at the doctor and one word; nothing where it is not wanted."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinic_terminal.application import editions
from clinic_terminal.application.doctor_lines import Code, State
from clinic_terminal.application.edition_ports import EditionUnsureError, Standing, Unsure
from clinic_terminal.application.settings_ports import SettingsInMemory, Values
from clinic_terminal.domain.edition import Edition
from clinic_terminal.ui.edition_watch import FIRST_MS
from clinic_terminal.ui.widgets.notice import Toast
from clinic_terminal.ui.window import TerminalWindow
from tests.application.edition_looks import LATER, FakeEditions
from tests.ui.pages.front import Front, focused, operator, press, words_on

ON: Values = {editions.CHECK: True, editions.ADDRESS: "https://editions.example"}


@pytest.fixture
def publisher(front: Front) -> FakeEditions:
    fake = FakeEditions()
    front.desk.terminal = replace(front.desk.terminal, editions=fake, settings=SettingsInMemory(ON))
    return fake


def look(front: Front, window: TerminalWindow, qtbot: QtBot) -> None:
    window.editions.look()
    qtbot.waitUntil(lambda: not front.tasks.busy)


def has_dot(window: TerminalWindow) -> bool:
    """Say whether the doctor is marked; a screen reader hears why."""
    return "0.2.0" in window.shell.rail.button("doctor").accessibleDescription()


def said(window: TerminalWindow) -> str:
    toast = window.shell.findChild(Toast)
    return toast.accessibleName() if isinstance(toast, Toast) and toast.isVisible() else ""


def test_a_later_edition_is_a_dot_and_one_word(
    publisher: FakeEditions, front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    assert not has_dot(at_work)
    look(front, at_work, qtbot)
    assert has_dot(at_work)
    assert said(at_work) == "有新版本 0.2.0，详情见“自检”。"
    at_work.shell.say("别的话。")
    look(front, at_work, qtbot)
    assert said(at_work) == "别的话。", "each edition is said once"
    assert len(publisher.asked) == 1


def test_the_dot_stays_through_a_change_of_language(
    publisher: FakeEditions, front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    look(front, at_work, qtbot)
    at_work.switch_language()
    qtbot.waitUntil(lambda: not front.tasks.busy)
    assert has_dot(at_work)
    assert publisher.kept is not None
    at_work.switch_language()
    qtbot.waitUntil(lambda: not front.tasks.busy)


@pytest.mark.parametrize("says", [Edition("0.1.0", date(2026, 1, 1)), EditionUnsureError(Unsure.SIGNATURE)])
def test_no_news_and_no_answer_disturb_nobody(
    publisher: FakeEditions, front: Front, at_work: TerminalWindow, qtbot: QtBot, says: Edition | Exception
) -> None:
    publisher.says = says
    look(front, at_work, qtbot)
    assert len(publisher.asked) == 1
    assert not has_dot(at_work)
    assert said(at_work) == ""
    assert words_on(at_work.shell.notices) == ""


def test_a_memory_that_cannot_be_read_disturbs_nobody(
    publisher: FakeEditions,
    front: Front,
    at_work: TerminalWindow,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(_self: FakeEditions) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(FakeEditions, "last", broken)
    look(front, at_work, qtbot)
    assert words_on(at_work.shell.notices) == ""
    assert not has_dot(at_work)
    assert "ZeroDivisionError" in caplog.text
    assert publisher.asked == []


def test_switching_it_off_takes_the_dot_away_and_asks_nobody(
    publisher: FakeEditions, front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    look(front, at_work, qtbot)
    front.desk.terminal.settings.keep({**front.desk.terminal.settings.values, editions.CHECK: False})
    front.desk.take_setting(editions.CHECK, value=False)
    assert not has_dot(at_work)
    publisher.kept = None
    look(front, at_work, qtbot)
    assert len(publisher.asked) == 1


def test_it_waits_until_the_desk_is_at_work(front: Front, window: TerminalWindow) -> None:
    before = window.editions.is_waiting
    front.desk.sign_in(operator())
    at_work = window.editions.is_waiting
    front.desk.sign_out()
    assert (before, at_work, window.editions.is_waiting) == (False, True, False)
    assert FIRST_MS >= 60_000


def test_the_doctor_tells_the_rest(
    publisher: FakeEditions, front: Front, at_work: TerminalWindow, app: QApplication, qtbot: QtBot
) -> None:
    at_work.shell.show_page("doctor")
    page = at_work.pages.doctor
    qtbot.waitUntil(lambda: not page.round.busy and len(page.list.lines) == len(Code))
    line = next(one for one in page.list.lines if one.code is Code.EDITION)
    assert (line.state, line.finding) == (State.WARNING, "NEWER")
    app.processEvents()
    told = words_on(page)
    assert LATER.note_zh in told
    assert "请管理员在下班后安装新的安装包" in told
    assert publisher.kept is not None
    assert publisher.kept.standing is Standing.NEWER
    qtbot.waitUntil(lambda: not front.tasks.busy)


def test_the_two_settings_are_on_the_page_and_off_at_first(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    values = front.desk.terminal.settings.values
    assert (values[editions.CHECK], values[editions.ADDRESS]) == (False, "")
    press(at_work, Qt.Key.Key_F12)
    qtbot.waitUntil(lambda: not front.tasks.busy)
    page = at_work.pages.settings
    press(at_work, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(focused(at_work), "banben")
    told = words_on(page)
    assert "查有没有新版本" in told
    assert "版本消息的地址" in told
