"""How the way to the server is: enrolment, certificate, clock, queue, seal. Judged from readings alone."""

from datetime import datetime, timedelta
from typing import Final

from clinic_terminal.application.doctor_lines import CLOSED, Code, Facts, Line, fault, ok, warning
from clinic_terminal.application.doctor_ports import SealLook, ServerLook
from clinic_terminal.application.ports import Enrolment
from clinic_terminal.application.queue_view import QueueView

SOON_ENDED: Final = timedelta(days=30)
SEAL_ENDING: Final = timedelta(days=366)
CLOCK_OFF: Final = timedelta(minutes=1)
CLOCK_WRONG: Final = timedelta(minutes=10)
LONG_SILENT: Final = timedelta(hours=24)

_AWAY: Final = frozenset({"NO_CONNECTION", "TIMEOUT"})
_REFUSED: Final = frozenset({"CERT_EXPIRED", "CERT_UNKNOWN", "CERT_NAME", "CERT_REFUSED", "CA_FILE"})


def judge_enrolment(enrolment: Enrolment | None, *, has_identity: bool, set_address: str | None) -> Line:
    """Judge whether this terminal belongs to a clinic; ``set_address`` stands in the settings."""
    if enrolment is None:
        return fault(Code.ENROLMENT, "NOT_ENROLLED")
    facts = {"terminal": enrolment.terminal, "clinic": enrolment.clinic.id}
    if not has_identity:
        return fault(Code.ENROLMENT, "NO_IDENTITY", facts)
    if set_address and set_address.rstrip("/") != enrolment.api_url.rstrip("/"):
        return warning(Code.ENROLMENT, "OTHER_ADDRESS", facts)
    return ok(Code.ENROLMENT, "ENROLLED", facts)


def judge_server(seen: ServerLook | None, heard: datetime | None, now: datetime) -> Line:
    """Judge whether the server answers; ``heard``: its latest signed time. None: there is none to ask."""
    if seen is None:
        return warning(Code.SERVER, "NOBODY_TO_ASK")
    silent = None if heard is None else max(timedelta(), now - heard)
    hours = None if silent is None else int(silent.total_seconds() // 3600)
    if not seen.problem:
        return ok(Code.SERVER, "ANSWERS", {"milliseconds": seen.milliseconds, "proxy": seen.proxy})
    facts: Facts = {"problem": seen.problem, "silent_hours": hours, "proxy": seen.proxy}
    if seen.problem not in _AWAY:
        return fault(Code.SERVER, "CERTIFICATE" if seen.problem in _REFUSED else "NOT_THE_SERVER", facts)
    if silent is None or silent > LONG_SILENT:
        return fault(Code.SERVER, "AWAY_LONG", facts)
    return warning(Code.SERVER, "AWAY", facts)


def judge_certificate(seen: ServerLook | None, now: datetime) -> Line:
    """Judge the server's certificate."""
    if seen is None:
        return warning(Code.CERTIFICATE, "NOBODY_TO_ASK")
    if seen.problem in _REFUSED:
        return fault(Code.CERTIFICATE, seen.problem, {"own_ca": seen.own_ca})
    if not seen.problem and not seen.secure:
        return ok(Code.CERTIFICATE, "THIS_COMPUTER")
    if seen.valid_until is None:
        return warning(Code.CERTIFICATE, "NOT_SEEN", {"own_ca": seen.own_ca})
    return _validity(seen.valid_until - now, own_ca=seen.own_ca)


def _validity(left: timedelta, *, own_ca: bool) -> Line:
    facts = {"days": left.days, "own_ca": own_ca}
    if left < timedelta():
        return fault(Code.CERTIFICATE, "CERT_EXPIRED", facts)
    if left < SOON_ENDED:
        return warning(Code.CERTIFICATE, "SOON_ENDED", facts)
    return ok(Code.CERTIFICATE, "OWN_CA" if own_ca else "VALID", facts)


def judge_clock(
    wall: datetime, heard: datetime | None, seen: ServerLook | None, asked_at: datetime | None
) -> Line:
    """Judge the clock: by what the server says now (``asked_at``: our time then), else by ``heard``.

    The signed times that were heard are all past: a clock before them is wrong, one after them may be right.
    """
    if seen is not None and seen.date is not None and asked_at is not None:
        off = asked_at - seen.date
        seconds = int(off.total_seconds())
        if abs(off) > CLOCK_WRONG:
            return fault(Code.CLOCK, "CLOCK_WRONG", {"seconds": seconds})
        line = warning if abs(off) > CLOCK_OFF else ok
        return line(Code.CLOCK, "CLOCK_OFF" if abs(off) > CLOCK_OFF else "CLOCK", {"seconds": seconds})
    if heard is None:
        return warning(Code.CLOCK, "NEVER_ASKED")
    if wall + CLOCK_OFF < heard:
        return fault(Code.CLOCK, "CLOCK_BEHIND", {"seconds": int((wall - heard).total_seconds())})
    hours = max(0, int((wall - heard).total_seconds() // 3600))
    silent = wall - heard > LONG_SILENT
    return (warning if silent else ok)(Code.CLOCK, "LONG_AGO" if silent else "NOT_BEHIND", {"hours": hours})


def judge_queue(view: QueueView) -> Line:
    """Judge the unsent acts and the room under the limits."""
    exposure, oldest = view.exposure, view.exposure.oldest_unsent
    age = max(timedelta(), view.at - oldest) if oldest else timedelta()
    warned = [room.name for room in view.rooms if room.is_warning]
    facts: Facts = {
        "unsent": exposure.unsent_count,
        "parked": exposure.parked_count,
        "for_a_person": view.open_count,
        "oldest_hours": int(age.total_seconds() // 3600),
        "room": min((_percent(room.left, room.hard) for room in view.rooms), default=100),
        "limits": " ".join(view.passed_limits or warned),
    }
    if view.passed_limits:
        return fault(Code.QUEUE, "LIMIT_PASSED", facts)
    if view.alarm is not None:
        return fault(Code.QUEUE, "STUCK", facts)
    if exposure.parked_count:
        return warning(Code.QUEUE, "PARKED", facts)
    if view.open_count:
        return warning(Code.QUEUE, "FOR_A_PERSON", facts)
    if warned:
        return warning(Code.QUEUE, "LIMIT_NEAR", facts)
    return ok(Code.QUEUE, "WAITING" if exposure.unsent_count else "EMPTY", facts)


def judge_seal(seen: SealLook | None, now: datetime) -> Line:
    """Judge the certificate that this terminal's bills are sealed under."""
    if seen is None:
        return ok(Code.SEAL, "NO_SEAL")
    days = (seen.valid_until - now).days
    if not seen.fits:
        return fault(Code.SEAL, "SEAL_BROKEN")
    if now > seen.valid_until:
        return fault(Code.SEAL, "SEAL_ENDED", {"days": days})
    if now < seen.valid_from:
        return fault(Code.SEAL, "SEAL_NOT_YET", {"days": days})
    if seen.valid_until - now < SEAL_ENDING:
        return warning(Code.SEAL, "SEAL_ENDING", {"days": days})
    return ok(Code.SEAL, "SEAL", {"days": days})


def closed(code: Code) -> Line:
    """Return the line of what stands in a database that is not open."""
    return warning(code, CLOSED)


def _percent(left: int, hard: int) -> int:
    return 100 if hard <= 0 else left * 100 // hard
