"""The publisher's files by the clinic's own way out: its certificates, its proxy, and an end to waiting."""

import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from clinic_terminal.application.failures import CentralUnreachableError
from clinic_terminal.sync.edition_fetch import fetching
from clinic_terminal.sync.http import Link
from tests.sync.tls import Authority, TlsServer, TunnelProxy

NOW = datetime.now(UTC)
DAY = timedelta(days=1)
HOST = "editions.example"


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path, NOW)


@pytest.fixture
def start(authority: Authority) -> Iterator[Callable[[str], TlsServer]]:
    servers: list[TlsServer] = []

    def begin(host: str) -> TlsServer:
        servers.append(TlsServer(authority.issue(host, -DAY, 9 * DAY)))
        return servers[-1]

    yield begin
    for server in servers:
        server.stop()


def cause(address: str, link: Link, seconds: float = 9.0) -> str:
    with pytest.raises(CentralUnreachableError) as refused, fetching(address, link, seconds) as fetch:
        fetch(f"{address}/health")
    return refused.value.cause


def test_a_site_under_the_clinics_own_certificates_is_fetched_from(
    authority: Authority, start: Callable[[str], TlsServer]
) -> None:
    address = start("localhost").url
    with fetching(address, Link(ca_file=str(authority.file))) as fetch:
        assert fetch(f"{address}/health") == (200, b'{"status":"ok"}')
        assert fetch(f"{address}/other") == (200, b"{}")


def test_a_certificate_that_nobody_here_trusts_is_refused(start: Callable[[str], TlsServer]) -> None:
    assert cause(start("localhost").url, Link()) == "CERTIFICATE"


def test_the_clinics_proxy_is_gone_through(authority: Authority, start: Callable[[str], TlsServer]) -> None:
    proxy = TunnelProxy(start(HOST).port)
    try:
        link = Link(proxy=proxy.url, ca_file=str(authority.file))
        with fetching(f"https://{HOST}", link) as fetch:
            assert fetch(f"https://{HOST}/health")[0] == 200
    finally:
        proxy.stop()
    assert proxy.asked == [f"{HOST}:443"]


def test_a_server_that_says_nothing_is_not_waited_for_long() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert cause(f"http://127.0.0.1:{silent.getsockname()[1]}", Link(), 0.2) == "TIMEOUT"


def test_all_files_of_a_look_share_one_limit() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with fetching(address, Link(), 0.2) as fetch:
            for _file in range(3):
                with pytest.raises(CentralUnreachableError) as refused:
                    fetch(f"{address}/one.json")
                assert refused.value.cause == "TIMEOUT"
            silent.settimeout(0)
            silent.accept()[0].close()
            with pytest.raises(BlockingIOError):
                silent.accept()
