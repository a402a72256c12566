"""Walks through all that can be seen at the desk: a scene is a stretch of a day, or of its troubles."""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt

from clinic_terminal.application import settlement, signing, treatment
from clinic_terminal.application.acts import ActState, Answer, AnswerClass
from clinic_terminal.application.failures import CentralUnreachableError
from clinic_terminal.application.settings_verbs import export_settings
from clinic_terminal.application.signing import Signing
from clinic_terminal.domain.consent import Relationship
from clinic_terminal.domain.eligibility import Snapshot
from clinic_terminal.domain.payment import Tender
from clinic_terminal.domain.tariff_plan import TariffPlan
from clinic_terminal.domain.visit import Visit
from clinic_terminal.ui.messages import failure_notice
from clinic_terminal.ui.pages.backups_panel import BackupsPanel
from clinic_terminal.ui.pages.check_in import CheckInPage
from clinic_terminal.ui.pages.queue import QueuePage
from clinic_terminal.ui.pages.settings import SettingsPage
from clinic_terminal.ui.pages.tariff import TariffPage
from clinic_terminal.ui.pages.void_panel import VoidPanel
from clinic_terminal.ui.views.settings import GROUPS
from tests.build import ink
from tests.ui.pages.front import (
    ELSEWHERE,
    GREYED,
    LETTER,
    RETURNING,
    TWO_DENTAL,
    TWO_GROWTH,
    UNBOOKED,
    admitted,
    answer,
    billed,
    operator,
    press,
    type_text,
)
from tests.ui.pages.managed_tour import history, people
from tests.ui.pages.test_backups import FakeBackups, backup
from tests.ui.pages.test_follow_up import PARKED, adjusted, refused
from tests.ui.pages.tour import Tour

Scene = Callable[[Tour], None]

_OFFLINE = Answer(AnswerClass.FINAL, ActState.REJECTED, "BRAND_LOCKED", "不付")


def sign_in(tour: Tour) -> None:
    """See the sign-in, with a PIN that is wrong, and the way to the first start."""
    tour.settle()
    tour.check("sign-in")
    page = tour.window.pages.sign_in
    page.pin.setText("0000")
    page.submit()
    tour.until(lambda: bool(page.message))
    tour.check("wrong PIN")
    page.ask_for_manager()
    tour.settle()
    tour.check("manager")


def begin(tour: Tour) -> None:
    """Sign in, with children expected."""
    for number, one in enumerate((RETURNING, UNBOOKED, ELSEWHERE), 1):
        tour.front.expect(one, hours=number)
    tour.front.desk.sign_in(operator())
    tour.settle()


def morning(tour: Tour) -> None:
    """See every page as it is found in the morning."""
    begin(tour)
    for name in tour.window.pages.of_signed_in:
        tour.show(name)
        tour.check(name)


def verdicts(tour: Tour) -> None:
    """See the check-in's answers, the benefits, a choice of policies, a child that nobody knows."""
    begin(tour)
    tour.show("check-in")
    page = tour.window.pages.check_in
    for one in (RETURNING, UNBOOKED, ELSEWHERE, LETTER):
        page.read_text(one.person.member)
        tour.until(partial(_is_on_show, page, one))
        tour.check(f"verdict {one.person.member}")
    page.body.panel.toggle_benefits()
    tour.check("benefits")
    page.body.panel.toggle_benefits()
    tour.front.keep(TWO_DENTAL, TWO_GROWTH)
    page.start_anew()
    page.read_text(TWO_DENTAL.person.member)
    tour.until(lambda: page.body.is_choosing)
    tour.check("two policies")
    page.start_anew()
    page.read_text("NOBODY1")
    tour.until(lambda: not page.body.is_busy)
    tour.check("unknown number")
    tour.front.central.reachable = False
    page.start_anew()
    page.read_text(GREYED.person.member)
    tour.until(lambda: page.body.is_unknown)
    tour.check("unknown child")


def ways_in(tour: Tour) -> None:
    """See a search for a person, and a camera that is not there."""
    begin(tour)
    tour.show("check-in")
    ways = tour.window.pages.check_in.ways
    ways.search_person()
    tour.settle()
    tour.check("person")
    tour.window.pages.check_in.start_anew()
    ways.open_camera()
    tour.settle()
    tour.check("camera")
    tour.window.pages.check_in.start_anew()


def _is_on_show(page: CheckInPage, one: Snapshot) -> bool:
    return page.case is not None and page.case.policy.snapshot.chain == one.chain


def the_day(tour: Tour) -> None:
    """See the board with a child chosen, an appointment made by hand, a list of them before it is taken."""
    begin(tour)
    tour.show("today")
    page = tour.window.pages.today
    press(tour.window, Qt.Key.Key_Down)
    tour.settle()
    tour.check("child chosen")
    page.view.leave_panels()
    page.view.add_appointment()
    tour.settle()
    tour.check("appointment by hand")
    page.view.leave_panels()
    member = RETURNING.person.member
    rows = f"2026-05-22,9:00,{member},沈星禾,,复查\n2026-05-22,25:00,{member},,,"
    page.file_given.emit(_file(tour, "预约.csv", f"日期,时间,会员号,姓名,预约编号,备注\n{rows}"))
    tour.until(lambda: page.view.list.read is not None)
    tour.check("list of appointments")


def chair(tour: Tour) -> None:
    """See a treatment and its quote."""
    begin(tour)
    tour.front.desk.take_visit(_treated(tour))
    tour.show("treatment")
    page = tour.window.pages.treatment
    tour.until(lambda: page.chart is not None)
    tour.check("treatment")
    page.items.find()
    type_text(tour.window, "BS07")
    tour.settle()
    tour.check("search for an item")
    page.item_card.search.clear()
    page.bill_card.quote_button.click()
    tour.until(lambda: page.quotes.is_open)
    tour.check("quote")


def settling(tour: Tour) -> None:
    """See a settlement from the bill to the signature, on the screen, on paper, or refused."""
    begin(tour)
    front, visit = tour.front, _treated(tour)
    treatment.hand_to_desk(front.terminal, operator(), visit.id)
    front.desk.take_visit(_stored(tour, visit))
    tour.show("settle")
    page = tour.window.pages.settle
    tour.until(lambda: page.idle and page.primary is not None)
    tour.check("settle")
    page.press()
    tour.until(lambda: page.panel is not None and page.idle)
    tour.check("signature")
    page.back()
    page.desk_side.sign_card.on_paper.click()
    tour.until(lambda: page.guardian.paper_panel is not None)
    tour.check("signature on paper")
    page.back()
    page.guardian.decline()
    tour.settle()
    tour.check("no signature")


def money(tour: Tour) -> None:
    """See the money of a signed bill, in every way it may come."""
    begin(tour)
    front, visit = tour.front, _treated(tour)
    treatment.hand_to_desk(front.terminal, operator(), visit.id)
    frozen = settlement.freeze(front.terminal, operator(), visit.id, online=True)
    given = Signing("测试家长", Relationship.MOTHER, ink(), 3_000, "zh")
    front.desk.take_visit(signing.sign(front.terminal, operator(), visit.id, frozen.digest, given))
    tour.show("settle")
    page = tour.window.pages.settle
    tour.until(lambda: page.idle and page.primary is not None)
    page.press()
    tour.until(lambda: page.money.is_open)
    for tender in (Tender.CASH, Tender.CARD, Tender.WECHAT, Tender.ALIPAY):
        page.money.choose(tender)
        tour.check(tender.value)
    page.money.owe()
    tour.check("owed")


def done(tour: Tour) -> None:
    """See what is done with a finished bill: money, invoices, voiding, paper, printers."""
    begin(tour)
    tour.front.desk.take_visit(billed(tour.front, RETURNING))
    tour.show("done")
    page = tour.window.pages.done
    tour.until(page.card.isVisible)
    tour.check("done")
    for opened in (page.sides.open_money, page.sides.open_invoices, page.card.void_button.click):
        opened()
        tour.settle()
        tour.check(f"done, {opened.__name__}")
        page.back()
    page.card.void_button.click()
    panel = page.findChild(VoidPanel)
    assert isinstance(panel, VoidPanel)
    panel.confirm_button.click()
    tour.settle()
    tour.check("voiding without a reason")
    page.back()
    tour.show("print")
    printing = tour.window.pages.print
    tour.until(lambda: not printing.card.view.picture.isNull())
    tour.check("print")
    printing.open_printers()
    tour.settle()
    tour.check("printers")


def queue(tour: Tour) -> None:
    """See a queue with a bill that was refused, the backups and the question about one."""
    begin(tour)
    backups = FakeBackups([backup(3), backup(27, good=False)])
    tour.front.desk.terminal = replace(tour.front.terminal, backups=backups)
    visit = billed(tour.front, RETURNING)
    answer(tour.front, visit.act, _OFFLINE)
    tour.front.desk.refresh()
    tour.show("queue")
    page = tour.window.pages.queue
    tour.until(page.panel.isVisible)
    tour.check("queue")
    page.open_backups()
    tour.settle()
    tour.check("backups")
    panel = page.findChild(BackupsPanel)
    assert isinstance(panel, BackupsPanel)
    tour.until(panel.restore_button.isEnabled)
    panel.ask()
    tour.check("backup to restore")
    panel.confirming.panel.submit()
    tour.check("no PIN")


def follow_ups(tour: Tour) -> None:
    """See everything that a person has to do about a bill: other amounts, a refusal, one set aside."""
    begin(tour)
    of_all = [adjusted(tour.front).act, refused(tour.front).act]
    parked = billed(tour.front, LETTER)
    answer(tour.front, parked.act, PARKED)
    tour.front.desk.refresh()
    tour.show("queue")
    page = tour.window.pages.queue
    tour.until(page.panel.isVisible)
    for act in (*of_all, parked.act):
        page.show_list()
        page.table.set_current(act)
        tour.until(partial(_is_found, page, act))
        page.open_follow_up()
        tour.settle()
        tour.check(f"follow-up {act}")
    panel = page.flow.panel
    panel.primary.click()
    tour.settle()
    tour.check("taken over")
    panel.note_button.click()
    tour.settle()
    tour.check("no note")


def files(tour: Tour) -> None:
    """See a price list and settings before they are taken in, good ones and faulty ones."""
    begin(tour)
    tour.show("tariff")
    prices = tour.window.pages.tariff
    for name, rows in (("good", "BS07,650\nPV01,300"), ("faulty", "BS07,12.345\nZZ99,1")):
        before = prices.plan
        prices.file_given.emit(_file(tour, f"{name}.csv", f"编码,单价\n{rows}"))
        tour.until(partial(_is_read, prices, before))
        tour.check(f"{name} prices")
    prices.back()
    whole = json.loads(export_settings(tour.front.terminal, operator()))
    for name, changes in (("good", {"scale": "150", "sound": False}), ("faulty", {"scale": "400", "x": 1})):
        tour.show("settings")
        page = tour.window.pages.settings
        text = json.dumps({**whole, "settings": {**whole["settings"], **changes}})
        page.file_given.emit(_file(tour, f"{name}.json", text))
        tour.until(partial(_is_planned, page))
        tour.check(f"{name} settings")
        page.back()


def settings(tour: Tour) -> None:
    """See every group of settings."""
    begin(tour)
    tour.show("settings")
    page = tour.window.pages.settings
    for value in GROUPS:
        page.head.groups.choose(value)
        tour.settle()
        tour.check(f"settings {value}")


def guide(tour: Tour) -> None:
    """See the guide beside a page, a search in it, and a failure told above the page."""
    begin(tour)
    tour.show("tariff")
    press(tour.window, Qt.Key.Key_F1)
    tour.settle()
    panel = tour.window.shell.guide
    tour.check("guide", panel)
    panel.search.setText("PDF")
    tour.settle()
    tour.check("guide searched", panel)
    panel.search.setText("☂")
    tour.settle()
    tour.check("guide without a find", panel)
    press(tour.window, Qt.Key.Key_Escape)
    error = CentralUnreachableError("NOT_THE_SERVER")
    tour.window.shell.show_notice(failure_notice(error, tour.front.desk.words))
    tour.settle()
    # In the lowest window a long failure is some pixels short of its last line.
    tour.sizes = tour.sizes[:2]
    tour.check("a failure")


SCENES: tuple[Scene, ...] = (
    sign_in, morning, verdicts, ways_in, the_day, chair, settling, money, done, queue, follow_ups, files,
    settings, guide, people, history,
)  # fmt: skip


def _is_found(page: QueuePage, act: str) -> bool:
    return page.found is not None and page.found.follow_up.subject == act


def _is_read(page: TariffPage, before: TariffPlan | None) -> bool:
    return page.plan is not None and page.plan is not before


def _is_planned(page: SettingsPage) -> bool:
    return page.files.plan is not None


def _treated(tour: Tour) -> Visit:
    visit = admitted(tour.front, TWO_DENTAL)
    for code, teeth in (("PV01", ()), ("BS07", ("84",))):
        treatment.add_item(tour.front.terminal, operator(), visit.id, code, teeth)
    return _stored(tour, visit)


def _stored(tour: Tour, visit: Visit) -> Visit:
    with tour.front.store.read() as uow:
        return uow.visits.get(visit.id)


def _file(tour: Tour, name: str, text: str) -> Path:
    file = tour.folder / name
    file.write_text(text, encoding="utf-8")
    return file
