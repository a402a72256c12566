"""One HTTP exchange with the central API, and what may be believed of its answer."""

import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests

from clinic_terminal.application.failures import CentralUnreachableError

CONNECT_S = 3.05
READ_S = 15.0
LARGEST_ANSWER = 8 * 1024 * 1024

_log = logging.getLogger(__name__)


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

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url.rstrip("/")
        self._threads = threading.local()

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

        Raises CentralUnreachableError where no usable answer came: no connection, a time limit, a
        redirect, a page of a captive portal, cut or foreign text. What the answer held is not logged.
        """
        sent = {**(headers or {})}
        if isinstance(body, bytes):
            sent["Content-Type"] = "application/json"
        try:
            answer = self._session().request(
                method,
                self._base_url + path,
                data=body,
                headers=sent,
                timeout=(CONNECT_S, READ_S),
                allow_redirects=False,
            )
        except requests.Timeout as error:
            raise CentralUnreachableError("TIMEOUT") from error
        except requests.exceptions.SSLError as error:
            raise CentralUnreachableError("CERTIFICATE") from error
        except requests.RequestException as error:
            raise CentralUnreachableError("NO_CONNECTION") from error
        _log.debug("%s %s %d", method, path.split("?", maxsplit=1)[0].rsplit("/", 1)[0], answer.status_code)
        return _reply(answer)

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._threads, "session", None)
        if session is None:
            session = requests.Session()
            session.headers["Accept"] = "application/json, application/problem+json"
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


def _retry_after(answer: requests.Response) -> int | None:
    asked = answer.headers.get("Retry-After", "")
    return int(asked) if asked.isascii() and asked.isdigit() else None
