"""What stands at a port before the real thing: a refusal, or a part that is made when it is asked."""

import threading
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from clinic_terminal.application.acts import Act, Answer, AnswerClass
from clinic_terminal.application.failures import CentralSessionError, StoreUnopenableError
from clinic_terminal.application.paper_orders import PaperLanguage, PaperOrder
from clinic_terminal.application.ports import (
    CentralApi,
    Changes,
    EligibilityQuery,
    Papers,
    QuoteQuery,
    SignedSnapshot,
    Statement,
)
from clinic_terminal.domain.bill import FrozenBill
from clinic_terminal.domain.consent import Consent
from clinic_terminal.domain.quote import CentralSplit, Quote

_FIRST_PAUSE_S: Final = 60.0
_LONGEST_PAUSE_S: Final = 600.0


def _seconds() -> float:
    return time.monotonic()


class NotEnrolledCentral:
    """Stands for the central API until the terminal is enrolled: nothing is sent, nothing is lost.

    ``cause``: KEY_UNAVAILABLE where it is enrolled, and its key is out of reach for now.
    """

    def __init__(self, cause: str = "NOT_ENROLLED") -> None:
        self._cause = cause

    def eligibility(self, query: EligibilityQuery) -> list[SignedSnapshot]:
        """Refuse."""
        del query
        raise CentralSessionError(self._cause)

    def quote(self, query: QuoteQuery) -> CentralSplit:
        """Refuse."""
        del query
        raise CentralSessionError(self._cause)

    def put_act(self, act: Act) -> Answer:
        """Pause the queue."""
        del act
        return Answer(AnswerClass.SESSION, None, self._cause)

    def put_batch(self, acts: Sequence[Act]) -> list[Answer]:
        """Pause the queue."""
        return [self.put_act(act) for act in acts]

    def find_act(self, act_id: str) -> str | None:
        """Refuse."""
        del act_id
        raise CentralSessionError(self._cause)

    def changes(self, cursor: str) -> Changes:
        """Refuse."""
        del cursor
        raise CentralSessionError(self._cause)

    def statement(self, day: date) -> Statement:
        """Refuse."""
        del day
        raise CentralSessionError(self._cause)


class LateCentral:
    """Makes the real gateway at its first use, so that the window need not wait for the wire's libraries.

    Where the terminal's key is out of reach it refuses with that cause, and tries again at a use a minute
    later, then after pauses that double up to ten minutes: a keyring that opens later lets the queue go on
    by itself, and one that prompts or stays silent is not asked all the time. ``cause``: why the key was out
    of reach just now.
    """

    def __init__(self, make: Callable[[], CentralApi], cause: str = "") -> None:
        self._make = make
        self._making = threading.Lock()
        self._made: CentralApi | None = None
        self._cause = ""
        self._pause = _FIRST_PAUSE_S
        self._not_before = 0.0
        if cause:
            self._refuse_for_a_while(cause)

    def _real(self) -> CentralApi:
        # Once it was refused nobody waits for the answer to the next try, which may take long.
        if self._made is None and self._making.acquire(blocking=not self._cause):
            try:
                self._try_to_make()
            finally:
                self._making.release()
        return NotEnrolledCentral(self._cause) if self._made is None else self._made

    def _try_to_make(self) -> None:
        if self._made is None and (not self._cause or _seconds() >= self._not_before):
            try:
                self._made = self._make()
            except StoreUnopenableError as error:
                self._refuse_for_a_while(error.cause)

    def _refuse_for_a_while(self, cause: str) -> None:
        self._cause = cause
        self._not_before = _seconds() + self._pause
        self._pause = min(2 * self._pause, _LONGEST_PAUSE_S)

    def eligibility(self, query: EligibilityQuery) -> list[SignedSnapshot]:
        """Ask the real one."""
        return self._real().eligibility(query)

    def quote(self, query: QuoteQuery) -> CentralSplit:
        """Ask the real one."""
        return self._real().quote(query)

    def put_act(self, act: Act) -> Answer:
        """Send by the real one."""
        return self._real().put_act(act)

    def put_batch(self, acts: Sequence[Act]) -> list[Answer]:
        """Send by the real one."""
        return self._real().put_batch(acts)

    def find_act(self, act_id: str) -> str | None:
        """Ask the real one."""
        return self._real().find_act(act_id)

    def changes(self, cursor: str) -> Changes:
        """Ask the real one."""
        return self._real().changes(cursor)

    def statement(self, day: date) -> Statement:
        """Ask the real one."""
        return self._real().statement(day)


class LatePapers:
    """Makes the printing room at the first paper."""

    def __init__(self, make: Callable[[], Papers]) -> None:
        self._make = make

    def produce(self, bill: FrozenBill, digest: str, consent: Consent) -> Path:
        """Print by the real one."""
        return self._make().produce(bill, digest, consent)

    def produce_quote(self, quote: Quote, language: PaperLanguage) -> Path:
        """Print by the real one."""
        return self._make().produce_quote(quote, language)

    def produce_sign_sheet(self, bill: FrozenBill, digest: str, language: PaperLanguage) -> Path:
        """Print by the real one."""
        return self._make().produce_sign_sheet(bill, digest, language)

    def draw(self, order: PaperOrder) -> Path:
        """Draw by the real one."""
        return self._make().draw(order)
