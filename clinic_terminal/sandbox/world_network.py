"""The practice network: the world file's clinics as the service manager lists them on a day."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from clinic_terminal.contract.network import minutes_from
from clinic_terminal.domain.catalogue import Catalogue
from clinic_terminal.domain.network import NetworkClinic, Opening, Service
from clinic_terminal.sandbox.world_file import ClinicEntry, ServiceEntry

NETWORK_START: Final = date(2021, 1, 1)
_MONTHS: Final = 12
_ANY: Final = "*"


def clinic_on(
    entry: ClinicEntry, brand_name: str, item_sets: Mapping[str, list[str]], catalogue: Catalogue, day: date
) -> NetworkClinic:
    """Return a branch as it is listed on ``day``; raises KeyError for an item set that is not there."""
    wanted = [pattern for name in entry.items for pattern in item_sets[name]]
    return NetworkClinic(
        id=entry.id,
        name=entry.name,
        brand=entry.brand,
        brand_name=brand_name,
        city=entry.city,
        district=entry.district,
        address=entry.address,
        phone=entry.phone,
        hours=tuple(tuple(map(_opening, spans)) for spans in entry.hours.days()),
        departments=tuple(entry.departments),
        items=tuple(code for code in catalogue.items if any(_fits(code, pattern) for pattern in wanted)),
        services=services_on(entry, day),
    )


def services_on(entry: ClinicEntry, day: date) -> tuple[Service, ...]:
    """Return what a branch bills, with months counted from the one of ``day``."""
    usual = [
        Service(plan, category, NETWORK_START)
        for plan, categories in entry.network.items()
        for category in categories
    ]
    return (*usual, *(one for row in entry.service for one in _dated(row, day)))


def _dated(row: ServiceEntry, day: date) -> list[Service]:
    start = NETWORK_START if row.from_month is None else first_of_month(day, row.from_month)
    end = None if row.to_month is None else first_of_month(day, row.to_month + 1) - timedelta(days=1)
    return [Service(row.plan, category, start, end, row.scope) for category in row.categories]


def first_of_month(day: date, ahead: int) -> date:
    """Return the first day of the month that is ``ahead`` months after the one of ``day``."""
    months = day.year * _MONTHS + day.month - 1 + ahead
    return date(months // _MONTHS, months % _MONTHS + 1, 1)


def _opening(span: str) -> Opening:
    opens, closes = span.split("-")
    return Opening(minutes_from(opens), minutes_from(closes))


def _fits(code: str, pattern: str) -> bool:
    return code.startswith(pattern[:-1]) if pattern.endswith(_ANY) else code == pattern
