"""Changes: what is new at the service manager since a cursor; resumable and without gaps."""

from enum import StrEnum

from clinic_terminal.contract.acts import ActAnswer
from clinic_terminal.contract.eligibility import AppointmentMessage, PlanEditionMessage
from clinic_terminal.contract.network import NetworkClinicMessage
from clinic_terminal.contract.values import Code, Instant, Message, SignedText, Text

FIRST_CURSOR = ""
"""The cursor of a terminal that knows nothing yet."""


class ChangeKind(StrEnum):
    """What a change concerns."""

    PLAN = "PLAN"
    KEYS = "KEYS"
    REVOCATION = "REVOCATION"
    SNAPSHOT = "SNAPSHOT"
    APPOINTMENT = "APPOINTMENT"
    NETWORK = "NETWORK"
    DECISION = "DECISION"
    MESSAGE = "MESSAGE"


class NoticeMessage(Message):
    """A message from the service manager to the desk."""

    id: str
    at: Instant
    text_zh: Text
    text_en: Text


class ChangesAnswer(Message):
    """One page. ``cursor`` asks for the next; ``more`` says that it is not empty already now.

    All parts of a page may be applied in any order and again: each replaces what it names. ``keys`` is
    the signed key document where it changed, ``revoked`` are card serials in lower-case hex,
    ``decisions`` the answers of acts that were PENDING. ``clinics`` are branches of the network that are
    new or changed, ``clinics_left`` the ids of those that are in it no longer; an id stands in one of both.
    """

    cursor: Text
    more: bool
    server_time: SignedText
    plans: list[PlanEditionMessage]
    keys: SignedText | None
    revoked: list[str]
    snapshots: list[SignedText]
    appointments: list[AppointmentMessage]
    clinics: list[NetworkClinicMessage]
    clinics_left: list[Code]
    decisions: list[ActAnswer]
    messages: list[NoticeMessage]
