"""Sign-in: OAuth 2 client credentials with private_key_jwt (RFC 7523), as SMART Backend Services do it."""

from datetime import datetime, timedelta
from typing import Annotated

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import Field

from clinic_terminal.contract.values import Message

GRANT_TYPE = "client_credentials"
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
FORM_TYPE = "application/x-www-form-urlencoded"
TOKEN_PATH = "/v1/token"  # noqa: S105  an address, not a secret
LONGEST_ASSERTION_S = 300
TOKEN_LIFE_S = 900


class TokenRequest(Message):
    """The form fields of a sign-in."""

    grant_type: str
    client_assertion_type: str
    client_assertion: Annotated[str, Field(max_length=4096)]


class TokenAnswer(Message):
    """A bearer token and its life in seconds."""

    access_token: str
    token_type: str
    expires_in: Annotated[int, Field(ge=1)]


def assertion(terminal: str, audience: str, now: datetime, jti: str, private_key: Ed25519PrivateKey) -> str:
    """Return the signed statement of who signs in, good for 240 s.

    ``audience`` is the address of the token endpoint as the terminal calls it; ``jti`` a fresh id.
    """
    claims = {
        "iss": terminal,
        "sub": terminal,
        "aud": audience,
        "jti": jti,
        "iat": int(now.timestamp()),
        "exp": int((now + timedelta(seconds=240)).timestamp()),
    }
    return jwt.encode(claims, private_key, algorithm="EdDSA")


def token_form(signed: str) -> dict[str, str]:
    """Return the form fields to post with a signed statement."""
    return {
        "grant_type": GRANT_TYPE,
        "client_assertion_type": ASSERTION_TYPE,
        "client_assertion": signed,
    }
