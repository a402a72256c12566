"""What a guardian answers to the use of the child's data: asked once a text, recorded with its time."""

from dataclasses import replace

from clinic_terminal.application.judging import latest_consent
from clinic_terminal.application.ports import Operator
from clinic_terminal.application.store_ports import MemberRecord, UnitOfWork
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.domain.consent import Relationship
from clinic_terminal.domain.identity import DataConsent
from clinic_terminal.domain.member import masked_member
from clinic_terminal.domain.visit import Visit

TEXT_VERSION = "data/2"
"""The text that is read to families now (resources/texts/data_consent.toml)."""


def with_latest(uow: UnitOfWork, visit: Visit) -> Visit:
    """Return the visit with what a guardian answered last, at this visit or since: minds may change."""
    known = uow.members.get(visit.person.member) or MemberRecord(visit.person.member)
    return replace(visit, data_consent=latest_consent(visit, known))


def is_current(consent: DataConsent | None) -> bool:
    """Tell whether somebody agreed to the present text, so that nobody has to be asked again."""
    return consent is not None and consent.given and consent.text_version == TEXT_VERSION


def answer(
    terminal: Terminal, operator: Operator, member: str, relationship: Relationship, *, given: bool
) -> DataConsent:
    """Record at once what a guardian of ``member`` answered to the present text; raises StoreFailedError."""
    consent = DataConsent(relationship, TEXT_VERSION, terminal.clock.now(), given=given)
    with terminal.store.begin() as uow:
        known = uow.members.get(member) or MemberRecord(member)
        uow.members.put(replace(known, consent=consent))
        terminal.audit(uow, operator, "data_consent", masked_member(member), given=given, text=TEXT_VERSION)
    return consent
