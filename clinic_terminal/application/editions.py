"""Look whether there is a later edition of the program. Only told: what is installed comes as a package."""

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from clinic_terminal.application.edition_ports import (
    EditionLook,
    Editions,
    EditionUnsureError,
    Standing,
    Unsure,
)
from clinic_terminal.application.settings_ports import Values
from clinic_terminal.application.terminal import Terminal

CHECK: Final = "update_check"
ADDRESS: Final = "update_address"
"""The names of the two options."""

LOOK_EVERY: Final = timedelta(days=1)
_STEP_BACK: Final = timedelta(days=1)

_log = logging.getLogger(__name__)


def look_for_update(terminal: Terminal) -> EditionLook:
    """Ask the publisher, remember the answer and return it; takes seconds and never raises."""
    return look(terminal.editions, terminal.settings.values, terminal.clock.now())


def look_if_due(terminal: Terminal) -> EditionLook:
    """Return what is known; the publisher is asked where that is more than a day old. Never raises."""
    now, editions = terminal.clock.now(), terminal.editions
    last = editions.last() if may_ask(terminal) else None
    elsewhere = last is not None and last.address != terminal.settings.values[ADDRESS]
    if last is None or last.at is None or elsewhere or abs(now - last.at) >= LOOK_EVERY:
        return look_for_update(terminal)
    return replace(last, running=editions.running, standing=_standing(last, editions.running))


def may_ask(terminal: Terminal) -> bool:
    """Say whether the publisher would be asked at all; costs nothing."""
    return _reason_not_to(terminal.editions, terminal.settings.values) is None


def look(editions: Editions, values: Values, now: datetime) -> EditionLook:
    """Do as `look_for_update` does, where no terminal is open; ``values`` are the settings."""
    idle = _reason_not_to(editions, values)
    if idle is not None:
        return EditionLook(idle, editions.running, has_key=editions.has_key)
    try:
        before = editions.last()
        found = _asked(editions, str(values[ADDRESS]), now, before)
        editions.keep(found)
    except Exception as failure:  # noqa: BLE001  news of editions must never stand in the way of work
        _log.warning("the look for later editions failed: %s", type(failure).__name__)
        return EditionLook(Standing.UNSURE, editions.running, now, Unsure.UNEXPECTED)
    return found


def _reason_not_to(editions: Editions, values: Values) -> Standing | None:
    if not values.get(CHECK) or not editions.running:
        return Standing.OFF
    if not editions.has_key:
        return Standing.NO_KEY
    return None if values.get(ADDRESS) else Standing.NO_ADDRESS


def _asked(editions: Editions, address: str, now: datetime, before: EditionLook | None) -> EditionLook:
    known = before or EditionLook(Standing.CURRENT)
    try:
        _check_clock(known, now)
        newest = editions.newest(address, now)
    except EditionUnsureError as failure:
        _log.info("later editions are not known: %s", failure.cause)
        unsure = replace(known, standing=Standing.UNSURE, cause=failure.cause)
        return replace(unsure, running=editions.running, at=now, address=address)
    sure = EditionLook(Standing.CURRENT, editions.running, now, None, newest, now, address)
    return replace(sure, standing=_standing(sure, editions.running))


def _check_clock(known: EditionLook, now: datetime) -> None:
    """Refuse a clock behind the last news that was good: it could not see that news has ended."""
    if known.sure_at is not None and known.sure_at - now > _STEP_BACK:
        raise EditionUnsureError(Unsure.CLOCK)


def _standing(last: EditionLook, running: str) -> Standing:
    """Return how ``running`` stands to what was found, which may have been by an earlier program."""
    if last.standing is Standing.UNSURE:
        return Standing.UNSURE
    return Standing.CURRENT if replace(last, running=running).later is None else Standing.NEWER
