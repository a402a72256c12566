"""Acts: everything that changes something at the service manager, and what became of each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from clinic_terminal.domain.adjudication import Counters


class ActKind(StrEnum):
    """What an act reports."""

    VISIT_OPENED = "VISIT_OPENED"
    BILL_SIGNED = "BILL_SIGNED"
    BILL_VOIDED = "BILL_VOIDED"
    PREAUTH_REQUESTED = "PREAUTH_REQUESTED"
    PAYMENT_RECORDED = "PAYMENT_RECORDED"
    NOTE = "NOTE"


class ActState(StrEnum):
    """The states of a queue row; the last five are final or wait for a person."""

    READY = "READY"
    SENDING = "SENDING"
    ACCEPTED = "ACCEPTED"
    ADJUSTED = "ADJUSTED"
    REJECTED = "REJECTED"
    PARKED = "PARKED"
    WITHDRAWN = "WITHDRAWN"


UNSENT = (ActState.READY, ActState.SENDING, ActState.PARKED)
"""States whose effect the server does not know yet."""


CARRIED: Final = "CARRIED"
"""The first error of an act that was taken over from another file: it may have been sent from there."""

BODY_DAMAGED: Final = "BODY_DAMAGED"
"""The act's own bytes are not here any more as they were frozen: it is not sent, and no server said so."""


class AnswerClass(StrEnum):
    """The three answer classes of the upload loop, and the good one."""

    FINAL = "FINAL"
    TRANSIENT = "TRANSIENT"
    SESSION = "SESSION"
    ITEM = "ITEM"


@dataclass(frozen=True, slots=True)
class Act:
    """One act as it is frozen at the moment it happened.

    ``body`` is the canonical JSON (RFC 8785) of the whole envelope, the exact bytes to be sent;
    ``digest`` its SHA-256, hex. ``posted`` is what the act adds to the member's counters here, and
    ``lock`` the brand that it binds a family to that is bound to none. ``amount_fen`` is the insurer's part.
    A void posts nothing of its own: it gives back what the bill of the same visit posted; its ``amount_fen``
    is negative, and its ``lock`` the brand that it may release.
    """

    id: str
    kind: ActKind
    chain: str
    visit: str
    created_at: datetime
    body: bytes
    digest: str
    amount_fen: int
    posted: Counters = field(default_factory=Counters)
    lock: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one attempt to send an act.

    ``state`` is set for FINAL (ACCEPTED, ADJUSTED, REJECTED) and None otherwise. ``code`` and
    ``sentence`` are the server's or the gateway's; ``retry_after_s`` seconds where the server asked.
    ``snapshot_version`` is the member's version once the act was applied; ``receipt`` the server's
    raw answer; ``server_time`` its signed time.
    """

    answer_class: AnswerClass
    state: ActState | None = None
    code: str = ""
    sentence: str = ""
    retry_after_s: int | None = None
    snapshot_version: int | None = None
    receipt: bytes = b""
    server_time: datetime | None = None


@dataclass(frozen=True, slots=True)
class QueueRow:
    """An act with its fate so far; ``fence`` numbers the leases, so that a late answer cannot count.

    ``decided``: the first answer left it open, and state, error, sentence, version and receipt are those of
    the decision that came later.
    """

    act: Act
    state: ActState
    attempts: int
    fence: int
    lease_owner: str
    lease_until: datetime | None
    next_attempt: datetime
    first_error: str
    last_error: str
    last_sentence: str
    snapshot_version: int | None
    receipt: bytes
    settled_at: datetime | None
    decided: bool = False


@dataclass(frozen=True, slots=True)
class Exposure:
    """Kept counters of what the insurer does not know yet; amounts in fen."""

    unsent_count: int
    unsent_fen: int
    parked_count: int
    oldest_unsent: datetime | None


@dataclass(frozen=True, slots=True)
class ExposureLimits:
    """Soft and hard limits of working without the server: (soft, hard) pairs in fen, acts and hours."""

    visit_fen: tuple[int, int] = (200_000, 500_000)
    unsent_fen: tuple[int, int] = (3_000_000, 5_000_000)
    unsent_count: tuple[int, int] = (100, 300)
    silence_hours: tuple[int, int] = (24, 72)
    snapshot_hours: tuple[int, int] = (24, 72)


@dataclass(frozen=True, slots=True)
class AuditRow:
    """Who did what: one row an act of a person, chained by the hash of the row before."""

    at: datetime
    operator: str
    act: str
    subject: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Freshness:
    """Separate facts about the line to the server; times are UTC, of the server where it sent one.

    ``last_attempt`` is when this terminal last tried to send an act, whatever came of it.
    """

    last_attempt: datetime | None = None
    last_upload: datetime | None = None
    last_download: datetime | None = None
    server_time: datetime | None = None
    cursor: str = ""
