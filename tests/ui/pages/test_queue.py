"""The queue says what waits, why, and who can fix it; it is green only with a receipt."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from clinic_terminal.application.acts import ActState, Answer, AnswerClass, Exposure, Freshness
from clinic_terminal.application.day import QueueView, queue_view
from clinic_terminal.application.line import Line, LineState
from clinic_terminal.application.voiding import void
from clinic_terminal.domain.visit import Visit
from clinic_terminal.domain.voiding import VoidReason
from clinic_terminal.i18n import translator
from clinic_terminal.ui.pages.queue import QueuePage
from clinic_terminal.ui.terms import short_reference
from clinic_terminal.ui.views import queue as views
from clinic_terminal.ui.views import queue_status, queue_tiles, spans
from clinic_terminal.ui.views.act_words import why_text
from clinic_terminal.ui.widgets.pill import PillView
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.window import TerminalWindow
from tests.build import NOW
from tests.ui.pages.front import (
    LETTER,
    RETURNING,
    TWO_DENTAL,
    Front,
    answer,
    billed,
    nameless,
    operator,
    press,
    words_on,
)

ZH, EN = translator("zh_CN"), translator("en")

ACCEPTED = Answer(
    AnswerClass.FINAL, ActState.ACCEPTED, "OK", snapshot_version=2, receipt=b"{}", server_time=NOW
)
REJECTED = Answer(AnswerClass.FINAL, ActState.REJECTED, "BRAND_LOCKED", "首诊品牌已为晴空儿童齿科")
ADJUSTED = Answer(AnswerClass.FINAL, ActState.ADJUSTED, "ADJUSTED", "保险少付 20.00 元")
PARKED = Answer(AnswerClass.ITEM, None, "DIGEST_CONFLICT", "The digest differs.")
LATER = Answer(AnswerClass.TRANSIENT, None, "TIMEOUT")


def cell(view: QueueView, column: int) -> object:
    return views.lines(view, ZH)[0].cells[column]


@pytest.fixture
def at_queue(at_work: TerminalWindow) -> TerminalWindow:
    press(at_work, Qt.Key.Key_F10)
    return at_work


def test_offline_work_is_shown_as_safe_and_never_green(
    front: Front, at_queue: TerminalWindow, qtbot: QtBot
) -> None:
    billed(front, RETURNING)
    at_queue.desk.report_line(LineState(Line.OFFLINE, "CENTRAL_UNREACHABLE"))
    page = at_queue.pages.queue
    qtbot.waitUntil(lambda: bool(page.table.line_model.lines))
    assert "工作照常" in words_on(page.banner)
    assert "1 笔已安全保存在本机" in words_on(page.banner)
    pill = page.table.line_model.lines[0].cells[3]
    assert isinstance(pill, PillView)
    assert pill.tone is Tone.OFFLINE
    assert at_queue.shell.strip.status.text() == "离线 · 1 笔待送出"


@pytest.mark.parametrize(
    ("said", "state", "tone", "next_step"),
    [
        (ACCEPTED, "已送达", Tone.OK, "—"),
        (REJECTED, "被拒绝", Tone.STOP, "联系家长，保险不付"),
        (ADJUSTED, "保险调整", Tone.WARN, "告诉家长差额"),
        (PARKED, "需要处理", Tone.WARN, "联系管理员，再重试"),
        (LATER, "待送出", Tone.OFFLINE, "自动送出"),
    ],
)
def test_each_state_says_who_acts_next(
    front: Front, said: Answer, state: str, tone: Tone, next_step: str
) -> None:
    visit = billed(front, RETURNING)
    answer(front, visit.act, said)
    view = queue_view(front.terminal)
    assert cell(view, 3) == PillView(state, tone)
    assert cell(view, 6) == next_step


def test_the_servers_sentence_is_shown_in_chinese_and_its_code_explained_in_english(front: Front) -> None:
    visit = billed(front, RETURNING)
    answer(front, visit.act, REJECTED)
    row = queue_view(front.terminal).rows[0]
    assert why_text(row, ZH) == "首诊品牌已为晴空儿童齿科"
    assert why_text(row, EN) == "The member has chosen another brand"


def test_a_problem_that_the_server_told_in_english_is_explained_in_chinese(front: Front) -> None:
    visit = billed(front, RETURNING)
    answer(front, visit.act, PARKED)
    row = queue_view(front.terminal).rows[0]
    assert why_text(row, ZH) == "服务商那里，同一个编号下已有另一份内容。"
    assert why_text(row, EN) == "The service manager already has other content under this id."


def test_a_retry_is_explained_by_what_kept_it(front: Front) -> None:
    visit = billed(front, RETURNING)
    assert why_text(queue_view(front.terminal).rows[0], ZH) == "已保存，等待送出。"
    answer(front, visit.act, LATER)
    assert why_text(queue_view(front.terminal).rows[0], ZH) == "服务商没有及时回答。"


def test_retry_makes_acts_due_and_wakes_the_loop(
    front: Front, at_queue: TerminalWindow, qtbot: QtBot
) -> None:
    visit = billed(front, RETURNING)
    answer(front, visit.act, PARKED)
    at_queue.desk.refresh()
    page = at_queue.pages.queue
    qtbot.waitUntil(lambda: bool(page.table.line_model.lines))
    press(at_queue, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: front.woken == [1])
    with front.store.read() as uow:
        row = uow.queue.get(visit.act)
    assert row is not None
    assert row.state is ActState.READY


def test_only_the_selected_act_is_retried(front: Front, at_queue: TerminalWindow, qtbot: QtBot) -> None:
    first, second = billed(front, RETURNING), billed(front, TWO_DENTAL)
    for one in (first, second):
        answer(front, one.act, PARKED)
    at_queue.desk.refresh()
    page = at_queue.pages.queue
    qtbot.waitUntil(lambda: len(page.table.line_model.lines) == 2)
    page.table.set_current(second.act)
    page.retry()
    qtbot.waitUntil(lambda: bool(front.woken))
    states = {row.act.id: row.state for row in queue_view(front.terminal).rows}
    assert states == {first.act: ActState.PARKED, second.act: ActState.READY}


def test_with_nothing_to_send_there_is_nothing_to_press(at_queue: TerminalWindow, qtbot: QtBot) -> None:
    page = at_queue.pages.queue
    qtbot.waitUntil(lambda: "队列是空的" in words_on(page))
    assert page.primary is not None
    assert not page.primary.isEnabled()


def test_a_reference_is_copied_for_the_phone(front: Front, at_queue: TerminalWindow, qtbot: QtBot) -> None:
    visit = billed(front, RETURNING)
    at_queue.desk.refresh()
    page = at_queue.pages.queue
    qtbot.waitUntil(lambda: bool(page.table.line_model.lines))
    page.table.set_current(visit.act)
    said: list[str] = []
    page.said.connect(said.append)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    press(at_queue, Qt.Key.Key_C, both)
    qtbot.waitUntil(lambda: said == [f"已复制 {short_reference(visit.act)}"])
    assert short_reference(visit.act) in QGuiApplication.clipboard().text()


def test_no_name_and_no_member_number_is_on_the_page(
    front: Front, at_queue: TerminalWindow, qtbot: QtBot
) -> None:
    billed(front, RETURNING)
    at_queue.desk.refresh()
    page = at_queue.pages.queue
    qtbot.waitUntil(lambda: bool(page.table.line_model.lines))
    cells = " ".join(str(one) for line in page.table.line_model.lines for one in line.cells)
    assert RETURNING.person.name not in cells + words_on(page)
    assert RETURNING.person.member not in cells + words_on(page)


def test_the_tiles_show_the_room_that_is_left(front: Front) -> None:
    billed(front, RETURNING)
    front.clock.advance(3_600)
    with front.store.begin() as uow:
        uow.memory.set_freshness(Freshness(last_upload=NOW, last_download=NOW, server_time=NOW))
    shown = {tile.caption: tile for tile in queue_tiles.tiles(queue_view(front.terminal), ZH)}
    assert shown["未送出笔数"].figure == "1"
    assert shown["未送出金额"].figure == "¥350.00"
    assert shown["未送出金额"].note == "上限 ¥50,000.00"
    assert shown["未送出笔数"].note == "上限 300 · 最早 1 小时 0 分前"
    assert shown["距上次应答"].figure == "1 小时 0 分"
    assert shown["单笔最大"].figure == "¥350.00"
    assert shown["资料最旧"].figure == "—"
    assert len(shown) == 5


def test_the_marks_of_the_line_stand_apart(front: Front) -> None:
    hour = timedelta(hours=1)
    marks = Freshness(NOW - timedelta(days=2), NOW - 2 * hour, NOW - hour, NOW)
    with front.store.begin() as uow:
        uow.memory.set_freshness(marks)
    told = dict(queue_tiles.marks(queue_view(front.terminal), ZH))
    assert told == {
        "上次尝试": "05-19 10:30",
        "上次送达": "08:30",
        "上次下载": "09:30",
        "服务商时间": "10:30",
    }


@pytest.mark.parametrize(
    ("line", "exposure", "tone", "text"),
    [
        (Line.ONLINE, Exposure(0, 0, 0, None), Tone.OK, "在线 · 全部已送达"),
        (Line.ONLINE, Exposure(2, 1, 0, NOW), Tone.ACCENT, "正在送出 2 笔"),
        (Line.ONLINE, Exposure(3, 1, 1, NOW), Tone.WARN, "需要处理 · 1 笔"),
        (Line.OFFLINE, Exposure(0, 0, 0, None), Tone.OFFLINE, "离线 · 工作照常"),
        (Line.OFFLINE, Exposure(3, 1, 0, NOW), Tone.OFFLINE, "离线 · 3 笔待送出"),
        (Line.REFUSED, Exposure(3, 1, 0, NOW), Tone.STOP, "需要处理 · 登录被拒绝"),
        (Line.UNKNOWN, None, Tone.NEUTRAL, "正在连接…"),
    ],
)
def test_one_pill_says_whether_everything_is_safe(
    line: Line, exposure: Exposure | None, tone: Tone, text: str
) -> None:
    queue = None
    if exposure is not None:
        sent = Freshness(last_upload=NOW)
        queue = QueueView((), exposure, sent, (), NOW, open_count=exposure.parked_count)
    view = queue_status.status_view(LineState(line), queue, ZH)
    assert (view.tone, view.text) == (tone, text)


def test_nothing_is_green_before_anything_was_delivered(front: Front) -> None:
    view, online = queue_view(front.terminal), LineState(Line.ONLINE)
    pill, banner = queue_status.status_view(online, view, ZH), queue_status.banner_view(online, view, ZH)
    assert (pill.tone, pill.text) == (Tone.NEUTRAL, "在线")
    assert (banner.tone, banner.headline) == (Tone.NEUTRAL, "还没有要送的账单")


def test_what_was_set_aside_waits_for_a_person_and_is_not_all_that_is_unsent() -> None:
    exposure = Exposure(2, 0, 1, NOW)
    queue = QueueView((), exposure, Freshness(), (), NOW, open_count=1)
    banner = queue_status.banner_view(LineState(Line.ONLINE), queue, ZH)
    assert banner.sub == "1 笔暂停送出，等人处理；不影响其他孩子的账单。"


@pytest.mark.parametrize("line", list(Line))
def test_every_state_of_the_line_has_its_banner(front: Front, line: Line) -> None:
    view = queue_view(front.terminal)
    assert queue_status.banner_view(LineState(line), view, ZH).headline
    assert queue_status.banner_view(LineState(line), None, EN).sub


def test_a_parked_act_asks_for_a_person_in_the_banner(front: Front) -> None:
    visit = billed(front, RETURNING)
    answer(front, visit.act, PARKED)
    banner = queue_status.banner_view(LineState(Line.ONLINE), queue_view(front.terminal), ZH)
    assert banner.tone is Tone.WARN
    assert banner.headline == "1 笔需要人处理"


def test_times_are_told_by_day() -> None:
    assert spans.when_text(NOW, NOW, ZH) == "10:30"
    assert spans.when_text(NOW - timedelta(days=1), NOW, ZH) == "昨天 10:30"
    assert spans.when_text(NOW - timedelta(days=3), NOW, ZH) == "05-18 10:30"
    assert spans.span_text(timedelta(days=3), ZH) == "3 天"
    assert spans.span_text(timedelta(minutes=5), EN) == "5 min"


def test_everything_on_the_page_has_a_name(front: Front, at_queue: TerminalWindow, qtbot: QtBot) -> None:
    billed(front, RETURNING)
    at_queue.desk.refresh()
    qtbot.waitUntil(lambda: bool(at_queue.pages.queue.table.line_model.lines))
    assert nameless(at_queue) == []


def refused_and_open(front: Front, page: QueuePage, qtbot: QtBot) -> Visit:
    """Have a bill refused for the brand, and wait until the page says what to do."""
    visit = billed(front, RETURNING)
    answer(front, visit.act, REJECTED)
    front.desk.refresh()
    qtbot.waitUntil(page.panel.isVisible)
    return visit


def test_a_refused_bill_is_taken_up_by_itself_with_what_to_do(
    front: Front, at_queue: TerminalWindow, qtbot: QtBot
) -> None:
    page = at_queue.pages.queue
    visit = refused_and_open(front, page, qtbot)
    assert page.table.current_key() == visit.act
    said = words_on(page.panel)
    assert "保险公司不付这张账单" in said
    assert "签字时 ¥350.00" in said
    assert short_reference(visit.act) in said
    assert RETURNING.person.name not in said
    assert "1 笔需要人处理" in words_on(page.banner)


def test_the_table_leaves_out_what_the_panel_says_and_takes_it_back(
    front: Front, at_queue: TerminalWindow, qtbot: QtBot
) -> None:
    page = at_queue.pages.queue
    waits = billed(front, TWO_DENTAL)
    answer(front, waits.act, LATER)
    refused_and_open(front, page, qtbot)
    assert all(page.table.isColumnHidden(number) for number in views.SAID_IN_PANEL)
    page.table.set_current(waits.act)
    qtbot.waitUntil(page.panel.isHidden)
    qtbot.waitUntil(lambda: not any(page.table.isColumnHidden(number) for number in views.SAID_IN_PANEL))
    assert nameless(at_queue) == []


def test_from_the_panel_the_visit_opens_where_its_bill_can_be_voided(
    front: Front, at_queue: TerminalWindow, qtbot: QtBot
) -> None:
    page = at_queue.pages.queue
    visit = refused_and_open(front, page, qtbot)
    assert nameless(at_queue) == []
    page.panel.open_button.click()
    done = at_queue.pages.done
    qtbot.waitUntil(done.card.isVisible)
    assert at_queue.desk.visit == visit
    assert done.card.void_button.isVisible()


def test_a_refused_bill_that_was_voided_is_off_the_banner(front: Front) -> None:
    visit = billed(front, RETURNING)
    answer(front, visit.act, REJECTED)
    assert queue_status.banner_view(LineState(Line.ONLINE), queue_view(front.terminal), ZH).tone is Tone.WARN
    void(front.terminal, operator(), visit.id, VoidReason.FAMILY_WITHDREW)
    view = queue_view(front.terminal)
    assert views.first_for_a_person(view) == ""
    assert queue_status.banner_view(LineState(Line.ONLINE), view, ZH).headline == "正在送出 1 笔"


def test_what_waits_for_a_person_stands_first(front: Front) -> None:
    first, second, third = billed(front, RETURNING), billed(front, TWO_DENTAL), billed(front, LETTER)
    answer(front, first.act, REJECTED)
    answer(front, second.act, PARKED)
    lines = views.lines(queue_view(front.terminal), ZH)
    assert [line.key for line in lines] == [second.act, first.act, third.act]
