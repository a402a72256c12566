"""Who works here: operators sign in with name and PIN."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from clinic_terminal.application.failures import PinTooShortError, SignInRefusedError
from clinic_terminal.application.people_failures import PinWaitError
from clinic_terminal.application.pin_tries import NONE, one_more, tries_name, wait_left
from clinic_terminal.application.ports import Operator
from clinic_terminal.application.terminal import Terminal

SHORTEST_PIN = 4

_HASHER = PasswordHasher()


def hash_pin(pin: str) -> str:
    """Return argon2id's encoded hash of ``pin``; raises PinTooShortError below four characters."""
    if len(pin) < SHORTEST_PIN:
        raise PinTooShortError(SHORTEST_PIN)
    return _HASHER.hash(pin)


def operators(terminal: Terminal) -> list[Operator]:
    """Return the operators who may sign in, by name."""
    with terminal.store.read() as uow:
        return [operator for operator in uow.memory.operators() if operator.active]


def add_operator(terminal: Terminal, name: str, pin: str, *, manager: bool = False) -> Operator:
    """Add an operator; raises PinTooShortError."""
    operator = Operator(terminal.ids.new(), name.strip(), hash_pin(pin), manager=manager)
    with terminal.store.begin() as uow:
        uow.memory.put_operator(operator)
        terminal.audit(uow, operator, "add_operator", operator.id)
    return operator


def sign_in(terminal: Terminal, operator_id: str, pin: str) -> Operator:
    """Return the operator whose PIN fits; raises as `prove` does, and both outcomes are audited."""
    return prove(terminal, operator_id, pin, "sign_in")


def prove(terminal: Terminal, operator_id: str, pin: str, deed: str, **facts: str) -> Operator:
    """Return the operator whose PIN fits; audited as ``deed``, or as ``deed`` with ``_refused`` behind it.

    Raises SignInRefusedError, and PinWaitError after too many wrong PINs in a row, whatever the PIN is then.
    """
    operator = next((one for one in operators(terminal) if one.id == operator_id), None)
    if operator is None:
        raise SignInRefusedError
    now, tries = terminal.clock.now(), tries_name(operator.id)
    with terminal.store.read() as uow:
        noted = uow.memory.choice(tries)
    left = wait_left(noted, now)
    if left:
        raise PinWaitError(left)
    fits = _fits(operator.pin_hash, pin)
    with terminal.store.begin() as uow:
        if noted or not fits:
            uow.memory.set_choice(tries, NONE if fits else one_more(noted, now))
        terminal.audit(uow, operator, deed if fits else f"{deed}_refused", operator.id, **facts)
    if not fits:
        raise SignInRefusedError
    return operator


def _fits(pin_hash: str, pin: str) -> bool:
    try:
        return _HASHER.verify(pin_hash, pin)
    except (VerificationError, InvalidHashError):
        return False
