"""One HTTP exchange with the central API, and what may be believed of its answer."""

import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests
from urllib3.exceptions import ReadTimeoutError

from clinic_terminal.application.failures import CentralUnreachableError
from clinic_terminal.sync.deadline import DeadlineAdapter, seconds_left, within

LARGEST_ANSWER = 8 * 1024 * 1024

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds to wait: for a connection, for a whole answer, and for a family that stands at the desk.

    ``desk_s`` is for all exchanges of one question together, with sign-in and keys where they are due.
    """

    connect_s: float = 3.05
    answer_s: float = 15.0
    desk_s: float = 8.0


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
        return str(self.data.get("code") or f"HTTP_{self.status}")

    @property
    def sentence(self) -> str:
        """The problem document's sentence, or nothing."""
        return str(self.data.get("detail") or self.data.get("title") or "")


class Wire:
    """Requests to one address; each thread that sends has a session of its own."""

    def __init__(self, base_url: str, patience: Patience = Patience()) -> None:
        self._base_url = base_url.rstrip("/")
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
        foreign text. What the answer held is not logged.
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
        _log.debug("%s %s %d", method, path.split("?", maxsplit=1)[0].rsplit("/", 1)[0], answer.status_code)
        return _reply(answer)

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._threads, "session", None)
        if session is None:
            session = requests.Session()
            session.headers["Accept"] = "application/json, application/problem+json"
            for scheme in ("http://", "https://"):
                session.mount(scheme, DeadlineAdapter())
            self._threads.session = session
        return session


def _reply(answer: requests.Response) -> Reply:
    if answer.is_redirect or len(answer.content) > LARGEST_ANSWER:
        raise CentralUnreachableError("NOT_THE_SERVER")
    kind = answer.headers.get("Content-Type", "").split(";")[0].strip().lower()
    if kind not in ("application/json", "application/problem+json"):
        raise CentralUnreachableError("NOT_THE_SERVER")
    try:
        data = answer.json()
    except ValueError as error:
        raise CentralUnreachableError("CUT_ANSWER") from error
    if not isinstance(data, dict):
        raise CentralUnreachableError("NOT_THE_SERVER")
    return Reply(answer.status_code, answer.content, data, _retry_after(answer))


def _cause_of(error: requests.RequestException) -> str:
    """Return TIMEOUT where the time ran out within an answer, which requests calls a lost connection."""
    timed_out = bool(error.args) and isinstance(error.args[0], ReadTimeoutError)
    return "TIMEOUT" if timed_out else "NO_CONNECTION"


def _retry_after(answer: requests.Response) -> int | None:
    asked = answer.headers.get("Retry-After", "")
    return int(asked) if asked.isascii() and asked.isdigit() else None
