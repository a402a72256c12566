"""What stands at a port before the real thing can: the central API of a terminal that is not enrolled."""

from datetime import date

from clinic_terminal.application.acts import Act, Answer, AnswerClass
from clinic_terminal.application.failures import CentralSessionError
from clinic_terminal.application.ports import Changes, EligibilityQuery, SignedSnapshot, Statement


class NotEnrolledCentral:
    """Stands for the central API until the terminal is enrolled: nothing is sent, nothing is lost."""

    def eligibility(self, query: EligibilityQuery) -> list[SignedSnapshot]:
        """Refuse."""
        del query
        raise CentralSessionError("NOT_ENROLLED")

    def put_act(self, act: Act) -> Answer:
        """Pause the queue."""
        del act
        return Answer(AnswerClass.SESSION, None, "NOT_ENROLLED")

    def changes(self, cursor: str) -> Changes:
        """Refuse."""
        del cursor
        raise CentralSessionError("NOT_ENROLLED")

    def statement(self, day: date) -> Statement:
        """Refuse."""
        del day
        raise CentralSessionError("NOT_ENROLLED")
