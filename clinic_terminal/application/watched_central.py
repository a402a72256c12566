"""The central API under watch: what came of every request is reported, and a closed line sends nothing."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from clinic_terminal.application.acts import BODY_DAMAGED, Act, Answer, AnswerClass
from clinic_terminal.application.failures import (
    CentralRefusedError,
    CentralSessionError,
    CentralUnreachableError,
)
from clinic_terminal.application.line import CHOSEN, LineKeeper
from clinic_terminal.application.ports import (
    CentralApi,
    Changes,
    EligibilityQuery,
    QuoteQuery,
    SignedSnapshot,
    Statement,
)
from clinic_terminal.domain.quote import CentralSplit

T = TypeVar("T")


class WatchedCentral:
    """The port CentralApi in front of another; while a person works offline no request leaves it."""

    def __init__(self, central: CentralApi, keeper: LineKeeper) -> None:
        self._central = central
        self._keeper = keeper

    def eligibility(self, query: EligibilityQuery) -> list[SignedSnapshot]:
        """Ask for the member's snapshots."""
        return self._watched(lambda: self._central.eligibility(query))

    def quote(self, query: QuoteQuery) -> CentralSplit:
        """Ask for the insurer's split of a bill."""
        return self._watched(lambda: self._central.quote(query))

    def put_act(self, act: Act) -> Answer:
        """Send an act; on a closed line the answer is the one that touches no item."""
        if self._keeper.state.chosen:
            return Answer(AnswerClass.SESSION, None, CHOSEN)
        answer = self._central.put_act(act)
        self._report((answer,))
        return answer

    def put_batch(self, acts: Sequence[Act]) -> list[Answer]:
        """Send acts together; on a closed line each gets the answer that touches no item."""
        if self._keeper.state.chosen:
            return [Answer(AnswerClass.SESSION, None, CHOSEN) for _ in acts]
        answers = self._central.put_batch(acts)
        self._report(answers)
        return answers

    def find_act(self, act_id: str) -> str | None:
        """Ask what the server has under an act's id."""
        return self._watched(lambda: self._central.find_act(act_id))

    def changes(self, cursor: str) -> Changes:
        """Ask for a page of changes."""
        return self._watched(lambda: self._central.changes(cursor))

    def statement(self, day: date) -> Statement:
        """Ask for the list of one day."""
        return self._watched(lambda: self._central.statement(day))

    def _report(self, answers: Sequence[Answer]) -> None:
        """Tell the keeper; who judged a single act has answered, whatever became of the others."""
        by_class = {
            answer.answer_class: answer for answer in reversed(answers) if answer.code != BODY_DAMAGED
        }
        if AnswerClass.FINAL in by_class or AnswerClass.ITEM in by_class:
            self._keeper.answered()
        elif AnswerClass.SESSION in by_class:
            self._keeper.refused(by_class[AnswerClass.SESSION].code)
        elif AnswerClass.TRANSIENT in by_class:
            self._keeper.failed(by_class[AnswerClass.TRANSIENT].code)

    def _watched(self, ask: Callable[[], T]) -> T:
        """Ask and report; a refusal of the content is an answer like any other."""
        if self._keeper.state.chosen:
            raise CentralUnreachableError(CHOSEN)
        try:
            answer = ask()
        except CentralUnreachableError as error:
            self._keeper.failed(error.cause)
            raise
        except CentralSessionError as error:
            self._keeper.refused(error.cause)
            raise
        except CentralRefusedError:
            self._keeper.answered()
            raise
        self._keeper.answered()
        return answer
