"""From a scan, a number or a picture to a child on show, or to a sentence that says why not."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from clinic_terminal.domain.member import CardOutcome, CardReading
from clinic_terminal.domain.visit import CardSource
from clinic_terminal.ui.views.case import Mode
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.window import TerminalWindow
from tests.ui.pages.checking import card_of, check, panel, read, refusal, shown, visits
from tests.ui.pages.front import (
    LETTER,
    RETURNING,
    Front,
    press,
    words_on,
)


def test_an_outage_is_bridged_by_what_is_known_and_its_age_is_said(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    front.keep(RETURNING)
    front.central.reachable = False
    front.clock.advance(7_260)
    case = read(desk_window, qtbot, RETURNING)
    assert case.mode is Mode.BILLABLE
    assert not case.verification.online
    said = words_on(desk_window.pages.check_in.body.panel)
    assert "离线资料" in said
    assert "2 小时前" in said


def test_nothing_known_in_an_outage_is_no_invalid_card(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    front.central.reachable = False
    desk_window.pages.check_in.read_text(RETURNING.person.member)
    assert "本机没有这个会员的资料" in refusal(desk_window, qtbot)
    assert desk_window.pages.check_in.body.is_unknown


def test_an_unknown_number_is_explained_with_a_reference(desk_window: TerminalWindow, qtbot: QtBot) -> None:
    desk_window.pages.check_in.read_text("NOBODY1")
    said = refusal(desk_window, qtbot)
    assert "服务商没有这个会员号" in said
    assert "MEMBER_UNKNOWN" in said


def test_a_payment_code_is_called_what_it_is(front: Front, desk_window: TerminalWindow, qtbot: QtBot) -> None:
    code = "134567890123456789"
    front.cards.readings[code] = (CardReading(CardOutcome.NOT_A_CARD, detail="PAYMENT_CODE"),)
    desk_window.pages.check_in.read_text(code)
    assert "付款码" in refusal(desk_window, qtbot)


def test_the_card_in_a_picture_is_read_and_said_to_be_proved(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    front.cards.readings["card.png"] = (card_of(RETURNING.person),)
    desk_window.pages.check_in.read_picture(Path("card.png"))
    case = shown(desk_window, qtbot)
    assert case.verification.identified.source is CardSource.CARD
    assert "电子卡签名有效" in words_on(desk_window.pages.check_in.body.panel)


def test_two_cards_in_a_picture_are_asked_about(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    front.cards.readings["two.png"] = (card_of(RETURNING.person), card_of(LETTER.person))
    page = desk_window.pages.check_in
    page.read_picture(Path("two.png"))
    qtbot.waitUntil(lambda: page.body.is_choosing)
    said = words_on(page)
    assert "找到 2 个孩子" in said
    assert RETURNING.person.name in said
    press(desk_window, Qt.Key.Key_2)
    assert shown(desk_window, qtbot).policy.snapshot.person == LETTER.person


def test_a_picture_can_be_dropped_on_the_page(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    front.cards.readings["card.png"] = (card_of(RETURNING.person),)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "card.png"))])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    desk_window.pages.check_in.dropEvent(event)
    assert shown(desk_window, qtbot).policy.snapshot.person == RETURNING.person


def test_a_card_that_names_another_child_lets_nobody_in(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    front.cards.readings["DB1:SIBLING"] = (card_of(replace(RETURNING.person, name="沈星辰")),)
    desk_window.pages.check_in.read_text("DB1:SIBLING")
    assert shown(desk_window, qtbot).mode is Mode.MISMATCH
    assert "沈星辰" in panel(desk_window).left.card.accessibleName(), "the card is drawn as it is"
    said = words_on(desk_window.pages.check_in.body.panel.tasks)
    assert "卡上的资料与服务商登记的不同" in said
    assert "沈星辰" in said
    assert RETURNING.person.name in said
    assert not desk_window.pages.check_in.body.panel.tasks.identity.isVisible()
    assert panel(desk_window).primary.text() == "重新扫卡"
    press(desk_window, Qt.Key.Key_Return)
    assert desk_window.pages.check_in.body.is_scanning, "the right card is what comes next"
    assert visits(front) == []


def test_a_scan_on_any_page_leads_to_the_verdict(at_work: TerminalWindow, qtbot: QtBot) -> None:
    at_work.shell.show_page("queue")
    with qtbot.waitSignal(at_work.desk.scanned):
        at_work.shell.take_scan(RETURNING.person.member)
    assert at_work.page is at_work.pages.check_in
    assert shown(at_work, qtbot).policy.snapshot.person == RETURNING.person


def test_the_next_scan_takes_the_place_of_the_child_on_show(
    desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    read(desk_window, qtbot, RETURNING)
    desk_window.shell.take_scan(LETTER.person.member)
    qtbot.waitUntil(
        lambda: (
            shown(desk_window, qtbot).policy.snapshot.person == LETTER.person
            and not desk_window.pages.check_in.body.is_busy
        )
    )
    assert check(desk_window, "LETTER").tone is Tone.ACCENT
