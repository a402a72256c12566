"""How the running program stands to the newest edition: judged from one look at the publisher."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from clinic_terminal.application.doctor_lines import Code, Facts, Line, fault, ok, warning
from clinic_terminal.application.edition_ports import EditionLook, Standing, Unsure
from clinic_terminal.domain.edition import Edition

_AWAY: Final = "AWAY"
_BROKEN: Final = "KEY_BROKEN"
_GROUPS: Final[Mapping[Unsure, str]] = MappingProxyType(
    {
        Unsure.NO_CONNECTION: _AWAY,
        Unsure.TIMEOUT: _AWAY,
        Unsure.PUBLISHER_DOWN: _AWAY,
        Unsure.CERTIFICATE: "PUBLISHER_CERTIFICATE",
        Unsure.CA_FILE: "PUBLISHER_CERTIFICATE",
        Unsure.NOT_THE_SERVER: "NOT_THE_PUBLISHER",
        Unsure.NO_NEWS: "NOT_THE_PUBLISHER",
        Unsure.GARBAGE: "NOT_THE_PUBLISHER",
        Unsure.EXPIRED: "NEWS_EXPIRED",
        Unsure.CLOCK: "CLOCK_TOO_EARLY",
        Unsure.SIGNATURE: "NOT_BELIEVED",
        Unsure.ROLLED_BACK: "NOT_BELIEVED",
        Unsure.ALTERED: "NOT_BELIEVED",
        Unsure.DISK_FULL: "NOT_STORED",
        Unsure.CANNOT_WRITE: "NOT_STORED",
        Unsure.KEY_UNREADABLE: _BROKEN,
        Unsure.UNEXPECTED: "NOT_FOUND_OUT",
    }
)
"""Causes by what a person can do about them."""


def judge_edition(look: EditionLook, schema: str = "") -> Line:
    """Judge a look; ``schema``: the state of this clinic's data, empty where unknown."""
    facts: Facts = {"running": look.running, "cause": look.cause and look.cause.value}
    if look.standing is Standing.OFF:
        return ok(Code.EDITION, "OFF" if look.has_key else "OFF_NO_KEY", facts)
    if look.standing is Standing.NO_KEY:
        return warning(Code.EDITION, "NO_PUBLISHERS_KEY", facts)
    if look.standing is Standing.NO_ADDRESS:
        return warning(Code.EDITION, "NO_ADDRESS", facts)
    if look.standing is Standing.UNSURE:
        return _unsure(look, facts)
    later = look.later
    if later is None:
        return ok(Code.EDITION, "CURRENT", facts)
    stepwise = schema.isdigit() and int(schema) < int(later.minimum_schema or 0)
    return warning(Code.EDITION, "NEWER_STEPWISE" if stepwise else "NEWER", {**facts, **_told(later)})


def _unsure(look: EditionLook, facts: Facts) -> Line:
    group = _GROUPS[look.cause or Unsure.UNEXPECTED]
    if group == _AWAY and look.later is not None:
        return warning(Code.EDITION, "NEWER_BEFORE", {**facts, **_told(look.later)})
    # A part of this very program is broken; all else is the publisher's or the network's.
    return (fault if group == _BROKEN else warning)(Code.EDITION, group, facts)


def _told(later: Edition) -> Facts:
    return {
        "version": later.version,
        "released": later.released.isoformat(),
        "note_zh": later.note_zh,
        "note_en": later.note_en,
    }
