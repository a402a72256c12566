"""Signing this terminal in: a signed statement against a short-lived token."""

import threading
from dataclasses import dataclass
from http import HTTPStatus

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import ValidationError

from clinic_terminal.application.failures import CentralSessionError, CentralUnreachableError
from clinic_terminal.application.ports import Clock, Ids
from clinic_terminal.contract.tokens import TOKEN_PATH, TokenAnswer, assertion, token_form
from clinic_terminal.sync.deadline import seconds_left
from clinic_terminal.sync.http import Reply, Wire

_RENEW_BEFORE_S = 60
_REFUSALS = (HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)


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
        self._lock = threading.Lock()
        self._token = ""
        self._good_until = 0.0

    def bearer(self, wire: Wire) -> str:
        """Return a token that is still good; raises CentralSessionError, CentralUnreachableError.

        While another thread signs in, this one waits for it, but no longer than for an answer of its own.
        """
        if not self._lock.acquire(timeout=seconds_left(wire.patience.answer_s)):
            raise CentralUnreachableError("TIMEOUT")
        try:
            if not self._token or self._clock.monotonic() >= self._good_until:
                self._renew(wire)
            return self._token
        finally:
            self._lock.release()

    def forget(self) -> None:
        """Drop the token: the server did not take it."""
        with self._lock:
            self._token = ""

    def _renew(self, wire: Wire) -> None:
        statement = assertion(
            self._identity.terminal,
            wire.base_url + TOKEN_PATH,
            self._clock.now(),
            self._ids.new(),
            self._identity.key,
        )
        answer = _token_answer(wire.send("POST", TOKEN_PATH, body=token_form(statement)))
        self._token = answer.access_token
        self._good_until = self._clock.monotonic() + max(answer.expires_in - _RENEW_BEFORE_S, 5)


def _token_answer(reply: Reply) -> TokenAnswer:
    if reply.status in _REFUSALS:
        raise CentralSessionError(reply.code)
    if reply.status != HTTPStatus.OK:
        raise CentralUnreachableError(f"HTTP_{reply.status}")
    try:
        return TokenAnswer.model_validate_json(reply.body)
    except ValidationError as error:
        raise CentralUnreachableError("NOT_THE_SERVER") from error
