"""Enrolment, sign-in and bearer tokens."""

import hashlib
import secrets
from typing import Any, NoReturn
from urllib.parse import urlsplit

import jwt
from jwt import PyJWTError
from jwt.types import Options

from clinic_terminal.contract.errors import KeyUnreadableError
from clinic_terminal.contract.signing import public_from, public_text
from clinic_terminal.contract.terminals import ClinicMessage, EnrolAnswer, EnrolRequest
from clinic_terminal.contract.tokens import (
    ASSERTION_TYPE,
    GRANT_TYPE,
    LONGEST_ASSERTION_S,
    TOKEN_LIFE_S,
    TOKEN_PATH,
    TokenAnswer,
)
from clinic_terminal.sandbox.practice import Caller, Practice
from clinic_terminal.sandbox.refusals import (
    AssertionRefusedError,
    CodeExpiredError,
    CodeSpentError,
    CodeUnknownError,
    FormRefusedError,
    RefusedError,
    TerminalRevokedError,
    TerminalUnknownError,
    TokenRefusedError,
)

LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
_CLOCK_DIFFERENCE_S = 60
# Times and audience are judged here, by the server's own clock.
_OWN_CHECKS: Options = {
    "require": ["iss", "sub", "aud", "jti", "exp"],
    "verify_aud": False,
    "verify_exp": False,
    "verify_iat": False,
    "verify_nbf": False,
}


def enrol(practice: Practice, request: EnrolRequest) -> EnrolAnswer:
    """Enrol a terminal with a one-time code; the same key may ask again and gets the same answer.

    Raises CodeUnknownError, CodeExpiredError, CodeSpentError, RefusedError for a key that is none.
    """
    if request.code in practice.world.expired_codes:
        raise CodeExpiredError(field="code")
    clinic = practice.world.activation_codes.get(request.code)
    if clinic is None:
        raise CodeUnknownError(field="code")
    try:
        key = public_text(public_from(request.public_key))
    except KeyUnreadableError as error:
        raise RefusedError(str(error), "public_key") from error
    with practice.database.transaction():
        terminal = _terminal_of(practice, request.code, key) or _new_terminal(
            practice, request.code, key, clinic
        )
    return EnrolAnswer(
        terminal=terminal,
        clinic=ClinicMessage.from_domain(practice.world.clinics[clinic]),
        root_key=public_text(practice.keys.root.public_key()),
    )


def sign_in(practice: Practice, form: dict[str, str], host: str) -> TokenAnswer:
    """Return a bearer token for a signed statement; ``host`` is the Host header of the request.

    Raises FormRefusedError, AssertionRefusedError, TerminalRevokedError.
    """
    if form.get("grant_type") != GRANT_TYPE or form.get("client_assertion_type") != ASSERTION_TYPE:
        raise FormRefusedError
    claims = _verified_claims(practice, form.get("client_assertion", ""), host)
    terminal = str(claims["iss"])
    now = int(practice.clock().timestamp())
    token = secrets.token_urlsafe(32)
    with practice.database.transaction():
        practice.database.run("DELETE FROM assertions WHERE expires < ?", now - _CLOCK_DIFFERENCE_S)
        practice.database.run("DELETE FROM tokens WHERE expires < ?", now)
        _use_once(practice, terminal, str(claims["jti"]), int(claims["exp"]))
        practice.database.run(
            "INSERT INTO tokens VALUES (?, ?, ?)", _hash(token), terminal, now + TOKEN_LIFE_S
        )
    return TokenAnswer(access_token=token, token_type="Bearer", expires_in=TOKEN_LIFE_S)  # noqa: S106  a type


def caller_of(practice: Practice, authorization: str) -> Caller:
    """Return who an Authorization header speaks for; raises TokenRefusedError, TerminalRevokedError."""
    scheme, _, token = authorization.partition(" ")
    row = practice.database.row(
        "SELECT * FROM tokens JOIN terminals ON terminals.id = terminal WHERE hash = ?", _hash(token)
    )
    now = practice.clock().timestamp()
    if scheme.lower() != "bearer" or row is None or row["expires"] <= now:
        raise TokenRefusedError
    if row["revoked"]:
        raise TerminalRevokedError
    return Caller(row["terminal"], row["clinic"])


def revoke_terminal(practice: Practice, terminal: str) -> None:
    """Shut a terminal out; raises TerminalUnknownError."""
    with practice.database.transaction():
        if not practice.database.run("UPDATE terminals SET revoked = 1 WHERE id = ?", terminal):
            raise TerminalUnknownError


def _terminal_of(practice: Practice, code: str, key: str) -> str | None:
    row = practice.database.row(
        "SELECT terminals.* FROM activations JOIN terminals ON terminals.id = terminal WHERE code = ?", code
    )
    if row is None:
        return None
    if row["public_key"] != key:
        raise CodeSpentError
    return str(row["id"])


def _new_terminal(practice: Practice, code: str, key: str, clinic: str) -> str:
    row = practice.database.row("SELECT count(*) AS number FROM terminals WHERE clinic = ?", clinic)
    number = 1 if row is None else int(row["number"]) + 1
    terminal = f"{clinic}-T{number:02d}"
    practice.database.run("INSERT INTO terminals VALUES (?, ?, ?, 0)", terminal, clinic, key)
    practice.database.run("INSERT INTO activations VALUES (?, ?)", code, terminal)
    return terminal


def _verified_claims(practice: Practice, assertion: str, host: str) -> dict[str, Any]:
    try:
        named = jwt.decode(assertion, options={"verify_signature": False})
        row = practice.database.row("SELECT * FROM terminals WHERE id = ?", str(named.get("iss", "")))
        if row is None:
            _refuse("issuer")
        claims: dict[str, Any] = jwt.decode(
            assertion,
            public_from(row["public_key"]),
            algorithms=["EdDSA"],
            options=_OWN_CHECKS,
        )
    except (PyJWTError, ValueError, OverflowError) as error:
        raise AssertionRefusedError from error
    if row["revoked"]:
        raise TerminalRevokedError
    _check_claims(claims, practice.clock().timestamp(), host)
    return claims


def _check_claims(claims: dict[str, Any], now: float, host: str) -> None:
    expires = claims["exp"]
    if claims["sub"] != claims["iss"]:
        _refuse("subject")
    if not isinstance(claims["jti"], str) or not 1 <= len(claims["jti"]) <= 64:  # noqa: PLR2004  a bound
        _refuse("jti")
    if not isinstance(expires, int) or expires - now <= -_CLOCK_DIFFERENCE_S:
        _refuse("expired")
    if expires - now > LONGEST_ASSERTION_S + _CLOCK_DIFFERENCE_S:
        _refuse("lifetime")
    if not is_own_audience(claims["aud"], host):
        _refuse("audience")


def is_own_audience(audience: object, host: str) -> bool:
    """Tell whether ``audience`` is the token address of this computer as the request named it.

    Comparing with the Host header alone would let a statement made for another server pass here under
    that server's name; so the name must also be one of this computer.
    """
    if not isinstance(audience, str):
        return False
    try:
        parts = urlsplit(audience)
        name = parts.hostname
    except ValueError:
        return False
    return name in LOOPBACK_NAMES and parts.netloc == host and parts.path == TOKEN_PATH


def _use_once(practice: Practice, terminal: str, jti: str, expires: int) -> None:
    used = practice.database.run("INSERT OR IGNORE INTO assertions VALUES (?, ?, ?)", terminal, jti, expires)
    if not used:
        _refuse("replayed")


def _refuse(why: str) -> NoReturn:
    raise AssertionRefusedError(f"Reason: {why}.")


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()
