"""How the clinic's network is left: by its proxy, never for this computer itself, trusting its own root."""

import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from clinic_terminal.application.failures import CentralUnreachableError
from clinic_terminal.bootstrap.clocks import SystemClock, UuidIds
from clinic_terminal.bootstrap.program import open_program
from clinic_terminal.bootstrap.wire import central_of, enrol_terminal, vault_of
from clinic_terminal.settings import Paths, Settings
from clinic_terminal.sync.http import Link, Patience, Wire
from tests.certificates import own_certificate
from tests.held_line import refusing_url
from tests.practice import TIMEOUT, PracticeServer

PATIENT = Patience(connect_s=TIMEOUT, answer_s=TIMEOUT)


class Answerer:
    """Answers every request with the same JSON and remembers what was asked for; with TLS or without."""

    def __init__(self, certificate: Path | None = None) -> None:
        asked = self.asked = list[str]()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

            do_POST = do_GET  # noqa: N815  the library asks for this name

            def log_message(self, *_of: object) -> None:
                """Say nothing."""

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        scheme = "http"
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
            scheme = "https"
        self.url = f"{scheme}://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def proxy() -> Iterator[Answerer]:
    made = Answerer()
    yield made
    made.close()


@pytest.fixture
def pem(tmp_path: Path) -> Path:
    """Return a file with a certificate and its key."""
    file = tmp_path / "own.pem"
    file.write_bytes(b"".join(own_certificate()))
    return file


def cause_of(wire: Wire) -> str:
    with pytest.raises(CentralUnreachableError) as unreachable:
        wire.send("GET", "/v1/health")
    return unreachable.value.cause


def test_the_set_proxy_gets_what_leaves_this_computer(proxy: Answerer) -> None:
    wire = Wire("http://central.example", PATIENT, Link(proxy=proxy.url))
    assert wire.send("GET", "/v1/health").status == 200
    assert proxy.asked == ["http://central.example/v1/health"]


def test_a_proxy_that_is_away_is_no_connection() -> None:
    assert cause_of(Wire("https://central.example", PATIENT, Link(proxy=refusing_url()))) == "NO_CONNECTION"


@pytest.mark.parametrize("by_environment", [True, False])
def test_nothing_for_this_computer_itself_goes_through_a_proxy(
    proxy: Answerer, monkeypatch: pytest.MonkeyPatch, by_environment: bool
) -> None:
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    if by_environment:
        monkeypatch.setenv("http_proxy", refusing_url())
    wire = Wire(proxy.url, PATIENT, Link() if by_environment else Link(proxy=refusing_url()))
    assert wire.send("GET", "/v1/health").status == 200
    assert proxy.asked == ["/v1/health"]


def test_a_server_under_the_clinics_own_root_is_believed_only_with_its_file(pem: Path) -> None:
    server = Answerer(pem)
    assert Wire(server.url, PATIENT, Link(ca_file=str(pem))).send("GET", "/v1/health").status == 200
    assert cause_of(Wire(server.url, PATIENT)) == "CERTIFICATE"
    server.close()


@pytest.mark.parametrize("content", [None, b"no certificate"])
def test_a_file_of_certificates_that_cannot_be_read_is_named_as_the_cause(
    tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "own.pem"
    if content is not None:
        file.write_bytes(content)
    assert cause_of(Wire("https://central.example", PATIENT, Link(ca_file=str(file)))) == "CA_FILE"


def test_a_file_of_certificates_that_goes_away_while_the_program_runs_is_named_too(pem: Path) -> None:
    server = Answerer(pem)
    wire = Wire(refusing_url().replace("http:", "https:"), PATIENT, Link(ca_file=str(pem)))
    assert cause_of(wire) == "NO_CONNECTION"
    pem.unlink()
    assert cause_of(wire) == "CA_FILE"
    server.close()


@pytest.mark.usefixtures("private_home")
def test_an_enrolled_terminal_goes_by_its_settings_and_practice_does_not(
    tmp_path: Path, proxy: Answerer
) -> None:
    server = PracticeServer(tmp_path / "server").start()
    paths = Paths(tmp_path / "terminal")
    enrolment = enrol_terminal(paths, server.url, server.world.activation_code, SystemClock())
    elsewhere = Settings(api_url="http://central.example", proxy=proxy.url)
    paths.settings.write_text(
        f'api_url = "https://central.example"\nproxy = "{proxy.url}"\n', encoding="utf-8"
    )
    practice = open_program(paths, practice=True)
    practice.fetch_changes()
    practice.close()
    assert proxy.asked == []
    central = central_of(enrolment, vault_of(paths), SystemClock(), UuidIds(), elsewhere)
    with pytest.raises(CentralUnreachableError):
        central.changes("")
    server.stop()
    assert proxy.asked
    assert all(asked.startswith("http://central.example/v1/") for asked in proxy.asked)


@pytest.fixture
def private_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLINIC_TERMINAL_KEYRING", "off")
