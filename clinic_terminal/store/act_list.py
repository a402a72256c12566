"""The queue as lists for people: rows without their bodies, and what somebody has to deal with.

What waits for a person is told from the rows themselves: an outcome can be closed, voided or harmless, but
never forgotten. The outcomes stand in an index of their own, which a clinic's accepted acts never enter.
"""

from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, func, literal_column, not_, or_, select
from sqlcipher3.dbapi2 import Connection

from clinic_terminal.application.acts import ActKind, ActState, QueueRow
from clinic_terminal.application.follow_up_record import HARMLESS, OUTCOMES, is_harmless
from clinic_terminal.domain.visit import OPEN_STAGES, Stage
from clinic_terminal.store import act_rows
from clinic_terminal.store.sql import Values, at_most, compiled, constant, given
from clinic_terminal.store.tables import OUTCOME, follow_ups, queue, snapshots, visits
from clinic_terminal.store.values import moment

_row = queue.c
_NO_BODY: ColumnElement[object] = literal_column("x''")
_COLUMNS = [_NO_BODY, *act_rows.COLUMNS[1:], act_rows.DECISION]
_A_VOID = constant(ActKind.BILL_VOIDED.value)

_void = queue.alias("void_of_it")
_VOIDED = (
    select(constant(1))
    .where(
        _void.c.chain == _row.chain,
        _void.c.visit == _row.visit,
        _void.c.kind == _A_VOID,
        _void.c.state != constant(ActState.WITHDRAWN.value),
    )
    .exists()
)
# What is set aside is closed by withdrawing it alone; a record that says otherwise is of another day.
_CLOSED = and_(
    _row.state != constant(ActState.PARKED.value),
    select(constant(1)).where(follow_ups.c.act == _row.id, follow_ups.c.closed_at.is_not(None)).exists(),
)
_HARMLESS = and_(
    _row.state == constant(ActState.REJECTED.value),
    _row.last_error.in_([constant(code) for code in sorted(HARMLESS)]),
)
# A void that was refused is no void; a parked bill holds its chain back, whatever stands behind it.
TAKEN_BACK = and_(_row.state != constant(ActState.PARKED.value), _row.kind != _A_VOID, _VOIDED)
_bill = queue.alias("bill_of_it")
_UNBOOKED = and_(
    _row.state == constant(ActState.REJECTED.value),
    _row.kind == _A_VOID,
    select(constant(1))
    .where(
        _bill.c.chain == _row.chain,
        _bill.c.visit == _row.visit,
        _bill.c.kind == constant(ActKind.BILL_SIGNED.value),
        _bill.c.state == constant(ActState.REJECTED.value),
    )
    .exists(),
)
# A void of a bill that was refused itself has nothing to give back, whatever the server answers to it.
_DONE_WITH = or_(_CLOSED, _HARMLESS, TAKEN_BACK, _UNBOOKED)
_UNSETTLED = _row.settled_at.is_(None)


def _few(query: Select[tuple[object, ...]]) -> str:
    return compiled(at_most(given("most"), query))


_FOR_A_PERSON = _few(select(*_COLUMNS).where(OUTCOME, not_(_DONE_WITH)).order_by(_row.seq))
_COUNT = compiled(select(func.count()).select_from(queue).where(OUTCOME, not_(_DONE_WITH)))
_DEALT_WITH = _few(select(*_COLUMNS).where(OUTCOME, _DONE_WITH).order_by(_row.seq.desc()))
_UNSENT = _few(select(*_COLUMNS).where(_UNSETTLED).order_by(_row.seq))
_SETTLED = _few(select(*_COLUMNS).where(not_(_UNSETTLED)).order_by(_row.seq.desc()))
_OF_VISIT = compiled(
    select(*_COLUMNS).where(_row.chain == given("chain"), _row.visit == given("visit")).order_by(_row.seq)
)
_OF_ID = compiled(select(*_COLUMNS).where(_row.id == given("id")))
_WAITS = compiled(select(*_COLUMNS).where(_row.id == given("id"), not_(_DONE_WITH)))
_UNSENT_IDS = compiled(select(_row.id).where(_UNSETTLED).order_by(_row.seq))
_LARGEST = compiled(select(func.max(_row.amount_fen)).where(_UNSETTLED))
_OPEN_STAGES = [constant(stage.value) for stage in (Stage.EXPECTED, *sorted(OPEN_STAGES))]
_CHAINS = compiled(
    select(visits.c.chain).distinct().where(visits.c.day == given("day"), visits.c.stage.in_(_OPEN_STAGES))
)
_AS_OF = compiled(
    select(snapshots.c.as_of).where(
        snapshots.c.member == given("member"), snapshots.c.policy == given("policy")
    )
)


class SqlActList:
    """The lists within one transaction."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def for_a_person(self, most: int = 500) -> list[QueueRow]:
        """Return the rows whose outcome somebody has to deal with, the oldest first."""
        return self._listed(_FOR_A_PERSON, {"most": most})

    def count_for_a_person(self) -> int:
        """Return how many rows there are in ``for_a_person``, however many."""
        return int(self._connection.execute(_COUNT).fetchone()[0])

    def waits(self, act: str) -> bool:
        """Tell whether the row of an act is one of ``for_a_person``."""
        # What was decided later stands as accepted in the table itself.
        return any(
            row.state in OUTCOMES and not is_harmless(row) for row in self._listed(_WAITS, {"id": act})
        )

    def dealt_with(self, most: int = 200) -> list[QueueRow]:
        """Return the rows that came back and need nobody any more, the latest first."""
        return self._listed(_DEALT_WITH, {"most": most})

    def unsent(self, most: int = 200) -> list[QueueRow]:
        """Return the rows without a final answer, the oldest first."""
        return self._listed(_UNSENT, {"most": most})

    def settled(self, most: int = 200) -> list[QueueRow]:
        """Return the rows with a final answer, the latest act first."""
        return self._listed(_SETTLED, {"most": most})

    def of_ids(self, acts: tuple[str, ...]) -> list[QueueRow]:
        """Return the rows of these acts that are here, in their order."""
        found = (self._listed(_OF_ID, {"id": act}) for act in acts)
        return [row for rows in found for row in rows]

    def of_visit(self, chain: str, visit: str) -> list[QueueRow]:
        """Return the rows of a child's visit, the oldest first."""
        return self._listed(_OF_VISIT, {"chain": chain, "visit": visit})

    def unsent_ids(self) -> tuple[str, ...]:
        """Return the ids of all acts without a final answer, the oldest first."""
        return tuple(act for (act,) in self._connection.execute(_UNSENT_IDS))

    def largest_unsent_fen(self) -> int:
        """Return the largest amount of the insurer among the bills that are not sent; 0 without any."""
        return int(self._connection.execute(_LARGEST).fetchone()[0] or 0)

    def oldest_facts(self, day: date) -> datetime | None:
        """Return how old the oldest facts are that an unfinished visit of ``day`` rests on; None without."""
        chains = self._connection.execute(_CHAINS, {"day": day.isoformat()})
        keys = (chain.partition("/") for (chain,) in chains)
        ages = [
            self._connection.execute(_AS_OF, {"member": member, "policy": policy}).fetchone()
            for member, _, policy in keys
        ]
        return min((moment(age[0]) for age in ages if age is not None), default=None)

    def states(self, acts: tuple[str, ...]) -> dict[str, ActState]:
        """Return the state of each of these acts that is here, by its id."""
        return {row.act.id: row.state for row in self.of_ids(acts)}

    def _listed(self, statement: str, values: Values) -> list[QueueRow]:
        return [act_rows.to_domain(row) for row in self._connection.execute(statement, values)]
