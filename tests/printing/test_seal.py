from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from clinic_terminal.printing.seal import SealUnusableError, TerminalSeal
from tests.printing import bills


def test_the_certificate_names_the_terminal_and_outlives_the_bills() -> None:
    _, pem = TerminalSeal.create("T-0007", bills.NOW)
    certificate = x509.load_pem_x509_certificate(pem)
    assert certificate.subject.rfc4514_string() == "CN=T-0007"
    assert isinstance(certificate.public_key(), ec.EllipticCurvePublicKey)
    assert certificate.not_valid_before_utc == bills.NOW
    assert certificate.not_valid_after_utc > bills.NOW + timedelta(days=30 * 365)


def test_two_terminals_never_share_a_key() -> None:
    assert TerminalSeal.create("T-1", bills.NOW)[0] != TerminalSeal.create("T-1", bills.NOW)[0]


def test_a_long_terminal_name_is_cut_to_what_certificates_hold() -> None:
    seal = TerminalSeal(*TerminalSeal.create("T" * 200, bills.NOW))
    assert x509.load_pem_x509_certificate(seal.certificate).subject.rfc4514_string() == "CN=" + "T" * 64


def test_key_and_certificate_must_belong_together() -> None:
    key, certificate = TerminalSeal.create("T-1", bills.NOW)
    other, _ = TerminalSeal.create("T-2", bills.NOW)
    for pair in ((other, certificate), (b"", certificate), (key, b"nonsense"), (certificate, key)):
        with pytest.raises(SealUnusableError):
            TerminalSeal(*pair)


def test_the_seal_certifies_and_allows_no_change(paper: Path, seal: TerminalSeal) -> None:
    signatures = PdfFileReader(BytesIO(paper.read_bytes())).embedded_signatures
    (signature,) = signatures
    assert signature.docmdp_level is MDPPerm.NO_CHANGES
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    context = ValidationContext(trust_roots=[signature.signer_cert], allow_fetching=False)
    status = validate_pdf_signature(signature, context)
    assert status.bottom_line
    assert status.md_algorithm == "sha256"
    pinned = x509.load_pem_x509_certificate(seal.certificate)
    assert signature.signer_cert.serial_number == pinned.serial_number
