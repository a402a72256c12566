"""The codes that a support bundle may show: a closed list, so that no name can pass for one."""

import re
from enum import StrEnum
from typing import Final

from clinic_terminal.application.acts import ActKind, ActState, AnswerClass
from clinic_terminal.application.follow_up_record import Matter
from clinic_terminal.domain.adjudication import Reason
from clinic_terminal.domain.decision import Doubt

OTHER: Final = "OTHER"
"""Stands for a code that is not listed."""

_HTTP: Final = re.compile(r"HTTP_[1-5]\d\d", re.ASCII)
_ENUMS: Final[tuple[type[StrEnum], ...]] = (ActKind, ActState, AnswerClass, Matter, Reason, Doubt)
_NAMED: Final = frozenset({
    "ACTS", "ACT_EXISTS", "ACT_UNKNOWN", "ALREADY_VOIDED", "ANSWER_SUMS", "ANSWER_TO_ANOTHER_ACT",
    "ASSERTION_REFUSED", "AUDIT", "AUDIT_BROKEN", "BACKUP_FAILED", "BAD_SERVER_SIGNATURE",
    "BAD_STATEMENT", "BAD_SUMS", "BILL_DIGEST_WRONG", "BILL_EXISTS", "BILL_INCONSISTENT",
    "BILL_UNKNOWN", "BODY_TOO_LARGE", "BUSY", "CANCELLED", "CANNOT_OPEN", "CANNOT_WRITE", "CARRIED",
    "CA_FILE", "CENTRAL_REFUSED", "CENTRAL_SESSION", "CENTRAL_UNREACHABLE", "CERTIFICATE", "CHAIN_MISMATCH",
    "CLOSED", "CODE_SPENT", "CODE_UNKNOWN", "CONSENT_INVALID", "CONSTRAINT", "COUNTERS", "CURSOR_GONE",
    "CUT_ANSWER", "DAMAGED", "DIGEST_CONFLICT", "DIGEST_WRONG", "DISK_FULL", "DOCUMENT",
    "DUPLICATE_KEY", "EXPOSURE_LIMIT", "HOST_REFUSED", "IDLE", "INTERNAL", "IO_ERROR", "ITEM_UNKNOWN",
    "KEY_UNAVAILABLE", "KEY_UNKNOWN", "KEY_UNREADABLE", "LATE", "LOSE_ANSWER", "MEDIA_TYPE",
    "MEMBER_UNKNOWN", "MESSAGE_REFUSED", "METHOD_NOT_ALLOWED", "NEWER", "NOT_ANSWERED",
    "NOT_A_DATABASE", "NOT_CANONICAL", "NOT_ENROLLED", "NOT_FOUND", "NOT_GOOD", "NOT_JSON", "NOT_OURS",
    "NOT_PENDING", "NOT_THE_SERVER", "NOT_VOIDABLE", "NO_CONNECTION", "NO_FOLDER", "NO_PERMISSION",
    "NO_SNAPSHOT", "NUMBER_TOO_LARGE", "PAGES", "PAPER_FAILED", "PLAN_MISMATCH", "PLAN_UNKNOWN",
    "POLICY_TWICE", "PRACTICE_FAULT", "PRAGMA", "READ_ONLY", "REPEATED_LINE", "RESERVE_FREED", "RESTORING",
    "SIGNATURE_INVALID", "SIGN_IN_REFUSED", "STORE_FAILED", "STORE_UNOPENABLE", "STRUCTURE",
    "SUMS_DIFFER", "TERMINAL_MISMATCH", "TERMINAL_REVOKED", "TERMINAL_UNKNOWN", "TIMEOUT",
    "TOKEN_REFUSED", "TOO_DEEP", "TRUNCATED_JSON", "UNKNOWN_SERVER_KEY", "VISIT_CHANGED",
    "VISIT_UNKNOWN", "VOID_REFUSED", "WRONG_DIGEST", "WRONG_KEY", "WRONG_MEMBER",
})  # fmt: skip
_KNOWN: Final = _NAMED | {member.value for kind in _ENUMS for member in kind}


def is_known(code: str) -> bool:
    """Say whether a text is one of our own codes."""
    return code in _KNOWN or _HTTP.fullmatch(code) is not None


def shown_code(code: str) -> str:
    """Return a code as it may leave the house; what is not listed becomes OTHER."""
    return code if not code or is_known(code) else OTHER
