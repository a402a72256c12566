"""Signing this terminal in: a signed statement against a short-lived token."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import ValidationError

from clinic_terminal.application.failures import (
    CentralRefusedError,
    CentralSessionError,
    CentralUnreachableError,
)
from clinic_terminal.application.ports import Clock, Ids
from clinic_terminal.contract.tokens import TOKEN_PATH, TokenAnswer, assertion, token_form
from clinic_terminal.sync.answers import is_session
from clinic_terminal.sync.deadline import seconds_left
from clinic_terminal.sync.http import Reply, Wire

_RENEW_BEFORE_S = 60
_CLOCKS_DIFFER: Final = timedelta(minutes=1)
_FORM_REFUSED: Final = "FORM_REFUSED"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who this terminal is at the service manager: its id and the key that never leaves it."""

    terminal: str
    key: Ed25519PrivateKey


class SignIn:
    """Keeps one bearer token fresh; safe for several threads."""

    def __init__(self, identity: Identity, clock: Clock, ids: Ids) -> None:
        self._identity = identity
        self._clock = clock
        self._ids = ids
        self._renewing = threading.Lock()
        self._since = 0.0
        self._token = ""
        self._good_until = 0.0

    def bearer(self, wire: Wire, told: Callable[[], datetime] | None = None) -> str:
        """Return a token that is still good; raises CentralSessionError, CentralUnreachableError.

        ``told`` asks the server for its time, which dates the statement where our own clock does not pass.
        While another thread signs in, this one waits for it, but no longer than for an answer of its own.
        """
        renewing = self._renewing
        if not renewing.acquire(timeout=seconds_left(wire.patience.answer_s)):
            self._give_up_on(renewing, 4 * wire.patience.answer_s)
            raise CentralUnreachableError("TIMEOUT")
        try:
            self._since = self._clock.monotonic()
            if not self._token or self._clock.monotonic() >= self._good_until:
                self._renew(wire, told)
            return self._token
        finally:
            renewing.release()

    def _give_up_on(self, renewing: threading.Lock, after_s: float) -> None:
        """Let others sign in past a thread that has hung in it for longer than anything may take."""
        if self._renewing is renewing and self._clock.monotonic() - self._since > after_s:
            self._renewing = threading.Lock()

    def forget(self) -> None:
        """Drop the token: the server did not take it."""
        self._token = ""

    def _renew(self, wire: Wire, told: Callable[[], datetime] | None) -> None:
        try:
            answer = self._asked(wire, self._clock.now())
        except CentralSessionError as refused:
            # A clock that is wrong by minutes dates statements that nobody takes, so that the terminal
            # would never hear the time that sets it right.
            moment = None if told is None else self._heard(told)
            if moment is None or abs(moment - self._clock.now()) <= _CLOCKS_DIFFER:
                raise
            _log.info("signing in by the server's time: %s", refused.cause)
            answer = self._asked(wire, moment)
        self._token = answer.access_token
        self._good_until = self._clock.monotonic() + max(answer.expires_in - _RENEW_BEFORE_S, 5)

    def _asked(self, wire: Wire, now: datetime) -> TokenAnswer:
        address = wire.base_url + TOKEN_PATH
        statement = assertion(self._identity.terminal, address, now, self._ids.new(), self._identity.key)
        return _token_answer(wire.send("POST", TOKEN_PATH, body=token_form(statement)))

    @staticmethod
    def _heard(told: Callable[[], datetime]) -> datetime | None:
        try:
            return told()
        except (CentralUnreachableError, CentralSessionError, CentralRefusedError):
            return None


def _token_answer(reply: Reply) -> TokenAnswer:
    if is_session(reply.status, reply.code) or reply.code == _FORM_REFUSED:
        raise CentralSessionError(reply.code)
    if reply.status != HTTPStatus.OK:
        raise CentralUnreachableError(f"HTTP_{reply.status}")
    try:
        return TokenAnswer.model_validate_json(reply.body)
    except ValidationError as error:
        raise CentralUnreachableError("NOT_THE_SERVER") from error
