"""The guardian's signature: bound to the bill that was shown, and as plain values for the act."""

from dataclasses import dataclass, replace
from typing import Any

from clinic_terminal.application.binding import check_bound
from clinic_terminal.application.overtaken import check_still_so
from clinic_terminal.application.ports import Operator
from clinic_terminal.application.sheet_ports import SheetFile
from clinic_terminal.application.sheets import keep_sheet
from clinic_terminal.application.store_ports import MemberRecord, UnitOfWork
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.domain import consent as consents
from clinic_terminal.domain import visit as visits
from clinic_terminal.domain.consent import Consent, Relationship, SignerDocument, Stroke, Way
from clinic_terminal.domain.declined import Declined, DeclineReason, DeclineWay
from clinic_terminal.domain.declining import checked_decline_note, decline
from clinic_terminal.domain.visit import Stage, Visit

CONSENT_TEXT_VERSION = "consent/1"
_CLOSED = (Stage.DONE, Stage.VOIDED)
_LOOKED_AT = 20
"""Visits of a child that are looked through for who signed last."""


@dataclass(frozen=True, slots=True)
class Signing:
    """What the guardian gave: name, relationship, strokes, the pad's height, the language read.

    Signed on PAPER there are no strokes; ``sheet`` is its picture where there is one already.
    """

    signer: str
    relationship: Relationship
    strokes: tuple[Stroke, ...]
    pad_height: int
    language: str
    document: SignerDocument | None = None
    way: Way = Way.PAD
    sheet: SheetFile | None = None


@dataclass(frozen=True, slots=True)
class FamilyHabits:
    """Who signed for the child the last time, and the language the family reads; empty where unknown."""

    signer: str = ""
    relationship: Relationship | None = None
    language: str = ""


def family_habits(terminal: Terminal, visit_id: str) -> FamilyHabits:
    """Return what is known of a child's family from its visits here."""
    with terminal.store.read() as uow:
        visit = uow.visits.get(visit_id)
        record = uow.members.get(visit.person.member)
        past = uow.visits.of_member(visit.person.member, _CLOSED, _LOOKED_AT)
    last = next((one.consent for one in past if one.consent is not None), None)
    language = record.language if record else ""
    if last is None:
        return FamilyHabits(language=language)
    return FamilyHabits(last.signer, last.relationship, language or last.language)


def remember_language(terminal: Terminal, member: str, language: str) -> None:
    """Keep the language that a child's family chose to read; nothing is written where it is known."""
    with terminal.store.begin() as uow:
        record = uow.members.get(member) or MemberRecord(member)
        if record.language != language:
            uow.members.put(replace(record, language=language))


def sign(terminal: Terminal, operator: Operator, visit_id: str, digest: str, given: Signing) -> Visit:
    """Bind the signature to the bill that was shown (``digest``); the operator witnesses it.

    Raises SignerMissingError, SignatureTooSmallError, SignatureTooLargeError, SignatureMismatchError (also
    where the stored bill is not the one that was frozen), BillOvertakenError, SheetRefusedError,
    VisitStateError.
    """
    with terminal.store.begin() as uow:
        visit = uow.visits.get(visit_id)
        check_bound(terminal, visit)
        check_still_so(terminal, uow, visit)
        sheet = keep_sheet(terminal, uow, operator, visit_id, given.sheet) if given.sheet else None
        consent = _consent(terminal, operator, digest, given, sheet.digest if sheet else "")
        stored = uow.visits.put(visits.sign(visit, consent))
        way = {"way": given.way.value} if given.way is not Way.PAD else {}
        terminal.audit(uow, operator, "sign", visit_id, digest=digest, **way)
        return stored


def _consent(terminal: Terminal, operator: Operator, digest: str, given: Signing, sheet: str) -> Consent:
    on_paper = given.way is Way.PAPER
    return Consent(
        signer=given.signer.strip(),
        relationship=given.relationship,
        strokes=() if on_paper else given.strokes,
        pad_height=given.pad_height,
        digest=digest,
        language=given.language,
        text_version=CONSENT_TEXT_VERSION,
        signed_at=terminal.clock.now(),
        witness=operator.name,
        way=given.way,
        sheet=sheet,
        document=given.document,
    )


def decline_bill(  # noqa: PLR0913, PLR0917  who, what, why and how: each of another kind
    terminal: Terminal,
    operator: Operator,
    visit_id: str,
    reason: DeclineReason,
    way: DeclineWay,
    note: str = "",
) -> Visit:
    """Note that the family does not sign; the bill is taken back, for self-pay or with the whole visit.

    Raises DeclineNoteMissingError, NoteTooLongError, VisitStateError (nothing is frozen), RefundDueError.
    """
    written = checked_decline_note(reason, note)
    with terminal.store.begin() as uow:
        visit = uow.visits.get(visit_id)
        said = Declined(reason, way, written, operator.name, terminal.clock.now(), visit.digest)
        stored = uow.visits.put(decline(visit, said))
        _note_decline(terminal, uow, operator, stored, said)
        return stored


def _note_decline(
    terminal: Terminal, uow: UnitOfWork, operator: Operator, visit: Visit, said: Declined
) -> None:
    facts = {"reason": said.reason.value, "way": said.way.value, "has_note": bool(said.note)}
    terminal.audit(uow, operator, "decline", visit.id, digest=said.digest, **facts)


def consent_content(terminal: Terminal, consent: Consent) -> dict[str, Any]:
    """Return the consent as plain values with the digest over its strokes."""
    plain = consents.content(consent)
    return {**plain, "strokes_digest": terminal.digest(plain["strokes"])}
