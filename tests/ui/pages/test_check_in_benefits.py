"""The benefit panel: one shared figure, use by category, records, letters, and the guardian's phone."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from clinic_terminal.application.check_in import Verification, verify
from clinic_terminal.application.identify import Identified
from clinic_terminal.application.judging import PolicyVerdict
from clinic_terminal.domain.adjudication import Counters
from clinic_terminal.domain.eligibility import Authorisation, PastVisit, Snapshot
from clinic_terminal.domain.plan import Category
from clinic_terminal.domain.visit import CardSource
from clinic_terminal.i18n import translator
from clinic_terminal.ui.views.benefits import benefits_view, compare
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.window import TerminalWindow
from tests.build import NOW, TODAY, YEAR
from tests.ui.pages.checking import on_show, panel, read, shown
from tests.ui.pages.front import RETURNING, Front, billed, press, type_text, words_on

ZH = translator("zh_CN")
CTRL = Qt.KeyboardModifier.ControlModifier


def policy_of(front: Front, one: Snapshot) -> PolicyVerdict:
    """Return what is known of the child now."""
    found: Verification = verify(front.terminal, Identified(one.person.member, CardSource.NUMBER), TODAY)
    return found.policies[0]


def test_every_category_shows_its_own_use_and_the_one_figure_that_is_left(front: Front) -> None:
    view = benefits_view(policy_of(front, RETURNING), ZH)
    assert [(use.word, use.share, use.used, use.left) for use in view.uses] == [
        ("预防", "自付 0%", "¥60.00", "¥49,590.00"),
        ("基础", "自付 50%", "¥350.00", "¥49,590.00"),
        ("正畸", "自付 50%", "¥0.00", "¥49,590.00"),
    ]
    assert view.pool.left == 4_959_000
    assert not view.unsent


def test_a_bill_that_waits_here_is_taken_off_and_named(front: Front) -> None:
    billed(front, RETURNING)
    view = benefits_view(policy_of(front, RETURNING), ZH)
    assert view.pool.left == 4_924_000
    assert view.unsent == "含本机待送出的 ¥350.00"


def test_records_are_one_a_visit_and_category_and_earlier_periods_are_marked(front: Front) -> None:
    later = PastVisit(YEAR.end.replace(year=2027), "小鹿口腔·徐汇诊所", Category.BASIC, 100)
    policy = policy_of(front, RETURNING)
    records = benefits_view(policy, ZH).records
    assert [(one.day, one.amount, one.earlier) for one in records] == [
        ("2026-03-08", "¥350.00", ""),
        ("2026-03-08", "¥60.00", ""),
        ("2025-06-19", "¥800.00", "上一保单期"),
    ]
    assert records[0].detail == "基础 · 小鹿口腔·徐汇诊所"
    moved = replace(policy, snapshot=replace(policy.snapshot, history=(later,)))
    assert benefits_view(moved, ZH).records[0].earlier


def test_letters_that_are_used_up_or_over_are_left_out(front: Front) -> None:
    letters = (
        Authorisation("DBH-1", (), 300_000, 100_000, YEAR.start, YEAR.end),
        Authorisation("DBH-2", (), 300_000, 300_000, YEAR.start, YEAR.end),
        Authorisation("DBH-3", (), 300_000, 0, YEAR.start, date(2026, 5, 20)),
    )
    policy = policy_of(front, RETURNING)
    seen = replace(policy, snapshot=replace(policy.snapshot, authorisations=letters))
    (letter,) = benefits_view(seen, ZH).letters
    assert (letter.number, letter.until, letter.left) == (
        "DBH-1",
        "到 2026-12-31",
        "未用 ¥2,000.00，共 ¥3,000.00",
    )


@pytest.mark.parametrize("typed", ["49590", "49,590.00", "￥49590"])
def test_a_phone_that_says_the_same_is_told_so(front: Front, typed: str) -> None:
    found = compare(policy_of(front, RETURNING), typed, NOW, ZH)
    assert found is not None
    assert (found.tone, found.word, found.differs) == (Tone.OK, "一致。", False)


@pytest.mark.parametrize("typed", ["", "   "])
def test_nothing_is_compared_before_something_is_typed(front: Front, typed: str) -> None:
    assert compare(policy_of(front, RETURNING), typed, NOW, ZH) is None


def test_what_is_no_amount_is_asked_for_again(front: Front) -> None:
    found = compare(policy_of(front, RETURNING), "四万", NOW, ZH)
    assert found is not None
    assert (found.tone, found.differs) == (Tone.WARN, False)


def test_a_phone_that_counts_one_category_only_is_explained(front: Front) -> None:
    found = compare(policy_of(front, RETURNING), "49650", NOW, ZH)
    assert found is not None
    assert found.word == "手机上多 ¥60.00。"
    assert "手机这一栏只减去了基础用掉的金额" in found.reasons[0]


def test_a_bill_that_has_not_gone_out_explains_the_difference_to_the_fen(front: Front) -> None:
    billed(front, RETURNING)
    found = compare(policy_of(front, RETURNING), "49590", NOW, ZH)
    assert found is not None
    assert found.reasons[0] == "正好是本机还没有送达的账单；送达后手机会跟着变。"
    other = compare(policy_of(front, RETURNING), "49000", NOW, ZH)
    assert other is not None
    assert other.word == "手机上少 ¥240.00。"
    assert other.reasons[0] == "本机有 ¥350.00 的账单还没有送达。"


def test_a_difference_names_the_time_of_our_figure_and_other_clinics(front: Front) -> None:
    found = compare(policy_of(front, RETURNING), "40000", NOW, ZH)
    assert found is not None
    assert "这里的数字是 10:30 的；其他门店之后的账单还没有算进来。" in found.reasons


def test_a_key_opens_the_panel_over_the_verdict_and_the_same_key_or_esc_closes_it(
    desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    read(desk_window, qtbot, RETURNING)
    press(desk_window, Qt.Key.Key_B, CTRL)
    assert panel(desk_window).shows_benefits
    assert "¥49,590.00" in words_on(panel(desk_window).benefits)
    press(desk_window, Qt.Key.Key_Escape)
    assert not panel(desk_window).shows_benefits
    assert desk_window.pages.check_in.case is not None
    press(desk_window, Qt.Key.Key_B, CTRL)
    press(desk_window, Qt.Key.Key_B, CTRL)
    assert not panel(desk_window).shows_benefits


def test_a_phone_that_differs_has_the_server_asked_once_more_and_stays_typed(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    read(desk_window, qtbot, RETURNING)
    press(desk_window, Qt.Key.Key_B, CTRL)
    phone = panel(desk_window).benefits.phone
    type_text(desk_window, "49000")
    assert phone.word == "手机上少 ¥590.00。"
    used = Counters(100_000, 160_000, {Category.PREVENTIVE: 40_000, Category.BASIC: 60_000})
    front.central.snapshots[:] = [replace(RETURNING, used=used, version=2)]
    phone.again.click()
    qtbot.waitUntil(lambda: shown(desk_window, qtbot).policy.snapshot.version == 2)
    assert panel(desk_window).shows_benefits
    assert phone.figure.text() == "49000"
    assert phone.word == "一致。"


def test_the_next_child_finds_the_panel_closed_and_the_field_empty(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    read(desk_window, qtbot, RETURNING)
    press(desk_window, Qt.Key.Key_B, CTRL)
    type_text(desk_window, "1")
    other = front.central.snapshots[5]
    desk_window.pages.check_in.read_text(other.person.member)
    qtbot.waitUntil(
        lambda: on_show(desk_window).policy.snapshot == other if desk_window.pages.check_in.case else False
    )
    assert not panel(desk_window).shows_benefits
    assert not panel(desk_window).benefits.phone.figure.text()
