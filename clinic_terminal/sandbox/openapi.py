"""The OpenAPI document of the central API, made from the messages themselves."""

import json
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from clinic_terminal.contract.acts import ActAnswer, ActEnvelope, BatchAnswer, BatchRequest
from clinic_terminal.contract.changes import ChangesAnswer
from clinic_terminal.contract.eligibility import EligibilityAnswer, EligibilityRequest
from clinic_terminal.contract.health import HealthAnswer
from clinic_terminal.contract.keys import KeysAnswer
from clinic_terminal.contract.problems import MEDIA_TYPE, Problem
from clinic_terminal.contract.quotes import QuoteAnswer, QuoteRequest
from clinic_terminal.contract.statements import StatementAnswer
from clinic_terminal.contract.terminals import EnrolAnswer, EnrolRequest
from clinic_terminal.contract.tokens import FORM_TYPE, TokenAnswer, TokenRequest
from clinic_terminal.sandbox.faults import FaultAnswer, FaultRequest
from clinic_terminal.sandbox.training import BookedActs, DecisionRequest, Done, RevocationRequest

VERSION = "1.0.0"
_JSON = "application/json"
_REFERENCE = "#/components/schemas/{model}"
_PROBLEMS = {
    "400": "The request cannot be read: NOT_JSON, FORM_REFUSED, HOST_REFUSED.",
    "401": "Sign in again: TOKEN_REFUSED, ASSERTION_REFUSED.",
    "403": "The terminal was shut out: TERMINAL_REVOKED.",
    "404": "There is nothing here: NOT_FOUND, ACT_UNKNOWN, TERMINAL_UNKNOWN.",
    "409": "The activation code was used by another terminal: CODE_SPENT.",
    "410": "Read the changes from the start: CURSOR_GONE.",
    "413": "The body is too large: BODY_TOO_LARGE.",
    "415": "The content type is another one: MEDIA_TYPE.",
    "422": "This message is refused; the code says why.",
    "429": "Too many requests; Retry-After says when to come back.",
    "500": "The server failed; nothing was stored.",
    "503": "The server is not available now; Retry-After may say when it is.",
}
_ALWAYS = ("400", "429", "500", "503")
_WITH_BODY = ("413", "415", "422")
_WITH_TOKEN = ("401", "403")


@dataclass(frozen=True, slots=True)
class Operation:
    """One documented operation; ``problems`` are those beside the ones that follow from its shape."""

    method: str
    path: str
    summary: str
    answer: type[BaseModel]
    request: type[BaseModel] | None = None
    media: str = _JSON
    status: str = "200"
    token: bool = True
    problems: tuple[str, ...] = ()
    parameters: tuple[dict[str, Any], ...] = ()


def _parameter(place: str, name: str, words: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"in": place, "name": name, "required": place == "path", "description": words, "schema": schema}


_ACT = _parameter("path", "act_id", "Id of the act.", {"type": "string", "format": "uuid"})
_SINCE = _parameter(
    "query", "since", "Cursor of the last page; empty: all.", {"type": "string", "maxLength": 64}
)
_DAY = _parameter("path", "day", "Day in Asia/Shanghai.", {"type": "string", "format": "date"})

OPERATIONS = (
    Operation(
        "post",
        "/v1/terminals",
        "Enrol a terminal with a one-time code.",
        EnrolAnswer,
        EnrolRequest,
        status="201",
        token=False,
        problems=("409",),
    ),
    Operation(
        "post",
        "/v1/token",
        "Sign in with a signed assertion (RFC 7523).",
        TokenAnswer,
        TokenRequest,
        media=FORM_TYPE,
        token=False,
        problems=("401", "403"),
    ),
    Operation("get", "/v1/keys", "Get the key document, signed by the root.", KeysAnswer, token=False),
    Operation(
        "post", "/v1/eligibility", "Ask for the snapshots of a member.", EligibilityAnswer, EligibilityRequest
    ),
    Operation(
        "post", "/v1/quotes", "Ask for the insurer's split; nothing is posted.", QuoteAnswer, QuoteRequest
    ),
    Operation(
        "put",
        "/v1/acts/{act_id}",
        "Report an act; idempotent for ever.",
        ActAnswer,
        ActEnvelope,
        parameters=(_ACT,),
    ),
    Operation(
        "get",
        "/v1/acts/{act_id}",
        "Get the present answer of an act.",
        ActAnswer,
        problems=("404",),
        parameters=(_ACT,),
    ),
    Operation(
        "post", "/v1/acts:batch", "Report up to 100 acts; one answer an item.", BatchAnswer, BatchRequest
    ),
    Operation(
        "get",
        "/v1/changes",
        "Get what changed since a cursor.",
        ChangesAnswer,
        problems=("410",),
        parameters=(_SINCE,),
    ),
    Operation(
        "get",
        "/v1/statements/{day}",
        "Get the branch's acts of a day.",
        StatementAnswer,
        problems=("422",),
        parameters=(_DAY,),
    ),
    Operation("get", "/health", "Ask whether the server answers.", HealthAnswer, token=False),
    Operation(
        "post", "/sandbox/faults", "Practice only: plan faults.", FaultAnswer, FaultRequest, token=False
    ),
    Operation("get", "/sandbox/faults", "Practice only: see the planned faults.", FaultAnswer, token=False),
    Operation(
        "delete", "/sandbox/faults", "Practice only: forget the planned faults.", FaultAnswer, token=False
    ),
    Operation("get", "/sandbox/acts", "Practice only: see all acts that arrived.", BookedActs, token=False),
    Operation(
        "post",
        "/sandbox/revocations",
        "Practice only: revoke a terminal or a card.",
        Done,
        RevocationRequest,
        token=False,
        problems=("404",),
    ),
    Operation(
        "post",
        "/sandbox/decisions",
        "Practice only: decide a pending request.",
        Done,
        DecisionRequest,
        token=False,
    ),
)


def document() -> str:
    """Return the OpenAPI document as JSON text; the same messages always give the same text."""
    description = {
        "openapi": "3.1.0",
        "info": {
            "title": "Central API of the service manager",
            "version": VERSION,
            "description": "Money is integer fen, times are RFC 3339 in UTC, dates are calendar dates.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "http://127.0.0.1:8080", "description": "The practice server."}],
        "paths": _paths(),
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
    }
    return json.dumps(description, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _paths() -> dict[str, dict[str, Any]]:
    paths: dict[str, dict[str, Any]] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method] = _operation(operation)
    return paths


def _operation(operation: Operation) -> dict[str, Any]:
    result: dict[str, Any] = {
        "operationId": _operation_id(operation),
        "summary": operation.summary,
        "parameters": list(operation.parameters),
        "responses": _responses(operation),
        "security": [{"bearer": []}] if operation.token else [],
    }
    if operation.request is not None:
        content = {operation.media: {"schema": _reference(operation.request)}}
        result["requestBody"] = {"required": True, "content": content}
    return result


def _operation_id(operation: Operation) -> str:
    words = operation.path.replace("{", "").replace("}", "").replace(":", "_").strip("/").split("/")
    return "_".join((operation.method, *(word for word in words if word != "v1")))


def _responses(operation: Operation) -> dict[str, Any]:
    statuses = {*_ALWAYS, *operation.problems}
    statuses |= set(_WITH_BODY) if operation.request is not None else set()
    statuses |= set(_WITH_TOKEN) if operation.token else set()
    # A path whose parameter holds a slash is another path, and there is nothing there.
    statuses |= {"404", "422"} if "{" in operation.path else set()
    answers: dict[str, Any] = {
        status: {
            "description": _PROBLEMS[status],
            "content": {MEDIA_TYPE: {"schema": _reference(Problem)}},
        }
        for status in statuses
    }
    content = {_JSON: {"schema": _reference(operation.answer)}}
    answers[operation.status] = {"description": "The answer.", "content": content}
    return answers


def _reference(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": _REFERENCE.format(model=model.__name__)}


def _schemas() -> dict[str, Any]:
    mode: JsonSchemaMode = "validation"
    models: set[type[BaseModel]] = {Problem}
    for operation in OPERATIONS:
        models |= {operation.answer, operation.request or Problem}
    ordered = sorted(models, key=lambda model: model.__name__)
    _, definitions = models_json_schema([(model, mode) for model in ordered], ref_template=_REFERENCE)
    schemas: dict[str, Any] = definitions["$defs"]
    return schemas
