"""Working offline by choice: in the status pill's place, in the notices, kept, and undone by hand."""

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from clinic_terminal.application.acts import Exposure, Freshness
from clinic_terminal.application.failures import MemberUnknownError, NoSnapshotError
from clinic_terminal.application.line import CHOSEN, Line, LineKeeper, LineState
from clinic_terminal.application.offline_choice import chosen_since
from clinic_terminal.application.queue_view import QueueView
from clinic_terminal.i18n import translator
from clinic_terminal.settings import Language
from clinic_terminal.ui.desk import Desk, DeskParts
from clinic_terminal.ui.gathering import Gathering
from clinic_terminal.ui.views.queue_status import banner_view, status_view
from clinic_terminal.ui.widgets.notice import NoticeArea, NoticeView
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.window import TerminalWindow, build_window
from tests.build import NOW
from tests.ui.conftest import Show
from tests.ui.pages.front import RETURNING, Front, words_on

ZH, EN = translator(Language.ZH), translator(Language.EN)
OFFLINE = LineState(Line.OFFLINE, "TIMEOUT")
BY_HAND = LineState(Line.OFFLINE, CHOSEN, chosen=True, since=NOW)


def waiting(count: int, parked: int = 0) -> QueueView:
    exposure = Exposure(count, 0, parked, None)
    return QueueView((), exposure, Freshness(), (), NOW, open_count=parked)


@pytest.mark.parametrize(
    ("line", "queue", "text", "icon", "action"),
    [
        (OFFLINE, None, "离线 · 工作照常", "", "现在离线工作"),
        (OFFLINE, waiting(3), "离线 · 3 笔待送出", "", "现在离线工作"),
        (BY_HAND, None, "已选择离线", "paused", "恢复联网"),
        (BY_HAND, waiting(3), "已选择离线 · 3 笔待送出", "paused", "恢复联网"),
        (BY_HAND, waiting(3, 1), "已选择离线 · 2 笔待送出", "paused", "恢复联网"),
        (LineState(Line.ONLINE), None, "正在连接…", "", ""),
        (LineState(Line.ONLINE), waiting(0), "在线", "", ""),
        (LineState(Line.ONLINE, doubted=True), waiting(0), "正在核对连接…", "", ""),
        (LineState(Line.ONLINE, doubted=True), waiting(3), "正在核对连接…", "", ""),
        (LineState(Line.ONLINE, doubted=True), waiting(3, 1), "需要处理 · 1 笔", "", ""),
        (LineState(Line.UNKNOWN), None, "正在连接…", "", ""),
        (LineState(Line.REFUSED), None, "需要处理 · 登录被拒绝", "", ""),
    ],
)
def test_the_pill_tells_a_choice_from_an_outage_by_word_and_by_sign(
    line: LineState, queue: QueueView | None, text: str, icon: str, action: str
) -> None:
    view = status_view(line, queue, ZH)
    assert (view.text, view.icon, view.action) == (text, icon, action)
    assert view.tone is Tone.OFFLINE or not line.is_offline


def test_the_queue_says_that_it_waits_for_the_hand() -> None:
    banner = banner_view(BY_HAND, None, ZH)
    assert banner.headline == "已选择离线工作"
    assert "恢复联网" in banner.sub
    assert banner.icon == "paused"


def button(window: TerminalWindow) -> QPushButton:
    return window.shell.strip.line


def be_down(front: Front, qtbot: QtBot) -> None:
    front.desk.keeper.failed("TIMEOUT")
    qtbot.waitUntil(lambda: front.desk.line.is_offline)


def test_the_choice_is_made_and_undone_beside_the_pill(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    assert not button(at_work).isVisible()
    be_down(front, qtbot)
    assert button(at_work).text() == "现在离线工作"
    assert button(at_work).accessibleName() == "现在离线工作"
    button(at_work).click()
    qtbot.waitUntil(lambda: front.desk.line.chosen)
    assert at_work.shell.strip.status.text() == "已选择离线"
    assert button(at_work).text() == "恢复联网"
    front.desk.keeper.answered()  # whatever the network does
    assert front.desk.keeper.state.chosen
    woken = len(front.woken)
    button(at_work).click()
    qtbot.waitUntil(lambda: not front.desk.line.chosen)
    qtbot.waitUntil(lambda: len(front.woken) > woken)
    assert not button(at_work).isVisible()
    assert at_work.shell.strip.status.text() == "正在连接…"


def test_the_choice_is_kept_with_the_name_of_who_chose(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    be_down(front, qtbot)
    button(at_work).click()
    qtbot.waitUntil(lambda: front.desk.line.chosen)
    with front.store.read() as uow:
        assert chosen_since(uow) == front.clock.now()
        row = uow.audit._connection.execute("SELECT * FROM audit").fetchall()[-1]
    assert {"work_offline", "op-1"} <= set(row)


def test_the_other_language_offers_the_same_choice(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    be_down(front, qtbot)
    at_work.switch_language()
    qtbot.waitUntil(lambda: not front.tasks.busy)
    button(at_work).click()
    qtbot.waitUntil(lambda: front.desk.line.chosen)


def test_nobody_can_choose_before_signing_in(front: Front, window: TerminalWindow, qtbot: QtBot) -> None:
    be_down(front, qtbot)
    assert not button(window).isVisible()


def test_a_new_desk_on_a_closed_line_says_so_from_the_start(front: Front, qtbot: QtBot) -> None:
    keeper = LineKeeper(front.clock, NOW - timedelta(hours=2))
    desk = Desk(DeskParts(front.terminal, front.tasks, ZH, lambda: None, keeper=keeper))
    window = build_window(desk)
    assert desk.line.chosen
    assert window.shell.strip.status.text() == "已选择离线"
    qtbot.waitUntil(lambda: not front.tasks.busy)
    desk.close()
    keeper.open_line()
    assert desk.line.chosen  # a closed desk hears nothing more
    window.close()
    window.deleteLater()


def notice_button(window: TerminalWindow, word: str) -> QPushButton:
    (notice,) = window.pages.check_in.body.notices.notices
    return next(one for one in notice.findChildren(QPushButton) if one.text() == word)


def test_a_child_that_nothing_is_known_of_offers_the_way_out_of_the_network(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    front.central.reachable = False
    desk_window.pages.check_in.read_text(RETURNING.person.member)
    qtbot.waitUntil(lambda: bool(desk_window.pages.check_in.body.notices.notices))
    notice_button(desk_window, "现在离线工作").click()
    qtbot.waitUntil(lambda: front.desk.line.chosen)
    assert desk_window.pages.check_in.body.notices.notices == ()
    desk_window.pages.check_in.read_text(RETURNING.person.member)
    qtbot.waitUntil(lambda: bool(desk_window.pages.check_in.body.notices.notices))
    assert "选择了离线工作" in words_on(desk_window.pages.check_in.body.notices)
    notice_button(desk_window, "恢复联网").click()
    qtbot.waitUntil(lambda: not front.desk.line.chosen)


def test_a_failure_that_is_not_the_lines_offers_no_such_thing(desk_window: TerminalWindow) -> None:
    ways = desk_window.pages.check_in.ways
    for error, word in ((MemberUnknownError(), False), (NoSnapshotError(), True)):
        ways.tell(error)
        (notice,) = desk_window.pages.check_in.body.notices.notices
        texts = {one.text() for one in notice.findChildren(QPushButton)}
        assert ("现在离线工作" in texts) is word


def test_a_notice_gives_its_place_to_another_of_the_same_height(show: Show, app: QApplication) -> None:
    area = NoticeArea()
    area.resize(900, 300)
    show(area)
    high = area.add(NoticeView(Tone.WARN, "第一句。", "第二句。"))
    other = area.add(NoticeView(Tone.WARN, "另一张。"))
    app.processEvents()
    places = [high.geometry(), other.geometry()]
    low = area.replace(high, NoticeView(Tone.ACCENT, "只有一句。"))
    app.processEvents()
    assert low.isVisible()
    assert [low.geometry(), other.geometry()] == places
    assert area.notices == (low, other)
    for notice in area.notices:
        area.drop(notice)
    assert not area.isVisible()


def test_reports_in_quick_succession_are_gathered_into_one(front: Front, qtbot: QtBot) -> None:
    told: list[int] = []
    gathering = Gathering(front.desk, milliseconds=1)
    gathering.gathered.connect(lambda: told.append(1))

    def report() -> None:
        for _ in range(100):
            gathering.report()

    front.tasks.run(report, lambda _none: told.append(0))
    qtbot.waitUntil(lambda: 1 in told and 0 in told)
    assert told.count(1) < 100
    gathering.stop()


def test_what_the_loop_stored_is_shown(front: Front, at_work: TerminalWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not front.tasks.busy)
    with qtbot.waitSignal(at_work.desk.queue_changed):
        front.tasks.run(front.desk.stored.report, lambda _none: None)


def test_words_stand_in_both_languages() -> None:
    for line in (OFFLINE, BY_HAND):
        assert status_view(line, waiting(2), EN).text
        assert banner_view(line, None, EN).sub
