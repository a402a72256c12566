"""Which clinics of which brand serve a plan, looked up in what is stored: it works without a line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from typing import Final

from clinic_terminal.application.ports import Changes, PlanEdition
from clinic_terminal.application.store_ports import UnitOfWork
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.domain.catalogue import Item
from clinic_terminal.domain.network import NetworkClinic, Outlook, Reach, outlook
from clinic_terminal.domain.plan import COVERED_CATEGORIES, Category
from clinic_terminal.domain.shanghai import CHINA
from clinic_terminal.pinyin import Index

_FEW_LETTERS: Final = 2
_BY_ITEM: Final = 9
"""Worse than any match with the clinic's own words."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What is looked for; an empty text, or None, lets everything through.

    ``item`` is a catalogue code, ``text`` what a hand typed: names, places and items, pinyin too.
    """

    plan: str = ""
    category: Category | None = None
    city: str = ""
    department: str = ""
    item: str = ""
    brand: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """What each filter can be set to, from the clinics that are known; ``brands`` are codes with names."""

    plans: tuple[PlanEdition, ...]
    categories: tuple[Category, ...]
    cities: tuple[str, ...]
    departments: tuple[str, ...]
    items: tuple[Item, ...]
    brands: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Network:
    """The list as it was stored when it was read; ``own`` is this clinic's id.

    ``as_of`` is the server's time of the last download, None before the first; ``old`` says that this is
    longer ago than the desk should rely on. ``names`` and ``treatments`` find clinics and item codes.
    """

    clinics: tuple[NetworkClinic, ...]
    choices: Choices
    own: str
    as_of: datetime | None
    old: bool
    names: Index[str]
    treatments: Index[str]

    def item_names(self) -> Mapping[str, Item]:
        """Return the items that any clinic does, by code."""
        return {item.code: item for item in self.choices.items}


@dataclass(frozen=True, slots=True)
class Found:
    """A clinic that fits the filters; ``items`` are the codes by which alone the typed text found it."""

    clinic: NetworkClinic
    outlook: Outlook
    is_own: bool
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NetworkView:
    """What was found for a day: clinics that serve it, then those that do not, each with its reason."""

    filters: Filters
    day: date
    serving: tuple[Found, ...]
    others: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class _Named:
    """How well a text names a clinic (0 is best), and by which items where not by its own words."""

    rank: int = 0
    items: tuple[str, ...] = ()


def keep(uow: UnitOfWork, page: Changes) -> None:
    """Keep what a page of changes says of the network; a list that begins anew replaces the old one."""
    if page.from_start:
        uow.network.clear()
    for clinic_id in page.clinics_left:
        uow.network.remove(clinic_id)
    for clinic in page.clinics:
        uow.network.put(clinic)


def read_network(terminal: Terminal) -> Network:
    """Read the list once; looking it up then needs neither store nor network."""
    with terminal.store.read() as uow:
        clinics = tuple(uow.network.all())
        plans = uow.memory.plans()
        enrolment = uow.memory.enrolment()
        as_of = uow.memory.freshness().last_download
    soft_hours, _ = terminal.limits.silence_hours
    choices = _choices(clinics, plans, terminal.catalogue.items)
    return Network(
        clinics=clinics,
        choices=choices,
        own=enrolment.clinic.id if enrolment else "",
        as_of=as_of,
        old=as_of is not None and terminal.clock.now() - as_of > timedelta(hours=soft_hours),
        names=_index((one.id, _texts(one)) for one in clinics),
        treatments=_index((one.code, (one.name_zh, one.name_en, one.code)) for one in choices.items),
    )


def look_up(network: Network, filters: Filters, day: date) -> NetworkView:
    """Return the clinics that fit ``filters``, best first, parted by whether they serve on ``day``.

    Clinics that the text names best come first, then this clinic's own city, then by city and name.
    """
    named = _named(network, filters.text)
    home = next((one.city for one in network.clinics if one.id == network.own), "")
    fitting = [one for one in network.clinics if one.id in named and _fits(one, filters)]
    fitting.sort(key=lambda one: (named[one.id].rank, one.city != home, one.city, one.name))
    found = [
        Found(
            one,
            outlook(one, filters.plan, filters.category, day),
            one.id == network.own,
            named[one.id].items,
        )
        for one in fitting
    ]
    return NetworkView(
        filters,
        day,
        tuple(one for one in found if one.outlook.reach is Reach.SERVES),
        tuple(one for one in found if one.outlook.reach is not Reach.SERVES),
    )


def brand_of(network: Network, brand: str) -> str:
    """Return the code of a brand that is named by its code or by its name; empty where it is not known."""
    return next((code for code, name in network.choices.brands if brand in {code, name}), "")


def local_time(moment: datetime) -> datetime:
    """Return the wall-clock time in Asia/Shanghai that opening hours are compared with."""
    return moment + CHINA


def _fits(clinic: NetworkClinic, filters: Filters) -> bool:
    return (
        filters.city in {"", clinic.city}
        and filters.brand in {"", clinic.brand}
        and (not filters.department or filters.department in clinic.departments)
        and (not filters.item or filters.item in clinic.items)
    )


def _named(network: Network, text: str) -> dict[str, _Named]:
    """Return the clinics for which every word of ``text`` names the clinic itself or what it does."""
    words = text.split()
    if not words:
        return {one.id: _Named() for one in network.clinics}
    return reduce(_both, (_named_by(network, word) for word in words))


def _named_by(network: Network, word: str) -> dict[str, _Named]:
    ranks = network.names.ranks(word)
    wanted = network.treatments.find(word) if _may_name_an_item(word) else []
    found: dict[str, _Named] = {}
    for one in network.clinics:
        items = tuple(code for code in wanted if code in one.items)
        if one.id in ranks:
            found[one.id] = _Named(ranks[one.id])
        elif items:
            found[one.id] = _Named(_BY_ITEM, items)
    return found


def _may_name_an_item(word: str) -> bool:
    """Tell whether a word says enough: two letters stand in some item's name whatever they are."""
    return len(word) > _FEW_LETTERS or (len(word) == _FEW_LETTERS and not word.isascii())


def _both(first: dict[str, _Named], other: dict[str, _Named]) -> dict[str, _Named]:
    return {
        key: _Named(one.rank + other[key].rank, one.items + other[key].items)
        for key, one in first.items()
        if key in other
    }


def _texts(clinic: NetworkClinic) -> tuple[str, ...]:
    places = (clinic.city, clinic.district, clinic.address, clinic.phone)
    return (clinic.name, clinic.brand_name, *places, *clinic.departments)


def _index(entries: Iterable[tuple[str, Iterable[str]]]) -> Index[str]:
    index = Index[str]()
    for key, texts in entries:
        index.add(key, texts)
    index.prepare()
    return index


def _choices(
    clinics: tuple[NetworkClinic, ...], plans: Mapping[str, PlanEdition], items: Mapping[str, Item]
) -> Choices:
    done = {code for one in clinics for code in one.items}
    billed = {row.category for one in clinics for row in one.services}
    return Choices(
        plans=tuple(plans[code] for code in sorted(plans)),
        categories=tuple(category for category in COVERED_CATEGORIES if category in billed),
        cities=_by_frequency(one.city for one in clinics),
        departments=_by_frequency(name for one in clinics for name in one.departments),
        items=tuple(items[code] for code in sorted(done) if code in items),
        brands=tuple(sorted({(one.brand, one.brand_name) for one in clinics})),
    )


def _by_frequency(names: Iterable[str]) -> tuple[str, ...]:
    """Return each name once, the most frequent first, then by its characters."""
    counts: dict[str, int] = {}
    for name in filter(None, names):
        counts[name] = counts.get(name, 0) + 1
    return tuple(sorted(counts, key=lambda name: (-counts[name], name)))
