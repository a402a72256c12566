"""Acts: the envelope that a terminal seals once and sends until it is answered, and the answers."""

import hashlib
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from clinic_terminal.contract.canonical import canonical_bytes, digest
from clinic_terminal.contract.problems import Problem
from clinic_terminal.contract.values import (
    ActId,
    Chain,
    Code,
    Digest,
    Fen,
    Instant,
    Message,
    SignedFen,
    SignedText,
    Text,
    instant_text,
)
from clinic_terminal.domain.consent import Way
from clinic_terminal.domain.voiding import VoidReason

LARGEST_ACT_BYTES = 1_000_000
LARGEST_BATCH_BYTES = 16_000_000
LARGEST_BATCH = 100


class EnvelopeKind(StrEnum):
    """What an act reports."""

    VISIT_OPENED = "VISIT_OPENED"
    BILL_SIGNED = "BILL_SIGNED"
    BILL_VOIDED = "BILL_VOIDED"
    PREAUTH_REQUESTED = "PREAUTH_REQUESTED"
    PAYMENT_RECORDED = "PAYMENT_RECORDED"
    NOTE = "NOTE"


class AnswerState(StrEnum):
    """What became of an act; PENDING is decided later and arrives by changes."""

    ACCEPTED = "ACCEPTED"
    ADJUSTED = "ADJUSTED"
    REJECTED = "REJECTED"
    PENDING = "PENDING"


class ActEnvelope(Message):
    """One act; ``digest`` is SHA-256 over the RFC 8785 form of the envelope without it."""

    id: ActId
    kind: EnvelopeKind
    chain: Chain
    terminal: Code
    created_at: Instant
    sequence: Annotated[int, Field(ge=0)]
    payload: dict[str, Any]
    evidence: dict[str, Any]
    digest: Digest


class BatchRequest(Message):
    """Up to 100 envelopes; each is judged by itself, so they are not typed here."""

    acts: Annotated[list[dict[str, Any]], Field(max_length=LARGEST_BATCH)]


class PartAnswer(Message):
    """One sub-line as the insurer split it; amounts in fen."""

    line: int
    item: str
    billed_fen: Fen
    not_covered_fen: Fen
    deductible_fen: Fen
    coinsurance_fen: Fen
    over_limit_fen: Fen
    penalty_fen: Fen
    insurer_fen: Fen
    guardian_fen: Fen
    reasons: list[str]


class TotalsAnswer(Message):
    """Totals of a bill; negative where a void gives back."""

    billed_fen: SignedFen
    insurer_fen: SignedFen
    guardian_fen: SignedFen
    on_site_fen: SignedFen
    online_fen: SignedFen
    claim_fen: SignedFen


class ActAnswer(Message):
    """What became of an act. ``lines`` are the insurer's where ADJUSTED; ``digest`` is the act's own."""

    id: ActId
    digest: Digest
    state: AnswerState
    code: Code
    sentence_zh: Text
    sentence_en: Text
    lines: list[PartAnswer]
    totals: TotalsAnswer | None
    snapshot_version: int | None
    booked_at: Instant
    server_time: SignedText


class BatchItem(Message):
    """One item of a batch: the answer where ``status`` is 200, else the problem; ``id`` is the act's."""

    status: int
    id: Text = ""
    answer: ActAnswer | None = None
    problem: Problem | None = None


class BatchAnswer(Message):
    """One item an act, in the order of the request."""

    answers: list[BatchItem]


class DocumentPayload(Message):
    """What the signer showed; ``number`` has its middle hidden."""

    kind: Code
    number: Text = ""


class StrokePayload(Message):
    """The guardian's signature: points [x, y, pressure, milliseconds] in pad units.

    Signed on paper (``way`` PAPER) there are no strokes; ``sheet`` is the SHA-256 of the sheet's picture
    where the clinic took one before it reported the bill.
    """

    signer: Text
    relationship: Code
    language: Code
    text_version: Code
    signed_at: Instant
    witness: Text
    strokes_digest: Digest
    strokes: list[list[Annotated[list[int], Field(min_length=4, max_length=4)]]]
    pad_height: Annotated[int, Field(ge=1)]
    way: Way = Way.PAD
    sheet: Digest | None = None
    document: DocumentPayload | None = None


class BillSignedPayload(Message):
    """A signed bill: its content (domain.bill.content), the digest over it, the consent."""

    bill: dict[str, Any]
    bill_digest: Digest
    consent: StrokePayload


class BillVoidedPayload(Message):
    """A bill taken back: the act that reported it, why, by whom, and what was written about it."""

    act: ActId
    reason: VoidReason
    operator: Text = ""
    note: Text = ""


class PreauthPayload(Message):
    """A request for a guarantee letter: items, the amount asked for, the planned day."""

    items: Annotated[list[Code], Field(max_length=100)]
    amount_fen: Fen
    planned_start: str = ""
    note: Text = ""


def is_whole(body: bytes, act_digest: str) -> bool:
    """Tell whether an envelope's bytes, as `seal` made them, are still those that the digest was taken of."""
    member = f',"digest":"{act_digest}"'.encode("ascii", "replace")
    # Members stand in order of their names; before this one are the chain and a time, and never first is it.
    before, found, behind = body.partition(member)
    rest = hashlib.sha256(before)
    rest.update(behind)
    return bool(found) and rest.hexdigest() == act_digest


def envelope_digest(envelope: dict[str, Any]) -> str:
    """Return the digest that an envelope must carry; an existing ``digest`` is left out of it."""
    return digest({key: value for key, value in envelope.items() if key != "digest"})


def seal(  # noqa: PLR0913  the fields of an envelope, each of another kind
    *,
    act_id: str,
    kind: str,
    chain: str,
    terminal: str,
    created_at: datetime,
    sequence: int,
    payload: dict[str, Any],
    evidence: dict[str, Any],
) -> tuple[bytes, str]:
    """Return the bytes of an envelope, exactly as they are sent, and its digest.

    Raises NotCanonicalError where payload or evidence hold what JSON does not have.
    """
    envelope: dict[str, Any] = {
        "id": act_id,
        "kind": kind,
        "chain": chain,
        "terminal": terminal,
        "created_at": instant_text(created_at),
        "sequence": sequence,
        "payload": payload,
        "evidence": evidence,
    }
    envelope["digest"] = envelope_digest(envelope)
    return canonical_bytes(envelope), envelope["digest"]
