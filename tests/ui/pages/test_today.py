"""The board of today: what each card says, where it leads, and what an outage means."""

from dataclasses import replace

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from clinic_terminal.application.acts import ActState, Answer, AnswerClass
from clinic_terminal.application.line import Line, LineState
from clinic_terminal.domain.identity import IdDocument
from clinic_terminal.domain.visit import Stage
from clinic_terminal.i18n import translator
from clinic_terminal.ui.views.today import day_title, safety_view
from clinic_terminal.ui.widgets.board import Kin
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.window import TerminalWindow
from tests.build import TODAY
from tests.ui.pages.front import (
    ELSEWHERE,
    RETURNING,
    TWO_DENTAL,
    TWO_GROWTH,
    UNBOOKED,
    Front,
    admitted,
    answer,
    billed,
    nameless,
    press,
    words_on,
)
from tests.ui.pages.today_desk import cards, go_online, names, of_family, page_of, show_board

ZH, EN = translator("zh_CN"), translator("en")


def test_an_appointment_shows_its_outlook_before_the_child_arrives(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    for one in (RETURNING, UNBOOKED, ELSEWHERE):
        front.expect(one)
    go_online(at_work, qtbot)
    show_board(at_work, qtbot, 3)
    qtbot.waitUntil(lambda: cards(at_work)["沈星禾"].status.tone is Tone.OK)
    found = cards(at_work)
    assert found["沈星禾"].status.text == "可直付"
    assert found["沈星禾"].time == "11:30"
    assert found["沈星禾"].note == "复诊"
    assert (found["陆予安"].status.text, found["陆予安"].status.icon) == ("需致电", "phone")
    assert found["陆予安"].note == "首诊未预约 · 复诊"
    assert found["温知夏"].status.tone is Tone.STOP
    assert found["温知夏"].note.startswith("已选其他品牌")


def test_what_needs_a_hand_before_the_child_comes_stands_first(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    front.expect(RETURNING, hours=1)
    front.expect(UNBOOKED, hours=3)
    admitted(front, TWO_DENTAL, to_chair=False)
    show_board(at_work, qtbot, 3)
    assert names(at_work) == ["苏木", "陆予安", "沈星禾"]
    assert [cards(at_work)[name].section for name in names(at_work)] == ["已到，等就诊", "先处理", "按时间"]


def test_without_the_server_a_card_says_how_old_its_facts_are(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    front.expect(RETURNING, hours=6)
    front.clock.advance(3 * 3600)
    show_board(at_work, qtbot, 1)
    card = cards(at_work)["沈星禾"]
    assert (card.status.text, card.status.tone) == ("可直付（离线）", Tone.OFFLINE)
    assert card.hint == "资料 3 小时前"


def test_a_child_that_should_be_here_is_marked_as_late(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    front.expect(RETURNING, hours=1)
    go_online(at_work, qtbot)
    front.clock.advance(3600 + 25 * 60)
    show_board(at_work, qtbot, 1)
    qtbot.waitUntil(lambda: cards(at_work)["沈星禾"].urgent_time)
    assert cards(at_work)["沈星禾"].hint == "晚了 25 分钟"


def test_a_member_without_facts_is_shown_by_the_lists_name_or_its_number(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    unknown = replace(front.expect(RETURNING), id="V-1", revision=0)
    for key, name in (("V-1", "测试新来"), ("V-2", "")):
        with front.store.begin() as uow:
            person = replace(unknown.person, member=f"202604C0000099{key[-1]}", name="")
            uow.visits.put(replace(unknown, id=key, person=person, listed_name=name, plan=""))
    show_board(at_work, qtbot, 3)
    found = cards(at_work)
    assert found["测试新来"].status.text == "资料未到"
    assert found["测试新来"].section == "先处理"
    assert any(name.startswith("2026*") for name in found)


def test_a_child_with_two_policies_chooses_when_it_comes(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    front.keep(TWO_GROWTH)
    visit = front.expect(TWO_DENTAL)
    with front.store.begin() as uow:
        uow.visits.put(replace(visit, policy="", plan=""))
    show_board(at_work, qtbot, 1)
    assert cards(at_work)["苏木"].note == "有几份保单，来时选 · 复诊"


def test_brothers_and_sisters_stand_together_under_a_bracket(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    first, second = of_family(201, "程一诺"), of_family(202, "程一言", lock=None)
    front.expect(first, hours=1)
    front.expect(RETURNING, hours=2)
    front.expect(second, hours=3)
    show_board(at_work, qtbot, 3)
    assert names(at_work) == ["程一诺", "程一言", "沈星禾"]
    found = cards(at_work)
    assert [found[name].kin for name in names(at_work)] == [Kin.FIRST, Kin.LAST, Kin.ALONE]
    assert found["程一言"].family == "兄弟姐妹：程一诺"
    assert all("兄弟姐妹" in card.accessibleName() for card in page_of(at_work).board.cards()[:2])


def test_a_child_that_came_without_an_appointment_is_marked(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    front.expect(RETURNING)
    admitted(front, RETURNING)
    admitted(front, TWO_DENTAL)
    show_board(at_work, qtbot, 2)
    assert cards(at_work)["苏木"].age.endswith("· 散客")
    assert "散客" not in cards(at_work)["沈星禾"].age


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
    sums = at_work.pages.today.view.body.side.sums
    qtbot.waitUntil(lambda: sums.follow.text() == "1")
    assert sums.insurer.text() == "¥0.00"
    assert sums.on_site.text() == "¥350.00"
    assert sums.note.text() == "不含被拒绝的 1 笔，保险部分 ¥350.00。"


def test_the_sums_say_what_of_them_is_not_delivered_yet(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    sent, _waiting = billed(front, RETURNING), billed(front, TWO_DENTAL)
    final = Answer(AnswerClass.FINAL, ActState.ACCEPTED, "OK", receipt=b"{}", snapshot_version=2)
    answer(front, sent.act, final)
    show_board(at_work, qtbot, 2)
    sums = at_work.pages.today.view.body.side.sums
    qtbot.waitUntil(lambda: sums.note.text() == "保险直付里 ¥350.00 还没送达，待服务商确认。")
    assert sums.insurer.text() == "¥700.00"


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
    assert page_of(at_work).board.focused_key() == visit.id
    press(at_work, Qt.Key.Key_Down)
    press(at_work, Qt.Key.Key_Up)
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
    qtbot.waitUntil(lambda: "现在离线，工作照常" in words_on(at_work.pages.today.view.body.side.safety))
    assert safety_view(LineState(Line.REFUSED), None, None, EN).tone is Tone.WARN


def test_a_day_is_named_in_both_languages() -> None:
    assert day_title(TODAY, ZH) == "5 月 21 日 星期四"
    assert day_title(TODAY, EN) == "Thursday, 21 May"


def test_everything_on_the_page_has_a_name(front: Front, at_work: TerminalWindow, qtbot: QtBot) -> None:
    front.expect(RETURNING)
    show_board(at_work, qtbot, 1)
    assert nameless(at_work) == []
    assert all(card.accessibleName() for card in at_work.pages.today.board.cards())
