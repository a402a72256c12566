"""The durable queue within one transaction (reliability.md, rules 1 to 5 and 12)."""

from datetime import datetime, timedelta

from sqlcipher3.dbapi2 import Connection, IntegrityError

from clinic_terminal.application.acts import Act, ActKind, ActState, Answer, Exposure, QueueRow
from clinic_terminal.application.failures import ActExistsError
from clinic_terminal.store import act_rows
from clinic_terminal.store.sql import Values
from clinic_terminal.store.values import micros, moment, moment_or_none

LONGEST_WAIT = timedelta(minutes=65)
"""No back-off and no lease is longer: what is due later was written by a clock that was wrong."""

_BEFORE_ALL = -1
_BEHIND_ALL = 2**62


class SqlQueue:
    """The rows of the queue; every step moves the kept counters with the state."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, act: Act, first_error: str = "") -> None:
        """Append an act in state READY, due at once; raises ActExistsError on a reused id."""
        newly_at_risk = _newly_at_risk(self._connection, act)
        row = act_rows.to_row(act) | {"first_error": first_error}
        try:
            sequence = self._connection.execute(act_rows.ADD, row).lastrowid
        except IntegrityError:
            if self.get(act.id) is None:
                raise
            raise ActExistsError from None
        self._connection.execute(act_rows.ADD_PAYLOAD, {"seq": sequence, "body": act.body})
        self._count(count=1, fen=newly_at_risk)

    def get(self, act_id: str) -> QueueRow | None:
        """Return the row, or None."""
        stored = self._connection.execute(act_rows.GET, {"id": act_id}).fetchone()
        return None if stored is None else act_rows.to_domain(stored)

    def lease(
        self, owner: str, now: datetime, seconds: int, limit: int = 1, *, bodies: bool = True
    ) -> list[QueueRow]:
        """Lease up to ``limit`` due rows, each the oldest unsettled one of its chain, for ``seconds``.

        One body that cannot be read undoes the whole transaction; without ``bodies`` they stay empty.

        Only heads of chains are ever leased or parked, and a chain has one head: so a parked row or a live
        lease holds back its own chain and no other.
        """
        lapses = micros(now + timedelta(seconds=seconds))
        lease: Values = {"new_owner": owner, "lapses": lapses, "limit": limit}
        rows = self._lease(lease | {"after": _BEFORE_ALL, "until": micros(now)}, bodies=bodies)
        if len(rows) < limit:
            strayed = {"after": micros(now + LONGEST_WAIT), "until": _BEHIND_ALL}
            rows += self._lease(lease | strayed | {"limit": limit - len(rows)}, bodies=bodies)
        return rows

    def _lease(self, values: Values, *, bodies: bool) -> list[QueueRow]:
        # Sorted, because RETURNING keeps no order; the bodies lie in a table that it cannot reach.
        leased = sorted(self._connection.execute(act_rows.LEASE, values).fetchall())
        statement = act_rows.LEASED if bodies else act_rows.LEASED_BODILESS
        rows = (self._connection.execute(statement, {"seq": number}) for (number,) in leased)
        return [act_rows.to_domain(row.fetchone()) for row in rows]

    def settle(self, row: QueueRow, answer: Answer, now: datetime) -> bool:
        """Store a final answer; False (and nothing changed) where the lease is no longer current."""
        values = act_rows.held(row) | act_rows.error(answer)
        values |= {
            "new_state": answer.state and answer.state.value,
            "new_version": answer.snapshot_version,
            "new_receipt": answer.receipt,
            "now": micros(now),
        }
        settled = self._connection.execute(act_rows.SETTLE, values).fetchall()
        for chain, visit, kind, amount in settled:
            self._connection.execute(act_rows.PROMOTE, {"of_chain": chain})
            self._count(count=-1, fen=-self._still_at_risk(chain, visit, ActKind(kind), amount))
        return bool(settled)

    def retry_later(self, row: QueueRow, answer: Answer, at: datetime) -> bool:
        """Put a leased row back to READY with its error; False where the lease is no longer current."""
        values = act_rows.held(row) | act_rows.error(answer) | {"at": micros(at)}
        return self._changed(act_rows.RETRY_LATER, values)

    def release(self, row: QueueRow) -> bool:
        """Give a lease back untouched: the attempt does not count, and the row is due at once."""
        return self._changed(act_rows.RELEASE, act_rows.held(row))

    def release_all(self) -> int:
        """Give back every lease, and return how many there were; a late answer to one counts no more."""
        return int(self._connection.execute(act_rows.RELEASE_ALL).rowcount)

    def park(self, row: QueueRow, answer: Answer, now: datetime) -> bool:
        """Set a leased row aside for a person; False where the lease is no longer current.

        The row stays unsettled, so ``now`` is not kept: the audit says when a person dealt with it.
        """
        del now
        parked = self._changed(act_rows.PARK, act_rows.held(row) | act_rows.error(answer))
        if parked:
            self._count(parked=1)
        return parked

    def retry_now(self, act_id: str, now: datetime) -> bool:
        """Make a READY or PARKED row due at once; False where it is neither."""
        values: Values = {"of_id": act_id, "now": micros(now)}
        if self._changed(act_rows.RETRY_NOW, values | {"from_state": ActState.PARKED.value}):
            self._count(parked=-1)
            return True
        return self._changed(act_rows.RETRY_NOW, values | {"from_state": ActState.READY.value})

    def withdraw(self, row: QueueRow, now: datetime) -> tuple[str, ...]:
        """Withdraw a READY or PARKED row, with the waiting void of its bill; return the ids, the row's first.

        Empty, and nothing changed, where the row moved since it was read. A void that waits behind its bill
        was never sent, so that no server can have it.
        """
        values: Values = {"of_id": row.act.id, "of_fence": row.fence, "now": micros(now)}
        if row.state not in {ActState.READY, ActState.PARKED}:
            return ()
        of_row = values | {"from_state": row.state.value}
        withdrawn = self._connection.execute(act_rows.WITHDRAW, of_row).fetchall()
        if not withdrawn:
            return ()
        for chain, visit, kind, amount in withdrawn:
            fen = self._still_at_risk(chain, visit, ActKind(kind), amount)
            self._count(count=-1, fen=-fen, parked=-int(row.state is ActState.PARKED))
        gone = [row.act.id]
        if row.act.kind is ActKind.BILL_SIGNED:
            of_visit = {"of_chain": row.act.chain, "of_visit": row.act.visit}
            for void, fence in self._connection.execute(act_rows.WAITING_VOIDS, of_visit).fetchall():
                behind = values | {"of_id": void, "of_fence": fence, "from_state": ActState.READY.value}
                # A void is counted, but nothing is at risk by it.
                self._connection.execute(act_rows.WITHDRAW, behind).fetchall()
                self._count(count=-1)
                gone.append(void)
        self._connection.execute(act_rows.PROMOTE, {"of_chain": row.act.chain})
        return tuple(gone)

    def rows(self, limit: int = 500, *, unsent_only: bool = False) -> list[QueueRow]:
        """Return rows, newest first."""
        statement = act_rows.NEWEST_UNSENT if unsent_only else act_rows.NEWEST
        return [act_rows.to_domain(row) for row in self._connection.execute(statement, {"limit": limit})]

    def of_chain(self, chain: str) -> list[QueueRow]:
        """Return a member's rows without their bodies, oldest first."""
        stored = self._connection.execute(act_rows.OF_CHAIN, {"of_chain": chain})
        return [act_rows.to_domain(row) for row in stored]

    def exposure(self) -> Exposure:
        """Return the kept counters and the age of the oldest unsent row."""
        count, fen, parked, oldest = self._connection.execute(act_rows.EXPOSURE).fetchone()
        return Exposure(count, fen, parked, moment_or_none(oldest))

    def next_due(self) -> datetime | None:
        """Return when the next row may be tried; 1970 for a row that may be tried at once."""
        due = self._connection.execute(act_rows.NEXT_DUE).fetchone()
        return None if due is None else moment(due[0])

    def waiting_since(self, now: datetime) -> datetime | None:
        """Return since when the first row that is due has been due, or None where none is due."""
        values: Values = {"until": micros(now), "after": micros(now + LONGEST_WAIT)}
        due = self._connection.execute(act_rows.WAITING, values).fetchone()
        return None if due is None else moment(due[0])

    def _still_at_risk(self, chain: str, visit: str, kind: ActKind, amount: int) -> int:
        """Return what a row that is settled now was counted with until now."""
        taken_out = kind is ActKind.BILL_SIGNED and _is_voided(self._connection, chain, visit)
        return 0 if taken_out or kind is ActKind.BILL_VOIDED else amount

    def _changed(self, statement: str, values: Values) -> bool:
        return self._connection.execute(statement, values).rowcount == 1

    def _count(self, count: int = 0, fen: int = 0, parked: int = 0) -> None:
        self._connection.execute(act_rows.MOVE_COUNTERS, {"count": count, "fen": fen, "parked": parked})


def _is_voided(connection: Connection, chain: str, visit: str) -> bool:
    voids = connection.execute(act_rows.VOIDS, {"of_chain": chain, "of_visit": visit})
    return bool(voids.fetchone()[0])


def _newly_at_risk(connection: Connection, act: Act) -> int:
    """Return what the insurer risks by a new act: a void takes the unsent bill of its visit out again."""
    if act.kind is not ActKind.BILL_VOIDED:
        return act.amount_fen
    if _is_voided(connection, act.chain, act.visit):
        return 0
    of_visit = {"of_chain": act.chain, "of_visit": act.visit}
    return -sum(int(fen) for (fen,) in connection.execute(act_rows.UNSENT_BILLS, of_visit))
