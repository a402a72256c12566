"""Enrolment: a one-time activation code and a fresh public key against a place in the network."""

from http import HTTPStatus

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import ValidationError

from clinic_terminal.application.failures import CentralRefusedError, CentralUnreachableError
from clinic_terminal.application.ports import Enrolment
from clinic_terminal.contract.signing import public_text
from clinic_terminal.contract.terminals import EnrolAnswer, EnrolRequest
from clinic_terminal.sync.http import Wire


def enrol(wire: Wire, code: str, key: Ed25519PrivateKey) -> Enrolment:
    """Enrol this terminal; only the public half of ``key`` is sent.

    Raises CentralUnreachableError, or CentralRefusedError where the code is wrong or spent.
    """
    request = EnrolRequest(code=code, public_key=public_text(key.public_key()))
    reply = wire.send("POST", "/v1/terminals", body=request.model_dump_json().encode())
    if reply.status not in (HTTPStatus.OK, HTTPStatus.CREATED):
        raise CentralRefusedError(reply.code, reply.sentence)
    try:
        answer = EnrolAnswer.model_validate_json(reply.body)
    except ValidationError as error:
        raise CentralUnreachableError("NOT_THE_SERVER") from error
    return Enrolment(answer.terminal, answer.clinic.to_domain(), wire.base_url, answer.root_key)
