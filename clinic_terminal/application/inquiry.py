"""Ask the service manager about a child, and keep of the answer only what can be believed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from clinic_terminal.application.acts import AuditRow
from clinic_terminal.application.answers import believable
from clinic_terminal.application.failures import (
    ApplicationError,
    CentralSessionError,
    CentralUnreachableError,
    MemberUnknownError,
    PolicyTwiceError,
    WrongMemberError,
)
from clinic_terminal.application.ports import EligibilityQuery, SignedSnapshot
from clinic_terminal.application.store_ports import UnitOfWork
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.domain.eligibility import Snapshot
from clinic_terminal.domain.evidence import CLOCK_TOLERANCE

OUTDATED: Final = "ANSWER_OUTDATED"
"""The code of an answer that is older than what was known here before."""

_NOBODY: Final = ""
"""What the terminal does by itself stands in the audit log under no operator."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What came of asking: the snapshots of the answer, or the failure in place of one to believe."""

    signed: tuple[SignedSnapshot, ...] = ()
    failure: ApplicationError | None = None

    @property
    def is_discarded(self) -> bool:
        """Whether an answer came that nothing was kept of."""
        return isinstance(self.failure, WrongMemberError | PolicyTwiceError)

    @property
    def cause(self) -> str:
        """Why no answer came, such as ``TIMEOUT``; empty where nothing more is known."""
        return str(getattr(self.failure, "cause", ""))

    @property
    def problem(self) -> str:
        """The failure's code with its cause, such as ``CENTRAL_UNREACHABLE.TIMEOUT``; empty without one."""
        return ".".join(filter(None, (self.failure.code, self.cause))) if self.failure else ""


def inquire(terminal: Terminal, query: EligibilityQuery) -> Inquiry:
    """Ask about a child; where no usable answer comes, that is no failure of the verb.

    An answer about another member, or one that says two things of a policy, is left out as a whole, and a
    row of the audit log says so. Raises MemberUnknownError, CentralRefusedError, StoreFailedError.
    """
    try:
        signed = terminal.central.eligibility(query)
    except (CentralUnreachableError, CentralSessionError) as error:
        return Inquiry(failure=error)
    if not signed:
        with terminal.store.begin() as uow:
            uow.snapshots.withdraw(query.member)
        raise MemberUnknownError
    failure = _disbelief(query, signed)
    if failure is None:
        return Inquiry(tuple(signed))
    facts = {"code": failure.code, "snapshots": len(signed)}
    with terminal.store.begin() as uow:
        uow.audit.add(AuditRow(terminal.clock.now(), _NOBODY, "discard_answer", "eligibility", facts))
    return Inquiry(failure=failure)


def _disbelief(query: EligibilityQuery, signed: Sequence[SignedSnapshot]) -> ApplicationError | None:
    if len(believable(query, signed)) < len(signed):
        return WrongMemberError()
    said: dict[str, Snapshot] = {}
    for one in signed:
        if said.setdefault(one.snapshot.policy, one.snapshot) != one.snapshot:
            return PolicyTwiceError()
    return None


def keep(uow: UnitOfWork, inquiry: Inquiry, now: datetime) -> dict[str, bool]:
    """Store the answer; return its policies, and of each whether what is stored is as fresh as an answer.

    It is not where an answer came late, with an older version than was known: that one counts, by its own
    age. A server that was set back to its backup is believed after ten minutes. A newer version that came
    by another way in the same minutes is as good as this answer. What the answer leaves out is marked as
    withdrawn.
    """
    fresh: dict[str, bool] = {}
    for one in inquiry.signed:
        answered = one.snapshot
        uow.snapshots.put(answered, one.signed)
        stored = uow.snapshots.get(answered.person.member, answered.policy) or answered
        is_it = (stored.version, stored.as_of) == (answered.version, answered.as_of)
        fresh[answered.policy] = is_it or stored.as_of >= now - CLOCK_TOLERANCE
    if inquiry.signed:
        uow.snapshots.withdraw(inquiry.signed[0].snapshot.person.member, tuple(fresh))
    _mark(uow, inquiry, now)
    return fresh


def _mark(uow: UnitOfWork, inquiry: Inquiry, now: datetime) -> None:
    """Note when the server was heard, by its own time; a time that cannot be yet is no mark to go by."""
    heard = [one.snapshot.as_of for one in inquiry.signed if one.snapshot.as_of <= now + CLOCK_TOLERANCE]
    marks = uow.memory.freshness()
    latest = max((*heard, *filter(None, (marks.server_time,))), default=None)
    if latest != marks.server_time:
        uow.memory.set_freshness(replace(marks, server_time=latest))
