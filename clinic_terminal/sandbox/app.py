"""The practice central API as an application."""

from pathlib import Path

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from clinic_terminal.contract.problems import MEDIA_TYPE
from clinic_terminal.sandbox.database import Database
from clinic_terminal.sandbox.keys import load_keys
from clinic_terminal.sandbox.misbehaviour import App, Misbehaviour
from clinic_terminal.sandbox.practice import CardReader, Clock, Practice
from clinic_terminal.sandbox.refusals import (
    InternalError,
    JsonRefusedError,
    MethodRefusedError,
    NotFoundError,
    RefusedError,
)
from clinic_terminal.sandbox.routes import add_routes, methods_of
from clinic_terminal.sandbox.world import World

_METHOD_NOT_ALLOWED = 405


def create_app(world: World, database_path: Path, clock: Clock, read_card: CardReader | None = None) -> App:
    """Return the application; its keys lie beside its database.

    Raises OSError, sqlite3.Error, KeyFileError, NotDurableError where the folder cannot be used.
    """
    keys = load_keys(database_path.parent)
    return app_of(Practice(world, Database(database_path), keys, clock, read_card))


def app_of(practice: Practice) -> App:
    """Return the application of an opened practice."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.add_exception_handler(RefusedError, _refuse)
    app.add_exception_handler(ClientDisconnect, _hang_up)
    app.add_exception_handler(HTTPException, _refuse_address)
    app.add_exception_handler(Exception, _fail)
    add_routes(app, practice)
    return Misbehaviour(app, practice.faults)


def problem_response(refusal: RefusedError) -> Response:
    """Return a refusal as a problem document."""
    return Response(refusal.problem(), refusal.status, dict(refusal.headers), MEDIA_TYPE)


async def _refuse(_request: Request, error: Exception) -> Response:
    return problem_response(error if isinstance(error, RefusedError) else InternalError())


async def _hang_up(_request: Request, _error: Exception) -> Response:
    """Answer a request that was cut off half-way; nobody hears it, and nothing of it was done."""
    return problem_response(JsonRefusedError())


async def _refuse_address(request: Request, error: Exception) -> Response:
    if getattr(error, "status_code", 0) != _METHOD_NOT_ALLOWED:
        return problem_response(NotFoundError())
    answer = problem_response(MethodRefusedError())
    answer.headers["Allow"] = ", ".join(methods_of(request.url.path))
    return answer


async def _fail(_request: Request, _error: Exception) -> Response:
    return problem_response(InternalError())
