"""Hypothesis strategies for any frozen value of the domain, made from its annotations."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import UTC, date, datetime
from enum import Enum
from types import MappingProxyType, NoneType, UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from clinic_terminal.domain.adjudication import PolicyPeriod
from clinic_terminal.domain.plan import Category, Plan

_DATES = st.dates(date(1900, 1, 1), date(2200, 1, 1))
_FIGURES = st.integers(0, 10**9)


def _period(days: tuple[date, date]) -> PolicyPeriod:
    return PolicyPeriod(min(days), max(days))


def _mapping(keys: st.SearchStrategy[Any], values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.dictionaries(keys, values, max_size=3).map(MappingProxyType)


_ATOMS: dict[object, st.SearchStrategy[Any]] = {
    str: st.text(max_size=12),
    int: st.integers(-(2**53), 2**53),
    bool: st.booleans(),
    date: _DATES,
    datetime: st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001  bounds
    NoneType: st.none(),
    PolicyPeriod: st.tuples(_DATES, _DATES).map(_period),
}


def values(kind: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401  an annotation may be any form
    """Return a strategy for values of the annotation ``kind``."""
    if kind in _ATOMS:
        return _ATOMS[kind]
    if get_origin(kind) is not None:
        return _COLLECTIONS[get_origin(kind)](get_args(kind))
    if issubclass(kind, Enum):
        return st.sampled_from(kind)
    return _plans() if kind is Plan else _dataclasses(kind)


def _dataclasses(kind: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401  any dataclass
    hints = get_type_hints(kind)
    return st.builds(kind, **{each.name: values(hints[each.name]) for each in fields(kind)})


def _tuples(arguments: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    if arguments[1:] == (...,):
        return st.lists(values(arguments[0]), max_size=3).map(tuple)
    return st.tuples(*(values(argument) for argument in arguments))


def _plans() -> st.SearchStrategy[Plan]:
    hints = get_type_hints(Plan)
    rates = _mapping(st.sampled_from(Category), st.integers(0, 10_000))
    amounts = _mapping(st.sampled_from(Category), _FIGURES)
    free = {name: values(hints[name]) for name in ("code", "self_pay", "brand_lock", "booking_required")}
    return st.builds(
        Plan,
        pool_fen=_FIGURES,
        coinsurance_bp=rates,
        sublimit_fen=amounts,
        frequency=_mapping(st.text(max_size=8), _FIGURES),
        **free,
    )


_COLLECTIONS: dict[object, Callable[[tuple[Any, ...]], st.SearchStrategy[Any]]] = {
    Literal: st.sampled_from,
    UnionType: lambda arguments: st.one_of(*map(values, arguments)),
    tuple: _tuples,
    frozenset: lambda arguments: st.frozensets(values(arguments[0]), max_size=3),
    Mapping: lambda arguments: _mapping(values(arguments[0]), values(arguments[1])),
}
