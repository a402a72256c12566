"""Change who works here: with a manager's yes, except for one's own PIN. Nobody is ever deleted.

Every change is audited in the name of whoever said yes; what somebody did before stays in their name.
"""

from collections.abc import Callable
from dataclasses import replace

from clinic_terminal.application.approval import Approval, approved_by, approvers
from clinic_terminal.application.operators import hash_pin, prove
from clinic_terminal.application.people import checked_name, checked_pin, everybody
from clinic_terminal.application.people_failures import LastManagerError, OwnAccountError, StaffUnknownError
from clinic_terminal.application.pin_tries import NONE, tries_name
from clinic_terminal.application.ports import Operator
from clinic_terminal.application.store_ports import UnitOfWork
from clinic_terminal.application.terminal import Terminal


def take_on(terminal: Terminal, approval: Approval | None, name: str, pins: tuple[str, str]) -> Operator:
    """Add somebody; ``pins``: typed twice. Managers are made of people who are there already.

    Raises ApprovalNeededError, NameMissingError, NameTakenError, PinRefusedError, StoreFailedError.
    """
    by = approved_by(terminal, approval)
    added = Operator(terminal.ids.new(), checked_name(terminal, name), hash_pin(checked_pin(*pins)))
    with terminal.store.begin() as uow:
        uow.memory.put_operator(added)
        terminal.audit(uow, by, "add_operator", added.id)
    return added


def rename(terminal: Terminal, approval: Approval | None, person_id: str, name: str) -> Operator:
    """Give somebody another name; raises as `take_on`, StaffUnknownError. Bills keep the name they had."""
    by = approved_by(terminal, approval)
    wanted = checked_name(terminal, name, person_id)
    return _changed(terminal, by, person_id, "rename_operator", lambda one: replace(one, name=wanted))


def deactivate(terminal: Terminal, approval: Approval | None, person_id: str, here: Operator) -> Operator:
    """Have somebody sign in no more; ``here`` is signed in now.

    Raises ApprovalNeededError, StaffUnknownError, LastManagerError, OwnAccountError.
    """
    by = approved_by(terminal, approval)
    if person_id == here.id:
        raise OwnAccountError
    _keep_a_manager(terminal, person_id)
    return _changed(terminal, by, person_id, "deactivate_operator", lambda one: replace(one, active=False))


def reactivate(terminal: Terminal, approval: Approval | None, person_id: str) -> Operator:
    """Have somebody sign in again; the PIN is the one from before, and so is being a manager."""
    by = approved_by(terminal, approval)
    return _changed(terminal, by, person_id, "reactivate_operator", lambda one: replace(one, active=True))


def set_manager(terminal: Terminal, approval: Approval | None, person_id: str, *, manager: bool) -> Operator:
    """Make somebody a manager, or none any more; raises LastManagerError, and as `rename`."""
    by = approved_by(terminal, approval)
    if not manager:
        _keep_a_manager(terminal, person_id)
    deed = "make_manager" if manager else "unmake_manager"
    return _changed(terminal, by, person_id, deed, lambda one: replace(one, manager=manager))


def reset_pin(
    terminal: Terminal, approval: Approval | None, person_id: str, pins: tuple[str, str]
) -> Operator:
    """Give somebody another PIN who forgot theirs; wrong tries are forgotten too. Raises as `take_on`."""
    by = approved_by(terminal, approval)
    return _with_pin(terminal, by, person_id, pins, "reset_pin")


def change_pin(terminal: Terminal, here: Operator, old: str, pins: tuple[str, str]) -> Operator:
    """Change one's own PIN; raises SignInRefusedError, PinWaitError, PinRefusedError."""
    checked_pin(*pins)
    prove(terminal, here.id, old, "own_pin")
    return _with_pin(terminal, here, here.id, pins, "change_pin")


def _with_pin(terminal: Terminal, by: Operator, person_id: str, pins: tuple[str, str], deed: str) -> Operator:
    hashed = hash_pin(checked_pin(*pins))
    with terminal.store.begin() as uow:
        changed = _kept(uow, person_id, lambda one: replace(one, pin_hash=hashed))
        uow.memory.set_choice(tries_name(person_id), NONE)
        terminal.audit(uow, by, deed, person_id)
    return changed


def _changed(
    terminal: Terminal, by: Operator, person_id: str, deed: str, change: Callable[[Operator], Operator]
) -> Operator:
    with terminal.store.begin() as uow:
        changed = _kept(uow, person_id, change)
        terminal.audit(uow, by, deed, person_id)
    return changed


def _kept(uow: UnitOfWork, person_id: str, change: Callable[[Operator], Operator]) -> Operator:
    known = next((one for one in uow.memory.operators() if one.id == person_id), None)
    if known is None:
        raise StaffUnknownError
    changed = change(known)
    uow.memory.put_operator(changed)
    return changed


def _keep_a_manager(terminal: Terminal, person_id: str) -> None:
    """Let go of a manager only where another one stays."""
    person = next((one for one in everybody(terminal) if one.id == person_id), None)
    if person is None:
        raise StaffUnknownError
    who = approvers(terminal)
    if who.managed and [manager.id for manager in who.people] == [person_id]:
        raise LastManagerError
