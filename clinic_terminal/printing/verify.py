"""Tells whether a file is one of our bills exactly as it was signed, and if not, what was changed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography import x509

from clinic_terminal.printing.changes import (
    digest_of,
    is_signed,
    manifest_of,
    name_changes,
    values,
    way_of,
)
from clinic_terminal.printing.hostile import or_none
from clinic_terminal.printing.paper_files import PaperContents, read_papers
from clinic_terminal.printing.paper_forms import BILL_FILE, CONSENT_FILE, Canonical, check_code
from clinic_terminal.printing.seal_check import SealFinding, SealState, check_seal

_DIGEST = re.compile("[0-9a-f]{64}")

LARGEST_FILE = 20_000_000
"""Bytes; a bill of forty lines has about a hundred thousand."""


class CheckCode(StrEnum):
    """The answer in one word."""

    HOLDS = "HOLDS"
    CHANGED = "CHANGED"
    UNTRUSTED = "UNTRUSTED"
    UNSEALED = "UNSEALED"
    DAMAGED = "DAMAGED"
    NOT_A_BILL = "NOT_A_BILL"
    NOT_A_PDF = "NOT_A_PDF"
    TOO_LARGE = "TOO_LARGE"
    UNREADABLE = "UNREADABLE"
    BAD_CERTIFICATE = "BAD_CERTIFICATE"


@dataclass(frozen=True, slots=True)
class BillCheck:
    """What a check found.

    ``digest`` is the SHA-256 of the bill in the file. ``digest_ok``: file, manifest, signature and code
    name the same one. ``consent_ok``: the guardian's strokes belong to it. ``changes`` name places, such
    as ``bill.json: lines.2.unit_fen: 700.00 → 70.00``. ``fingerprint`` is the sealing certificate's.
    ``way`` says how it was signed (PAD or PAPER), ``sheet`` is the SHA-256 of the signed sheet's picture.
    """

    code: CheckCode
    seal: SealState = SealState.ABSENT
    bill_id: str = ""
    digest: str = ""
    digest_ok: bool = False
    consent_ok: bool = False
    changes: tuple[str, ...] = ()
    terminal: str = ""
    fingerprint: str = ""
    way: str = ""
    sheet: str = ""

    @property
    def holds(self) -> bool:
        """Whether everything does."""
        return self.code is CheckCode.HOLDS


def verify_bill(path: Path, trusted_cert_pem: bytes | None, canonical: Canonical) -> BillCheck:
    """Check a bill's PDF against the terminal's certificate; never raises for what the file holds.

    Without a certificate the best answer is UNTRUSTED: whole, but nobody says whose.
    """
    trusted = or_none(x509.load_pem_x509_certificate, trusted_cert_pem) if trusted_cert_pem else None
    if trusted_cert_pem and trusted is None:
        return BillCheck(CheckCode.BAD_CERTIFICATE)
    try:
        if path.stat().st_size > LARGEST_FILE:
            return BillCheck(CheckCode.TOO_LARGE)
        data = path.read_bytes()
    except OSError:
        return BillCheck(CheckCode.UNREADABLE)
    if not data.startswith(b"%PDF-"):
        return BillCheck(CheckCode.NOT_A_PDF)
    return _judge(data, trusted, canonical)


def _judge(data: bytes, trusted: x509.Certificate | None, canonical: Canonical) -> BillCheck:
    finding = or_none(check_seal, data, trusted) or SealFinding(SealState.BROKEN)
    found = or_none(read_papers, data)
    sealed = or_none(read_papers, finding.sealed) if finding.sealed else None
    manifest = manifest_of(sealed) or manifest_of(found)
    if found is None:
        return BillCheck(CheckCode.DAMAGED, finding.state, changes=("file: cannot be read as a whole",))
    if manifest is None and BILL_FILE not in found.files:
        return BillCheck(CheckCode.NOT_A_BILL, finding.state)
    changes = _added_bytes(data, finding)
    if manifest is None:
        changes += ("manifest.json: missing",)
    else:
        changes += name_changes(manifest, found, canonical, sure=sealed is not None)
    if finding.state is SealState.BROKEN and not changes:
        changes = ("file: bytes outside of pages and attachments",)
    return _with_proofs(finding, found, changes, canonical)


def _added_bytes(data: bytes, finding: SealFinding) -> tuple[str, ...]:
    added = len(data) - len(finding.sealed) if finding.sealed is not None else 0
    return (f"file: {added} bytes added after the seal",) if added else ()


def _with_proofs(
    finding: SealFinding, found: PaperContents, changes: tuple[str, ...], canonical: Canonical
) -> BillCheck:
    bill, consent = values(found, BILL_FILE) or {}, values(found, CONSENT_FILE) or {}
    manifest = manifest_of(found) or {}
    digest = sha256(found.files.get(BILL_FILE, b"")).hexdigest()
    bill_id = str(bill.get("id", ""))
    named = {manifest.get("digest"), consent.get("bill_digest"), digest_of(bill, canonical)}
    digest_ok = named == {digest} and found.code == check_code(bill_id, digest)
    consent_ok = (
        consent.get("bill_digest") == digest
        and is_signed(consent)
        and digest_of(consent["strokes"], canonical) == manifest.get("strokes")
    )
    good = not changes and digest_ok and consent_ok
    return BillCheck(
        _code(finding.state, good=good),
        finding.state,
        bill_id,
        digest,
        digest_ok,
        consent_ok,
        changes,
        finding.terminal,
        finding.fingerprint,
        (or_none(way_of, consent) or "") if consent else "",
        _sheet_of(consent),
    )


def _sheet_of(consent: Mapping[str, Any]) -> str:
    """Return the digest of the signed sheet's picture; empty for none, and for anything that is no digest."""
    sheet = consent.get("sheet")
    return sheet if isinstance(sheet, str) and _DIGEST.fullmatch(sheet) else ""


def _code(seal: SealState, *, good: bool) -> CheckCode:
    if seal is SealState.ABSENT:
        return CheckCode.UNSEALED
    if seal is SealState.BROKEN or not good:
        return CheckCode.CHANGED
    return CheckCode.HOLDS if seal is SealState.HOLDS else CheckCode.UNTRUSTED
