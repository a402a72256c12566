"""Reads requests: size, content type, JSON, form, and the names under which the server may be called."""

from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlsplit

from fastapi import Request
from pydantic import BaseModel

from clinic_terminal.contract.acts import LARGEST_ACT_BYTES
from clinic_terminal.contract.canonical import canonical_bytes, read_object
from clinic_terminal.contract.errors import NotCanonicalError, NotJsonError
from clinic_terminal.contract.tokens import FORM_TYPE
from clinic_terminal.sandbox.acts import read_message
from clinic_terminal.sandbox.refusals import (
    BodyTooLargeError,
    FormRefusedError,
    HostRefusedError,
    JsonRefusedError,
    MediaTypeError,
)
from clinic_terminal.sandbox.sessions import LOOPBACK_NAMES

JSON_TYPE = "application/json"
_LARGEST_FORM_BYTES = 16_384
_Model = TypeVar("_Model", bound=BaseModel)


async def read_json(request: Request, limit: int = LARGEST_ACT_BYTES) -> dict[str, Any]:
    """Return the JSON object of a request.

    Raises MediaTypeError, BodyTooLargeError, JsonRefusedError. The content type is required, so that no
    page in a browser can post here.
    """
    _check_type(request, JSON_TYPE)
    body = await _body(request, limit)
    try:
        return read_object(body)
    except NotJsonError as error:
        raise JsonRefusedError(f"Reason: {error.code}.") from error


async def read_as(model: type[_Model], request: Request) -> _Model:
    """Return the message of a request; raises also RefusedError naming the first field at fault."""
    values = await read_json(request)
    try:
        return read_message(model, canonical_bytes(values))
    except NotCanonicalError as error:
        raise JsonRefusedError(str(error)) from error


async def read_form(request: Request) -> dict[str, str]:
    """Return the fields of a form, each at most once; raises FormRefusedError and its kin."""
    _check_type(request, FORM_TYPE)
    body = await _body(request, _LARGEST_FORM_BYTES)
    try:
        fields = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=20)
    except ValueError as error:
        raise FormRefusedError from error
    if len(dict(fields)) != len(fields):
        raise FormRefusedError
    return dict(fields)


def check_host(request: Request) -> None:
    """Refuse requests under a foreign name (a page that rebinds its name to this computer)."""
    try:
        name = urlsplit(f"//{request.headers.get('host', '')}").hostname
    except ValueError:
        name = None
    if name not in LOOPBACK_NAMES:
        raise HostRefusedError


def _check_type(request: Request, wanted: str) -> None:
    found = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if found != wanted:
        raise MediaTypeError(f"Wanted: {wanted}.")


async def _body(request: Request, limit: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > limit:
            raise BodyTooLargeError(f"Limit: {limit} bytes.")
        parts.append(part)
    return b"".join(parts)
