"""Reading bytes that anybody may have written: whatever goes wrong inside is an answer, not a crash."""

import logging
from collections.abc import Callable
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Result = TypeVar("Result")

# The PDF library also logs what it stumbles over, in words taken from the file; our answer says it instead.
for _library in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_library).setLevel(logging.CRITICAL)


def or_none(read: Callable[Given, Result], *args: Given.args, **kwargs: Given.kwargs) -> Result | None:
    """Return what ``read`` returns, or None where the bytes made it fail in any way."""
    try:
        return read(*args, **kwargs)
    except Exception:  # noqa: BLE001  a damaged document fails anywhere inside the PDF library
        return None
