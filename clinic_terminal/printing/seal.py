"""The terminal's seal on a PDF: a signature that breaks with the smallest change."""

from datetime import datetime, timedelta
from io import BytesIO

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from clinic_terminal.application.failures import ApplicationError

FIELD = "TerminalSeal"
_ROOM = 4_096
"""Signs (two a byte) kept free for the signature, which takes some 2,300; nothing is signed to measure it."""

_YEARS = timedelta(days=50 * 365)
"""Bills are kept for 15 years and longer; a seal must not age before them."""


class SealUnusableError(ApplicationError):
    """The stored key or certificate cannot make seals."""

    code = "SEAL_UNUSABLE"

    def __init__(self) -> None:
        super().__init__("The terminal's seal cannot be used: its key and certificate do not fit.")


class TerminalSeal:
    """A terminal's key and self-signed certificate. Raises SealUnusableError where they do not fit."""

    def __init__(self, key_pem: bytes, cert_pem: bytes) -> None:
        """Take the key (PKCS 8) and the certificate, both PEM."""
        try:
            self._key = serialization.load_pem_private_key(key_pem, password=None)
            self._certificate = x509.load_pem_x509_certificate(cert_pem)
        except (ValueError, TypeError) as error:
            raise SealUnusableError from error
        if self._key.public_key() != self._certificate.public_key():
            raise SealUnusableError

    @staticmethod
    def create(terminal_id: str, now: datetime) -> tuple[bytes, bytes]:
        """Make a new key and its certificate, both PEM; ``now`` is aware, in UTC.

        P-256 is the curve that PDF readers know.
        """
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, terminal_id[:64])])
        builder = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now)
            .not_valid_after(now + _YEARS)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        )
        certificate = builder.sign(key, hashes.SHA256())
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return private, certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def certificate(self) -> bytes:
        """The certificate, PEM: what a checker must trust."""
        return self._certificate.public_bytes(serialization.Encoding.PEM)

    def seal(self, pdf: bytes) -> bytes:
        """Return the PDF with an invisible certifying signature appended that allows no change at all.

        PAdES baseline B with SHA-256; no network, no time stamp.
        """
        # The PDF library takes half a second to load; only who seals waits for it.
        from asn1crypto import keys as asn1_keys
        from asn1crypto import x509 as asn1_x509
        from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
        from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
        from pyhanko_certvalidator.registry import SimpleCertificateStore

        from clinic_terminal.printing.archive import ArchiveUpdate

        der = serialization.Encoding.DER
        private = self._key.private_bytes(
            der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        signer = SimpleSigner(
            signing_cert=asn1_x509.Certificate.load(self._certificate.public_bytes(der)),
            signing_key=asn1_keys.PrivateKeyInfo.load(private),
            cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]  # without types
        )
        metadata = PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
        )
        out = BytesIO()
        PdfSigner(metadata, signer).sign_pdf(ArchiveUpdate(BytesIO(pdf)), output=out, bytes_reserved=_ROOM)
        return out.getvalue()


def _usage() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
