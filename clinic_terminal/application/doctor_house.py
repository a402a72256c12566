"""How the house is: versions, database, backups, disk, key, log and sentences. Judged from readings alone."""

from datetime import datetime, timedelta
from typing import Final

from clinic_terminal.application.backup_ports import Backup, Health
from clinic_terminal.application.backups import CHECK_EVERY, BackupsView
from clinic_terminal.application.doctor_lines import CLOSED, Code, Facts, Line, fault, ok, warning
from clinic_terminal.application.doctor_ports import Disk, KeyLook, LogLook, Versions

MEGABYTE: Final = 1_000_000
GIGABYTE: Final = 1_000 * MEGABYTE
LITTLE_ROOM: Final = GIGABYTE
NO_ROOM: Final = 100 * MEGABYTE
"""Below this a backup and a day's papers have no place."""

CHECK_OLD: Final = 2 * CHECK_EVERY
BACKUP_LOST: Final = timedelta(days=14)
LONG_LOG: Final = 20 * MEGABYTE
HUGE_LOG: Final = 200 * MEGABYTE
FIRST_LANGUAGE: Final = "zh_CN"

_NOT_YET: Final = {"NO_DATABASE": "NO_DATABASE", "SCHEMA_OLDER": "SCHEMA_OLDER", "SETTINGS": CLOSED}
"""Why a database is not open without anything being wrong with it."""


def judge_versions(seen: Versions, qt: str = "") -> Line:
    """Judge what is running; ``qt``: the version of the window's library."""
    facts = {
        "program": seen.program,
        "python": seen.python,
        "qt": qt,
        "sqlcipher": seen.sqlcipher,
        "system": seen.system,
        "schema": seen.schema,
    }
    if not seen.sqlcipher:
        return fault(Code.VERSIONS, "NO_SQLCIPHER", facts)
    if seen.schema > seen.wanted_schema:
        return fault(Code.VERSIONS, "SCHEMA_NEWER", facts)
    if seen.schema and seen.schema != seen.wanted_schema:
        return warning(Code.VERSIONS, "SCHEMA_OLDER", facts)
    return ok(Code.VERSIONS, "VERSIONS", facts)


def judge_settings(problem: str, *, waits: bool = False) -> Line:
    """Judge the settings; ``waits``: some of them are in force at the next start only."""
    if problem:
        return fault(Code.SETTINGS, "UNUSABLE", {"problem": problem})
    return warning(Code.SETTINGS, "WAITS") if waits else ok(Code.SETTINGS, "SETTINGS")


def judge_database(cause: str, health: Health | None, now: datetime) -> Line:
    """Judge the database; ``cause`` is why it is not open, empty where it is."""
    if cause in _NOT_YET:
        return warning(Code.DATABASE, _NOT_YET[cause])
    if cause:
        return _not_open(cause)
    if health is None:
        return warning(Code.DATABASE, "NEVER_CHECKED")
    days = (now - health.checked_at).days
    if health.faults:
        return fault(Code.DATABASE, "DAMAGED", {"days": days, "faults": " ".join(health.faults)})
    if abs(now - health.checked_at) > CHECK_OLD:
        return warning(Code.DATABASE, "CHECK_OLD", {"days": days})
    return ok(Code.DATABASE, "SOUND" if days > 0 else "SOUND_TODAY", {"days": days})


def _not_open(cause: str) -> Line:
    if cause == "RESTORING":
        return fault(Code.DATABASE, cause)
    return fault(Code.DATABASE, "NOT_OPEN", {"cause": cause})


def judge_backup(view: BackupsView | None) -> Line:
    """Judge the backups; None where they cannot be looked at."""
    if view is None:
        return warning(Code.BACKUP, CLOSED)
    newest: Backup | None = view.newest_good
    count = len(view.kept)
    if newest is None:
        none_good = fault(Code.BACKUP, "NONE_GOOD", {"count": count})
        return none_good if count else warning(Code.BACKUP, "NO_BACKUP")
    age = max(timedelta(), view.now - newest.made_at)
    hours = int(age.total_seconds() // 3600)
    facts = {"hours": hours, "count": count, "megabytes": newest.size // MEGABYTE}
    if age > BACKUP_LOST:
        return fault(Code.BACKUP, "BACKUP_LOST", facts)
    return warning(Code.BACKUP, "BACKUP_OLD", facts) if view.is_old else ok(Code.BACKUP, "BACKUP", facts)


def judge_disk(seen: Disk) -> Line:
    """Judge the room on the disk."""
    facts: Facts = {
        "free_gigabytes": f"{seen.free / GIGABYTE:.1f}",
        "total_gigabytes": f"{seen.total / GIGABYTE:.1f}",
        "reserved": seen.reserved,
    }
    if not seen.writable:
        return fault(Code.DISK, "READ_ONLY", facts)
    if seen.free < NO_ROOM:
        return fault(Code.DISK, "NO_ROOM", facts)
    if seen.free < LITTLE_ROOM:
        return warning(Code.DISK, "LITTLE_ROOM", facts)
    return ok(Code.DISK, "ROOM", facts) if seen.reserved else warning(Code.DISK, "NO_RESERVE", facts)


def judge_key(seen: KeyLook) -> Line:
    """Judge where the database's key is kept."""
    if seen.out_of_reach:
        return fault(Code.KEY, "OUT_OF_REACH", {"source": seen.source})
    if not seen.source:
        return ok(Code.KEY, "NO_KEY")
    if seen.exposed:
        return fault(Code.KEY, "EXPOSED", {"source": seen.source})
    in_keyring = seen.source == "KEYRING"
    line = ok if in_keyring else warning
    return line(Code.KEY, "KEYRING" if in_keyring else "FILE", {"source": seen.source})


def judge_log(seen: LogLook) -> Line:
    """Judge the log file."""
    facts = {"kilobytes": seen.size // 1_000}
    if not seen.writable:
        return fault(Code.LOG, "LOG_CLOSED", facts)
    if seen.size > HUGE_LOG:
        return fault(Code.LOG, "LOG_HUGE", facts)
    return warning(Code.LOG, "LOG_LONG", facts) if seen.size > LONG_LOG else ok(Code.LOG, "LOG", facts)


def judge_words(missing: tuple[str, ...]) -> Line:
    """Judge the sentences of the languages."""
    if FIRST_LANGUAGE in missing:
        return fault(Code.WORDS, "NO_CHINESE", {"missing": " ".join(missing)})
    if missing:
        return warning(Code.WORDS, "LANGUAGE_MISSING", {"missing": " ".join(missing)})
    return ok(Code.WORDS, "WORDS")
