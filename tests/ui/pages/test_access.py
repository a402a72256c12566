"""Every page and panel, in both languages: named, reached by Tab as it is read, and not cut when enlarged.

Enlarging is Qt's: at 150 % a screen of 1920 × 1080 has 1280 × 720 pixels for the window, at 200 % 960 × 540.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinic_terminal.application import settlement, signing, treatment
from clinic_terminal.application.acts import ActState, Answer, AnswerClass
from clinic_terminal.application.signing import Signing
from clinic_terminal.domain.consent import Relationship
from clinic_terminal.domain.eligibility import Snapshot
from clinic_terminal.domain.payment import Tender
from clinic_terminal.domain.visit import Visit
from clinic_terminal.settings import Language
from clinic_terminal.ui.pages.check_in import CheckInPage
from clinic_terminal.ui.window import TerminalWindow, build_window
from tests.build import ink
from tests.fakes.printers import FakePrinters, FilePapers
from tests.ui.access import against_reading, cut_texts, nameless, spoken, stops, walk
from tests.ui.pages.front import (
    ELSEWHERE,
    LETTER,
    RETURNING,
    TWO_DENTAL,
    UNBOOKED,
    Front,
    admitted,
    answer,
    billed,
    open_front,
    operator,
)
from tests.ui.pages.printing_bench import two_pages

SIZES = ((1366, 768), (1280, 720), (960, 540))
SMALLEST = SIZES[-1]


class Tour:
    """The window in one language, at work, with a few children in the house."""

    def __init__(self, front: Front, window: TerminalWindow, qtbot: QtBot) -> None:
        self.front, self.window, self.qtbot = front, window, qtbot

    def show(self, name: str) -> None:
        self.window.shell.show_page(name)
        self.settle()

    def settle(self) -> None:
        """Let everything that was asked for arrive and find its place."""
        arrived: list[None] = []
        self.front.desk.ask(lambda: None, arrived.append)
        self.qtbot.waitUntil(lambda: bool(arrived))
        QApplication.processEvents()

    def until(self, true: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(true, timeout=5_000)
        self.settle()

    def resize(self, width: int, height: int) -> None:
        self.window.resize(width, height)
        # A wrapped sentence may ask for more room once it knows its width, and so may what holds it.
        for _ in range(6):
            QApplication.processEvents()
        assert (self.window.width(), self.window.height()) == (width, height)

    def check(self, what: str) -> None:
        """Look at what is on the screen in every size, and go through it with Tab and back."""
        window = self.window
        faults = [f"nameless {one}" for one in nameless(window)]
        for size in SIZES:
            self.resize(*size)
            # Sentences that are still arriving take one more turn to find their place.
            with suppress(self.qtbot.TimeoutError):
                self.qtbot.waitUntil(lambda: not cut_texts(window), timeout=1_500)
            faults += [f"{size[0]} cut {one}" for one in cut_texts(window)]
        self.resize(*SIZES[0])
        faults += self._tab_faults()
        assert faults == [], what

    def _tab_faults(self) -> list[str]:
        window, page = self.window, self.window.page
        assert page is not None
        there, back = walk(window), walk(window, back=True)
        missed = [one for one in stops(window) if one not in {*there, *back}]
        starts = [n for n, one in enumerate(there) if not page.isAncestorOf(there[n - 1])]
        starts = starts or [min(range(len(there)), key=lambda n: there[n].mapTo(window, QPoint()).y())]
        round_trip = there[starts[-1] :] + there[: starts[-1]]
        ring = [one for one in round_trip if page.isAncestorOf(one)]
        faults = [f"not reached {one}" for one in spoken(missed)]
        return faults + [f"against reading {one}" for one in against_reading(ring, window)]


@pytest.fixture(params=[Language.ZH, Language.EN], ids=["zh", "en"])
def tour(request: pytest.FixtureRequest, app: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[Tour]:
    front = open_front(tmp_path / "terminal.db", request.param)
    folder = tmp_path / "papers"
    folder.mkdir()
    papers = FilePapers(folder, two_pages(tmp_path))
    front.desk.terminal = replace(front.desk.terminal, printers=FakePrinters(), papers=papers)
    window = build_window(front.desk, "练习")
    window.resize(*SIZES[0])
    window.show()
    window.activateWindow()
    app.processEvents()
    yield Tour(front, window, qtbot)
    window.close()
    window.deleteLater()
    front.close()
    app.processEvents()


@pytest.fixture
def at_work(tour: Tour) -> Tour:
    for number, one in enumerate((RETURNING, UNBOOKED, ELSEWHERE), 1):
        tour.front.expect(one, hours=number)
    tour.front.desk.sign_in(operator())
    tour.settle()
    return tour


def test_the_window_fits_a_large_screen_at_twice_the_size(tour: Tour) -> None:
    least = tour.window.minimumSize()
    assert (least.width(), least.height()) == SMALLEST
    tour.check("sign-in")


def test_every_page_as_it_is_found_in_the_morning(at_work: Tour) -> None:
    for name in at_work.window.pages.of_signed_in:
        at_work.show(name)
        at_work.check(name)


def test_the_verdicts_of_the_check_in(at_work: Tour) -> None:
    at_work.show("check-in")
    page = at_work.window.pages.check_in
    for one in (RETURNING, UNBOOKED, ELSEWHERE, LETTER):
        page.read_text(one.person.member)
        at_work.until(partial(_is_on_show, page, one))
        at_work.check(one.plan_name)
    page.body.panel.toggle_benefits()
    at_work.check("benefits")


def _is_on_show(page: CheckInPage, one: Snapshot) -> bool:
    return page.case is not None and page.case.policy.snapshot.chain == one.chain


def _treated(tour: Tour) -> Visit:
    visit = admitted(tour.front, TWO_DENTAL)
    for code, teeth in (("PV01", ()), ("BS07", ("84",))):
        treatment.add_item(tour.front.terminal, operator(), visit.id, code, teeth)
    return _stored(tour, visit)


def _stored(tour: Tour, visit: Visit) -> Visit:
    with tour.front.store.read() as uow:
        return uow.visits.get(visit.id)


def test_a_treatment_and_its_quote(at_work: Tour) -> None:
    at_work.front.desk.take_visit(_treated(at_work))
    at_work.show("treatment")
    page = at_work.window.pages.treatment
    at_work.until(lambda: page.chart is not None)
    at_work.check("treatment")
    page.bill_card.quote_button.click()
    at_work.until(lambda: page.quotes.is_open)
    at_work.check("quote")


def test_a_settlement_from_the_bill_to_the_money(at_work: Tour) -> None:
    front, visit = at_work.front, _treated(at_work)
    treatment.hand_to_desk(front.terminal, operator(), visit.id)
    front.desk.take_visit(_stored(at_work, visit))
    at_work.show("settle")
    page = at_work.window.pages.settle
    at_work.until(lambda: page.idle and page.primary is not None)
    at_work.check("settle")
    page.press()
    at_work.until(lambda: page.panel is not None and page.idle)
    at_work.check("signature")
    page.back()
    page.desk_side.sign_card.on_paper.click()
    at_work.until(lambda: page.guardian.paper_panel is not None)
    at_work.check("signature on paper")
    page.back()
    page.guardian.decline()
    at_work.settle()
    at_work.check("no signature")


def test_the_money_of_a_signed_bill(at_work: Tour) -> None:
    front, visit = at_work.front, _treated(at_work)
    treatment.hand_to_desk(front.terminal, operator(), visit.id)
    frozen = settlement.freeze(front.terminal, operator(), visit.id, online=True)
    given = Signing("测试家长", Relationship.MOTHER, ink(), 3_000, "zh")
    front.desk.take_visit(signing.sign(front.terminal, operator(), visit.id, frozen.digest, given))
    at_work.show("settle")
    page = at_work.window.pages.settle
    at_work.until(lambda: page.idle and page.primary is not None)
    page.press()
    at_work.until(lambda: page.money.is_open)
    for tender in (Tender.CASH, Tender.WECHAT):
        page.money.choose(tender)
        at_work.check(tender.value)
    page.money.owe()
    at_work.check("owed")


def test_what_is_done_with_a_finished_bill(at_work: Tour) -> None:
    at_work.front.desk.take_visit(billed(at_work.front, RETURNING))
    at_work.show("done")
    page = at_work.window.pages.done
    at_work.until(page.card.isVisible)
    at_work.check("done")
    for opened in (page.sides.open_money, page.sides.open_invoices, page.card.void_button.click):
        opened()
        at_work.settle()
        at_work.check(f"done, {opened.__name__}")
        page.back()
    at_work.show("print")
    printing = at_work.window.pages.print
    at_work.until(lambda: not printing.card.view.picture.isNull())
    at_work.check("print")
    printing.open_printers()
    at_work.settle()
    at_work.check("printers")


def test_a_queue_with_a_bill_that_was_refused(at_work: Tour) -> None:
    visit = billed(at_work.front, RETURNING)
    answer(at_work.front, visit.act, Answer(AnswerClass.FINAL, ActState.REJECTED, "BRAND_LOCKED", "不付"))
    at_work.front.desk.refresh()
    at_work.show("queue")
    page = at_work.window.pages.queue
    at_work.until(page.panel.isVisible)
    at_work.check("queue")
    page.open_follow_up()
    at_work.settle()
    at_work.check("follow-up")
    page.back()
    page.open_backups()
    at_work.settle()
    at_work.check("backups")
