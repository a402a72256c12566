"""What the desk saw and the family said before anybody is let in: the document, the consent, the brand."""

from dataclasses import replace

from PySide6.QtCore import QObject

from clinic_terminal.application import data_consent
from clinic_terminal.application.documents import check_document
from clinic_terminal.domain.consent import Relationship
from clinic_terminal.domain.identity import DataConsent, IdDocument
from clinic_terminal.ui.pages.case_work import CaseWork
from clinic_terminal.ui.views.case import Case, Step
from clinic_terminal.ui.views.identity import confirmed, known_identity


class Answers(QObject):
    """Takes the answers of the open step into the case; only the consent is stored at once."""

    def __init__(self, work: CaseWork) -> None:
        super().__init__(work)
        self._work = work
        self._panel = work.panel
        tasks = work.panel.tasks
        tasks.identity.looked_at.connect(self.look_at)
        tasks.identity.accepted.connect(self.accept)
        tasks.consent.answered.connect(self.hear)
        tasks.brand.told.connect(self.tell)
        tasks.reopened.connect(self.reopen)

    def look_at(self, document: IdDocument, number: str = "", name: str = "") -> None:
        """Hold a document against the policy: its number and the name on it, where they were written."""
        case = self._panel.case
        if case is None or case.is_admitted:
            return
        fresh = check_document(document, number, name, case.policy.snapshot.person)
        self._work.show(replace(case, identity=confirmed(fresh, known_identity(case))))

    def accept(self) -> None:
        """Go on in spite of what does not fit; that is recorded with the visit."""
        case = self._panel.case
        if case is not None and case.identity is not None:
            self._work.show(replace(case, identity=replace(case.identity, accepted=True)))

    def hear(self, relationship: Relationship, given: bool) -> None:  # noqa: FBT001  Qt's signal brings it
        """Record at once what a guardian answered to the use of the child's data, a refusal too."""
        desk = self._work.desk
        terminal, operator = desk.terminal, desk.operator

        def work(case: Case) -> DataConsent:
            member = case.policy.snapshot.person.member
            return data_consent.answer(terminal, operator, member, relationship, given=given)

        self._work.run(work, self._take)

    def tell(self) -> None:
        """Note that the family heard which brand this visit chooses."""
        if case := self._panel.case:
            self._work.show(replace(case, told=True))

    def reopen(self, step: Step) -> None:
        """Do a finished step once more."""
        case = self._panel.case
        if case is not None and not case.is_admitted:
            undone = {
                Step.IDENTITY: replace(case, identity=None),
                Step.CONSENT: replace(case, consent=None),
                Step.BRAND: replace(case, told=False),
            }
            self._work.show(undone.get(step, case))

    def _take(self, consent: DataConsent) -> None:
        if case := self._panel.case:
            self._work.show(replace(case, consent=consent))
