"""The board: what each card says, where it leads, and what an outage means."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from clinic_terminal.application.acts import ActState, Answer, AnswerClass
from clinic_terminal.application.line import Line, LineState
from clinic_terminal.domain.identity import IdDocument
from clinic_terminal.domain.visit import Stage
from clinic_terminal.i18n import translator
from clinic_terminal.ui.views.today import day_title, safety_view
from clinic_terminal.ui.widgets.board import VisitView
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.window import TerminalWindow
from tests.build import TODAY
from tests.ui.pages.front import (
    ELSEWHERE,
    RETURNING,
    TWO_DENTAL,
    UNBOOKED,
    Front,
    admitted,
    answer,
    billed,
    nameless,
    press,
    words_on,
)

ZH, EN = translator("zh_CN"), translator("en")


def cards(window: TerminalWindow) -> dict[str, VisitView]:
    return {card.view.name: card.view for card in window.pages.today.board.cards()}


def show_board(window: TerminalWindow, qtbot: QtBot, count: int) -> None:
    window.desk.refresh()
    qtbot.waitUntil(lambda: len(cards(window)) == count)


def test_an_appointment_shows_its_outlook_before_the_child_arrives(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    for one in (RETURNING, UNBOOKED, ELSEWHERE):
        front.expect(one)
    show_board(at_work, qtbot, 3)
    found = cards(at_work)
    assert found["沈星禾"].status.tone is Tone.OK
    assert found["陆予安"].status.text == "首诊未预约"
    assert found["温知夏"].status.tone is Tone.STOP
    assert found["沈星禾"].time == "11:30"
    assert found["沈星禾"].note == "复诊"


def test_a_finished_visit_says_what_became_of_its_bill(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    sent, waiting = billed(front, RETURNING), billed(front, TWO_DENTAL)
    final = Answer(AnswerClass.FINAL, ActState.ACCEPTED, "OK", receipt=b"{}", snapshot_version=2)
    answer(front, sent.act, final)
    show_board(at_work, qtbot, 2)
    qtbot.waitUntil(lambda: cards(at_work)["沈星禾"].status.text == "已送达")
    found = cards(at_work)
    assert found["沈星禾"].status.tone is Tone.OK
    assert found[waiting.person.name].status.tone is not Tone.OK
    assert found["沈星禾"].note == "家长 ¥350.00"


def test_the_sums_of_the_day_and_what_waits_for_a_person_stand_beside(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    visit = billed(front, RETURNING)
    answer(front, visit.act, Answer(AnswerClass.FINAL, ActState.REJECTED, "BRAND_LOCKED", "不行"))
    show_board(at_work, qtbot, 1)
    sums = at_work.pages.today.sums
    qtbot.waitUntil(lambda: sums.follow.text() == "1")
    assert sums.insurer.text() == "¥350.00"
    assert sums.on_site.text() == "¥350.00"


def test_a_card_leads_to_the_page_of_its_stage(front: Front, at_work: TerminalWindow, qtbot: QtBot) -> None:
    visit = admitted(front, RETURNING)
    show_board(at_work, qtbot, 1)
    at_work.pages.today.open_visit(visit.id)
    assert at_work.page is at_work.pages.treatment
    in_hand = at_work.desk.visit
    assert in_hand is not None
    assert in_hand.id == visit.id
    qtbot.waitUntil(lambda: not front.tasks.busy)


def test_the_board_is_walked_and_opened_by_keys_alone(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    front.expect(RETURNING, hours=1)
    visit = front.expect(UNBOOKED, hours=2)
    show_board(at_work, qtbot, 2)
    press(at_work, Qt.Key.Key_Down)
    press(at_work, Qt.Key.Key_Down)
    press(at_work, Qt.Key.Key_Return)
    assert at_work.page is at_work.pages.check_in
    qtbot.waitUntil(lambda: at_work.pages.check_in.case is not None)
    case = at_work.pages.check_in.case
    assert case is not None
    assert case.visit is not None
    assert case.visit.id == visit.id


def test_enter_begins_with_the_next_child(at_work: TerminalWindow, qtbot: QtBot) -> None:
    press(at_work, Qt.Key.Key_Return)
    assert at_work.page is at_work.pages.check_in
    assert at_work.pages.check_in.body.is_scanning
    qtbot.waitUntil(at_work.pages.check_in.body.scan.field.hasFocus)


def test_a_child_that_waits_keeps_its_place_with_the_time_it_came(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    front.expect(RETURNING)
    visit = admitted(front, RETURNING, to_chair=False)
    show_board(at_work, qtbot, 1)
    assert visit.stage is Stage.ARRIVED
    assert visit.document is IdDocument.HUKOU
    assert cards(at_work)["沈星禾"].note == "已到 10:30"


def test_an_outage_is_said_calmly(at_work: TerminalWindow, qtbot: QtBot) -> None:
    at_work.desk.report_line(LineState(Line.OFFLINE, "CENTRAL_UNREACHABLE"))
    qtbot.waitUntil(lambda: "现在离线，工作照常" in words_on(at_work.pages.today.safety))
    assert safety_view(LineState(Line.REFUSED), None, 3, EN).tone is Tone.WARN


def test_a_day_is_named_in_both_languages() -> None:
    assert day_title(TODAY, ZH) == "5 月 21 日 星期四"
    assert day_title(TODAY, EN) == "Thursday, 21 May"


def test_everything_on_the_page_has_a_name(front: Front, at_work: TerminalWindow, qtbot: QtBot) -> None:
    front.expect(RETURNING)
    show_board(at_work, qtbot, 1)
    assert nameless(at_work) == []
    assert all(card.accessibleName() for card in at_work.pages.today.board.cards())
