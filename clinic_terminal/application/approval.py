"""A manager's yes: what touches the whole clinic is confirmed with a manager's PIN.

Where nobody was made a manager yet, as in a clinic from before there were any, everybody confirms with their
own PIN: a clinic is never locked out of its own terminal.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from clinic_terminal.application.first_start_failures import NotAManagerError
from clinic_terminal.application.operators import operators, prove
from clinic_terminal.application.people_failures import ApprovalNeededError, KeyRefusedError
from clinic_terminal.application.ports import Operator
from clinic_terminal.application.terminal import Terminal

LASTS: Final = timedelta(minutes=5)
"""So long one yes holds for what a person goes on doing on the same page."""


@dataclass(frozen=True, slots=True)
class Approvers:
    """Who may say yes, by name; ``managed``: they are managers, and not everybody for want of one."""

    people: tuple[Operator, ...]
    managed: bool


@dataclass(frozen=True, slots=True)
class Approval:
    """Somebody's yes. ``at``: when the PIN was given; ``managed`` as in Approvers."""

    by: Operator
    at: datetime
    managed: bool = True


def approvers(terminal: Terminal) -> Approvers:
    """Return who may say yes."""
    people = tuple(operators(terminal))
    managers = tuple(person for person in people if person.manager)
    return Approvers(managers or people, managed=bool(managers))


def approve(terminal: Terminal, person_id: str, pin: str, matter: str) -> Approval:
    """Return the yes of whoever gave the PIN; both outcomes are audited with ``matter``, a short code.

    Raises SignInRefusedError, PinWaitError, NotAManagerError.
    """
    by = prove(terminal, person_id, pin, "approve", matter=matter)
    who = approvers(terminal)
    if by.id not in {person.id for person in who.people}:
        raise NotAManagerError
    return Approval(by, terminal.clock.now(), who.managed)


def approve_by_key(terminal: Terminal, here: Operator, typed: str, matter: str) -> Approval:
    """Return the yes of whoever holds the recovery key on paper, where no manager knows a PIN any more.

    ``here`` is signed in, and stands in the audit log. Raises KeyRefusedError; both outcomes are audited.
    """
    fits = terminal.recovery.is_it(typed)
    with terminal.store.begin() as uow:
        deed = "approve_by_key" if fits else "approve_by_key_refused"
        terminal.audit(uow, here, deed, here.id, matter=matter)
    if not fits:
        raise KeyRefusedError
    return Approval(here, terminal.clock.now())


def show_key(terminal: Terminal, here: Operator, approval: Approval | None) -> str:
    """Return the recovery key as it is written down, with a manager's yes; raises ApprovalNeededError."""
    by = approved_by(terminal, approval)
    with terminal.store.begin() as uow:
        terminal.audit(uow, here, "show_recovery_key", here.id, approved_by=by.id)
    return terminal.recovery.written()


def holds(terminal: Terminal, approval: Approval | None) -> bool:
    """Say whether a yes still counts."""
    return approval is not None and abs(terminal.clock.now() - approval.at) <= LASTS


def approved_by(terminal: Terminal, approval: Approval | None) -> Operator:
    """Return who said yes; raises ApprovalNeededError where nobody did, or too long ago."""
    if approval is None or not holds(terminal, approval):
        raise ApprovalNeededError
    return approval.by
