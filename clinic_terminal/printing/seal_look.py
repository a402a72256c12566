"""This terminal's seal as the doctor sees it: how long it holds, and whether its two halves fit."""

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from clinic_terminal.application.doctor_ports import SealLook


def look_at_seal(key_pem: bytes | None, certificate_pem: bytes) -> SealLook | None:
    """Return what a seal's key and certificate (both PEM) show; None where there is no readable certificate.

    A key that is missing or cannot be read does not fit.
    """
    try:
        certificate = x509.load_pem_x509_certificate(certificate_pem)
    except ValueError:
        return None
    try:
        key = serialization.load_pem_private_key(key_pem or b"", password=None)
        fits = key.public_key() == certificate.public_key()
    except (ValueError, TypeError):
        fits = False
    return SealLook(certificate.not_valid_before_utc, certificate.not_valid_after_utc, fits=fits)
