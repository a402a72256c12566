"""The list of people by real keys: added, renamed, stopped, called back; a manager says yes to each."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from clinic_terminal.application import people
from clinic_terminal.application.operators import operators, sign_in
from clinic_terminal.application.ports import Operator
from clinic_terminal.i18n import translator
from clinic_terminal.ui.messages import failure_notice
from clinic_terminal.ui.pages.people_panel import PeoplePanel
from clinic_terminal.ui.pages.settings import SettingsPage
from clinic_terminal.ui.views import people as views
from clinic_terminal.ui.views.people import Deed
from clinic_terminal.ui.window import TerminalWindow
from tests.ui.pages.front import PIN, Front, focused, nameless, operator, press, words_on
from tests.ui.pages.managed import MANAGER_PIN, asked, confirm, manager, with_manager

CTRL = Qt.KeyboardModifier.ControlModifier
NEW = "975318"


@pytest.fixture
def page(front: Front, at_work: TerminalWindow, qtbot: QtBot) -> Iterator[SettingsPage]:
    """Return the settings page with the list of people open on it."""
    with_manager(front)
    yield opened(front, at_work, qtbot)
    qtbot.waitUntil(lambda: not front.tasks.busy)


def opened(front: Front, at_work: TerminalWindow, qtbot: QtBot) -> SettingsPage:
    press(at_work, Qt.Key.Key_F12)
    press(at_work, Qt.Key.Key_F, CTRL)
    QTest.keyClicks(focused(at_work), "renyuan")
    press(at_work, Qt.Key.Key_Down)
    press(at_work, Qt.Key.Key_Return)
    page = at_work.pages.settings
    qtbot.waitUntil(lambda: isinstance(page.places.panel, PeoplePanel))
    qtbot.waitUntil(lambda: bool(panel_of(page).table.line_model.lines) and not front.tasks.busy)
    return page


def panel_of(page: SettingsPage) -> PeoplePanel:
    panel = page.places.panel
    assert isinstance(panel, PeoplePanel)
    return panel


def choose(page: SettingsPage, person: Operator) -> PeoplePanel:
    panel = panel_of(page)
    panel.table.set_current(person.id)
    return panel


def typed(page: SettingsPage, *texts: str) -> None:
    """Fill the fields one after the other, each with Enter."""
    for text in texts:
        field = focused(page.window())
        assert isinstance(field, QLineEdit)
        # What an input method gives comes whole; a test's keyboard has no Chinese keys.
        field.insert(text)
        press(page.window(), Qt.Key.Key_Return)


def done(page: SettingsPage, front: Front, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not front.tasks.busy and not page.confirming.is_asking)


def known(front: Front, person: Operator) -> Operator:
    return next(one for one in people.everybody(front.terminal) if one.id == person.id)


def test_the_list_says_who_signs_in_and_who_is_a_manager(page: SettingsPage) -> None:
    panel = panel_of(page)
    cells = [[getattr(cell, "text", cell) for cell in line.cells] for line in panel.table.line_model.lines]
    assert sorted(map(tuple, cells)) == sorted(
        [(manager().name, "管理员", "可以登录"), (operator().name, "前台", "已登录")]
    )
    assert "2 人可以登录，其中 1 位管理员；停用 0 人。" in words_on(panel)
    assert panel.table.current_key() == operator().id
    assert nameless(page) == []
    assert page.topic == "people"


def test_somebody_is_added_by_keys_and_signs_in(page: SettingsPage, front: Front, qtbot: QtBot) -> None:
    panel_of(page).add_button.click()
    typed(page, "林嘉", NEW, NEW)
    qtbot.waitUntil(lambda: page.confirming.is_asking)
    assert "添加“林嘉”？" in words_on(page)
    with qtbot.waitSignal(page.said) as told:
        confirm(page.confirming, MANAGER_PIN, qtbot)
    done(page, front, qtbot)
    assert told.args == ["已添加“林嘉”。"]
    added = next(one for one in operators(front.terminal) if one.name == "林嘉")
    assert sign_in(front.terminal, added.id, NEW) == added
    assert "林嘉" in {line.cells[0] for line in panel_of(page).table.line_model.lines}
    assert panel_of(page).table.hasFocus()


@pytest.mark.parametrize(
    ("texts", "said", "field"),
    [
        (("王敏", NEW, NEW), "已经有同名的人。", "name"),
        (("林嘉", "1234", "1234"), "这个 PIN 太容易猜到。", "pin"),
        (("林嘉", NEW, "975317"), "两次输入的 PIN 不一样。", "pin"),
    ],
)
def test_what_cannot_be_is_said_in_the_form_before_a_manager_is_asked(
    page: SettingsPage, front: Front, qtbot: QtBot, texts: tuple[str, ...], said: str, field: str
) -> None:
    form = panel_of(page).form
    panel_of(page).add_button.click()
    typed(page, *texts)
    qtbot.waitUntil(lambda: said in form.problem.text())
    assert not page.confirming.is_asking
    assert getattr(form, field).hasFocus()
    assert len(people.everybody(front.terminal)) == 2
    press(page.window(), Qt.Key.Key_Escape)
    assert panel_of(page).card.isVisible()
    press(page.window(), Qt.Key.Key_Escape)
    assert page.list.isVisible()


def test_somebody_is_stopped_and_called_back_and_sign_in_offers_only_who_may(
    page: SettingsPage, front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    other = manager()
    sign_out_to(at_work, other, MANAGER_PIN, front, qtbot)
    page = opened(front, at_work, qtbot)
    panel = choose(page, operator())
    panel.card.button(Deed.DEACTIVATE).click()
    confirm(page.confirming, MANAGER_PIN, qtbot)
    done(page, front, qtbot)
    assert not known(front, operator()).active
    front.desk.sign_out()
    tiles = at_work.pages.sign_in.tiles
    qtbot.waitUntil(lambda: tiles._ids == [other.id])
    front.desk.sign_in(other)
    page = opened(front, at_work, qtbot)
    choose(page, operator()).card.button(Deed.REACTIVATE).click()
    confirm(page.confirming, MANAGER_PIN, qtbot)
    done(page, front, qtbot)
    assert sign_in(front.terminal, operator().id, PIN).active


def sign_out_to(at_work: TerminalWindow, person: Operator, pin: str, front: Front, qtbot: QtBot) -> None:
    front.desk.sign_out()
    tiles = at_work.pages.sign_in.tiles
    qtbot.waitUntil(lambda: person.id in tiles._ids)
    tiles.choose(tiles._ids.index(person.id))
    QTest.keyClicks(focused(at_work), pin)
    press(at_work, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: front.desk.is_signed_in)
    assert front.desk.operator.id == person.id


def test_the_last_manager_is_not_taken_away_and_the_page_says_what_to_do(
    page: SettingsPage, front: Front, qtbot: QtBot
) -> None:
    choose(page, manager()).card.button(Deed.UNMAKE_MANAGER).click()
    confirm(page.confirming, MANAGER_PIN, qtbot)
    panel = panel_of(page)
    qtbot.waitUntil(lambda: bool(panel.notices.notices))
    assert "这是最后一位管理员，不能停用，也不能取消管理员身份。" in words_on(panel)
    assert known(front, manager()).manager


def test_a_second_manager_is_made_and_one_yes_is_enough_for_the_next_step(
    page: SettingsPage, front: Front, qtbot: QtBot
) -> None:
    choose(page, operator()).card.button(Deed.MAKE_MANAGER).click()
    confirm(page.confirming, MANAGER_PIN, qtbot)
    done(page, front, qtbot)
    assert known(front, operator()).manager
    choose(page, manager()).card.button(Deed.UNMAKE_MANAGER).click()
    done(page, front, qtbot)
    assert not known(front, manager()).manager


def test_ones_own_pin_is_changed_with_the_old_one_alone(
    page: SettingsPage, front: Front, qtbot: QtBot
) -> None:
    panel = choose(page, operator())
    panel.card.button(Deed.OWN_PIN).click()
    typed(page, "0000", NEW, NEW)
    qtbot.waitUntil(lambda: "PIN 不对。" in panel.form.problem.text())
    assert panel.form.old.hasFocus()
    QTest.keyClicks(focused(page.window()), PIN)
    press(page.window(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: panel.card.isVisible() and not front.tasks.busy)
    assert sign_in(front.terminal, operator().id, NEW).id == operator().id
    assert not page.confirming.is_asking


def test_a_forgotten_pin_is_set_anew_by_a_manager(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    front.desk.sign_in(with_manager(front))
    page = opened(front, at_work, qtbot)
    choose(page, operator()).card.button(Deed.RESET_PIN).click()
    typed(page, NEW, NEW)
    confirm(page.confirming, MANAGER_PIN, qtbot)
    done(page, front, qtbot)
    assert sign_in(front.terminal, operator().id, NEW).id == operator().id


def test_a_name_is_changed(page: SettingsPage, front: Front, qtbot: QtBot) -> None:
    panel = choose(page, operator())
    panel.card.button(Deed.RENAME).click()
    assert panel.form.name.selectedText() == operator().name
    typed(page, "王敏（夜班）")
    asked(page.confirming, qtbot)
    assert "把“王敏”改名为“王敏（夜班）”？" in words_on(page)
    press(page.window(), Qt.Key.Key_Escape)
    assert panel.form.name.hasFocus()
    press(page.window(), Qt.Key.Key_Return)
    confirm(page.confirming, MANAGER_PIN, qtbot)
    done(page, front, qtbot)
    assert known(front, operator()).name == "王敏（夜班）"
    assert front.desk.operator.name == "王敏（夜班）"
    window = page.window()
    assert isinstance(window, TerminalWindow)
    assert "王敏（夜班）" in window.shell.strip._operator.accessibleName(), "so called at once"


def test_a_clinic_without_a_manager_names_its_first_one(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    page = opened(front, at_work, qtbot)
    panel = panel_of(page)
    assert "还没有管理员：改设置、恢复备份现在谁都能确认。请选中一个人，按“设为管理员”。" in words_on(panel)
    panel.card.button(Deed.MAKE_MANAGER).click()
    confirm(page.confirming, PIN, qtbot)
    done(page, front, qtbot)
    qtbot.waitUntil(lambda: not any(one.isVisible() for one in panel._nobody.findChildren(QLabel)))
    assert known(front, operator()).manager


def test_the_recovery_key_helps_where_every_manager_forgot(
    page: SettingsPage, front: Front, qtbot: QtBot
) -> None:
    choose(page, operator()).card.button(Deed.MAKE_MANAGER).click()
    asked(page.confirming, qtbot)
    card = page.confirming.panel.card
    qtbot.waitUntil(card.key_button.isVisible)
    card.key_button.click()
    QTest.keyClicks(focused(page.window()), "abcd 1234")
    press(page.window(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "这不是本机的恢复密钥。" in words_on(page))
    assert card.key.hasFocus()
    assert not known(front, operator()).manager


def test_too_many_wrong_pins_make_the_next_one_wait(page: SettingsPage, front: Front, qtbot: QtBot) -> None:
    choose(page, operator()).card.button(Deed.MAKE_MANAGER).click()
    asked(page.confirming, qtbot)
    for _ in range(6):
        QTest.keyClicks(focused(page.window()), "0000")
        press(page.window(), Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not front.tasks.busy)
    assert "PIN 连续输错太多次。 请等 30 秒再试；忘记了请管理员重设。" in words_on(page)
    QTest.keyClicks(focused(page.window()), MANAGER_PIN)
    press(page.window(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not front.tasks.busy)
    assert page.confirming.is_asking


@pytest.mark.parametrize("deed", list(Deed))
def test_every_deed_has_its_words(deed: Deed) -> None:
    for language in ("zh_CN", "en"):
        words = translator(language)
        told = (views.done_text(deed, "X", words), views.form_title(deed, "X", words))
        assert all(one and "{" not in one for one in told)
        if deed is not Deed.OWN_PIN:
            wish = views.wish(deed, "X", words, old="Y")
            assert wish.points[0]
            assert not wish.word.endswith("…")
    assert failure_notice(ValueError("x"), translator("zh_CN")).what
