"""Fetches the publisher's small signed files by the clinic's own way out: its proxy, its certificates."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import requests
from urllib3.exceptions import HTTPError, ReadTimeoutError

from clinic_terminal.application.failures import CentralUnreachableError
from clinic_terminal.sync.deadline import seconds_left, within
from clinic_terminal.sync.http import Link, link_session

WHOLE_S: Final = 8.0
"""Seconds for all files of one look together."""

MOST_BYTES: Final = 1_048_576
_CONNECT_S: Final = 3.05
_PIECE: Final = 65_536

Fetch = Callable[[str], tuple[int, bytes]]


@contextmanager
def fetching(address: str, link: Link, seconds: float = WHOLE_S) -> Iterator[Fetch]:
    """Give what fetches from below ``address``; each call returns status and body.

    All calls together end within ``seconds``. A call raises CentralUnreachableError: NO_CONNECTION, TIMEOUT,
    CERTIFICATE, CA_FILE, or NOT_THE_SERVER for a redirect, a page for people, or an answer without end.
    """
    with within(seconds), link_session(address, link) as session:
        yield lambda url: _fetched(session, url, seconds)


def _fetched(session: requests.Session, url: str, seconds: float) -> tuple[int, bytes]:
    left = seconds_left(seconds)
    if not left:
        raise CentralUnreachableError("TIMEOUT")
    try:
        answer = session.get(url, timeout=(min(_CONNECT_S, left), left), allow_redirects=False, stream=True)
        with answer:
            return _believable(answer)
    except (OSError, HTTPError) as error:  # the library's own kinds are errors of the system too
        raise CentralUnreachableError(_cause(error)) from error


def _believable(answer: requests.Response) -> tuple[int, bytes]:
    kind = answer.headers.get("Content-Type", "").split(";")[0].strip().lower()
    if answer.is_redirect or (answer.ok and kind == "text/html"):
        raise CentralUnreachableError("NOT_THE_SERVER")
    body = bytearray()
    for piece in answer.iter_content(_PIECE):
        body += piece
        if len(body) > MOST_BYTES:
            raise CentralUnreachableError("NOT_THE_SERVER")
    return answer.status_code, bytes(body)


def _cause(error: Exception) -> str:
    if isinstance(error, requests.exceptions.SSLError):
        return "CERTIFICATE"
    timed_out = any(isinstance(one, ReadTimeoutError) for one in (error, *error.args))
    if isinstance(error, requests.Timeout) or timed_out:
        return "TIMEOUT"
    return "NO_CONNECTION" if isinstance(error, requests.RequestException | HTTPError) else "CA_FILE"
