"""What the desk does with a verdict: note the document, let the child in, enter a booking, self-pay."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from clinic_terminal.application import check_in, treatment
from clinic_terminal.domain.gates import Verdict
from clinic_terminal.domain.identity import IdDocument, Identity
from clinic_terminal.domain.visit import Stage, Visit
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.pages.verdict_panel import VerdictPanel
from clinic_terminal.ui.views.check_in import Case
from clinic_terminal.ui.views.today import PAGE_OF_STAGE


class Admission(QObject):
    """Runs the verbs for the case that the panel shows; a second press while one runs does nothing."""

    left = Signal(str)
    """The case is settled here; a page is to be shown, by its name."""
    failed = Signal(object)

    def __init__(self, desk: Desk, panel: VerdictPanel) -> None:
        super().__init__(panel)
        self._desk = desk
        self._panel = panel
        self._busy = False
        panel.document_chosen.connect(self.choose_document)
        panel.start_wanted.connect(self.start)
        panel.wait_wanted.connect(self.wait)
        panel.booking_entered.connect(self.enter_booking)
        panel.self_pay_wanted.connect(self.ask_self_pay)
        panel.self_pay_withdrawn.connect(self.take_back_self_pay)
        panel.self_pay_confirmed.connect(self.self_pay)
        panel.back_wanted.connect(self.turn_away)

    def choose_document(self, document: IdDocument) -> None:
        """Note which identity document was looked at."""
        case = self._panel.case
        if case is not None and not case.is_admitted:
            self._show(case.with_document(document))

    def ask_self_pay(self) -> None:
        """Show the warning before the family pays everything itself."""
        if case := self._panel.case:
            self._show(replace(case, confirming=True))

    def take_back_self_pay(self) -> None:
        """Leave the warning."""
        if case := self._panel.case:
            self._show(replace(case, confirming=False))

    def turn_away(self) -> None:
        """Leave the child as it is and go back to the board."""
        self._desk.take_visit(None)
        self.left.emit("today")

    def start(self) -> None:
        """Let the child in and send it to the chair."""
        self._run(lambda case: self._admitted(case, to_chair=True), self._go_to_stage)

    def wait(self) -> None:
        """Let the child in; it waits."""
        self._run(lambda case: self._admitted(case, to_chair=False), self._go_today)

    def enter_booking(self, reference: str) -> None:
        """Let the child in and enter the booking reference, which releases a held first visit."""
        terminal, operator = self._desk.terminal, self._desk.operator

        def work(case: Case) -> Visit:
            visit = self._admitted(case, to_chair=False)
            return check_in.enter_booking(terminal, operator, visit.id, reference)

        self._run(work, self._show_visit)

    def self_pay(self) -> None:
        """Let the child in with a bill that the family pays in full, and send it to the chair."""
        terminal, operator = self._desk.terminal, self._desk.operator

        def work(case: Case) -> Visit:
            visit = self._admitted(case, to_chair=True)
            return treatment.choose_self_pay(terminal, operator, visit.id, chosen=True).visit

        self._run(work, self._go_to_stage)

    def _admitted(self, case: Case, *, to_chair: bool) -> Visit:
        """Return the visit let in; one that is in already is not let in anew."""
        terminal, operator, visit = self._desk.terminal, self._desk.operator, case.visit
        if visit is not None and visit.stage is Stage.ARRIVED:
            return treatment.start(terminal, operator, visit.id).visit if to_chair else visit
        if case.document is None:
            raise DocumentMissingError
        stored = check_in.admit(
            terminal, operator, case.verification, case.policy, Identity(case.document), to_chair=to_chair
        )
        held = stored.decision is not None and stored.decision.verdict is Verdict.CALL
        if held and stored.booking_ref:
            # The appointment came with its reference; the snapshot does not know it yet.
            return check_in.enter_booking(terminal, operator, stored.id, stored.booking_ref)
        return stored

    def _run(self, work: Callable[[Case], Visit], done: Callable[[Visit], None]) -> None:
        case = self._panel.case
        if self._busy or case is None or (case.document is None and not case.is_admitted):
            return
        self._set_busy(busy=True)

        def finish(visit: Visit) -> None:
            self._set_busy(busy=False)
            done(visit)

        self._desk.ask(lambda: work(case), finish, self._fail)

    def _fail(self, error: Exception) -> None:
        self._set_busy(busy=False)
        self.failed.emit(error)

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self._panel.set_busy(busy=busy)

    def _go_to_stage(self, visit: Visit) -> None:
        self._desk.take_visit(visit)
        self._desk.refresh()
        self.left.emit(PAGE_OF_STAGE[visit.stage])

    def _go_today(self, _visit: Visit) -> None:
        self._desk.take_visit(None)
        self._desk.refresh()
        self.left.emit("today")

    def _show_visit(self, visit: Visit) -> None:
        self._desk.take_visit(visit)
        self._desk.refresh()
        if case := self._panel.case:
            self._show(replace(case, visit=visit, confirming=False))

    def _show(self, case: Case) -> None:
        self._panel.show_case(case, self._desk.terminal.clock.now())


class DocumentMissingError(Exception):
    """A child is to be let in before any identity document was looked at."""

    def __init__(self) -> None:
        super().__init__("No identity document was chosen.")
