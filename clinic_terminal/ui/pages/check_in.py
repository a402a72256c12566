"""Check-in: who is this child, may we bill directly, let it in."""

from pathlib import Path

from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QLineEdit
from typing_extensions import override

from clinic_terminal.application.check_in import Verification
from clinic_terminal.domain.visit import Stage, Visit
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.entries import CHECK_IN
from clinic_terminal.ui.pages import check_in_hints
from clinic_terminal.ui.pages.admission import Admission
from clinic_terminal.ui.pages.check_in_body import CheckInBody
from clinic_terminal.ui.pages.picture_page import PicturePage
from clinic_terminal.ui.pages.unknown_child import UnknownChild
from clinic_terminal.ui.pages.ways_in import WaysIn
from clinic_terminal.ui.views.case import Case, new_case, policy_for
from clinic_terminal.ui.widgets.card import column
from clinic_terminal.ui.widgets.hints import Hint

_WAITING = (Stage.EXPECTED, Stage.ARRIVED)


class CheckInPage(PicturePage):
    """`read_text`, `read_picture` and `choose_policy` do what hands and scanners do."""

    entry = CHECK_IN

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        _ = desk.words
        self._found: Verification | None = None
        self.body = CheckInBody(desk)
        self.ways = WaysIn(desk, self.body, self)
        self.reading = self.ways.reading
        self.admission = Admission(desk, self.body.panel)
        self.unknown = UnknownChild(desk, self.body, self.reading, self)
        self.setLayout(column(self.body, spacing=0))
        self._connect()

    @property
    @override
    def primary(self) -> QAbstractButton | None:
        return self.body.primary

    @property
    def case(self) -> Case | None:
        """The case on show, None while there is no verdict."""
        return self.body.case

    @override
    def hints(self) -> tuple[Hint, ...]:
        typing = isinstance(self.window().focusWidget(), QLineEdit)
        return check_in_hints.hints(
            self.body, self.desk.words, children=bool(self.ways.children_found), typing=typing
        )

    @override
    def enter(self) -> None:
        visit = self.desk.visit
        if visit is not None and visit.stage in _WAITING and self.case is None and not self.body.is_busy:
            self.reading.visit(visit)
        elif self.body.is_scanning:
            self.body.scan.field.setFocus()

    @override
    def back(self) -> bool:
        if self.case is not None and (self.body.panel.step_back() or self.choose_again()):
            return True
        stays = self.body.is_busy or self.body.is_choosing or self.body.is_searching
        stays = stays or self.body.scan.is_camera_open
        self.start_anew()
        return stays

    @override
    def scanned(self, text: str) -> bool:
        self.read_text(text)
        return True

    def start_anew(self) -> None:
        """Forget the child on show and wait for the next card."""
        self.ways.forget()
        self._found = None
        self.body.notices.clear()
        self.body.show_scan()

    def read_text(self, text: str) -> None:
        """Read a scanned or typed text and verify the member."""
        self.ways.read_text(text)

    def read_picture(self, path: Path) -> None:
        """Read the card in a picture file and verify the member."""
        self.ways.read_picture(path)

    def choose_policy(self, number: int) -> None:
        """Choose the child, or the policy, at ``number`` (0-based) of the chooser."""
        if self.ways.choose_child(number):
            return
        if self._found is not None and 0 <= number < len(self._found.policies):
            self._show_case(new_case(self._found, self._found.policies[number]))

    def choose_again(self) -> bool:
        """Show the chooser once more; False where there is no choice."""
        if self._found is None or self._found.usual is not None:
            return False
        self.body.show_policies(self._found)
        self.setFocus()
        return True

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = "123456789".find(event.text()) + 1 if event.text() else 0
        if number and self.body.is_choosing:
            self.choose_policy(number - 1)
        elif number and self.case is not None and self.body.panel.tasks.answer(number):
            event.accept()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        else:
            super().keyPressEvent(event)

    def _connect(self) -> None:
        body, panel = self.body, self.body.panel
        self.reading.verified.connect(self._take)
        self.reading.upgraded.connect(self._upgrade)
        self.reading.failed.connect(self._refuse)
        body.changed.connect(self.hints_changed)
        body.busy.cancelled.connect(self.start_anew)
        body.unknown.back_wanted.connect(self.admission.turn_away)
        self.picture_given.connect(self.ways.read_picture)
        self.text_given.connect(self.read_text)
        self.look_changed.connect(body.scan.finder.set_look)
        self.ways.asked.connect(self.setFocus)
        # Not on the button that cancels: the Enter of a hasty hand must not find it.
        self.reading.started.connect(self.setFocus)
        body.scan.picture_wanted.connect(self.choose_picture)
        body.chooser.chosen.connect(self.choose_policy)
        panel.shown.connect(self.hints_changed)
        panel.scan_wanted.connect(self.start_anew)
        panel.policy_wanted.connect(self.choose_again)
        panel.ask_again_wanted.connect(self.reading.again)
        panel.tasks.changed.connect(self.hints_changed)
        panel.tasks.hands_wanted.connect(self.setFocus)
        self.admission.left.connect(self._leave_for)
        self.admission.opened.connect(self.go)
        self.admission.policy_chosen.connect(self.choose_policy)
        self.admission.failed.connect(self._refuse)
        self.desk.visit_changed.connect(self._follow_visit)

    def _take(self, found: Verification, visit: Visit | None) -> None:
        self._found = found
        self.ways.rest()
        policy, before = policy_for(found, visit), self.body.panel.case
        if policy is None:
            self.choose_again()
        elif before is not None and before.policy.snapshot.chain == policy.snapshot.chain:
            self._show_case(before.with_verification(found, policy))
        else:
            self._show_case(new_case(found, policy, visit))

    def _upgrade(self, found: Verification) -> None:
        """Put the server's answer in the place of what was stored; what the hand does goes on."""
        self._found = found
        case = self.case
        policy = policy_for(found, case.visit, case) if case else None
        if case is not None and policy is not None:
            same = policy.snapshot.chain == case.policy.snapshot.chain
            # What the desk saw and heard was about the policy that is no longer listed: it is asked anew.
            newer = case.with_verification(found, policy) if same else new_case(found, policy)
            self.body.panel.show_case(newer)
        elif case is not None or self.body.is_choosing:
            self.choose_again()

    def _show_case(self, case: Case) -> None:
        self.body.panel.show_case(case)
        self.body.show_panel()
        self.setFocus()

    def _refuse(self, error: Exception) -> None:
        if not self.unknown.take(error) and self.body.is_busy:
            self.body.show_entry()
        self.ways.tell(error)

    def _leave_for(self, page: str) -> None:
        self.start_anew()
        self.go.emit(page)

    def _follow_visit(self, visit: Visit | None) -> None:
        """Forget the child on show where another visit was taken in hand elsewhere, or none."""
        on_show = self.case.visit if self.case else None
        same = visit is not None and on_show is not None and on_show.id == visit.id
        if not same and (visit is None or not self.isVisible()):
            self.start_anew()
