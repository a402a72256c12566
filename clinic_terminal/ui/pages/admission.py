"""What the desk does with a verdict: let the child in, have it wait, write a call down, self-pay, go back."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from clinic_terminal.application import check_in
from clinic_terminal.application.paper_orders import PaperKind
from clinic_terminal.application.print_records import PaperWish
from clinic_terminal.application.printer_choices import PrinterChoices, choices_of
from clinic_terminal.domain.visit import Visit
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.pages.answers import Answers
from clinic_terminal.ui.pages.case_work import CaseWork
from clinic_terminal.ui.pages.verdict_panel import VerdictPanel
from clinic_terminal.ui.views.case import Case
from clinic_terminal.ui.views.help import Offer
from clinic_terminal.ui.views.hotline import Answer
from clinic_terminal.ui.views.today import PAGE_OF_STAGE


class Admission(QObject):
    """Runs the verbs for the case that the panel shows."""

    left = Signal(str)
    """The case is settled here; a page is to be shown, by its name."""
    opened = Signal(str)
    """A page is to be shown beside the case, by its name."""
    clinics_wanted = Signal(str, str)
    """What the network page is to look for before it is opened: the plan, and the brand's name or nothing."""
    policy_chosen = Signal(int)
    """Another policy of the child is to be gone on with, by its place."""
    paper_wanted = Signal(object, object)
    """A PaperWish that is to be shown before it is printed, and None: its usual printer."""
    failed = Signal(object)

    def __init__(self, desk: Desk, panel: VerdictPanel) -> None:
        super().__init__(panel)
        self._desk = desk
        self._panel = panel
        self._work = CaseWork(desk, panel)
        self.answers = Answers(self._work)
        self._work.failed.connect(self.failed)
        panel.tasks.hotline.entered.connect(self.enter)
        panel.tasks.help.offered.connect(self.take_offer)
        panel.start_wanted.connect(self.start)
        panel.wait_wanted.connect(self.wait)
        panel.self_pay_wanted.connect(self.ask_self_pay)
        panel.self_pay_withdrawn.connect(self.take_back_self_pay)
        panel.self_pay_confirmed.connect(self.self_pay)
        panel.back_wanted.connect(self.turn_away)

    def ask_self_pay(self) -> None:
        """Show the warning before the family pays everything itself."""
        if case := self._panel.case:
            self._work.show(replace(case, confirming=True))

    def take_back_self_pay(self) -> None:
        """Leave the warning."""
        if case := self._panel.case:
            self._work.show(replace(case, confirming=False))

    def turn_away(self) -> None:
        """Leave the child as it is and go back to the board."""
        self._desk.take_visit(None)
        self.left.emit("today")

    def take_offer(self, offer: Offer) -> None:
        """Do what a button below a refusal says."""
        case = self._panel.case
        if offer is Offer.AGAIN or case is None:
            self._panel.ask_again()
        elif offer is Offer.POLICY:
            self._change_policy(case)
        elif offer is Offer.SLIP:
            self._show_slip(case)
        else:
            self.clinics_wanted.emit(case.policy.snapshot.plan, case.lock.bound)
            self.opened.emit("network")

    def _change_policy(self, case: Case) -> None:
        """Go on with the one other policy that can be billed; where there are several the family chooses."""
        if len(case.other_ways) == 1:
            self.policy_chosen.emit(case.other_ways[0])
        else:
            self._panel.policy_wanted.emit()

    def _show_slip(self, case: Case) -> None:
        """Show how the card is bound, on the sheet that the clinic chose for it."""
        desk, visit = self._desk, case.visit
        if visit is None:
            return

        def show(choices: PrinterChoices) -> None:
            desk.take_visit(visit)
            wish = PaperWish(PaperKind.BINDING, choices.of(PaperKind.BINDING).size)
            self.paper_wanted.emit(wish, None)

        desk.ask(lambda: choices_of(desk.terminal), show, self.failed.emit)

    def start(self) -> None:
        """Let the child in and send it to the chair; while its visit is held, for an estimate alone."""
        self._run(lambda case: self._admitted(case, to_chair=True), self._go_to_stage)

    def wait(self) -> None:
        """Let the child in; it waits."""
        self._run(lambda case: self._admitted(case, to_chair=False), self._go_today)

    def enter(self, answer: Answer, reference: str) -> None:
        """Let the child in and write down what the hotline said, which releases a held visit."""
        terminal, operator = self._desk.terminal, self._desk.operator
        phone = answer is Answer.PHONE
        enter = check_in.enter_phone_authorisation if phone else check_in.enter_booking

        def work(case: Case) -> Visit:
            visit = self._admitted(case, to_chair=False)
            return enter(terminal, operator, visit.id, reference)

        self._run(work, self._show_visit)

    def self_pay(self) -> None:
        """Let the child in with a bill that the family pays in full, and send it to the chair."""
        self._run(lambda case: self._admitted(case, to_chair=True, self_pay=True), self._go_to_stage)

    def _admitted(self, case: Case, *, to_chair: bool, self_pay: bool = False) -> Visit:
        """Return the visit let in, by everything that the desk saw and heard."""
        if case.identity is None:
            raise DocumentMissingError
        return check_in.admit(
            self._desk.terminal,
            self._desk.operator,
            case.verification,
            case.policy,
            case.identity,
            consent=case.consent,
            to_chair=to_chair,
            self_pay=self_pay,
        )

    def _run(self, work: Callable[[Case], Visit], done: Callable[[Visit], None]) -> None:
        case = self._panel.case
        if case is not None and case.can_admit:
            self._work.run(work, done)

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
            self._work.show(replace(case, visit=visit, confirming=False))


class DocumentMissingError(Exception):
    """A child is to be let in before any identity document was looked at."""

    def __init__(self) -> None:
        super().__init__("No identity document was chosen.")
