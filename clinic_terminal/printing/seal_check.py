"""Tells whether a PDF's seal holds, to the last byte, and whose it is."""

import re
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from io import BytesIO

from asn1crypto import cms
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

_BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,9})\s+(\d{1,9})\s+(\d{1,9})\s+(\d{1,9})\s*\]")


class SealState(StrEnum):
    """How the seal was found. UNTRUSTED holds, but is not the trusted terminal's, or none is named."""

    HOLDS = "HOLDS"
    BROKEN = "BROKEN"
    ABSENT = "ABSENT"
    UNTRUSTED = "UNTRUSTED"


@dataclass(frozen=True, slots=True)
class SealFinding:
    """The seal's state; ``sealed`` are the bytes that the seal still vouches for, None where there are none.

    ``fingerprint`` is the SHA-256 of the sealing certificate, hex; ``terminal`` the name in it.
    """

    state: SealState
    sealed: bytes | None = None
    fingerprint: str = ""
    terminal: str = ""


def check_seal(data: bytes, trusted: x509.Certificate | None) -> SealFinding:
    """Judge the seal of a whole file. Raises whatever a damaged document raises.

    What was appended after the seal breaks it; what stood before is then in ``sealed``.
    """
    found = _BYTE_RANGE.search(data)
    if found is None:
        return SealFinding(SealState.ABSENT)
    first, length, second, rest = (int(number) for number in found.groups())
    end = second + rest
    sealed = data[:end]
    orderly = first == 0 and length < second <= end <= len(data)
    certificate = _certificate_if_whole(sealed) if orderly else None
    if certificate is None:
        return SealFinding(SealState.BROKEN)
    der: bytes = certificate.dump()
    fingerprint, terminal = sha256(der).hexdigest(), str(certificate.subject.native.get("common_name", ""))
    if trusted is None or trusted.public_bytes(Encoding.DER) != der:
        return SealFinding(SealState.UNTRUSTED, sealed, fingerprint, terminal)
    state = SealState.HOLDS if end == len(data) else SealState.BROKEN
    return SealFinding(state, sealed, fingerprint, terminal)


def _certificate_if_whole(data: bytes) -> asn1_x509.Certificate | None:
    """Return the certificate under which every byte of ``data`` is sealed, or None."""
    signatures = PdfFileReader(BytesIO(data), strict=False).embedded_signatures
    if len(signatures) != 1:
        return None
    signature: EmbeddedPdfSignature = signatures[0]
    certificate: asn1_x509.Certificate = signature.signer_cert
    # The chain of trust is one pinned certificate, compared by the caller; here only the mathematics count.
    context = ValidationContext(trust_roots=[certificate], allow_fetching=False)
    status = validate_pdf_signature(signature, context, skip_diff=True)
    whole = status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    holds = status.intact and status.valid and whole and _has_no_slack(data, signature, certificate)
    return certificate if holds else None


def _has_no_slack(data: bytes, signature: EmbeddedPdfSignature, certificate: asn1_x509.Certificate) -> bool:
    """Tell whether the place of the signature itself holds nothing but the signature in its one form.

    These bytes are outside what is signed; without this test some could be altered unnoticed.
    """
    _, length, second, _ = signature.byte_range
    place = data[length:second]
    container = cms.ContentInfo.load(signature.pkcs7_content)
    der: bytes = _only_form(container, certificate)
    wanted = b"<" + der.hex().upper().encode("ascii")
    padding = place[len(wanted) : -1]
    return place.startswith(wanted) and place.endswith(b">") and not padding.strip(b"0")


def _only_form(container: cms.ContentInfo, certificate: asn1_x509.Certificate) -> bytes:
    """Build the signature container again from its signed parts, everything else being given."""
    signer = container["content"]["signer_infos"][0]
    digest = {"algorithm": "sha256"}
    issuer = cms.IssuerAndSerialNumber(
        {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
    )
    rebuilt = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier({"issuer_and_serial_number": issuer}),
            "digest_algorithm": digest,
            "signed_attrs": signer["signed_attrs"],
            "signature_algorithm": {"algorithm": "sha256_ecdsa"},
            "signature": signer["signature"],
        }
    )
    signed = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [digest],
            "encap_content_info": {"content_type": "data"},
            "certificates": [certificate],
            "signer_infos": [rebuilt],
        }
    )
    form: bytes = cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump()
    return form
