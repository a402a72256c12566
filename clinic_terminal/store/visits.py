"""Visits: one row each, the visit itself as a document, and what the board sorts and filters by."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import String, bindparam, column, func, insert, or_, select, update
from sqlcipher3.dbapi2 import Connection, IntegrityError

from clinic_terminal.application.failures import VisitChangedElsewhereError, VisitUnknownError
from clinic_terminal.domain.visit import Stage, Visit
from clinic_terminal.store.sql import Values, at_most, compiled, given
from clinic_terminal.store.tables import visits
from clinic_terminal.store.values import VISIT, micros

_LAST = 2**62
"""Sorts behind every time: a visit that was neither expected nor has arrived."""

_row = visits.c
_GET = compiled(select(_row.document).where(_row.id == given("id")))
_ADD = compiled(insert(visits))
_CHANGE = compiled(
    update(visits)
    .where(_row.id == given("of_id"), _row.revision == given("of_revision"))
    .values(
        stage=given("new_stage"),
        revision=given("new_revision"),
        document=given("new_document"),
    )
)
# Apart from the change, because it is rare and each index is one page more to encrypt and write.
_MOVE = compiled(
    update(visits)
    .where(
        _row.id == given("of_id"),
        or_(
            _row.day != given("new_day"),
            _row.sort_at != given("new_sort_at"),
            _row.chain != given("new_chain"),
        ),
    )
    .values(day=given("new_day"), sort_at=given("new_sort_at"), chain=given("new_chain"))
)
_ON_DAY = select(_row.document).where(_row.day == given("day")).order_by(_row.sort_at, _row.id)
_OF_DAY = compiled(_ON_DAY)
_WANTED = func.json_each(bindparam("stages", type_=String)).table_valued(column("value", String))
_OF_DAY_IN = compiled(_ON_DAY.where(_row.stage.in_(select(_WANTED.c.value))))
# A chain is member and policy; "0" comes right after the "/" between them.
_OF_MEMBER = compiled(
    at_most(
        given("most"),
        select(_row.document)
        .where(
            _row.chain >= given("first"),
            _row.chain < given("last"),
            _row.stage.in_(select(_WANTED.c.value)),
        )
        .order_by(_row.day.desc(), _row.sort_at.desc(), _row.id.desc()),
    )
)


def to_row(visit: Visit) -> Values:
    """Return the columns of ``visit``."""
    expected = visit.expected_at or visit.arrived_at
    return {
        "id": visit.id,
        "day": visit.day.isoformat(),
        "stage": visit.stage.value,
        "chain": visit.chain,
        "revision": visit.revision,
        "sort_at": _LAST if expected is None else micros(expected),
        "document": VISIT.dump(visit),
    }


def to_domain(row: tuple[Any, ...]) -> Visit:
    """Return the visit of a row that holds its document."""
    return VISIT.load(row[0])


class SqlVisits:
    """The visits within one transaction."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, visit_id: str) -> Visit:
        """Return the visit; raises VisitUnknownError."""
        row = self._connection.execute(_GET, {"id": visit_id}).fetchone()
        if row is None:
            raise VisitUnknownError
        return to_domain(row)

    def put(self, visit: Visit) -> Visit:
        """Store the visit under its next revision; raises VisitChangedElsewhereError. Revision 0 is new."""
        stored = replace(visit, revision=visit.revision + 1)
        row = to_row(stored)
        if visit.revision == 0:
            self._add(row)
        else:
            self._change(row, visit.revision)
        return stored

    def _add(self, row: Values) -> None:
        try:
            self._connection.execute(_ADD, row)
        except IntegrityError:
            raise VisitChangedElsewhereError from None

    def _change(self, row: Values, revision: int) -> None:
        changed = {f"new_{name}": value for name, value in row.items()}
        changed |= {"of_id": row["id"], "of_revision": revision}
        if self._connection.execute(_CHANGE, changed).rowcount != 1:
            raise VisitChangedElsewhereError
        self._connection.execute(_MOVE, changed)

    def on_day(self, day: date, stages: Sequence[Stage] = ()) -> list[Visit]:
        """Return the visits of ``day``, in order of expectation and arrival."""
        values: Values = {"day": day.isoformat()}
        if stages:
            values["stages"] = _listed(stages)
        rows = self._connection.execute(_OF_DAY_IN if stages else _OF_DAY, values)
        return [to_domain(row) for row in rows]

    def of_member(self, member: str, stages: Sequence[Stage] = (), most: int = 1_000) -> list[Visit]:
        """Return a child's visits here under any policy, the latest first; those in ``stages`` if any."""
        values: Values = {
            "first": f"{member}/",
            "last": f"{member}0",
            "stages": _listed(stages or tuple(Stage)),
            "most": most,
        }
        return [to_domain(row) for row in self._connection.execute(_OF_MEMBER, values)]


def _listed(stages: Sequence[Stage]) -> str:
    return "[" + ",".join(f'"{stage.value}"' for stage in stages) + "]"
