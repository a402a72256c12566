"""Day-end: a day is equal, or each difference says what to do; nothing is decided by itself."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from clinic_terminal.application.day_comparison import (
    DayComparison,
    DayDifference,
    DifferenceKind,
    NextStep,
    Side,
)
from clinic_terminal.application.ports import Statement
from clinic_terminal.i18n import translator
from clinic_terminal.ui.pages.day_end import DayEndPage
from clinic_terminal.ui.views import reconciliation as views
from clinic_terminal.ui.widgets.pill import PillView
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.window import TerminalWindow
from tests.build import NOW, TODAY
from tests.ui.pages.front import Front, nameless, press, words_on

ZH, EN = translator("zh_CN"), translator("en")
SIDE = Side(3, 90_000, "9f3a77c1" + "0" * 56)
EQUAL = DayComparison(TODAY, NOW, SIDE, SIDE)
ACT = "01990000-0000-7000-8000-0000003f2a91"


def difference(kind: DifferenceKind, step: NextStep = NextStep.CALL) -> DayDifference:
    return DayDifference(ACT, kind, step, "BILL_SIGNED", "v", "ACCEPTED", "ADJUSTED", 35_000, 21_000)


def keep(front: Front, *comparisons: DayComparison) -> None:
    with front.store.begin() as uow:
        for one in comparisons:
            uow.statements.put(one)


@pytest.fixture
def page(at_work: TerminalWindow) -> DayEndPage:
    press(at_work, Qt.Key.Key_F9)
    return at_work.pages.day_end


def again(page: DayEndPage, qtbot: QtBot, words: str) -> None:
    """Enter the page anew and wait until it says ``words``."""
    page.enter()
    qtbot.waitUntil(lambda: words in words_on(page))


def test_a_month_is_listed_and_today_is_chosen(front: Front, page: DayEndPage, qtbot: QtBot) -> None:
    keep(
        front,
        EQUAL,
        replace(EQUAL, day=TODAY - timedelta(days=1), differences=(difference(DifferenceKind.AMOUNT),)),
    )
    again(page, qtbot, "两边一致")
    lines = page.history.table.line_model.lines
    assert len(lines) == 31
    assert page.history.day == TODAY
    assert [line.cells[1] for line in lines[:3]] == [
        PillView("一致", Tone.OK),
        PillView("1 处不符", Tone.WARN),
        PillView("还没对过", Tone.NEUTRAL),
    ]


def test_both_sides_stand_with_count_amount_and_digest(front: Front, page: DayEndPage, qtbot: QtBot) -> None:
    keep(front, EQUAL)
    again(page, qtbot, "两边一致")
    assert page.day.ours.accessibleName() == "本机 ¥900.00 3 笔"
    assert page.day.theirs.accessibleName() == "服务商 ¥900.00 3 笔"
    assert "编号校验值 9f3a77c1" in words_on(page)


@pytest.mark.parametrize("kind", list(DifferenceKind))
def test_each_difference_says_what_differs_and_what_to_do(kind: DifferenceKind) -> None:
    one = replace(EQUAL, differences=(difference(kind),))
    (line,) = views.lines(one, ZH)
    assert line.cells[4] == "致电热线核对，报参考号"
    assert str(line.cells[3]).endswith("。")
    assert "{" not in "".join(map(str, line.cells))
    assert line.cells[5] == "003F-2A91"


def test_the_servers_side_is_told_by_what_it_found_and_not_by_our_sending() -> None:
    one = replace(difference(DifferenceKind.STATE), ours_state="REJECTED", theirs_state="ACCEPTED")
    told = views.difference_text(views.facts_of_difference(one), ZH)
    assert told == "两边的结论不同：本机“被拒绝”，服务商“已接受”。"


def test_a_follow_up_without_the_states_tells_the_amounts() -> None:
    facts = views.facts_of_difference(difference(DifferenceKind.STATE))
    facts |= {"ours_state": "", "theirs_state": ""}
    assert views.difference_text(facts, ZH) == "保险金额不同：本机 ¥350.00，服务商 ¥210.00。"
    assert views.difference_text(facts | {"theirs_fen": "35000"}, ZH) == "两边不一致。"


def test_what_is_still_on_its_way_is_named_beside_the_differences() -> None:
    one = replace(EQUAL, differences=(difference(DifferenceKind.AMOUNT),), waiting=2)
    assert "另有 2 笔还没送出，不在此列" in views.side_note(one, NOW, ZH)


@pytest.mark.parametrize("step", list(NextStep))
def test_every_step_has_its_words(step: NextStep) -> None:
    facts = views.facts_of_difference(difference(DifferenceKind.STATE, step))
    assert views.difference_next(facts, ZH)


@pytest.mark.parametrize(
    ("one", "tone", "headline"),
    [
        (None, Tone.NEUTRAL, "这一天还没有对过账"),
        (EQUAL, Tone.OK, "两边一致"),
        (replace(EQUAL, waiting=2), Tone.OFFLINE, "2 笔还在路上"),
        (replace(EQUAL, differences=(difference(DifferenceKind.AMOUNT),)), Tone.WARN, "1 处不符"),
        (replace(EQUAL, ours=Side(0, 0, ""), theirs=Side(0, 0, "")), Tone.NEUTRAL, "这一天没有账"),
    ],
)
def test_a_day_is_green_only_where_both_sides_agree_on_something(
    one: DayComparison | None, tone: Tone, headline: str
) -> None:
    view = views.verdict_view(one, ZH)
    assert (view.tone, view.headline) == (tone, headline)
    assert views.day_pill(one, ZH).tone is tone


def test_by_enter_the_chosen_day_is_compared_with_the_server(
    front: Front, page: DayEndPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def statement(day: object) -> Statement:
        asked.append(day)
        return Statement(TODAY, (), "")

    monkeypatch.setattr(front.central, "statement", statement)
    again(page, qtbot, "还没有对过账")
    press(page.window(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "这一天没有账" in words_on(page))
    assert asked == [TODAY]
    assert page.day.run_button.isEnabled()


def test_without_the_server_the_page_says_so_and_keeps_what_it_had(
    front: Front, page: DayEndPage, qtbot: QtBot
) -> None:
    keep(front, EQUAL)
    again(page, qtbot, "两边一致")
    front.central.reachable = False
    page.run()
    qtbot.waitUntil(lambda: bool(page.notices.notices))
    assert "联系不上服务商" in words_on(page)
    assert "两边一致" in words_on(page)


def test_a_difference_leads_to_the_queue_and_its_reference_to_the_clipboard(
    front: Front, page: DayEndPage, qtbot: QtBot, at_work: TerminalWindow
) -> None:
    keep(front, replace(EQUAL, differences=(difference(DifferenceKind.AMOUNT),)))
    again(page, qtbot, "1 处不符")
    page.day.table.set_current(ACT)
    page.day.copy_button.click()
    assert QGuiApplication.clipboard().text() == "003F-2A91"
    assert nameless(page) == []
    page.day.queue_button.click()
    assert at_work.page is at_work.pages.queue
