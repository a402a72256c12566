"""Every check is there with its state, its evidence and its remedy, and the eye finds all of it at once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from clinic_terminal.domain.adjudication import CardState
from clinic_terminal.domain.coherence import contradictions
from clinic_terminal.domain.eligibility import Snapshot
from clinic_terminal.domain.gates import Basis, CheckCode, CheckState, Doubt, Source, Verdict, decide
from clinic_terminal.i18n import translator
from clinic_terminal.settings import resource
from clinic_terminal.ui.doubt_words import DOUBTS
from clinic_terminal.ui.terms import verdict_icon, verdict_tone, verdict_word
from clinic_terminal.ui.views.check_list import check_views, contradiction_text, evidence_text
from clinic_terminal.ui.widgets.checks import QuietRow
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.window import TerminalWindow
from tests.build import DENTAL, NOW, question, snapshot
from tests.ui.pages.checking import is_cut, known, on_show, panel, read, tasks
from tests.ui.pages.front import (
    EDITION,
    ELSEWHERE,
    EXPIRED,
    GREYED,
    LETTER,
    RETURNING,
    UNBOOKED,
    Front,
    billed,
    words_on,
)

ZH = translator("zh_CN")


def test_each_verdict_has_a_word_a_sign_and_offline_a_colour_of_its_own() -> None:
    assert len({verdict_word(one, ZH) for one in Verdict}) == len(Verdict)
    signs = {verdict_icon(one) for one in Verdict}
    assert len(signs) == len(Verdict)
    assert all(resource("icons", f"{sign}.svg").is_file() for sign in signs)
    assert verdict_tone(Verdict.BILLABLE_OFFLINE) is Tone.OFFLINE
    assert verdict_tone(Verdict.BILLABLE) is Tone.OK


@pytest.mark.parametrize(
    ("basis", "said"),
    [
        (Basis(Source.SERVER, NOW, 12), "服务商 10:30 联网核验"),
        (Basis(Source.SNAPSHOT, NOW - timedelta(hours=2), 12), "离线资料，2 小时前"),
        (Basis(Source.SNAPSHOT, NOW - timedelta(minutes=5), 3), "离线资料，5 分钟前"),
        (Basis(Source.SNAPSHOT, NOW - timedelta(days=3), 3), "离线资料，3 天前"),
        (Basis(Source.SNAPSHOT, NOW, 3), "离线资料，刚刚"),
        (Basis(Source.QUEUE, NOW, 3), "本机待送出的账单"),
        (Basis(Source.CARD), "电子卡与服务商资料对照"),
        (Basis(Source.DESK), "柜台核对"),
    ],
)
def test_evidence_says_who_and_when(basis: Basis, said: str) -> None:
    assert evidence_text(basis, NOW, ZH) == said


def test_the_version_of_the_data_is_for_the_tool_tip_alone(desk_window: TerminalWindow, qtbot: QtBot) -> None:
    read(desk_window, qtbot, RETURNING)
    checks = panel(desk_window).checks
    assert "版" not in words_on(checks)
    policy = next(view for view in checks.checks if view.key == "POLICY")
    assert policy.version == f"服务商资料第 {RETURNING.version} 版"
    assert policy.version in policy.sentence
    document = next(view for view in checks.checks if view.key == "IDENTITY")
    assert document.version == ""


def test_nothing_is_green_that_rests_on_data_too_old_or_on_items_not_chosen_yet() -> None:
    old = snapshot(as_of=NOW - timedelta(hours=100))
    decision = decide(question(old, online=False, now=NOW))
    assert decision.cause is Doubt.DATA_TOO_OLD
    views = check_views(decision, EDITION, NOW, ZH)
    assert not [view.key for view in views if view.tone is Tone.OK]
    fresh = {view.key: view for view in check_views(decide(question(snapshot())), EDITION, NOW, ZH)}
    assert fresh["CARD"].tone is Tone.OK
    assert (fresh["DUPLICATE"].tone, fresh["DUPLICATE"].detail) == (Tone.NEUTRAL, "开单时核对")


@pytest.mark.parametrize("one", [RETURNING, UNBOOKED, ELSEWHERE, GREYED, EXPIRED, LETTER])
def test_no_check_is_left_out_and_each_can_be_heard_with_its_evidence(
    desk_window: TerminalWindow, qtbot: QtBot, one: Snapshot
) -> None:
    case = read(desk_window, qtbot, one)
    views = panel(desk_window).checks.checks
    assert sorted(view.key for view in views) == sorted(check.code.value for check in case.decision.checks)
    assert all(view.detail and view.evidence for view in views)
    failed = {check.code.value for check in case.decision.checks if check.state is CheckState.FAIL}
    assert {view.key for view in views if not view.quiet} == failed
    for line in panel(desk_window).checks.findChildren(QuietRow):
        assert line.accessibleName()
        assert line.accessibleDescription()
        assert line.toolTip()


def test_what_rests_on_a_bill_that_waits_here_says_so(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    billed(front, RETURNING)
    case = read(desk_window, qtbot, RETURNING)
    pool = case.check(CheckCode.POOL)
    assert pool is not None
    assert pool.basis.source is Source.QUEUE
    assert "本机待送出的账单" in words_on(panel(desk_window).checks)


def test_every_contradiction_that_the_rules_know_has_words() -> None:
    broken = snapshot(
        used=replace(snapshot().used, pool_fen=DENTAL.pool_fen + 1, covered_fen=1, deductible_fen=-1),
        lock=replace(RETURNING.lock, since=NOW.date() + timedelta(days=9)) if RETURNING.lock else None,
        plan="OTHER",
    )
    names = contradictions(broken, DENTAL)
    assert len(names) >= 4
    for name in names:
        assert contradiction_text(name, ZH) != "资料前后对不上"
    assert contradiction_text("SOMETHING_NEW", ZH) == "资料前后对不上"


def test_the_check_of_broken_data_names_what_is_broken() -> None:
    broken = snapshot(used=replace(snapshot().used, pool_fen=DENTAL.pool_fen + 1))
    decision = decide(question(broken))
    first = check_views(decision, EDITION, NOW, ZH)[0]
    assert (first.key, first.tone, first.quiet) == ("DATA", Tone.WARN, False)
    assert "已用的比共享额度还多" in first.detail


def test_what_fails_beside_the_first_has_the_tone_of_its_own_and_says_what_to_do() -> None:
    two = snapshot(card=CardState.UNBOUND, lock=None, booking_ref="")
    decision = decide(question(two))
    card, visit = check_views(decision, EDITION, NOW, ZH)[:2]
    assert (card.key, card.tone, card.code) == ("CARD", Tone.STOP, "代码 CARD_UNBOUND")
    assert (visit.key, visit.tone, visit.code) == ("FIRST_VISIT", Tone.WARN, "")
    assert "登记预约编号" in visit.remedy


@pytest.mark.parametrize("doubt", list(Doubt))
def test_every_doubt_has_its_words(doubt: Doubt) -> None:
    words = DOUBTS[doubt]
    assert words.short
    assert words.whole
    assert words.remedy


def areas_around(widget: QWidget) -> list[QScrollArea]:
    """Return everything that could be scrolled to see the widget whole."""
    found = []
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            found.append(above)
        above = above.parentWidget()
    return found


@pytest.mark.parametrize("one", [RETURNING, UNBOOKED, ELSEWHERE, GREYED, EXPIRED])
def test_the_whole_verdict_is_in_sight_without_scrolling(
    app: QApplication, front: Front, desk_window: TerminalWindow, qtbot: QtBot, one: Snapshot
) -> None:
    known(front, one)
    desk_window.resize(QSize(1366, 768))
    read(desk_window, qtbot, one)
    app.processEvents()
    assert on_show(desk_window).policy.snapshot == one
    for part in (panel(desk_window).checks, tasks(desk_window), panel(desk_window).left):
        areas = areas_around(part)
        assert areas
        assert not any(is_cut(part, area.viewport()) for area in areas), type(part).__name__
