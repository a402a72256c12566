"""Work that must not be waited for longer than a person waits."""

import threading
from collections.abc import Callable
from typing import TypeVar

from clinic_terminal.application.printing_failures import PrinterTimeoutError

T = TypeVar("T")


def within(seconds: float, work: Callable[[], T]) -> T:
    """Return what ``work`` returns, or raise what it raises; PrinterTimeoutError where it takes longer.

    Work that is late goes on in its own thread, as nothing can stop a driver, and its result is dropped.
    """
    values: list[T] = []
    errors: list[Exception] = []

    def carry() -> None:
        try:
            values.append(work())
        except Exception as error:  # noqa: BLE001  carried over to whoever waits
            errors.append(error)

    thread = threading.Thread(target=carry, name="printing", daemon=True)
    thread.start()
    thread.join(seconds)
    if errors:
        raise errors[0]
    if not values:
        raise PrinterTimeoutError(started=True)
    return values[0]
