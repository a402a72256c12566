"""The first start: which step follows which, what may be typed, and who may do it again."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from clinic_terminal.application.first_start_failures import (
    AddressFormError,
    CodeFormError,
    ProxyFormError,
)
from clinic_terminal.application.ports import Enrolment
from clinic_terminal.options import is_proxy, is_safe_address

_CODE: Final = re.compile(r"[A-Z0-9]{12}")
_GROUP: Final = 4


class Step(StrEnum):
    """The steps in their order."""

    LANGUAGE = "LANGUAGE"
    PURPOSE = "PURPOSE"
    SERVER = "SERVER"
    CODE = "CODE"
    CLINIC = "CLINIC"
    PEOPLE = "PEOPLE"
    SCANNER = "SCANNER"
    CAMERA = "CAMERA"
    SCREEN = "SCREEN"
    PRINTER = "PRINTER"
    DONE = "DONE"


STEPS: Final = tuple(Step)
TESTS: Final = frozenset({Step.SCANNER, Step.CAMERA, Step.SCREEN, Step.PRINTER})
"""What may be left out: each can be tried later, and the work goes on without it."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the first start is: the step on show, the server's address, and the place it offered."""

    step: Step = Step.LANGUAGE
    address: str = ""
    offered: Enrolment | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What is done already, whatever was noted. ``again``: somebody came back to change things.

    ``anew``: an enrolled terminal is to be let in again, by a new code.
    """

    enrolled: bool = False
    managed: bool = False
    again: bool = False
    anew: bool = False

    @property
    def settled(self) -> bool:
        """Whether no code is asked for, and none may be."""
        return self.enrolled and not self.anew


def step_after(step: Step, standing: Standing) -> Step:
    """Return the next step; an enrolled terminal needs no code."""
    after = STEPS[min(STEPS.index(step) + 1, len(STEPS) - 1)]
    return step_after(after, standing) if after is Step.CODE and standing.settled else after


def step_before(step: Step, standing: Standing) -> Step | None:
    """Return the step to go back to, None where there is none.

    Once there is a manager, what was set up before the tests is changed only by somebody who came back with
    a manager's PIN.
    """
    at = STEPS.index(step)
    if at == 0 or (standing.managed and not standing.again and at <= STEPS.index(Step.SCANNER)):
        return None
    before = STEPS[at - 1]
    return step_before(before, standing) if before is Step.CODE and standing.settled else before


def step_to_go_on(noted: Progress, standing: Standing) -> Step:
    """Return where an interrupted first start goes on: nothing is asked twice, nothing is left out."""
    if standing.again:
        return Step.LANGUAGE
    if standing.managed and standing.enrolled:
        return max(noted.step, Step.SCANNER, key=STEPS.index)
    if standing.enrolled:
        return Step.PEOPLE
    known = Step.CLINIC if noted.offered else Step.CODE if noted.address else Step.SERVER
    return min(noted.step, known, key=STEPS.index)


def checked_address(typed: str) -> str:
    """Return a server's address in its one form, with https:// where nothing was typed before the name.

    Raises AddressFormError.
    """
    address = unicodedata.normalize("NFKC", typed).strip()
    if not address:
        raise AddressFormError("EMPTY")
    if "://" not in address:
        address = f"https://{address}"
    if is_safe_address(address) and not any(letter.isspace() for letter in address):
        return address.rstrip("/")
    raise AddressFormError("PLAIN" if address.lower().startswith("http://") else "FORM")


def checked_proxy(typed: str) -> str:
    """Return a proxy's address, or nothing where none was typed; raises ProxyFormError."""
    proxy = unicodedata.normalize("NFKC", typed).strip().rstrip("/")
    if proxy and not is_proxy(proxy):
        raise ProxyFormError
    return proxy


def checked_code(typed: str) -> str:
    """Return an activation code as the server knows it, three groups of four; raises CodeFormError."""
    bare = re.sub(r"[\s\-‐-―－_]", "", unicodedata.normalize("NFKC", typed)).upper()
    if not _CODE.fullmatch(bare):
        raise CodeFormError
    return "-".join(bare[at : at + _GROUP] for at in range(0, len(bare), _GROUP))
