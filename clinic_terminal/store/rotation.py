"""Which backups are kept: the newest of each of seven days, four weeks and twelve months."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Final

from clinic_terminal.application.backup_ports import Backup
from clinic_terminal.domain.shanghai import SHANGHAI

DAYS: Final = 7
WEEKS: Final = 4
MONTHS: Final = 12


def superfluous(backups: Iterable[Backup]) -> tuple[Backup, ...]:
    """Return what may be deleted: never the newest good one, and a bad one only once a good one is newer.

    Only good backups fill a place, so that a run of bad ones cannot push the good ones out.
    """
    newest_first = sorted(backups, key=lambda backup: backup.made_at, reverse=True)
    good = [backup for backup in newest_first if backup.is_good]
    if not good:
        return ()
    kept = {
        backup.name
        for period, most in ((_day, DAYS), (_week, WEEKS), (_month, MONTHS))
        for backup in _newest_of_each(good, period)[:most]
    }
    return tuple(
        backup
        for backup in newest_first
        if backup.name not in kept and (backup.is_good or backup.made_at < good[0].made_at)
    )


def _newest_of_each(good: list[Backup], period: Callable[[date], object]) -> list[Backup]:
    found: dict[object, Backup] = {}
    for backup in good:
        found.setdefault(period(backup.made_at.astimezone(SHANGHAI).date()), backup)
    return list(found.values())


def _day(day: date) -> object:
    return day


def _week(day: date) -> object:
    return day.isocalendar()[:2]


def _month(day: date) -> object:
    return day.year, day.month
