"""A verdict that lets nobody in offers what costs the family least: another policy, the right branch."""

from dataclasses import replace

from pytestqt.qtbot import QtBot

from clinic_terminal.application.paper_orders import PaperKind
from clinic_terminal.domain.adjudication import CardState
from clinic_terminal.domain.eligibility import Snapshot
from clinic_terminal.ui.views.case import Mode
from clinic_terminal.ui.views.check_in import ecard, verdict_view
from clinic_terminal.ui.views.help import Offer
from clinic_terminal.ui.window import TerminalWindow
from tests.build import NOW
from tests.ui.pages.bench import settled
from tests.ui.pages.checking import on_show, panel, read, shown, tasks
from tests.ui.pages.front import (
    ELSEWHERE,
    GREYED,
    NEARLY_EMPTY,
    RETURNING,
    TWO_DENTAL,
    TWO_GROWTH,
    UNBOOKED,
    Front,
    words_on,
)

UNBOUND = replace(UNBOOKED, card=CardState.UNBOUND)


def outside(one: Snapshot) -> Snapshot:
    """Return the policy as one that this branch does not bill for."""
    return replace(one, network=())


def offers(window: TerminalWindow) -> list[str]:
    """Return what the buttons below the refusal do."""
    found = tasks(window).help.findChildren(type(panel(window).wait))
    return [str(one.property("offer")) for one in found if one.property("offer") and one.isVisible()]


def test_another_policy_that_works_here_is_offered_before_a_way_across_town(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    front.central.snapshots[:] = [outside(TWO_DENTAL), TWO_GROWTH]
    page = desk_window.pages.check_in
    page.read_text(TWO_DENTAL.person.member)
    qtbot.waitUntil(lambda: page.body.is_choosing)
    page.choose_policy(0)
    assert shown(desk_window, qtbot).mode is Mode.REFUSED
    said = words_on(tasks(desk_window).help)
    assert "您还有一份“练习成长计划”可以直付" in said
    assert said.index("换成“练习成长计划”") < said.index("全部自费")
    assert offers(desk_window) == ["POLICY", "CLINICS"]
    page.admission.take_offer(Offer.POLICY)
    assert on_show(desk_window).policy.snapshot.plan == "GROWTH"
    assert on_show(desk_window).mode is Mode.BILLABLE


def test_a_policy_that_fails_too_is_not_offered(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    front.central.snapshots[:] = [outside(TWO_DENTAL), replace(TWO_GROWTH, card=CardState.GREYED)]
    page = desk_window.pages.check_in
    page.read_text(TWO_DENTAL.person.member)
    qtbot.waitUntil(lambda: page.body.is_choosing)
    page.choose_policy(0)
    assert shown(desk_window, qtbot).other_ways == ()
    assert offers(desk_window) == ["CLINICS"]


def test_a_child_of_our_brand_is_sent_to_our_own_branches(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    front.central.snapshots[:] = [outside(RETURNING)]
    case = read(desk_window, qtbot, outside(RETURNING))
    assert case.lock.kind == "OURS"
    said = words_on(tasks(desk_window).help)
    assert f"去“{case.lock.brand}”在网络内的门店" in said
    assert f"请到{case.lock.brand}能直付的门店" in said
    admission = desk_window.pages.check_in.admission
    with qtbot.waitSignal(admission.clinics_wanted) as wanted:
        admission.take_offer(Offer.CLINICS)
    assert wanted.args == [RETURNING.plan, case.lock.brand]


def test_an_unbound_card_promises_no_more_than_is_true(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    front.central.snapshots[:] = [UNBOUND, replace(RETURNING, card=CardState.UNBOUND)]
    read(desk_window, qtbot, UNBOUND)
    said = words_on(tasks(desk_window).help)
    assert "再打电话预约，两样都好了就能直付" in said
    assert "二维码" not in said
    assert offers(desk_window) == ["AGAIN"], "without a visit there is no paper about it"
    read(desk_window, qtbot, RETURNING)
    qtbot.waitUntil(lambda: on_show(desk_window).policy.snapshot.person == RETURNING.person)
    assert "预约" not in words_on(tasks(desk_window).help)


def test_the_paper_on_binding_is_shown_for_a_child_of_the_board(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    front.central.snapshots[:] = [UNBOUND]
    visit = front.expect(UNBOUND)
    desk_window.desk.take_visit(visit)
    desk_window.shell.show_page("check-in")
    shown(desk_window, qtbot)
    assert offers(desk_window) == ["SLIP", "AGAIN"]
    desk_window.pages.check_in.admission.take_offer(Offer.SLIP)
    options = desk_window.pages.print.options
    settled(qtbot, lambda: options.wish is not None and options.wish.kind is PaperKind.BINDING)
    assert desk_window.page is desk_window.pages.print
    settled(qtbot, lambda: not front.tasks.busy)


def test_only_an_unpaid_amount_greys_the_card(desk_window: TerminalWindow, qtbot: QtBot) -> None:
    words = desk_window.desk.words
    assert not ecard(read(desk_window, qtbot, ELSEWHERE), words).void
    read(desk_window, qtbot, GREYED)
    qtbot.waitUntil(lambda: on_show(desk_window).policy.snapshot.person == GREYED.person)
    case = on_show(desk_window)
    assert ecard(case, words).void
    assert ecard(replace(case, confirming=True), words).void


def test_the_banner_says_what_the_family_pays_beside_its_share(
    desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    words = desk_window.desk.words
    case = read(desk_window, qtbot, RETURNING)
    assert verdict_view(case, NOW, words).sub == "家长只付自付部分和责任外的费用，签字即可离开。"
    read(desk_window, qtbot, NEARLY_EMPTY)
    qtbot.waitUntil(lambda: on_show(desk_window).policy.snapshot.person == NEARLY_EMPTY.person)
    few = on_show(desk_window)
    assert "额度只剩 ¥180.00，超出的也由家长今天支付。" in verdict_view(few, NOW, words).sub
    used = replace(few.policy.standing.used, pool_fen=few.policy.edition.plan.pool_fen)
    none = replace(few, policy=replace(few.policy, standing=replace(few.policy.standing, used=used)))
    assert verdict_view(none, NOW, words).sub == "共享额度已用完，今天的费用都由家长支付。"
