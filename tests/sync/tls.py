"""A small HTTPS server with a certificate of its own making, on a thread."""

import socket
import ssl
import threading
from contextlib import suppress
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from typing_extensions import override

AUTHORITY = "练习证书机构"


class _Health(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = b'{"status":"ok"}' if self.path == "/health" else b"{}"
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    @override
    def log_message(self, format: str, *args: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = False

    @override
    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of callers that hang up: that is what these tests are about."""


class Authority:
    """Issues certificates, and is one itself."""

    def __init__(self, folder: Path, now: datetime) -> None:
        self._folder = folder
        self._now = now
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _named(AUTHORITY)
        held = self._builder(self._name, self._key, now - timedelta(days=9), now + timedelta(days=900))
        held = held.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        signed = held.sign(self._key, hashes.SHA256())
        self.file = folder / "authority.pem"
        self.file.write_bytes(signed.public_bytes(serialization.Encoding.PEM))

    def issue(self, host: str, begins: timedelta, ends: timedelta) -> Path:
        """Return a file with a certificate for ``host`` and its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        held = self._builder(_named(f"Server {host}"), key, self._now + begins, self._now + ends)
        held = held.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        signed = held.sign(self._key, hashes.SHA256())
        file = self._folder / f"{host}-{ends.days}.pem"
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        file.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
        return file

    def _builder(
        self, subject: x509.Name, key: ec.EllipticCurvePrivateKey, begins: datetime, ends: datetime
    ) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(begins)
            .not_valid_after(ends)
        )


class TunnelProxy:
    """Answers CONNECT by joining the caller with one port of this computer, whatever was asked for."""

    def __init__(self, port: int) -> None:
        self.asked: list[str] = []
        self._target = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def stop(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                caller, _address = self._listener.accept()
                thread = threading.Thread(target=self._join, args=(caller,))
                self._threads.append(thread)
                thread.start()

    def _join(self, caller: socket.socket) -> None:
        with caller, socket.create_connection(("127.0.0.1", self._target)) as server:
            head = b""
            while b"\r\n\r\n" not in head:
                head += caller.recv(4096)
            self.asked.append(head.split(b" ")[1].decode())
            caller.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            back = threading.Thread(target=_pour, args=(server, caller))
            back.start()
            _pour(caller, server)
            back.join()


def _pour(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65_536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)


class TlsServer:
    """Answers /health over TLS on localhost until it is stopped."""

    def __init__(self, certificate: Path) -> None:
        self._server = _Server(("127.0.0.1", 0), _Health)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        self._server.socket = context.wrap_socket(
            self._server.socket, server_side=True, do_handshake_on_connect=False
        )
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    @property
    def port(self) -> int:
        return self._server.server_port

    @property
    def url(self) -> str:
        return f"https://localhost:{self._server.server_address[1]}"

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _named(organisation: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation)])
