"""The addresses of the practice server. Each reads, calls one function, and answers."""

from collections.abc import Awaitable, Callable
from datetime import date

from fastapi import FastAPI, Request, Response
from pydantic import BaseModel
from starlette.routing import compile_path

from clinic_terminal.contract.acts import LARGEST_BATCH_BYTES, BatchRequest
from clinic_terminal.contract.canonical import canonical_bytes
from clinic_terminal.contract.eligibility import EligibilityRequest
from clinic_terminal.contract.errors import NotCanonicalError
from clinic_terminal.contract.health import HealthAnswer
from clinic_terminal.contract.keys import KeysAnswer
from clinic_terminal.contract.quotes import QuoteRequest
from clinic_terminal.contract.terminals import EnrolRequest
from clinic_terminal.contract.values import NotADayError, day_from
from clinic_terminal.sandbox.acts import find_answer, put_act, put_batch, read_values
from clinic_terminal.sandbox.changes import changes_page
from clinic_terminal.sandbox.eligibility import eligibility_of, quote_of
from clinic_terminal.sandbox.faults import FaultAnswer, FaultRequest
from clinic_terminal.sandbox.incoming import JSON_TYPE, check_host, read_as, read_form, read_json
from clinic_terminal.sandbox.misbehaviour import EDITION_FAULT
from clinic_terminal.sandbox.practice import Caller, Practice
from clinic_terminal.sandbox.refusals import JsonRefusedError, RefusedError
from clinic_terminal.sandbox.seed import open_day
from clinic_terminal.sandbox.sessions import caller_of, enrol, sign_in
from clinic_terminal.sandbox.statements import statement_of
from clinic_terminal.sandbox.training import DecisionRequest, RevocationRequest, booked_acts, decide, revoke

Handler = Callable[[Practice, Request], Awaitable[Response]]


def add_routes(app: FastAPI, practice: Practice) -> None:
    """Give the application its addresses."""
    for method, path, handler in ROUTES:
        app.add_api_route(path, _endpoint(practice, handler), methods=[method], include_in_schema=False)


def methods_of(path: str) -> list[str]:
    """Return the methods that an address knows."""
    return sorted({method for method, pattern, _ in ROUTES if compile_path(pattern)[0].match(path)})


def _endpoint(practice: Practice, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        check_host(request)
        open_day(practice)
        return await handler(practice, request)

    return endpoint


async def _enrol(practice: Practice, request: Request) -> Response:
    return _json(enrol(practice, await read_as(EnrolRequest, request)), 201)


async def _token(practice: Practice, request: Request) -> Response:
    answer = _json(sign_in(practice, await read_form(request), request.headers.get("host", "")))
    answer.headers["Cache-Control"] = "no-store"
    return answer


async def _keys(practice: Practice, _request: Request) -> Response:
    return _json(KeysAnswer(document=practice.keys.document(practice.clock())))


async def _eligibility(practice: Practice, request: Request) -> Response:
    caller = _caller(practice, request)
    question = await read_as(EligibilityRequest, request)
    other_edition = EDITION_FAULT in request.scope
    return _json(eligibility_of(practice, caller, question, other_edition=other_edition))


async def _quote(practice: Practice, request: Request) -> Response:
    caller = _caller(practice, request)
    return _json(quote_of(practice, caller, await read_as(QuoteRequest, request)))


async def _put_act(practice: Practice, request: Request) -> Response:
    caller = _caller(practice, request)
    values = await read_json(request)
    return _raw(put_act(practice, caller, request.path_params["act_id"], values))


async def _get_act(practice: Practice, request: Request) -> Response:
    return _raw(find_answer(practice, _caller(practice, request), request.path_params["act_id"]))


async def _batch(practice: Practice, request: Request) -> Response:
    caller = _caller(practice, request)
    values = await read_json(request, LARGEST_BATCH_BYTES)
    # Each act's own text is looked at when its turn comes.
    around = values | {"acts": []} if isinstance(values.get("acts"), list) else values
    try:
        canonical_bytes(around)
    except NotCanonicalError as error:
        raise JsonRefusedError(str(error)) from error
    return _raw(put_batch(practice, caller, read_values(BatchRequest, values).acts))


async def _changes(practice: Practice, request: Request) -> Response:
    caller = _caller(practice, request)
    return _json(changes_page(practice, caller, request.query_params.get("since", "")))


async def _statement(practice: Practice, request: Request) -> Response:
    caller = _caller(practice, request)
    return _json(statement_of(practice, caller, _day(request.path_params["day"])))


async def _health(_practice: Practice, _request: Request) -> Response:
    return _json(HealthAnswer(status="ok"))


async def _plan_faults(practice: Practice, request: Request) -> Response:
    practice.faults.replace((await read_as(FaultRequest, request)).faults)
    return _json(FaultAnswer(faults=practice.faults.planned))


async def _faults(practice: Practice, _request: Request) -> Response:
    return _json(FaultAnswer(faults=practice.faults.planned))


async def _clear_faults(practice: Practice, _request: Request) -> Response:
    practice.faults.replace([])
    return _json(FaultAnswer(faults=[]))


async def _acts(practice: Practice, _request: Request) -> Response:
    return _json(booked_acts(practice))


async def _revoke(practice: Practice, request: Request) -> Response:
    return _json(revoke(practice, await read_as(RevocationRequest, request)))


async def _decide(practice: Practice, request: Request) -> Response:
    return _json(decide(practice, await read_as(DecisionRequest, request)))


ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("POST", "/v1/terminals", _enrol),
    ("POST", "/v1/token", _token),
    ("GET", "/v1/keys", _keys),
    ("POST", "/v1/eligibility", _eligibility),
    ("POST", "/v1/quotes", _quote),
    ("PUT", "/v1/acts/{act_id}", _put_act),
    ("GET", "/v1/acts/{act_id}", _get_act),
    ("POST", "/v1/acts:batch", _batch),
    ("GET", "/v1/changes", _changes),
    ("GET", "/v1/statements/{day}", _statement),
    ("GET", "/health", _health),
    ("POST", "/sandbox/faults", _plan_faults),
    ("GET", "/sandbox/faults", _faults),
    ("DELETE", "/sandbox/faults", _clear_faults),
    ("GET", "/sandbox/acts", _acts),
    ("POST", "/sandbox/revocations", _revoke),
    ("POST", "/sandbox/decisions", _decide),
)


def _caller(practice: Practice, request: Request) -> Caller:
    return caller_of(practice, request.headers.get("authorization", ""))


def _day(text: str) -> date:
    try:
        return day_from(text)
    except NotADayError as error:
        raise RefusedError(str(error), "day") from error


def _json(message: BaseModel, status: int = 200) -> Response:
    return _raw(message.model_dump_json().encode("utf-8"), status)


def _raw(body: bytes, status: int = 200) -> Response:
    return Response(body, status, media_type=JSON_TYPE)
