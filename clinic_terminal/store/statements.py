"""Comparisons of days with the server's lists, and the decisions on acts that were pending: a row each."""

from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, func, literal_column, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlcipher3.dbapi2 import Connection

from clinic_terminal.application.acts import QueueRow
from clinic_terminal.application.day_comparison import DayComparison
from clinic_terminal.application.ports import Decision
from clinic_terminal.domain.shanghai import CHINA
from clinic_terminal.store import act_rows
from clinic_terminal.store.decided import DECISION
from clinic_terminal.store.sql import Values, at_most, compiled, given
from clinic_terminal.store.tables import decisions, queue, statements
from clinic_terminal.store.values import Document, micros, moment_or_none

_COMPARISON = Document(DayComparison)

_add = insert(statements)
_PUT = compiled(
    _add.on_conflict_do_update(
        index_elements=[statements.c.day],
        set_={"compared_at": _add.excluded.compared_at, "document": _add.excluded.document},
    )
)
_GET = compiled(select(statements.c.document).where(statements.c.day == given("day")))
_LATEST = compiled(at_most(given("most"), select(statements.c.document).order_by(statements.c.day.desc())))
_ACTS = compiled(
    select(literal_column("x''"), *act_rows.KEPT, act_rows.DECISION)
    .where(queue.c.created_at >= given("start"), queue.c.created_at < given("until"))
    .order_by(queue.c.seq)
)
_EPOCH: Final = date(1970, 1, 1)
_MICROSECOND: Final = timedelta(microseconds=1)
_DAY_MICROS: Final = timedelta(days=1) // _MICROSECOND
_DAY_IN_CHINA: ColumnElement[int] = literal_column(f"(created_at + {CHINA // _MICROSECOND}) / {_DAY_MICROS}")
_DAYS = compiled(
    select(_DAY_IN_CHINA, func.max(queue.c.settled_at))
    .where(queue.c.created_at >= given("start"), queue.c.created_at < given("until"))
    .group_by(_DAY_IN_CHINA)
)
_BOOKED_ANEW = compiled(
    update(queue)
    .where(queue.c.id == given("of_id"), queue.c.settled_at.is_not(None))
    .values(snapshot_version=given("new_version"))
)

_decide = insert(decisions)
_PUT_DECISION = compiled(
    _decide.on_conflict_do_update(
        index_elements=[decisions.c.act], set_={"document": _decide.excluded.document}
    )
)
_GET_DECISION = compiled(select(decisions.c.document).where(decisions.c.act == given("act")))


class SqlStatements:
    """The comparisons within one transaction."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, comparison: DayComparison) -> None:
        """Keep the comparison, replacing the one of the same day."""
        row: Values = {
            "day": comparison.day.isoformat(),
            "compared_at": micros(comparison.compared_at),
            "document": _COMPARISON.dump(comparison),
        }
        self._connection.execute(_PUT, row)

    def get(self, day: date) -> DayComparison | None:
        """Return the last comparison of a day, or None."""
        row = self._connection.execute(_GET, {"day": day.isoformat()}).fetchone()
        return None if row is None else _COMPARISON.load(row[0])

    def latest(self, most: int) -> list[DayComparison]:
        """Return the last comparisons of the latest days, the newest day first."""
        rows = self._connection.execute(_LATEST, {"most": most})
        return [_COMPARISON.load(document) for (document,) in rows]

    def acts_between(self, start: datetime, end: datetime) -> list[QueueRow]:
        """Return the rows of acts created from ``start`` on and before ``end``, oldest first, without bodies.

        Every row is looked at, for a clock may have been set between two of them: it is done once a day.
        """
        rows = self._connection.execute(_ACTS, {"start": micros(start), "until": micros(end)})
        return [act_rows.to_domain(row) for row in rows]

    def days_with_acts(self, start: datetime, end: datetime) -> dict[date, datetime | None]:
        """Return the days in China with acts created in that time, and when the last of each was settled.

        Every row is looked at, as for ``acts_between``.
        """
        rows = self._connection.execute(_DAYS, {"start": micros(start), "until": micros(end)})
        return {_EPOCH + timedelta(days=day): moment_or_none(settled) for day, settled in rows}

    def booked_anew(self, act: str, version: int) -> None:
        """Put another version to an act that was settled; its receipt stays the first."""
        self._connection.execute(_BOOKED_ANEW, {"of_id": act, "new_version": version})


class SqlDecisions:
    """The decisions within one transaction."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, decision: Decision, at: datetime) -> None:
        """Keep the decision, replacing an earlier one on the same act."""
        row: Values = {"act": decision.act, "decided_at": micros(at), "document": DECISION.dump(decision)}
        self._connection.execute(_PUT_DECISION, row)

    def get(self, act: str) -> Decision | None:
        """Return the decision on an act, or None."""
        row = self._connection.execute(_GET_DECISION, {"act": act}).fetchone()
        return None if row is None else DECISION.load(row[0])
