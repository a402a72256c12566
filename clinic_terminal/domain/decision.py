"""What the front desk is told: one verdict, the cause that decided it, and each check with its evidence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from clinic_terminal.domain.adjudication import Reason


class Verdict(StrEnum):
    """The one word that the desk acts on: 可直付, 可直付（离线）, 需致电, 需处理, 不可直付."""

    BILLABLE = "BILLABLE"
    BILLABLE_OFFLINE = "BILLABLE_OFFLINE"
    CALL = "CALL"
    ATTEND = "ATTEND"
    REFUSED = "REFUSED"

    @property
    def is_billable(self) -> bool:
        """Whether the insurer may be billed, with the server's word or with what is kept here."""
        return self in {Verdict.BILLABLE, Verdict.BILLABLE_OFFLINE}


class CheckCode(StrEnum):
    """The checks in the order in which the first failure decides, then what is good to know.

    Who and with whose leave (G1), whether the evidence can be believed at all, then G2 to G7.
    """

    IDENTITY = "IDENTITY"
    CONSENT = "CONSENT"
    DATA = "DATA"
    AGE = "AGE"
    POLICY = "POLICY"
    CARD = "CARD"
    NETWORK = "NETWORK"
    BRAND = "BRAND"
    FIRST_VISIT = "FIRST_VISIT"
    DUPLICATE = "DUPLICATE"
    POOL = "POOL"
    LETTER = "LETTER"


class CheckState(StrEnum):
    """How one check came out; OPEN where the desk has not looked yet, which stops nothing."""

    PASS = "PASS"  # noqa: S105  a check's result, not a secret
    NOTE = "NOTE"
    OPEN = "OPEN"
    FAIL = "FAIL"


class Doubt(StrEnum):
    """Why a child cannot be billed just now although no rule of the plan says so."""

    IDENTITY_DIFFERS = "IDENTITY_DIFFERS"
    CARD_DIFFERS = "CARD_DIFFERS"
    CONSENT_REFUSED = "CONSENT_REFUSED"
    CLOCK_BEHIND = "CLOCK_BEHIND"
    CONTRADICTORY = "CONTRADICTORY"
    WITHDRAWN = "WITHDRAWN"
    NO_BENEFITS = "NO_BENEFITS"
    ALREADY_BILLED = "ALREADY_BILLED"
    DATA_TOO_OLD = "DATA_TOO_OLD"
    SILENCE_TOO_LONG = "SILENCE_TOO_LONG"


Cause = Reason | Doubt

VERDICTS: Final[Mapping[Cause, Verdict]] = {
    Reason.FIRST_VISIT_UNBOOKED: Verdict.CALL,
    Doubt.IDENTITY_DIFFERS: Verdict.ATTEND,
    Doubt.CARD_DIFFERS: Verdict.ATTEND,
    Doubt.CLOCK_BEHIND: Verdict.ATTEND,
    Doubt.ALREADY_BILLED: Verdict.ATTEND,
    Doubt.CONTRADICTORY: Verdict.CALL,
    Doubt.WITHDRAWN: Verdict.CALL,
    Doubt.NO_BENEFITS: Verdict.CALL,
    Doubt.DATA_TOO_OLD: Verdict.CALL,
    Doubt.SILENCE_TOO_LONG: Verdict.CALL,
}
"""What a cause comes to; every other cause refuses."""


class Source(StrEnum):
    """Where a check's evidence comes from; QUEUE: from what this terminal has not sent yet."""

    SERVER = "SERVER"
    SNAPSHOT = "SNAPSHOT"
    QUEUE = "QUEUE"
    CARD = "CARD"
    DESK = "DESK"


@dataclass(frozen=True, slots=True)
class Basis:
    """The evidence of a check: who said so, as of when (UTC), in which version of the snapshot."""

    source: Source
    as_of: datetime | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Check:
    """One check: ``cause`` where it failed; ``facts`` are the values that its sentence names."""

    code: CheckCode
    state: CheckState
    basis: Basis
    cause: Cause | None = None
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def has_failed(self) -> bool:
        """Whether this check stands against direct billing."""
        return self.state is CheckState.FAIL


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict, the cause that decided it, and each check."""

    verdict: Verdict
    cause: Cause | None
    checks: tuple[Check, ...]


def passed(code: CheckCode, basis: Basis, **facts: str) -> Check:
    """Return a check that stands for direct billing."""
    return Check(code, CheckState.PASS, basis, None, facts)


def noted(code: CheckCode, basis: Basis, **facts: str) -> Check:
    """Return a check that stops nothing and that the desk should read all the same."""
    return Check(code, CheckState.NOTE, basis, None, facts)


def unseen(code: CheckCode, basis: Basis) -> Check:
    """Return a check that waits for the desk."""
    return Check(code, CheckState.OPEN, basis)


def failed(code: CheckCode, basis: Basis, cause: Cause, **facts: str) -> Check:
    """Return a check that stands against direct billing."""
    return Check(code, CheckState.FAIL, basis, cause, facts)
