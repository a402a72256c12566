"""The doctor's one question: a real server, over TLS with certificates of every kind, and none at all."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from clinic_terminal.sync.http import Link
from clinic_terminal.sync.server_look import look_at_server
from tests.practice import PracticeServer

NOW = datetime.now(UTC)


class _Answers(BaseHTTPRequestHandler):
    body = b'{"status":"ok"}'

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the library's name
        """Stay quiet."""


class _Portal(_Answers):
    body = b"<html>please log in</html>"


class _Quiet(HTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Pass over a client that does not believe us."""


@dataclass(frozen=True)
class Paper:
    """A certificate made by itself: files of certificate and key."""

    certificate: Path
    key: Path


def paper(folder: Path, days: int = 60, address: str = "127.0.0.1") -> Paper:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "clinic root")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(NOW - timedelta(days=90))
        .not_valid_after(NOW + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    found = Paper(folder / "certificate.pem", folder / "key.pem")
    found.certificate.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    found.key.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return found


@contextmanager
def served(held: Paper | None = None, handler: type[_Answers] = _Answers) -> Iterator[str]:
    server = _Quiet(("127.0.0.1", 0), handler)
    if held is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(held.certificate, held.key)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"{'https' if held else 'http'}://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_server_whose_certificate_is_trusted_says_until_when(tmp_path: Path) -> None:
    held = paper(tmp_path)
    with served(held) as address:
        look = look_at_server(address, Link(ca_file=str(held.certificate)))
    assert (look.problem, look.secure, look.own_ca) == ("", True, True)
    assert look.valid_until is not None
    assert abs(look.valid_until - NOW - timedelta(days=60)) < timedelta(seconds=2)
    assert look.date is not None
    assert abs(look.date - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("days", "address", "trusted", "problem"),
    [
        (-1, "127.0.0.1", True, "CERT_EXPIRED"),
        (60, "10.9.8.7", True, "CERT_NAME"),
        (60, "127.0.0.1", False, "CERT_UNKNOWN"),
    ],
)
def test_a_certificate_that_is_not_believed_says_why(
    tmp_path: Path, days: int, address: str, *, trusted: bool, problem: str
) -> None:
    held = paper(tmp_path, days, address)
    link = Link(ca_file=str(held.certificate)) if trusted else Link()
    with served(held) as url:
        look = look_at_server(url, link)
    assert look.problem == problem
    assert look.valid_until is None


def test_what_answers_like_a_portal_is_not_the_server() -> None:
    with served(handler=_Portal) as address:
        assert look_at_server(address, Link()).problem == "NOT_THE_SERVER"


def test_nobody_there_is_no_connection() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        assert look_at_server(f"http://127.0.0.1:{held.getsockname()[1]}", Link()).problem == "NO_CONNECTION"


def test_a_root_file_that_cannot_be_read_is_told_from_a_server_that_is_away(tmp_path: Path) -> None:
    look = look_at_server("https://127.0.0.1:1", Link(ca_file=str(tmp_path / "gone.pem")))
    assert look.problem == "CA_FILE"


def test_the_practice_server_answers(tmp_path: Path) -> None:
    server = PracticeServer(tmp_path).start()
    try:
        look = look_at_server(f"{server.url}/", Link())
    finally:
        server.stop()
    assert (look.problem, look.secure, look.valid_until) == ("", False, None)
