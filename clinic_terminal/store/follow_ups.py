"""Follow-ups: one record a matter, found by its subject, the open ones by their age.

A record stays open when the server takes its act in after all: to close what was set aside means that it was
withdrawn. So the lists ask for the act as well, and what was delivered takes nobody's place in them.
"""

from sqlalchemy import ColumnElement, Select, Text, and_, cast, func, not_, or_, select
from sqlalchemy.dialects.sqlite import insert
from sqlcipher3.dbapi2 import Connection

from clinic_terminal.application.acts import ActState
from clinic_terminal.application.follow_up_record import HARMLESS, OUTCOMES, FollowUpRecord, Matter
from clinic_terminal.application.held_up import ON_ITS_WAY
from clinic_terminal.store.act_list import TAKEN_BACK
from clinic_terminal.store.sql import Values, at_most, compiled, constant, given
from clinic_terminal.store.tables import decisions, follow_ups, queue
from clinic_terminal.store.values import Document, micros, micros_or_none

RECORD = Document(FollowUpRecord)

_row = follow_ups.c
_add = insert(follow_ups)
_PUT = compiled(
    _add.on_conflict_do_update(
        index_elements=[_row.act],
        set_={"closed_at": _add.excluded.closed_at, "document": _add.excluded.document},
    )
)
_GET = compiled(select(_row.document).where(_row.act == given("act")))
_CLOSED = compiled(
    at_most(
        given("most"),
        select(_row.document).where(_row.closed_at.is_not(None)).order_by(_row.closed_at.desc(), _row.act),
    )
)


def _said(document: ColumnElement[object], path: str) -> ColumnElement[object]:
    """Return what stands at ``path`` of a JSON document that is kept as bytes."""
    return func.json_extract(cast(document, Text), constant(path))


_act = queue.c
_IS_OPEN = _row.closed_at.is_(None)
_DELIVERED = _act.state == constant(ActState.ACCEPTED.value)
_UNSENT = _act.state.in_([constant(state.value) for state in ON_ITS_WAY])
_HELD_UP = _said(_row.document, "$.matter") == constant(Matter.HELD_UP.value)
_answered = _said(decisions.c.document, "$.answer.state")
_NOT_BOOKED = and_(
    _answered == constant(ActState.REJECTED.value),
    _said(decisions.c.document, "$.answer.code").in_([constant(code) for code in sorted(HARMLESS)]),
)
_ADVERSE = (
    select(constant(1))
    .where(
        decisions.c.act == _act.id,
        _said(decisions.c.document, "$.digest") == _act.digest,
        _answered.in_([constant(state.value) for state in OUTCOMES]),
        not_(_NOT_BOOKED),
    )
    .exists()
)
# As ``store.decided`` reads a row: a later decision takes the place of an acceptance, and of nothing else.
_DECIDED = and_(_DELIVERED, _ADVERSE, not_(TAKEN_BACK))
_WAITS = or_(_act.id.is_(None), and_(_UNSENT, _HELD_UP), _DECIDED)
_WITHDRAWN = _act.state == constant(ActState.WITHDRAWN.value)
_OVER = or_(_WITHDRAWN, and_(_DELIVERED, not_(_DECIDED)))
_WITH_ACT = follow_ups.outerjoin(queue, _act.id == _row.act)


def _of_open(which: ColumnElement[bool]) -> Select[tuple[object]]:
    return select(_row.document).select_from(_WITH_ACT).where(_IS_OPEN, which)


_WAITING = compiled(at_most(given("most"), _of_open(_WAITS).order_by(_row.opened_at, _row.act)))
_COUNT = compiled(select(func.count()).select_from(_WITH_ACT).where(_IS_OPEN, _WAITS))
_TRIED_AGAIN = compiled(
    at_most(given("most"), _of_open(and_(_UNSENT, not_(_HELD_UP))).order_by(_row.opened_at, _row.act))
)
_SETTLED = compiled(at_most(given("most"), _of_open(_OVER).order_by(_row.opened_at.desc(), _row.act)))


class SqlFollowUps:
    """The records within one transaction."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, subject: str) -> FollowUpRecord | None:
        """Return the record of a matter, or None."""
        row = self._connection.execute(_GET, {"act": subject}).fetchone()
        return None if row is None else RECORD.load(row[0])

    def put(self, record: FollowUpRecord) -> None:
        """Keep the record, replacing the one of the same subject."""
        row: Values = {
            "act": record.subject,
            "opened_at": micros(record.opened_at),
            "closed_at": micros_or_none(record.closed_at),
            "document": RECORD.dump(record),
        }
        self._connection.execute(_PUT, row)

    def waiting(self, most: int = 500) -> list[FollowUpRecord]:
        """Return the open records that wait for a person beside what came back, the oldest first."""
        return self._listed(_WAITING, most)

    def count_waiting(self) -> int:
        """Return how many records there are in ``waiting``, however many."""
        return int(self._connection.execute(_COUNT).fetchone()[0])

    def tried_again(self, most: int = 500) -> list[FollowUpRecord]:
        """Return the open records whose act is on its way again, the oldest first."""
        return self._listed(_TRIED_AGAIN, most)

    def over(self, most: int = 200) -> list[FollowUpRecord]:
        """Return the open records whose act was delivered or withdrawn and waits for nobody, latest first."""
        return self._listed(_SETTLED, most)

    def closed(self, most: int = 200) -> list[FollowUpRecord]:
        """Return the closed records, the one closed last first."""
        return self._listed(_CLOSED, most)

    def _listed(self, statement: str, most: int) -> list[FollowUpRecord]:
        rows = self._connection.execute(statement, {"most": most})
        return [RECORD.load(document) for (document,) in rows]
