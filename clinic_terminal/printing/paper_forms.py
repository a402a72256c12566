"""The forms of what a bill's PDF carries: names of its files, the signature as plain values, the code."""

from collections.abc import Callable
from typing import Any

from clinic_terminal.domain.consent import Consent, content

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
    """Return the signature as plain values, bound to its bill by the digest."""
    return {"form": CONSENT_FORM, "bill_digest": consent.digest, **content(consent)}
