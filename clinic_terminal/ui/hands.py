"""The hands at the desk: what receptionist, dentist and guardian do, by real keys in the real window."""

from collections.abc import Callable
from functools import partial
from math import pi, sin
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from clinic_terminal.domain.consent import Relationship
from clinic_terminal.domain.identity import IdDocument, Identity
from clinic_terminal.domain.visit import Stage, Visit
from clinic_terminal.ui.pages.check_in import CheckInPage
from clinic_terminal.ui.pages.identity_card import ACCEPT_KEY
from clinic_terminal.ui.theatre import Theatre
from clinic_terminal.ui.views.case import Step
from clinic_terminal.ui.views.settle import Step as SettleStep
from clinic_terminal.ui.window import TerminalWindow

_ENTER = Qt.Key.Key_Return


class Hands:
    """Small verbs; each waits until the window shows that it is done."""

    def __init__(self, theatre: Theatre, window: TerminalWindow) -> None:
        self.theatre = theatre
        self.window = window

    def sign_in(self, number: int, pin: str) -> None:
        """Choose the operator at ``number`` (from 1) and type the PIN."""
        page = self.window.pages.sign_in
        self.theatre.until("the operators", lambda: bool(page.tiles.findChildren(QPushButton)))
        self.theatre.press(self.window, Qt.Key(Qt.Key.Key_0 + number))
        self.theatre.type(page.pin, pin)
        self.go_on("that signs in")
        self.theatre.until("the board of today", lambda: self.shown() == "today")

    def look_at(self, card: Path) -> CheckInPage:
        """Show an e-card's picture to the check-in page and wait for a verdict or a choice of policies."""
        self.theatre.press(self.window, Qt.Key.Key_F3)
        self.theatre.until("the check-in page", lambda: self.shown() == "check-in")
        page = self.window.pages.check_in
        page.start_anew()
        page.read_picture(card)
        body = page.body
        self.theatre.until("an answer", lambda: page.case is not None or body.is_choosing or body.is_unknown)
        self.theatre.pause()
        return page

    def scan(self, card: Path) -> CheckInPage:
        """Show an e-card's picture to the check-in page and wait for the verdict."""
        page = self.look_at(card)
        self.theatre.until("a verdict", lambda: page.case is not None)
        return page

    def go_on(self, what: str) -> None:
        """Press Enter once the page's primary button may be pressed; ``what`` names the step."""
        self.theatre.until(f"the button {what}", self._may_go_on)
        self.theatre.press(self.window, _ENTER)

    def _may_go_on(self) -> bool:
        page = self.window.shell.page
        button = page.primary if page else None
        return button is not None and button.isEnabled() and button.isVisible()

    def let_in(self, document: IdDocument, number: str = "") -> None:
        """Show a document, answer what else is asked of a new family, and send the child to the chair."""
        self.show_document(document, number)
        self.answer(Relationship.MOTHER)
        self.go_on("that starts the treatment")
        page = self.window.pages.treatment
        self.theatre.until("the chart", lambda: self.shown() == "treatment" and page.chart is not None)
        self.theatre.pause()

    def show_document(self, document: IdDocument, number: str = "") -> None:
        """Say which document was seen; where it is new here, type its number, or go on without it."""
        page = self.window.pages.check_in
        card = page.body.panel.tasks.identity
        self._digit(list(IdDocument).index(document) + 1)
        self.theatre.until("the document's turn", lambda: card.wants_number or self._identity() is not None)
        if card.wants_number:
            self.theatre.type(card.number, number)
            self.go_on("that looks at the document")
            self.theatre.until("the document", lambda: self._identity() is not None)

    def accept_document(self) -> None:
        """Go on with a document that does not fit."""
        self._digit(ACCEPT_KEY)
        self.theatre.until("the acceptance", lambda: bool((seen := self._identity()) and seen.accepted))

    def _identity(self) -> Identity | None:
        case = self.window.pages.check_in.case
        return case.identity if case else None

    def answer(self, guardian: Relationship, look: Callable[[Step], None] | None = None) -> None:
        """Answer every question that is open; ``look`` is called before each."""
        page = self.window.pages.check_in
        while page.case is not None and (step := page.case.step) in {Step.CONSENT, Step.BRAND}:
            if look is not None and step is not None:
                look(step)
            if step is Step.CONSENT:
                self._digit(list(Relationship).index(guardian) + 1)
                self.go_on("by which the guardian agrees")
            else:
                self._digit(1)
            self.theatre.until("the answer", partial(_is_past, page, step))

    def write_down(self, reference: str) -> None:
        """Type what the hotline said, and have it released."""
        page = self.window.pages.check_in
        self.theatre.type(page.body.panel.tasks.hotline.reference, reference)
        self.go_on("that writes the answer down")
        self.theatre.until("the release", lambda: page.case is not None and page.case.is_admitted)

    def _digit(self, number: int) -> None:
        self.theatre.press(self.window, Qt.Key(Qt.Key.Key_0 + number))

    def treat(self, query: str, teeth: str = "") -> None:
        """Type an item's initials, take it, and type its teeth."""
        page, lines = self.window.pages.treatment, _line_count(self.window)
        search, places = page.item_card.search, page.item_card.teeth
        page.items.find()
        self.theatre.type(search.field, query)
        self.theatre.until("the words in the search", lambda: search.text() == query)
        self.theatre.press(self.window, _ENTER)
        self.theatre.until(
            "the item", lambda: page.items.item is not None or _line_count(self.window) > lines
        )
        if page.items.item is not None:
            self.theatre.type(places.field, teeth)
            self.theatre.until("the teeth", lambda: " ".join(places.places) == teeth)
            self.theatre.press(self.window, _ENTER)
        self.theatre.until("the new line", lambda: _line_count(self.window) > lines)
        self.theatre.pause()

    def hand_over(self) -> None:
        """Give the visit to the desk."""
        self.window.pages.treatment.hand_over()
        page = self.window.pages.settle
        self.theatre.until("the bill to settle", lambda: page.step() is SettleStep.FREEZE)
        self.theatre.pause()

    def sign(self, signer: str, relationship: Relationship, look: Callable[[], None] | None = None) -> None:
        """Freeze the bill, hand the screen to the guardian, write name and signature, confirm.

        ``look`` is called when everything is written and nothing confirmed yet.
        """
        page = self.window.pages.settle
        self.go_on("that asks for the signature")
        self.theatre.until("the guardian's panel", lambda: page.panel is not None)
        panel = page.panel
        if panel is None:
            return
        panel.signer_field.setText(signer)
        panel.relationship_buttons[relationship].click()
        self.theatre.draw(panel.pad, waves())
        if look is not None:
            look()
        panel.confirm_button.click()
        signed = {SettleStep.PAY, SettleStep.FINISH}
        self.theatre.until("the signed bill", lambda: page.step() in signed and page.idle)
        self.theatre.pause()

    def pay_cash(self, look: Callable[[], None] | None = None) -> None:
        """Take in cash exactly what is due, if anything is; ``look`` is called before."""
        page = self.window.pages.settle
        if page.step() is not SettleStep.PAY:
            return
        if not page.money.is_open:
            self.go_on("that asks for the money")
        if look is not None:
            look()
        self.go_on("that takes the money")
        self.theatre.until("the paid bill", lambda: page.step() is SettleStep.FINISH and page.idle)
        self.theatre.pause()

    def finish(self) -> Visit:
        """Take in cash what is still due, finish and print; returns the closed visit."""
        self.pay_cash()
        self.go_on("that finishes the visit")
        page = self.window.pages.done
        self.theatre.until("the paper", lambda: self.shown() == "done" and page.paper is not None)
        visit = self.window.desk.visit
        if visit is None or visit.stage is not Stage.DONE:
            raise AssertionError
        return visit

    def says(self, words: str) -> bool:
        """Tell whether a visible label of the window holds ``words``."""
        return any(words in label.text() for label in self.window.findChildren(QLabel) if label.isVisible())

    def shown(self) -> str:
        """Return the name of the page on show."""
        page = self.window.shell.page
        return page.name if page else ""


def _line_count(window: TerminalWindow) -> int:
    chart = window.pages.treatment.chart
    return len(chart.visit.lines) if chart else 0


def _is_past(page: CheckInPage, step: Step | None) -> bool:
    return page.case is None or page.case.step is not step


def waves() -> list[list[tuple[float, float]]]:
    """Return two strokes that look like a quick signature; points are shares of the pad."""
    first = [(0.22 + 0.010 * n, 0.52 + 0.20 * sin(n * pi / 7) * (1 - n / 46)) for n in range(36)]
    second = [(0.55 + 0.008 * n, 0.50 - 0.16 * sin(n * pi / 9)) for n in range(28)]
    return [first, second]
