"""The quote panel by hand and key: made at once, asked about beside it, printed, copied, made into a bill."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from clinic_terminal.application import treatment
from clinic_terminal.application.failures import (
    CentralRefusedError,
    EmptyBillError,
    QuotePaperFailedError,
    StoreFailedError,
)
from clinic_terminal.application.line import Line, LineState
from clinic_terminal.application.quotes import make_quote
from clinic_terminal.domain.adjudication import SplitStatus
from clinic_terminal.domain.consent import Relationship
from clinic_terminal.domain.identity import DataConsent
from clinic_terminal.domain.quote import CentralSplit, Quote
from clinic_terminal.i18n import translator
from clinic_terminal.ui.messages import failure_notice
from clinic_terminal.ui.pages import quote_asking
from clinic_terminal.ui.views.quote import FIGURES, RULES, STATUSES, table_lines
from clinic_terminal.ui.views.quote_changes import CAUSES, SENTENCES
from clinic_terminal.ui.views.quote_words import is_on_bill, quote_text
from clinic_terminal.ui.widgets.pill import PillView
from clinic_terminal.ui.widgets.tone import Tone
from tests.build import CHILD, NOW
from tests.quoting import altered, theirs
from tests.ui.pages.bench import LINES, Bench, nameless, on_stage, open_bench, press_enter, settled
from tests.ui.pages.front import words_on
from tests.ui.pages.quoting import (
    Host,
    answers,
    asking,
    kept,
    row_words,
    shown,
    told,
)

ZH = translator("zh_CN")


@pytest.fixture
def bench(app: QApplication, tmp_path: Path) -> Iterator[Bench]:
    del app
    bench = open_bench(tmp_path)
    yield bench
    bench.close()


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect the files that would be opened by the desktop."""
    names: list[str] = []

    def take(url: QUrl) -> bool:
        names.append(url.fileName())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", take)
    return names


def test_a_quote_stands_at_once_and_the_answer_takes_its_place(qtbot: QtBot, bench: Bench) -> None:
    held = threading.Event()

    def waits(answer: CentralSplit) -> CentralSplit:
        held.wait(5)
        return answer

    answers(bench, waits)
    host = Host(bench.desk)
    on_stage(qtbot, bench, host)
    host.flow.open_for(bench.visit(lines=LINES))
    settled(qtbot, lambda: asking(host))
    assert row_words(host)[1][:4] == ("84 乳牙树脂充填", "700.00", "350.00", "350.00")
    assert host.flow.primary.isEnabled()
    held.set()
    settled(qtbot, lambda: not asking(host))
    assert told(host).startswith("服务商核算一致")
    assert [row[-1] for row in row_words(host)] == ["一致"] * 4


def test_both_splits_stand_side_by_side_and_a_difference_is_named(qtbot: QtBot, bench: Bench) -> None:
    answers(bench, lambda answer: altered(answer, 2, coinsurance=36_200, insurer=33_800, guardian=36_200))
    host = shown(qtbot, bench)
    assert row_words(host)[1] == ("84 乳牙树脂充填", "700.00", "350.00", "350.00", "338.00", "362.00", "不同")
    assert row_words(host)[2] == ("　自付部分", "", "", "350.00", "", "362.00", "+12.00")
    assert row_words(host)[0][-1] == "一致"


def test_what_nothing_explains_is_a_line_of_its_own_and_our_amounts_stay(qtbot: QtBot, bench: Bench) -> None:
    answers(bench, lambda answer: altered(answer, 2, insurer=34_000))
    host = shown(qtbot, bench)
    gaps = [row for row in row_words(host) if "未说明的差额" in row[0]]
    assert gaps == [
        ("　未说明的差额：保险与家长相加，不等于金额", "", "", "", "", "", "+10.00"),
        ("　未说明的差额：合计不等于各行之和", "", "", "", "", "", "+10.00"),
    ]
    assert "没有计入家长支付" in told(host)
    assert host.flow.quote is not None
    assert host.flow.quote.number in told(host)
    assert host.flow.panel.sheet.now.text() == "¥850.00"
    assert host.flow.panel.sheet.table.columnSpan(2, 0) == 6


def test_another_status_and_a_line_without_an_answer_are_told(qtbot: QtBot, bench: Bench) -> None:
    answers(
        bench,
        lambda answer: replace(
            answer, status=SplitStatus.HOLD, parts=answer.parts[1:], pool_after=answer.pool_before
        ),
    )
    host = shown(qtbot, bench)
    assert row_words(host)[0][4:] == ("—", "—", "没有回答")
    assert ("　能否直付", "", "", "可直付", "", "须先电话预约", "不同") in row_words(host)


def test_offline_nothing_is_asked_and_the_quote_is_to_be_confirmed(qtbot: QtBot, bench: Bench) -> None:
    bench.desk.line = LineState(Line.OFFLINE)
    answers(bench)
    host = shown(qtbot, bench)
    assert "待确认：只是本机的预估" in told(host)
    assert bench.central.quoted == []
    assert row_words(host)[0][4:] == ("—", "—", "")
    bench.desk.line = LineState(Line.ONLINE)
    buttons = [
        one for one in host.flow.panel.sheet.findChildren(QAbstractButton) if one.text() == "请服务商核算"
    ]
    buttons[-1].click()
    settled(qtbot, lambda: "服务商核算一致" in told(host))


def test_a_line_that_fails_says_why_and_leaves_the_estimate(qtbot: QtBot, bench: Bench) -> None:
    bench.central.reachable = False
    host = shown(qtbot, bench)
    assert "联系不上服务商" in told(host)
    assert bench.failures == []
    assert kept(bench)[0].unanswered == "CENTRAL_UNREACHABLE.NO_CONNECTION"


def test_a_disk_that_fails_under_the_answer_is_told_and_the_estimate_stays(
    qtbot: QtBot, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_terminal: object, _quote: str) -> Quote:
        raise StoreFailedError("DISK_FULL")

    monkeypatch.setattr(quote_asking, "ask_central", fails)
    host = shown(qtbot, bench)
    settled(qtbot, lambda: bool(bench.failures))
    assert isinstance(bench.failures[0], StoreFailedError)
    assert "待确认" in told(host)


def test_where_the_family_refused_the_panel_says_why_nobody_was_asked(qtbot: QtBot, bench: Bench) -> None:
    visit = bench.visit(lines=LINES)
    refused = DataConsent(Relationship.MOTHER, "data/2", NOW, given=False)
    with bench.store.begin() as uow:
        withheld = uow.visits.put(replace(visit, data_consent=refused))
    host = shown(qtbot, bench, withheld)
    settled(qtbot, lambda: "家长不同意把孩子的资料发出去" in told(host))
    assert bench.central.quoted == []


def test_a_refusal_of_the_quote_has_its_own_words(qtbot: QtBot, bench: Bench) -> None:
    host = shown(qtbot, bench)
    assert "服务商没有核算这份报价" in told(host)


def test_enter_prints_in_the_language_that_is_chosen(qtbot: QtBot, bench: Bench, opened: list[str]) -> None:
    host = shown(qtbot, bench)
    press_enter(host)
    settled(qtbot, lambda: len(opened) == 1)
    host.flow.panel.acts.both_button.click()
    QTest.keyClick(host.flow.panel, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, lambda: len(opened) == 2)
    quote = kept(bench)[0]
    assert bench.papers.printed == [f"{quote.id} zh", f"{quote.id} both"]
    assert opened == [f"quote-{quote.id}.pdf"] * 2


def test_a_paper_that_fails_is_told_and_the_quote_stays(
    qtbot: QtBot, bench: Bench, opened: list[str]
) -> None:
    bench.papers.cause = "DISK_FULL"
    host = shown(qtbot, bench)
    host.flow.print_quote()
    settled(qtbot, lambda: bool(bench.failures))
    assert isinstance(bench.failures[0], QuotePaperFailedError)
    assert failure_notice(bench.failures[0], ZH).what == "报价已保存，但没有打印出来。"
    assert opened == []
    assert host.flow.is_open


def test_the_text_for_a_message_names_the_money_and_no_child(qtbot: QtBot, bench: Bench) -> None:
    host = shown(qtbot, bench)
    host.flow.panel.acts.copy_button.click()
    text = QGuiApplication.clipboard().text()
    assert "仅当时有效" in text
    assert "合计 ¥1,500.00，保险直付 ¥650.00，家长现场支付 ¥850.00" in text
    assert "84" in text
    assert CHILD.name not in text
    assert CHILD.member not in text
    assert host.flow.panel.acts.copy_button.text() == "已复制"


def test_escape_goes_back_to_the_bill(qtbot: QtBot, bench: Bench) -> None:
    host = shown(qtbot, bench)
    QTest.keyClick(host.flow.panel, Qt.Key.Key_Escape)
    assert host.stack.currentIndex() == 0
    assert not host.flow.close()


def test_leaving_while_it_is_asked_keeps_the_answer_for_later(qtbot: QtBot, bench: Bench) -> None:
    held = threading.Event()

    def waits(answer: CentralSplit) -> CentralSplit:
        held.wait(5)
        return answer

    answers(bench, waits)
    host = Host(bench.desk)
    on_stage(qtbot, bench, host)
    host.flow.open_for(bench.visit(lines=LINES))
    settled(qtbot, lambda: bool(bench.central.quoted))
    host.flow.close()
    held.set()
    settled(qtbot, lambda: not kept(bench)[0].offline)


def test_a_new_quote_is_asked_about_though_the_one_before_still_waits(qtbot: QtBot, bench: Bench) -> None:
    held = threading.Event()

    def first_waits(answer: CentralSplit) -> CentralSplit:
        if len(bench.central.quoted) == 1:
            held.wait(5)
        return answer

    answers(bench, first_waits)
    host = Host(bench.desk)
    on_stage(qtbot, bench, host)
    visit = bench.visit(lines=LINES)
    host.flow.open_for(visit)
    settled(qtbot, lambda: bool(bench.central.quoted))
    desk = bench.desk
    host.flow.open_for(treatment.change_discount(desk.terminal, desk.operator, visit.id, 1_000).visit)
    settled(qtbot, lambda: "服务商核算一致" in told(host))
    assert host.flow.quote is not None
    assert host.flow.quote.discount_fen == 1_000
    held.set()
    settled(qtbot, lambda: not any(one.offline for one in kept(bench)))
    assert host.flow.quote.discount_fen == 1_000


def test_an_empty_bill_has_no_quote(qtbot: QtBot, bench: Bench) -> None:
    host = Host(bench.desk)
    on_stage(qtbot, bench, host)
    host.flow.open_for(None)
    host.flow.open_for(bench.visit())
    settled(qtbot, lambda: bool(bench.failures))
    assert isinstance(bench.failures[0], EmptyBillError)
    assert not host.flow.is_open


def test_everything_has_a_name_and_both_languages_have_room(qtbot: QtBot, bench: Bench) -> None:
    answers(bench, lambda answer: altered(answer, 2, insurer=34_000))
    host = shown(qtbot, bench)
    assert nameless(host) == []
    assert host.window().width() == 1366
    with_hints = host.flow.hints()
    assert [hint.key for hint in with_hints] == ["Enter", "Tab", "Esc"]


def test_every_code_has_its_words() -> None:
    for table in (FIGURES, RULES, STATUSES, SENTENCES, CAUSES):
        (kind,) = {type(key) for key in table}
        assert set(table) == set(kind)


def test_a_pill_says_in_words_what_it_means(bench: Bench) -> None:
    desk = bench.desk
    quote = make_quote(desk.terminal, desk.operator, bench.visit(lines=LINES).id)
    unsound = replace(quote, answer=altered(theirs(quote.result), 1, insurer=1))
    pill = table_lines(unsound, ZH)[0].cells[-1]
    assert pill == PillView("对不上", Tone.STOP)


def test_the_text_says_where_nobody_confirmed_and_what_is_paid_later(bench: Bench) -> None:
    desk = bench.desk
    visit = bench.visit(lines=LINES)
    quote = make_quote(desk.terminal, desk.operator, visit.id)
    assert "待确认：只是本机的预估" in quote_text(quote, ZH)
    totals = replace(quote.result.totals, online=35_000)
    later = replace(quote, result=replace(quote.result, totals=totals), answer=theirs(quote.result))
    assert "结案后在线支付 ¥350.00" in quote_text(later, ZH)
    assert "待确认" not in quote_text(later, ZH)
    assert is_on_bill(quote, visit)
    assert not is_on_bill(quote, replace(visit, lines=visit.lines[:2]))


@pytest.mark.parametrize(
    ("error", "what"),
    [
        (CentralRefusedError("QUOTE_REFUSED", ""), "服务商没有核算这份报价：保单、项目或金额它不认。"),
    ],
)
def test_failures_have_their_own_words(error: Exception, what: str) -> None:
    assert failure_notice(error, ZH).what == what


def test_the_dates_are_those_of_the_moment(qtbot: QtBot, bench: Bench) -> None:
    host = shown(qtbot, bench)
    assert host.flow.quote is not None
    assert host.flow.quote.made_at == NOW
    assert "5 月 21 日 10:30 · 王敏" in words_on(host)
