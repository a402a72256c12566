"""Statements written in SQLAlchemy Core and compiled once, when the module that owns them is loaded.

A finish is a handful of statements around one fsync; building and caching them anew for each run cost more
than running them. The compiled text goes to the driver with named values.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, literal_column
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql import ClauseElement

_DIALECT = sqlite.dialect(paramstyle="named")

Values = dict[str, object]
"""The named values of one run of a statement."""


class HiddenValueError(Exception):
    """A statement holds a value that would be lost when only its text is kept."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The value {name} must be a parameter or a constant.")


def compiled(statement: ClauseElement) -> str:
    """Return the text of ``statement`` for SQLite, values named ``:like_this``."""
    form = statement.compile(dialect=_DIALECT)
    for name, value in form.params.items():
        if value is not None:
            raise HiddenValueError(name)
    return str(form)


def constant(value: str | int) -> ColumnElement[object]:
    """Return ``value`` as it stands in the text: only so does SQLite see that a partial index fits."""
    text = str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"
    return literal_column(text)


def given(name: str) -> ColumnElement[object]:
    """Return a value that is named at each run."""
    return bindparam(name)


def at_most(limit: ColumnElement[object], query: Select[Any]) -> Select[Any]:
    """Return ``query`` cut off after ``limit`` rows; without the offset SQLAlchemy would add a hidden one."""
    return query.limit(limit).offset(constant(0))
