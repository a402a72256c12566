"""The brand lock on the screen: not chosen yet, ours, another's, exempt, or not held at all."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from clinic_terminal.application.ports import PlanEdition
from clinic_terminal.domain.eligibility import PastVisit, Snapshot
from clinic_terminal.domain.identity import IdDocument
from clinic_terminal.domain.plan import BrandLockRule, Category
from clinic_terminal.ui.views.case import Mode, Step
from clinic_terminal.ui.views.help import Offer
from clinic_terminal.ui.widgets.buttons import GhostButton
from clinic_terminal.ui.window import TerminalWindow
from tests.build import CLINIC, DENTAL
from tests.ui.pages.checking import check, known, on_show, panel, read, tasks
from tests.ui.pages.front import EDITION, ELSEWHERE, RETURNING, UNBOOKED, Front, press, words_on

BOOKED = replace(UNBOOKED, booking_ref="YY-20731")


def knows(front: Front, one: Snapshot) -> None:
    """Have the server know this of the child."""
    front.central.snapshots[:] = [one]


def page_name(window: TerminalWindow) -> str:
    return window.page.name if window.page else ""


def has_plan(front: Front, lock: BrandLockRule) -> None:
    """Have the dental plan lock brands in another way."""
    edition: PlanEdition = replace(EDITION, plan=replace(DENTAL, brand_lock=lock))
    with front.store.begin() as uow:
        uow.memory.put_plan(edition)


def test_a_first_visit_has_the_family_told_before_it_binds_them(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    knows(front, BOOKED)
    known(front, BOOKED)
    read(desk_window, qtbot, BOOKED)
    press(desk_window, Qt.Key.Key_4)
    assert on_show(desk_window).step is Step.BRAND
    said = words_on(tasks(desk_window).brand)
    assert "这次直付后将选定“小鹿口腔”，本保单期内不能转到其他品牌。" in said
    assert "这份保险就选定小鹿口腔了，一直到 2026 年 12 月 31 日" in said
    assert not panel(desk_window).primary.isEnabled()
    press(desk_window, Qt.Key.Key_Return)
    assert desk_window.page is desk_window.pages.check_in
    press(desk_window, Qt.Key.Key_1)
    assert on_show(desk_window).told
    assert panel(desk_window).primary.isEnabled()
    press(desk_window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk_window.page is desk_window.pages.treatment)
    qtbot.waitUntil(lambda: not front.tasks.busy)


def test_our_lock_names_the_visit_that_made_it(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    first = PastVisit(date(2026, 2, 1), "小鹿口腔·西湖诊所", Category.PREVENTIVE, 0)
    knows(front, replace(RETURNING, history=(*RETURNING.history, first)))
    read(desk_window, qtbot, RETURNING)
    assert "已选定本品牌：2026-02-01 在小鹿口腔·西湖诊所首诊" in words_on(tasks(desk_window).brand)
    assert check(desk_window, "BRAND").detail == "小鹿口腔，自 2026-02-01 起"
    assert Step.BRAND not in on_show(desk_window).steps


def test_a_lock_elsewhere_says_where_since_when_and_what_the_family_can_do(
    desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    assert read(desk_window, qtbot, ELSEWHERE).mode is Mode.REFUSED
    assert "自 2026-02-16 起在“晴空儿童齿科”就诊" in words_on(panel(desk_window).banner)
    said = words_on(tasks(desk_window).help)
    assert "去任何一家“晴空儿童齿科”：可以直付" in said
    assert "家长致电热线更正" in said
    assert "全部自费，之后不能报销" in said


def test_the_clinics_of_the_other_brand_are_one_press_away(desk_window: TerminalWindow, qtbot: QtBot) -> None:
    read(desk_window, qtbot, ELSEWHERE)
    wanted: list[tuple[str, str]] = []
    desk_window.pages.check_in.admission.clinics_wanted.connect(lambda *what: wanted.append(what))
    buttons = tasks(desk_window).help.findChildren(GhostButton)
    finder = next(one for one in buttons if one.isVisible() and one.property("offer") == Offer.CLINICS)
    assert finder.text() == "查找“晴空儿童齿科”的诊所"
    finder.click()
    assert wanted == [(DENTAL.code, "晴空儿童齿科")]
    assert page_name(desk_window) == "network"
    press(desk_window, Qt.Key.Key_Escape)
    assert page_name(desk_window) == "check-in"
    assert on_show(desk_window).mode is Mode.REFUSED


def test_an_exempt_brand_bills_in_spite_of_a_lock_and_leaves_it_alone(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    has_plan(front, BrandLockRule(True, frozenset({CLINIC.brand})))
    known(front, ELSEWHERE)
    assert read(desk_window, qtbot, ELSEWHERE).mode is Mode.BILLABLE
    assert "本品牌不受锁定限制；家长选定的“晴空儿童齿科”不变" in words_on(tasks(desk_window).brand)
    assert on_show(desk_window).steps == (Step.IDENTITY,)


def test_a_plan_without_a_lock_shows_nothing_of_it(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    has_plan(front, BrandLockRule(False))
    knows(front, BOOKED)
    assert read(desk_window, qtbot, BOOKED).lock.kind == "OFF"
    assert not tasks(desk_window).brand.isVisible()
    assert check(desk_window, "BRAND").detail == "该计划不锁定品牌"


@pytest.mark.parametrize("told", [True, False])
def test_who_is_registered_was_told(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot, *, told: bool
) -> None:
    knows(front, BOOKED)
    known(front, BOOKED)
    read(desk_window, qtbot, BOOKED)
    tasks(desk_window).choose_document(IdDocument.RESIDENT_ID)
    if told:
        press(desk_window, Qt.Key.Key_1)
    assert panel(desk_window).wait.isEnabled() is told
