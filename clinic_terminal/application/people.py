"""Who works here, and who of them may set this terminal up."""

from itertools import pairwise
from typing import Final

from clinic_terminal.application.approval import approvers
from clinic_terminal.application.first_start_failures import (
    ManagerMissingError,
    NameMissingError,
    NameTakenError,
    NotAManagerError,
    PinRefusedError,
)
from clinic_terminal.application.operators import add_operator, operators, sign_in
from clinic_terminal.application.ports import Operator
from clinic_terminal.application.terminal import Terminal

LONGEST_NAME: Final = 40
PIN_LENGTHS: Final = range(4, 13)


def checked_pin(pin: str, again: str) -> str:
    """Return a PIN that was typed twice; raises PinRefusedError.

    Digits only, four to twelve, not all the same and not simply counted up or down.
    """
    if not (pin.isascii() and pin.isdigit()):
        raise PinRefusedError("DIGITS")
    if len(pin) not in PIN_LENGTHS:
        raise PinRefusedError("LENGTH")
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    if len(steps) == 1 and steps <= {0, 1, 9}:
        raise PinRefusedError("EASY")
    if pin != again:
        raise PinRefusedError("DIFFERENT")
    return pin


def add_person(terminal: Terminal, name: str, pin: str, again: str, *, manager: bool) -> Operator:
    """Add somebody who works here.

    Raises NameMissingError, NameTakenError, PinRefusedError, StoreFailedError.
    """
    wanted = checked_name(terminal, name)
    return add_operator(terminal, wanted, checked_pin(pin, again), manager=manager)


def everybody(terminal: Terminal) -> tuple[Operator, ...]:
    """Return who works or worked here, by name, those who may sign in first."""
    with terminal.store.read() as uow:
        return tuple(sorted(uow.memory.operators(), key=lambda person: not person.active))


def checked_name(terminal: Terminal, name: str, own_id: str = "") -> str:
    """Return a name as it is kept; raises NameMissingError, NameTakenError.

    Whoever is deactivated keeps the name: papers and the audit log still speak of that person.
    """
    wanted = " ".join(name.split())
    if not 0 < len(wanted) <= LONGEST_NAME or not wanted.isprintable():
        raise NameMissingError(LONGEST_NAME)
    others = (person for person in everybody(terminal) if person.id != own_id)
    if any(person.name.casefold() == wanted.casefold() for person in others):
        raise NameTakenError
    return wanted


def require_manager(terminal: Terminal) -> tuple[Operator, ...]:
    """Return the managers; raises ManagerMissingError where there is none."""
    managers = tuple(person for person in operators(terminal) if person.manager)
    if not managers:
        raise ManagerMissingError
    return managers


def who_may_set_up(terminal: Terminal) -> tuple[Operator, ...]:
    """Return who may set the terminal up again: the managers, or everybody where nobody was made one yet."""
    return approvers(terminal).people


def allow_set_up(terminal: Terminal, operator_id: str, pin: str) -> Operator:
    """Return the manager whose PIN fits; raises NotAManagerError and as `sign_in`. It is audited."""
    operator = sign_in(terminal, operator_id, pin)
    if operator.id not in {person.id for person in who_may_set_up(terminal)}:
        raise NotAManagerError
    with terminal.store.begin() as uow:
        terminal.audit(uow, operator, "set_up_again", operator.id)
    return operator
