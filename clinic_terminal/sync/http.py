"""One HTTP exchange with the central API, and what may be believed of its answer."""

import json
import logging
import os
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.utils import get_environ_proxies
from urllib3.exceptions import ReadTimeoutError

from clinic_terminal.application.failures import CentralUnreachableError
from clinic_terminal.options import LOOPBACK_HOSTS
from clinic_terminal.sync.deadline import DeadlineAdapter, seconds_left, within

_MOST_DIGITS = 9
_BUNDLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
LARGEST_ANSWER = 8 * 1024 * 1024

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds to wait: for a connection, for a whole answer, and for a family that stands at the desk.

    ``desk_s`` is for all exchanges of one question together, with sign-in and keys where they are due;
    ``acts_s`` the same for acts that are sent together, and shorter than their lease.
    """

    connect_s: float = 3.05
    answer_s: float = 15.0
    desk_s: float = 8.0
    acts_s: float = 40.0


@dataclass(frozen=True, slots=True)
class Link:
    """How the clinic's network is left; empty: as the system says.

    ``proxy``: an address with its port; never used for this computer itself. ``ca_file``: the certificates
    (PEM) that are trusted in the place of the usual ones.
    """

    proxy: str = ""
    ca_file: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer that is JSON: ``body`` as received, ``data`` parsed, ``retry_after_s`` where asked."""

    status: int
    body: bytes
    data: dict[str, Any]
    retry_after_s: int | None = None

    @property
    def code(self) -> str:
        """The problem document's stable code, or the status."""
        return _text(self.data.get("code")) or f"HTTP_{self.status}"

    @property
    def sentence(self) -> str:
        """The problem document's sentence, or nothing."""
        return _text(self.data.get("detail")) or _text(self.data.get("title"))


def _text(said: object) -> str:
    return said if isinstance(said, str) else ""


class Wire:
    """Requests to one address; each thread that sends has a session of its own."""

    def __init__(self, base_url: str, patience: Patience = Patience(), link: Link = Link()) -> None:
        self._base_url = base_url.rstrip("/")
        self._link = link
        self._threads = threading.local()
        self.patience = patience

    @property
    def base_url(self) -> str:
        """The address without a trailing slash."""
        return self._base_url

    def send(
        self,
        method: str,
        path: str,
        *,
        body: bytes | Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Send one request. ``body`` bytes are JSON and sent as they are; a mapping is a form.

        Raises CentralUnreachableError where no usable answer came: no connection, a time limit (of the
        whole exchange, however the bytes trickle), a redirect, a page of a captive portal, cut or
        foreign text; CA_FILE where the clinic's own certificates cannot be read. What the answer held is
        not logged.
        """
        with within(self.patience.answer_s):
            return self._exchanged(method, path, body, headers)

    def _exchanged(
        self,
        method: str,
        path: str,
        body: bytes | Mapping[str, str] | None,
        headers: Mapping[str, str] | None,
    ) -> Reply:
        sent = {**(headers or {})}
        if isinstance(body, bytes):
            sent["Content-Type"] = "application/json"
        left = seconds_left(self.patience.answer_s)
        if not left:
            raise CentralUnreachableError("TIMEOUT")
        try:
            answer = self._session().request(
                method,
                self._base_url + path,
                data=body,
                headers=sent,
                timeout=(min(self.patience.connect_s, left), left),
                allow_redirects=False,
            )
        except requests.Timeout as error:
            raise CentralUnreachableError("TIMEOUT") from error
        except requests.exceptions.SSLError as error:
            raise CentralUnreachableError("CERTIFICATE") from error
        except requests.RequestException as error:
            raise CentralUnreachableError(_cause_of(error)) from error
        except OSError as error:
            # The library's word for a file of certificates that went away since the session was made.
            raise CentralUnreachableError("CA_FILE") from error
        _log.debug("%s %s %d", method, path.split("?", maxsplit=1)[0].rsplit("/", 1)[0], answer.status_code)
        return _reply(answer)

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._threads, "session", None)
        if session is None:
            session = link_session(self._base_url, self._link)
            self._threads.session = session
        return session


def link_session(base_url: str, link: Link) -> requests.Session:
    """Return a session that goes out by ``link``; raises CentralUnreachableError with cause CA_FILE."""
    session = requests.Session()
    # Asked once and not at every request; and what stands in a netrc must never replace our token.
    session.trust_env = False
    session.proxies.update(_proxies(base_url, link))
    session.verify = _trusted(link)
    session.headers["Accept"] = "application/json, application/problem+json"
    for scheme in ("http://", "https://"):
        session.mount(scheme, DeadlineAdapter())
    return session


def _proxies(base_url: str, link: Link) -> dict[str, str]:
    """Return the proxies by scheme; what goes to this computer itself never leaves it."""
    if urlsplit(base_url).hostname in LOOPBACK_HOSTS:
        return {}
    if link.proxy:
        return {"http": link.proxy, "https": link.proxy}
    return dict(get_environ_proxies(base_url))


def _trusted(link: Link) -> str | bool:
    """Return the file of trusted certificates, or True for the usual ones."""
    if not link.ca_file:
        return next((os.environ[name] for name in _BUNDLES if os.environ.get(name)), True)
    try:
        ssl.create_default_context(cafile=link.ca_file)
    except (OSError, ValueError) as error:  # a certificate that is none is an OSError too
        raise CentralUnreachableError("CA_FILE") from error
    return link.ca_file


def _reply(answer: requests.Response) -> Reply:
    if answer.is_redirect or len(answer.content) > LARGEST_ANSWER:
        raise CentralUnreachableError("NOT_THE_SERVER")
    kind = answer.headers.get("Content-Type", "").split(";")[0].strip().lower()
    if kind not in ("application/json", "application/problem+json"):
        raise CentralUnreachableError("NOT_THE_SERVER")
    try:
        data = json.loads(answer.content)
    except ValueError as error:
        raise CentralUnreachableError("CUT_ANSWER") from error
    except RecursionError as error:
        raise CentralUnreachableError("NOT_THE_SERVER") from error
    if not isinstance(data, dict):
        raise CentralUnreachableError("NOT_THE_SERVER")
    return Reply(answer.status_code, answer.content, data, _retry_after(answer))


def _cause_of(error: requests.RequestException) -> str:
    """Return TIMEOUT where the time ran out within an answer, which requests calls a lost connection."""
    timed_out = bool(error.args) and isinstance(error.args[0], ReadTimeoutError)
    return "TIMEOUT" if timed_out else "NO_CONNECTION"


def _retry_after(answer: requests.Response) -> int | None:
    """Return the seconds that the server asked for: a number, or until a date by the server's own clock."""
    asked = answer.headers.get("Retry-After", "").strip()
    if asked.isascii() and asked.isdigit():
        return int(asked[:_MOST_DIGITS])
    until = http_date(asked)
    if until is None:
        return None
    now = http_date(answer.headers.get("Date", "")) or datetime.now(UTC)
    return max(0, int((until - now).total_seconds()))


def http_date(text: str) -> datetime | None:
    """Return the date that a header names; None where it names none, whatever stands there."""
    try:
        read = parsedate_to_datetime(text)
        return (read if read.tzinfo is not None else read.replace(tzinfo=UTC)).astimezone(UTC)
    except (TypeError, ValueError, OverflowError, IndexError):
        return None
