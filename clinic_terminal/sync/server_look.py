"""One question to the server for the doctor: does it answer, by which certificate, and what time has it."""

import http.client
import ssl
import time
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

import requests
from requests.utils import DEFAULT_CA_BUNDLE_PATH
from urllib3.exceptions import HTTPError, ReadTimeoutError

from clinic_terminal.application.doctor_ports import ServerLook
from clinic_terminal.application.failures import CentralUnreachableError
from clinic_terminal.sync.deadline import seconds_left, within
from clinic_terminal.sync.http import Link, http_date, link_session

ANSWER_S: Final = 8.0
_CONNECT_S: Final = 3.05
_HEALTH: Final = "/health"
_TLS_PORT: Final = 443
_MOST_BYTES: Final = 4_096
_SAID_OK: Final = b'"ok"'

_EXPIRED: Final = 10
_UNKNOWN: Final = frozenset({18, 19, 20, 21})
_NAMES: Final = frozenset({62, 64})
"""OpenSSL's numbers: ended; made by nobody we trust; made for another name or address."""


def look_at_server(address: str, link: Link) -> ServerLook:
    """Ask whether the server at ``address`` is there; nothing of a person is sent. Never raises."""
    secure = urlsplit(address).scheme == "https"
    asked = ServerLook(secure=secure, own_ca=bool(link.ca_file), proxy=bool(link.proxy))
    try:
        with within(ANSWER_S), link_session(address, link) as session:
            return _asked(session, address.rstrip("/"), asked)
    except CentralUnreachableError as error:
        return replace(asked, problem=error.cause)
    except (OSError, HTTPError) as error:
        return replace(asked, problem=_problem(error))


def _problem(error: Exception) -> str:
    """Return why there was no answer; an error of the system itself means the file of certificates."""
    if isinstance(error, requests.exceptions.SSLError):
        return _certificate_problem(error)
    if isinstance(error, requests.Timeout | ReadTimeoutError):
        return "TIMEOUT"
    return "NO_CONNECTION" if isinstance(error, requests.RequestException | HTTPError) else "CA_FILE"


def _asked(session: requests.Session, address: str, asked: ServerLook) -> ServerLook:
    began = time.monotonic()
    answer = session.get(
        f"{address}{_HEALTH}", timeout=(_CONNECT_S, ANSWER_S), allow_redirects=False, stream=True
    )
    with answer:
        said = answer.raw.read(_MOST_BYTES, decode_content=True)
        took = int((time.monotonic() - began) * 1_000)
    ours = answer.status_code == requests.codes.ok and _SAID_OK in said
    if not ours:
        return replace(asked, problem="NOT_THE_SERVER")
    ends = _valid_until(session, address)
    return replace(asked, valid_until=ends, date=http_date(answer.headers.get("Date", "")), milliseconds=took)


def _valid_until(session: requests.Session, address: str) -> datetime | None:
    """Return the end of the certificate by a greeting of its own: an answer may close its connection."""
    parts = urlsplit(address)
    if parts.scheme != "https":
        return None
    host, port = parts.hostname or "", parts.port or _TLS_PORT
    proxy = urlsplit(session.proxies.get("https", ""))
    via = (proxy.hostname, proxy.port) if proxy.hostname else (host, port)
    trusted = session.verify if isinstance(session.verify, str) else DEFAULT_CA_BUNDLE_PATH
    with suppress(OSError, ValueError, http.client.HTTPException), ExitStack() as open_now:
        context = ssl.create_default_context(cafile=trusted)
        connection = http.client.HTTPSConnection(*via, timeout=seconds_left(_CONNECT_S), context=context)
        open_now.callback(connection.close)
        if proxy.hostname:
            connection.set_tunnel(host, port)
        connection.connect()
        held = connection.sock.getpeercert() if isinstance(connection.sock, ssl.SSLSocket) else None
        ends = (held or {}).get("notAfter")
        if isinstance(ends, str):
            return datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), UTC)
    return None


def _certificate_problem(error: BaseException) -> str:
    """Return why the certificate was refused, looked for in everything that the error was made of."""
    found = _verification(error)
    number = getattr(found, "verify_code", 0)
    if number == _EXPIRED:
        return "CERT_EXPIRED"
    if number in _UNKNOWN:
        return "CERT_UNKNOWN"
    return "CERT_NAME" if number in _NAMES else "CERT_REFUSED"


def _verification(error: object) -> ssl.SSLCertVerificationError | None:
    if isinstance(error, ssl.SSLCertVerificationError):
        return error
    if not isinstance(error, BaseException):
        return None
    inner = (*error.args, getattr(error, "reason", None), error.__cause__, error.__context__)
    return next((found for one in inner if one is not error and (found := _verification(one))), None)
