"""Problem documents (RFC 9457): every refusal of the central API, with a stable code."""

from typing import Annotated

from pydantic import Field

from clinic_terminal.contract.values import Code, Message, Text

MEDIA_TYPE = "application/problem+json"


class Problem(Message):
    """Why a request was refused; ``code`` is stable, ``field`` names the place where there is one."""

    type: str = "about:blank"
    title: Text
    status: Annotated[int, Field(ge=400, le=599)]
    code: Code
    detail: Text = ""
    field: Text = ""


def problem_bytes(status: int, code: str, title: str, detail: str = "", field: str = "") -> bytes:
    """Return a problem document as JSON."""
    problem = Problem(status=status, code=code, title=title, detail=detail, field=field)
    return problem.model_dump_json().encode("utf-8")
