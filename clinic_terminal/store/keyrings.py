"""The system's keyring, asked in a way that can neither hang nor print where there is none."""

import os
import sys
import threading
from base64 import b64decode, b64encode
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Protocol, TypeVar

SWITCH = "CLINIC_TERMINAL_KEYRING"
"""Environment variable; ``off`` keeps all secrets in files (demo, tests)."""

ANSWER_S = 20.0
"""A keyring may ask the user to unlock it; one that stays silent for longer counts as none."""

ANEW_S = 600.0
"""So long after a question that stays unanswered another one is asked; after the second twice as long."""

_GRACE = 20
"""Who asks while an earlier question is still unanswered waits for it this many times shorter."""

_WORKING = 1
"""keyring's own mark of a backend that it recommends; the fail and null backends are below."""

Found = TypeVar("Found")

_asking = threading.Lock()
_unanswered: list[tuple[threading.Thread, float]] = []
"""Questions that no answer came to in time, and since when; each holds a thread and a connection."""


class _Backend(Protocol):
    @property
    def priority(self) -> float: ...

    def get_password(self, service: str, username: str) -> str | None: ...

    def set_password(self, service: str, username: str, password: str) -> None: ...


class Keyring:
    """A working keyring. Every question that fails or takes too long is answered with None or False."""

    def __init__(self, backend: _Backend, service: str) -> None:
        self._backend = backend
        self._service = service

    def get(self, name: str) -> bytes | None:
        """Return the secret, or None where it is missing, unreadable or out of reach."""
        return _decoded(_answer(lambda: self._backend.get_password(self._service, name)))

    def lacks(self, name: str) -> bool:
        """Say whether it answers that it has no such secret; a closed or silent keyring says nothing."""
        answer = _answer(lambda: (self._backend.get_password(self._service, name),))
        return answer == (None,)

    def put(self, name: str, secret: bytes) -> bool:
        """Keep the secret and tell whether it can be read back."""
        text = b64encode(secret).decode()
        _answer(lambda: self._backend.set_password(self._service, name, text))
        return self.get(name) == secret


def working_keyring(service: str) -> Keyring | None:
    """Return the system's keyring for ``service``, or None where no backend works or all are switched off."""
    if os.environ.get(SWITCH) == "off" or not _may_have_one():
        return None
    backend = _answer(_backend)
    return None if backend is None else Keyring(backend, service)


@dataclass(frozen=True, slots=True)
class Look:
    """What one question gave: the secret, or that no keyring will ever give it. Neither: it said nothing."""

    secret: bytes | None = None
    is_lost: bool = False


def look_for(service: str, name: str) -> Look:
    """Ask once for a secret. It is lost where no keyring works here, or one answers that it has none.

    A keyring that is closed, silent or failing says nothing: it may give the secret tomorrow.
    """
    if os.environ.get(SWITCH) == "off" or not _may_have_one():
        return Look(is_lost=True)
    found = _answer(lambda: (_backend(),))
    if found is None:
        return Look()
    backend = found[0]
    if backend is None:
        return Look(is_lost=True)
    answer = _answer(lambda: (backend.get_password(service, name),))
    secret = None if answer is None else _decoded(answer[0])
    return Look(secret, is_lost=answer is not None and secret is None)


def _may_have_one() -> bool:
    """Tell without asking whether there is a session that a keyring could live in."""
    if not sys.platform.startswith("linux"):
        return True
    bus = Path(os.environ.get("XDG_RUNTIME_DIR", ""), "bus")
    return "DBUS_SESSION_BUS_ADDRESS" in os.environ or (bus.is_absolute() and bus.exists())


def _backend() -> _Backend | None:
    import keyring

    found: _Backend = keyring.get_keyring()
    return found if found.priority >= _WORKING else None


def _answer(question: Callable[[], Found]) -> Found | None:
    """Return the answer, or None after a failure or ``ANSWER_S`` seconds of silence.

    One question at a time, and seldom one while an earlier one is unanswered.
    """
    if not _asking.acquire(timeout=ANSWER_S):
        return None
    try:
        return None if _is_silent() else _answer_to(question)
    finally:
        _asking.release()


def _is_silent() -> bool:
    """Say whether an earlier question is still unanswered, and not so long that another may be tried.

    A keyring that ends while it asks its user never answers; the next one, started since, may.
    """
    for earlier, _since in _unanswered[-1:]:
        earlier.join(ANSWER_S / _GRACE)
    _unanswered[:] = [one for one in _unanswered if one[0].is_alive()]
    if not _unanswered:
        return False
    patience: float = ANEW_S * 2 ** (len(_unanswered) - 1)
    return monotonic() - _unanswered[-1][1] < patience


def _answer_to(question: Callable[[], Found]) -> Found | None:
    answers: list[Found] = []

    def ask() -> None:
        # Backends raise what they like; no answer is the answer to all of it.
        with suppress(Exception):
            answers.append(question())

    asking = threading.Thread(target=ask, name="keyring", daemon=True)
    asking.start()
    asking.join(ANSWER_S)
    if asking.is_alive():
        _unanswered.append((asking, monotonic()))
    return answers[0] if answers else None


def _decoded(text: str | None) -> bytes | None:
    try:
        return None if text is None else b64decode(text, validate=True)
    except ValueError:
        return None
