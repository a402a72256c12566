"""Naming what was changed in a bill's PDF: which page, which file, which field, from what to what."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from clinic_terminal.domain.bill import differences
from clinic_terminal.domain.consent import InkPoint, Way, check_ink
from clinic_terminal.domain.errors import SignatureTooSmallError
from clinic_terminal.domain.signing_errors import SignatureTooLargeError
from clinic_terminal.printing.hostile import or_none
from clinic_terminal.printing.page_prints import PagePrint
from clinic_terminal.printing.paper_files import PaperContents
from clinic_terminal.printing.paper_forms import (
    BILL_FILE,
    CONSENT_FILE,
    MANIFEST_FILE,
    MANIFEST_FORM,
    Canonical,
)

_MOST_CHANGES = 40
"""More are no help to a reader."""


def values(papers: PaperContents | None, name: str) -> dict[str, Any] | None:
    """Return an embedded file as a JSON object, or None where it is missing or no such thing."""
    data = papers.files.get(name) if papers else None
    found = or_none(json.loads, data) if data is not None else None
    return found if isinstance(found, dict) else None


def manifest_of(papers: PaperContents | None) -> dict[str, Any] | None:
    """Return the list of what belongs into the paper, or None where there is none of our form."""
    manifest = values(papers, MANIFEST_FILE)
    return manifest if manifest is not None and manifest.get("form") == MANIFEST_FORM else None


def digest_of(value: object, canonical: Canonical) -> str:
    """Return the SHA-256 of the canonical form, hex; empty for what has none."""
    data = or_none(canonical, value)
    return sha256(data).hexdigest() if data is not None else ""


def name_changes(
    manifest: Mapping[str, Any], found: PaperContents, canonical: Canonical, *, sure: bool
) -> tuple[str, ...]:
    """Return what in ``found`` is not as ``manifest`` has it.

    ``sure`` says that the manifest itself lies under an unbroken seal. Otherwise its copy of the bill
    counts only where it has the digest that the manifest names.
    """
    rows = _page_rows(manifest, found.pages)
    rows += _bill_rows(manifest, found, canonical, sure=sure)
    rows += _consent_rows(manifest, found, canonical)
    own = {BILL_FILE, CONSENT_FILE, MANIFEST_FILE}
    rows += [f"{name}: added" for name in sorted(found.files.keys() - own)]
    if found.code != manifest.get("code"):
        rows.append(f"code: {manifest.get('code')} → {found.code or '—'}")
    return tuple(rows[:_MOST_CHANGES])


def _page_rows(manifest: Mapping[str, Any], pages: tuple[PagePrint, ...]) -> list[str]:
    listed = manifest.get("pages")
    signed = listed if isinstance(listed, list) else []
    rows = [] if len(signed) == len(pages) else [f"pages: {len(signed)} → {len(pages)}"]
    for number, (was, now) in enumerate(zip(signed, pages, strict=False), 1):
        if was.get("content") != now.content:
            rows.append(f"page {number} content")
        if was.get("look") != now.look:
            rows.append(f"page {number} fonts, size or resources")
        if was.get("notes") != now.notes:
            rows.append(f"page {number} annotations: {was.get('notes')} → {now.notes}")
    return rows


def _bill_rows(
    manifest: Mapping[str, Any], found: PaperContents, canonical: Canonical, *, sure: bool
) -> list[str]:
    if BILL_FILE not in found.files:
        return [f"{BILL_FILE}: missing"]
    bill, kept = values(found, BILL_FILE), manifest.get("bill")
    if bill is None:
        return [f"{BILL_FILE}: unreadable"]
    if not isinstance(kept, dict):
        return [f"{MANIFEST_FILE}: bill missing"]
    if not sure and digest_of(kept, canonical) != manifest.get("digest"):
        changed = digest_of(bill, canonical) != manifest.get("digest")
        return [f"{MANIFEST_FILE}: bill", *([f"{BILL_FILE}: content"] if changed else [])]
    rows = [f"{BILL_FILE}: {row}" for row in differences(kept, bill)]
    if not rows and found.files[BILL_FILE] != or_none(canonical, bill):
        rows.append(f"{BILL_FILE}: same content, other bytes")
    return rows


def _consent_rows(manifest: Mapping[str, Any], found: PaperContents, canonical: Canonical) -> list[str]:
    if CONSENT_FILE not in found.files:
        return [f"{CONSENT_FILE}: missing"]
    consent, kept = values(found, CONSENT_FILE), manifest.get("consent")
    if consent is None:
        return [f"{CONSENT_FILE}: unreadable"]
    if not isinstance(kept, dict):
        return [f"{MANIFEST_FILE}: consent missing"]
    now = {key: value for key, value in consent.items() if key != "strokes"}
    rows = [f"{CONSENT_FILE}: {row}" for row in differences(kept, now)]
    if digest_of(consent.get("strokes"), canonical) != manifest.get("strokes"):
        rows.append(f"{CONSENT_FILE}: strokes")
    return rows


def is_signed(consent: Mapping[str, Any]) -> bool:
    """Tell whether the strokes are points and enough for a signature; on paper there are none."""
    try:
        strokes = tuple(tuple(InkPoint(*point) for point in stroke) for stroke in consent["strokes"])
        if way_of(consent) is Way.PAPER:
            return not strokes
        check_ink(strokes)
    except (SignatureTooSmallError, SignatureTooLargeError, ValueError, TypeError, KeyError):
        return False
    return True


def way_of(consent: Mapping[str, Any]) -> Way:
    """Return how it was signed; raises ValueError for a way that is none."""
    return Way(consent.get("way", Way.PAD.value))
