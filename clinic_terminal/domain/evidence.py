"""Whether what is known can be believed at all: it is coherent, of the present, and not too old.

Nothing is read out of evidence that fails here, neither a yes nor a no: data that are missing, by their age
too, are never a refusal.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from clinic_terminal.domain.coherence import contradictions
from clinic_terminal.domain.decision import Basis, Check, CheckCode, Doubt, Source, failed, noted, passed
from clinic_terminal.domain.identity import PhoneAuthorisation
from clinic_terminal.domain.question import Question

CLOCK_TOLERANCE: Final = timedelta(minutes=5)
"""How far in the future a signed time may seem to be before the clock is doubted."""

JUST_NOW: Final = timedelta(minutes=15)
"""How long an answer of the server counts as given just now: a family at the desk, not a page left open."""

_HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Ages:
    """How long ago the facts were as the snapshot says, and how long ago the server was heard at all."""

    snapshot: timedelta
    silence: timedelta


def ages(
    as_of: datetime, last_heard: datetime | None, phone: PhoneAuthorisation | None, now: datetime
) -> Ages:
    """Return how old the evidence is at ``now``; what the hotline confirmed counts from its call.

    A call that the clock has not reached yet was noted while the clock was wrong, and counts for nothing.
    Where no time of the server is kept, the snapshot is the last that was heard of it.
    """
    known, heard = as_of, last_heard or as_of
    if phone is not None and phone.at <= now + CLOCK_TOLERANCE:
        known, heard = max(known, phone.at), max(heard, phone.at)
    return Ages(max(timedelta(), now - known), max(timedelta(), now - heard))


def is_clock_behind(now: datetime, *signed_times: datetime | None) -> bool:
    """Tell whether the server has signed a time that this clock has not reached yet."""
    return any(moment is not None and moment > now + CLOCK_TOLERANCE for moment in signed_times)


def is_just_now(as_of: datetime, now: datetime) -> bool:
    """Tell whether what the server said at ``as_of`` may still be called its present word."""
    return now - as_of <= JUST_NOW


def is_older(age: timedelta, hours: int) -> bool:
    """Tell whether ``age`` is over so many hours; at the limit itself it is not."""
    return age > hours * _HOUR


def begun_hours(age: timedelta) -> int:
    """Return ``age`` in hours, a begun one counted whole, so that no limit is passed by minutes."""
    return -(-age // _HOUR)


def data_check(question: Question) -> Check:
    """Compare the snapshot with the clock and with itself."""
    basis, snapshot = question.basis, question.snapshot
    if is_clock_behind(question.now, snapshot.as_of, question.last_heard):
        latest = max(filter(None, (snapshot.as_of, question.last_heard)))
        return failed(CheckCode.DATA, basis, Doubt.CLOCK_BEHIND, as_of=latest.isoformat())
    found = contradictions(snapshot, question.plan)
    if found:
        return failed(CheckCode.DATA, basis, Doubt.CONTRADICTORY, found=",".join(found))
    if question.snapshot.withdrawn:
        return failed(CheckCode.DATA, basis, Doubt.WITHDRAWN)
    return passed(CheckCode.DATA, basis)


def age_check(question: Question) -> Check:
    """Compare the evidence's age with the limits.

    An answer that came just now may bring old facts all the same; only the silence is over with it.
    """
    found = ages(question.snapshot.as_of, question.last_heard, question.phone, question.now)
    by_itself = ages(question.snapshot.as_of, question.last_heard, None, question.now)
    facts = {"hours": str(by_itself.snapshot // _HOUR), "silence_hours": str(by_itself.silence // _HOUR)}
    limits, silence = question.limits, timedelta() if question.online else found.silence
    soft, hard = limits.snapshot_hours
    quiet, mute = limits.silence_hours
    if is_older(found.snapshot, hard):
        return failed(CheckCode.AGE, question.basis, Doubt.DATA_TOO_OLD, hard=str(hard), **facts)
    if is_older(silence, mute):
        return failed(CheckCode.AGE, question.basis, Doubt.SILENCE_TOO_LONG, hard=str(mute), **facts)
    if found != by_itself and question.phone is not None and not question.online:
        call = Basis(Source.DESK, question.phone.at)
        return noted(CheckCode.AGE, call, reference=question.phone.reference, **facts)
    if is_older(found.snapshot, soft) or is_older(silence, quiet):
        return noted(CheckCode.AGE, question.basis, **facts)
    return passed(CheckCode.AGE, question.basis, **({} if question.online else facts))
