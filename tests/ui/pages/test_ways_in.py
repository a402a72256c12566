"""Every other way in: clipboard, drop, a region of the screen, a name; what is heard and seen on the way."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QInputMethodEvent,
    QPixmap,
    QScreen,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinic_terminal.domain.visit import CardSource
from clinic_terminal.ui.pages.check_in import CheckInPage
from clinic_terminal.ui.pages.person_panel import typed_date
from clinic_terminal.ui.pictures import grey_picture
from clinic_terminal.ui.screen_region import RegionOverlay
from clinic_terminal.ui.widgets.finder import Look
from clinic_terminal.ui.window import TerminalWindow
from tests.ui.pages.checking import card_of, refusal, shown
from tests.ui.pages.front import LETTER, RETURNING, Front, focused, nameless, press, type_text

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
ENTER, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape


def screenshot(grey: int = 7) -> QImage:
    image = QImage(48, 32, QImage.Format.Format_RGB32)
    image.fill(grey * 0x010101 | 0xFF000000)
    return image


def known(front: Front, image: QImage) -> None:
    """Have the card reader see the returning child's card in this picture."""
    front.cards.grey[grey_picture(image).grey] = (card_of(RETURNING.person),)


def commit(window: TerminalWindow, text: str) -> None:
    """Write as an input method does."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(focused(window), event)


@pytest.fixture
def page(desk_window: TerminalWindow) -> Iterator[CheckInPage]:
    yield desk_window.pages.check_in
    QGuiApplication.clipboard().clear()


def test_a_copied_picture_is_read_by_ctrl_v_even_with_the_hand_in_the_field(
    front: Front, desk_window: TerminalWindow, page: CheckInPage, qtbot: QtBot
) -> None:
    known(front, screenshot())
    QGuiApplication.clipboard().setImage(screenshot())
    assert page.body.scan.field.hasFocus()
    press(desk_window, Qt.Key.Key_V, CTRL)
    assert shown(desk_window, qtbot).verification.identified.source is CardSource.CARD


def test_a_copied_text_goes_into_the_field_and_is_read_where_there_is_none(
    desk_window: TerminalWindow, page: CheckInPage, qtbot: QtBot
) -> None:
    QGuiApplication.clipboard().setText(RETURNING.person.member)
    press(desk_window, Qt.Key.Key_V, CTRL)
    assert page.body.scan.field.text() == RETURNING.person.member
    page.setFocus()
    press(desk_window, Qt.Key.Key_V, CTRL)
    assert shown(desk_window, qtbot).policy.snapshot.person == RETURNING.person


def test_a_copied_picture_without_a_card_says_so(desk_window: TerminalWindow, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setImage(screenshot(9))
    press(desk_window, Qt.Key.Key_V, CTRL)
    assert "图片里没有找到二维码" in refusal(desk_window, qtbot)
    assert desk_window.pages.check_in.body.is_scanning
    QGuiApplication.clipboard().clear()


def test_an_empty_clipboard_is_nothing(page: CheckInPage, desk_window: TerminalWindow) -> None:
    QGuiApplication.clipboard().clear()
    page.paste()
    assert page.body.is_scanning
    assert page.body.notices.notices == ()
    assert desk_window.page is page


def dropped(data: QMimeData) -> QDropEvent:
    button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    return QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, button, none)


def held_over(data: QMimeData) -> QDragEnterEvent:
    button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    return QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, button, none)


def test_the_finder_invites_a_picture_that_is_held_over_it_and_reads_what_is_dropped(
    front: Front, desk_window: TerminalWindow, page: CheckInPage, qtbot: QtBot
) -> None:
    known(front, screenshot())
    data = QMimeData()
    data.setImageData(screenshot())
    looks: list[Look] = []
    page.look_changed.connect(looks.append)
    page.dragEnterEvent(held_over(data))
    assert page.body.scan.finder.look is Look.INVITING
    page.dragLeaveEvent(QDragLeaveEvent())
    assert looks == [Look.INVITING, Look.WAITING]
    page.dropEvent(dropped(data))
    assert shown(desk_window, qtbot).policy.snapshot.person == RETURNING.person


def test_what_is_no_picture_is_not_taken(page: CheckInPage) -> None:
    data = QMimeData()
    data.setUrls([QUrl("https://card.example/picture.png")])
    page.dropEvent(dropped(data))
    assert page.body.is_scanning


def test_transparent_corners_of_a_picture_become_white() -> None:
    image = QImage(3, 2, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    grey = grey_picture(image)
    assert (grey.width, grey.height) == (3, 2)
    assert set(grey.grey[:3]) == {255}


class Snipper:
    """Plays the screen for the region picker."""

    def __init__(self, page: CheckInPage, picture: QPixmap) -> None:
        self.region = page.ways.region
        self.region.wait_ms = 0
        self.region.grab = self._grab
        self.picture = picture
        self.seen: list[QScreen] = []

    def _grab(self, screen: QScreen) -> QPixmap:
        self.seen.append(screen)
        return self.picture

    def overlay(self, qtbot: QtBot) -> RegionOverlay:
        qtbot.waitUntil(lambda: bool(self.region.overlays))
        return self.region.overlays[0]


def test_a_region_of_the_screen_is_cut_out_by_the_mouse(
    front: Front, desk_window: TerminalWindow, page: CheckInPage, qtbot: QtBot
) -> None:
    snipper = Snipper(page, QPixmap.fromImage(screenshot().scaled(1600, 1600)))
    press(desk_window, Qt.Key.Key_3, ALT)
    assert desk_window.isMinimized()
    overlay = snipper.overlay(qtbot)
    assert overlay.accessibleName()
    overlay.grab()
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(overlay, left, pos=QPoint(10, 10))
    QTest.mouseMove(overlay, QPoint(15, 15))
    QTest.mouseRelease(overlay, left, pos=QPoint(15, 15))
    assert snipper.region.overlays == [overlay]
    QTest.mousePress(overlay, left, pos=QPoint(10, 10))
    QTest.mouseMove(overlay, QPoint(210, 110))
    overlay.grab()
    front.cards.greys.clear()
    width = overlay.width()
    QTest.mouseRelease(overlay, left, pos=QPoint(210, 110))
    assert snipper.region.overlays == []
    assert not desk_window.isMinimized()
    assert "图片里没有找到二维码" in refusal(desk_window, qtbot)
    (part,) = front.cards.greys
    assert part.width == round(201 * 1600 / width)
    assert len(snipper.seen) == len(QGuiApplication.screens())


def test_enter_takes_the_whole_screen(
    front: Front, desk_window: TerminalWindow, page: CheckInPage, qtbot: QtBot
) -> None:
    known(front, QPixmap.fromImage(screenshot()).toImage())
    snipper = Snipper(page, QPixmap.fromImage(screenshot()))
    press(desk_window, Qt.Key.Key_3, ALT)
    QTest.keyClick(snipper.overlay(qtbot), ENTER)
    assert shown(desk_window, qtbot).policy.snapshot.person == RETURNING.person


@pytest.mark.parametrize("by", ["key", "mouse", "system"])
def test_a_region_can_be_left_alone(
    desk_window: TerminalWindow, page: CheckInPage, qtbot: QtBot, by: str
) -> None:
    snipper = Snipper(page, QPixmap.fromImage(screenshot()))
    page.ways.pick_region()
    page.ways.pick_region()
    overlay = snipper.overlay(qtbot)
    if by == "key":
        QTest.keyClick(overlay, ESCAPE)
    elif by == "mouse":
        QTest.mousePress(overlay, Qt.MouseButton.RightButton)
    else:
        overlay.close()
    assert snipper.region.overlays == []
    assert page.body.is_scanning
    assert not desk_window.isMinimized()
    page.ways.pick_region()
    assert desk_window.isMinimized()
    snipper.overlay(qtbot)
    snipper.region.cancel()


def test_a_screen_that_may_not_be_seen_is_explained(
    desk_window: TerminalWindow, page: CheckInPage, qtbot: QtBot
) -> None:
    Snipper(page, QPixmap())
    page.ways.pick_region()
    said = refusal(desk_window, qtbot)
    assert "不允许程序读取屏幕" in said
    assert "SCREEN_UNSEEN" in said


def test_a_child_is_found_by_name_birth_date_and_last_four_by_keys_alone(
    front: Front, desk_window: TerminalWindow, page: CheckInPage, qtbot: QtBot
) -> None:
    front.keep(RETURNING)
    front.central.reachable = False
    press(desk_window, Qt.Key.Key_4, ALT)
    assert page.body.is_searching
    assert nameless(desk_window) == []
    commit(desk_window, RETURNING.person.name)
    press(desk_window, ENTER)
    type_text(desk_window, "20180314")
    press(desk_window, ENTER)
    type_text(desk_window, "-101")
    press(desk_window, ENTER)
    case = shown(desk_window, qtbot)
    assert case.policy.snapshot.person == RETURNING.person
    assert case.verification.identified.source is CardSource.NUMBER
    assert not case.verification.online
    assert page.body.person.name.text() == ""


def test_a_child_that_is_not_here_is_said_and_what_was_typed_stays(
    desk_window: TerminalWindow, page: CheckInPage, qtbot: QtBot
) -> None:
    press(desk_window, Qt.Key.Key_4, ALT)
    panel = page.body.person
    panel.name.setText("无此人")
    panel.last_four.setText("0101")
    panel.born.setText("2018-02-30")
    panel.button.click()
    assert "2019-05-04" in panel.problem.text()
    panel.born.setText("2018-02-03")
    panel.button.click()
    assert "没有找到这个孩子" in refusal(desk_window, qtbot)
    assert page.body.is_searching
    assert panel.name.text() == "无此人"
    press(desk_window, ESCAPE)
    assert page.body.is_scanning
    assert desk_window.page is page


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2019-05-04", date(2019, 5, 4)),
        ("2019/5/4", date(2019, 5, 4)),
        (" 20190504 ", date(2019, 5, 4)),
        ("2019.05.04", date(2019, 5, 4)),
        ("2019-13-04", None),
        ("04052019x", None),
        ("", None),
    ],
)
def test_a_birth_date_is_read_as_a_hand_types_it(text: str, day: date | None) -> None:
    assert typed_date(text) == day


def test_the_name_stands_large_and_the_finder_turns_before_the_verdict(
    front: Front, desk_window: TerminalWindow, page: CheckInPage, qtbot: QtBot
) -> None:
    front.cards.readings["DB1:A"] = (card_of(RETURNING.person),)
    seen: list[tuple[str, Look, bool]] = []
    busy = page.body.busy
    page.reading.identified.connect(
        lambda _found: seen.append((busy.name.text(), busy.finder.look, busy.name.isVisible()))
    )
    page.read_text("DB1:A")
    shown(desk_window, qtbot)
    assert seen == [(RETURNING.person.name, Look.FOUND, True)]


def test_a_read_card_is_heard_once_and_the_sound_can_be_switched_off(
    front: Front, desk_window: TerminalWindow, page: CheckInPage, qtbot: QtBot
) -> None:
    rung: list[bool] = []
    page.ways.chime._beep = lambda: rung.append(True)
    page.read_text(RETURNING.person.member)
    shown(desk_window, qtbot)
    assert rung == [True]
    page.start_anew()
    page.body.scan.sound_button.click()
    assert page.body.scan.sound_button.text() == "提示音：关"
    page.read_text(RETURNING.person.member)
    shown(desk_window, qtbot)
    assert rung == [True]
    assert not front.desk.sound
    desk_window.switch_language()
    assert not desk_window.pages.check_in.ways.chime.on
    qtbot.waitUntil(lambda: not front.tasks.busy)


def test_esc_leaves_the_question_which_child_is_meant(
    front: Front, desk_window: TerminalWindow, page: CheckInPage, qtbot: QtBot
) -> None:
    front.cards.readings["two.png"] = (card_of(RETURNING.person), card_of(LETTER.person))
    page.read_picture(Path("two.png"))
    qtbot.waitUntil(lambda: page.body.is_choosing)
    assert nameless(desk_window) == []
    press(desk_window, ESCAPE)
    assert page.body.is_scanning
    press(desk_window, Qt.Key.Key_1)
    assert page.case is None
    assert page.ways.children_found == ()


@pytest.mark.usefixtures("app")
def test_the_start_loads_neither_camera_nor_serial_port_nor_picture_reader() -> None:
    heavy = ("PySide6.QtMultimedia", "serial", "PIL", "numpy", "zxingcpp")
    code = f"import sys, clinic_terminal.showcase.opened; print([n for n in {heavy!r} if n in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_typing_is_not_disturbed_while_the_application_lives(app: QApplication, page: CheckInPage) -> None:
    app.processEvents()
    assert page.body.scan.field.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled) is False
