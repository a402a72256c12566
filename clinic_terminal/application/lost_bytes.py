"""An act whose stored bytes cannot be read any more: nothing is sent in its place, and it stops no other."""

from typing import Final

from clinic_terminal.application.acts import BODY_DAMAGED, Answer, AnswerClass, QueueRow
from clinic_terminal.application.failures import StoreFailedError
from clinic_terminal.application.store_ports import Store

DAMAGED: Final = Answer(AnswerClass.ITEM, None, BODY_DAMAGED)
"""What stands for the answer to an act whose bytes were lost here: nothing was sent."""

_UNREADABLE: Final = ("DAMAGED", "INTERNAL", "DOCUMENT")
"""Causes of a failed step behind which a page may stand that cannot be opened, or holds what nobody wrote."""


def is_unreadable(failure: StoreFailedError) -> bool:
    """Tell whether a failure may be about what stands on one page, so that others can still be read."""
    return failure.cause in _UNREADABLE


def whole_row(store: Store, act: str) -> QueueRow | None:
    """Return an act with the bytes that were signed, None where they are lost.

    Raises StoreFailedError for what is no lost page: a full disk, a database that is busy.
    """
    try:
        with store.read() as uow:
            return uow.queue.get(act)
    except StoreFailedError as failure:
        if not is_unreadable(failure):
            raise
        return None
