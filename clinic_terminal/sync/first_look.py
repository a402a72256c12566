"""Is this a server of ours, and who vouches for it: what the first start shows before anything is sent."""

import http.client
import ssl
from contextlib import closing
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.x509.oid import NameOID

from clinic_terminal.application.failures import CentralUnreachableError
from clinic_terminal.application.first_start_failures import ServerCertificateError
from clinic_terminal.application.first_start_ports import Certificate, ServerFacts
from clinic_terminal.options import LOOPBACK_HOSTS
from clinic_terminal.sync.http import Link
from clinic_terminal.sync.server_look import look_at_server

STRAIGHT: Final = Link()
"""Neither proxy nor own certificates."""

_CERTIFICATE_S: Final = 5.0
_CAUSES: Final = {"CERT_EXPIRED": "EXPIRED", "CERT_NAME": "OTHER_NAME", "CERT_UNKNOWN": "UNKNOWN_ISSUER"}
_TLS_PORT: Final = 443


def first_look(address: str, link: Link = STRAIGHT) -> ServerFacts:
    """Return what a server shows of itself.

    Raises CentralUnreachableError (NO_CONNECTION, TIMEOUT, NOT_THE_SERVER, CA_FILE), and
    ServerCertificateError with what the unbelieved certificate says of itself.
    """
    parts = urlsplit(address)
    here = parts.hostname in LOOPBACK_HOSTS
    looked = look_at_server(address, link)
    shown = shown_certificate(address, link) if parts.scheme == "https" else None
    if looked.problem.startswith("CERT_"):
        raise _unbelieved(looked.problem, shown)
    if looked.problem:
        raise CentralUnreachableError(looked.problem)
    own_ca = looked.own_ca and shown is not None
    return ServerFacts(address, datetime.now(UTC), shown, here, own_ca, "" if here else link.proxy)


def shown_certificate(address: str, link: Link = STRAIGHT) -> Certificate | None:
    """Return the certificate that a server shows, believed or not; None where it cannot be had.

    Nothing is sent but the greeting: what is read here decides nothing, it only explains.
    """
    parts = urlsplit(address)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    host, port = parts.hostname or "", parts.port or _TLS_PORT
    proxy = urlsplit(link.proxy) if link.proxy and host not in LOOPBACK_HOSTS else None
    via = (proxy.hostname or "", proxy.port) if proxy else (host, port)
    connection = http.client.HTTPSConnection(*via, timeout=_CERTIFICATE_S, context=context)
    with closing(connection):
        try:
            if proxy:
                connection.set_tunnel(host, port)
            connection.connect()
            sock = connection.sock
            raw = sock.getpeercert(binary_form=True) if isinstance(sock, ssl.SSLSocket) else None
            return _read(raw) if raw else None
        except (OSError, ValueError, http.client.HTTPException):
            return None


def _read(raw: bytes) -> Certificate:
    held = x509.load_der_x509_certificate(raw)
    return Certificate(
        _name(held.subject), _name(held.issuer), held.not_valid_before_utc, held.not_valid_after_utc
    )


def _name(name: x509.Name) -> str:
    """Return the organisation, else the common name, of whom a certificate names."""
    for oid in (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME):
        found = name.get_attributes_for_oid(oid)
        if found:
            return str(found[0].value)
    return ""


def _unbelieved(problem: str, shown: Certificate | None) -> ServerCertificateError:
    cause = _CAUSES.get(problem, "UNKNOWN_ISSUER")
    if shown is None:
        return ServerCertificateError(cause)
    if problem not in _CAUSES and shown.valid_from > datetime.now(UTC):
        cause = "NOT_YET"
    return ServerCertificateError(cause, shown.issuer, shown.valid_until)
