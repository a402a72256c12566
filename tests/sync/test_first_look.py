"""What the first start shows of a server's certificate, believed or not."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from clinic_terminal.application.failures import CentralUnreachableError
from clinic_terminal.application.first_start_failures import ServerCertificateError
from clinic_terminal.sync.first_look import first_look
from clinic_terminal.sync.http import Link
from tests.sync.tls import AUTHORITY, Authority, TlsServer, TunnelProxy

DAY = timedelta(days=1)
NOW = datetime.now(UTC)

Start = Callable[..., TlsServer]


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path, NOW)


@pytest.fixture
def start(authority: Authority) -> Iterator[Start]:
    started: list[TlsServer] = []

    def begin(host: str = "localhost", begins: timedelta = -DAY, ends: timedelta = 90 * DAY) -> TlsServer:
        started.append(TlsServer(authority.issue(host, begins, ends)))
        return started[-1]

    yield begin
    for server in started:
        server.stop()


def test_a_certificate_of_the_clinics_own_authority_is_believed_and_explained(
    authority: Authority, start: Start
) -> None:
    seen = first_look(start().url, Link(ca_file=str(authority.file)))
    assert seen.own_ca
    assert seen.certificate is not None
    assert (seen.certificate.issuer, seen.certificate.subject) == (AUTHORITY, "Server localhost")
    assert abs(seen.certificate.valid_until - (NOW + 90 * DAY)) < timedelta(seconds=2)


def test_an_unknown_issuer_is_named_and_not_believed(start: Start) -> None:
    with pytest.raises(ServerCertificateError) as refused:
        first_look(start().url)
    assert (refused.value.cause, refused.value.issuer) == ("UNKNOWN_ISSUER", AUTHORITY)
    assert refused.value.until is not None


@pytest.mark.parametrize(
    ("host", "begins", "ends", "cause"),
    [
        ("localhost", -9 * DAY, -DAY, "EXPIRED"),
        ("localhost", DAY, 9 * DAY, "NOT_YET"),
        ("other.example", -DAY, 9 * DAY, "OTHER_NAME"),
    ],
)
def test_each_fault_of_a_certificate_has_its_own_word(
    authority: Authority, start: Start, host: str, begins: timedelta, ends: timedelta, cause: str
) -> None:
    with pytest.raises(ServerCertificateError) as refused:
        first_look(start(host, begins, ends).url, Link(ca_file=str(authority.file)))
    assert refused.value.cause == cause


def test_a_file_that_is_no_certificate_is_said(start: Start, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.pem"
    wrong.write_text("this is no certificate")
    with pytest.raises(CentralUnreachableError) as refused:
        first_look(start().url, Link(ca_file=str(wrong)))
    assert refused.value.cause == "CA_FILE"


def test_nobody_there_is_said(start: Start) -> None:
    server = start()
    url = server.url
    with pytest.raises(CentralUnreachableError) as refused:
        first_look(url.replace("https", "http"))
    assert refused.value.cause in {"NO_CONNECTION", "NOT_THE_SERVER"}


def test_a_proxy_carries_question_and_certificate(authority: Authority, start: Start) -> None:
    proxy = TunnelProxy(start("central.example").port)
    try:
        seen = first_look("https://central.example", Link(proxy.url, str(authority.file)))
    finally:
        proxy.stop()
    assert seen.certificate is not None
    assert seen.certificate.subject == "Server central.example"
    assert seen.proxy.startswith("http://127.0.0.1:")
    assert set(proxy.asked) == {"central.example:443"}
