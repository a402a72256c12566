"""The faults that a trainer or a test can ask the practice server for."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from clinic_terminal.contract.values import Message

FOR_EVER = 1_000_000


class FaultKind(StrEnum):
    """What goes wrong."""

    LOSE_ANSWER = "LOSE_ANSWER"
    """The request is carried out, then the connection breaks without an answer."""
    DELAY = "DELAY"
    """The answer comes ``delay_ms`` later."""
    DUPLICATE = "DUPLICATE"
    """The request is carried out twice; the second answer is sent."""
    STATUS = "STATUS"
    """The request is not carried out; ``status`` is answered, with Retry-After where it is given.

    ``retry_after_s`` puts it as a number, ``retry_at_s`` as the date so many seconds from now."""
    CAPTIVE_PORTAL = "CAPTIVE_PORTAL"
    """The request is not carried out; a log-in page answers with 200."""
    TRUNCATED_JSON = "TRUNCATED_JSON"
    """The request is carried out; half of the answer is sent as if it were whole."""
    WRONG_DIGEST = "WRONG_DIGEST"
    """The request is carried out; the digests in the answer are wrong."""
    BAD_SUMS = "BAD_SUMS"
    """The request is carried out; the insurer's amounts in the answer are one fen too large."""
    OTHER_EDITION = "OTHER_EDITION"
    """Snapshots name a plan edition that no terminal has."""
    PENDING = "PENDING"
    """A bill is taken in and decided later, as ``/sandbox/decisions`` says; each bill counts."""


class Fault(Message):
    """One fault: it strikes the next ``times`` requests whose path starts with ``path``."""

    kind: FaultKind
    path: Annotated[str, Field(max_length=200)] = "/v1/"
    method: Annotated[str, Field(pattern=r"^([A-Z]{3,7}|\*)$")] = "*"
    times: Annotated[int, Field(ge=1, le=FOR_EVER)] = 1
    delay_ms: Annotated[int, Field(ge=0, le=60_000)] = 0
    status: Annotated[int, Field(ge=400, le=599)] = 503
    retry_after_s: Annotated[int, Field(ge=0, le=86_400)] | None = None
    retry_at_s: Annotated[int, Field(ge=0, le=86_400)] | None = None


class FaultRequest(Message):
    """The faults to plan; they replace what was planned before."""

    faults: Annotated[list[Fault], Field(max_length=100)]


class FaultAnswer(Message):
    """What is still planned."""

    faults: list[Fault]


class FaultPlan:
    """The planned faults, in order; each request takes the first that fits it."""

    def __init__(self) -> None:
        self._planned: list[Fault] = []

    @property
    def planned(self) -> list[Fault]:
        """What is still to strike."""
        return list(self._planned)

    def replace(self, faults: list[Fault]) -> None:
        """Plan these and forget the others."""
        self._planned = list(faults)

    def take(self, method: str, path: str) -> Fault | None:
        """Return the fault that strikes this request, if any, and count it."""
        for index, fault in enumerate(self._planned):
            fits = path.startswith(fault.path) and fault.method in {"*", method}
            if fits and fault.kind is not FaultKind.PENDING:
                self._count(index, fault)
                return fault
        return None

    def holds_bill(self) -> bool:
        """Tell whether the bill in hand is to be decided later, and count it."""
        for index, fault in enumerate(self._planned):
            if fault.kind is FaultKind.PENDING:
                self._count(index, fault)
                return True
        return False

    def _count(self, index: int, fault: Fault) -> None:
        if fault.times == 1:
            del self._planned[index]
        elif fault.times < FOR_EVER:
            self._planned[index] = fault.model_copy(update={"times": fault.times - 1})
