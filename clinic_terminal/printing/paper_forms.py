"""The forms of what a bill's PDF carries: names of its files, the signature as plain values, the code."""

from collections.abc import Callable
from typing import Any

from clinic_terminal.domain.consent import Consent

BILL_FILE = "bill.json"
CONSENT_FILE = "consent.json"
MANIFEST_FILE = "manifest.json"
CONSENT_FORM = "clinic-consent/1"
MANIFEST_FORM = "clinic-bill-paper/1"

Canonical = Callable[[Any], bytes]
"""From plain values to their one form of bytes (RFC 8785)."""


def check_code(bill_id: str, digest: str) -> str:
    """Return the text that paper and file carry to name exactly one bill: ``CB1:<bill id>:<digest>``."""
    return f"CB1:{bill_id}:{digest}"


def consent_content(consent: Consent) -> dict[str, Any]:
    """Return the signature as plain values; strokes are lists of [x, y, pressure, milliseconds]."""
    return {
        "form": CONSENT_FORM,
        "bill_digest": consent.digest,
        "signer": consent.signer,
        "relationship": consent.relationship.value,
        "language": consent.language,
        "text_version": consent.text_version,
        "signed_at": consent.signed_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "witness": consent.witness,
        "pad_height": consent.pad_height,
        "strokes": [[[p.x, p.y, p.pressure, p.t_ms] for p in stroke] for stroke in consent.strokes],
    }
