"""The acts that a restored database takes over from the file that it replaces.

They keep their ids and bytes, so that the server recognises those it has already. What a manager withdrew is
withdrawn here too and never sent, also where its row cannot be read any more and only the audit log or the
follow-up says so.
"""

import json
from collections.abc import Container, Iterator
from typing import Final

from sqlalchemy import ColumnElement, case, literal_column, update
from sqlcipher3.dbapi2 import Connection, Error

from clinic_terminal.application.acts import CARRIED, Act, ActState, QueueRow
from clinic_terminal.application.failures import ActExistsError, StoreFailedError
from clinic_terminal.application.follow_up_record import Matter
from clinic_terminal.store import act_rows
from clinic_terminal.store.act_queue import SqlQueue
from clinic_terminal.store.audit import chained
from clinic_terminal.store.follow_ups import RECORD
from clinic_terminal.store.salvage import SalvageReader
from clinic_terminal.store.sql import compiled, constant, given
from clinic_terminal.store.tables import audit, follow_ups, queue
from clinic_terminal.store.values import micros

WITHDRAWAL: Final = "withdraw_act"
"""The audit row of a withdrawing; its subject is the act, and its facts name those that went with it."""

_row = queue.c
_NULL: ColumnElement[object] = literal_column("NULL")
_WITHDRAWN = constant(ActState.WITHDRAWN.value)
_WITHDRAW = compiled(
    update(queue)
    .where(_row.id == given("of_id"), act_rows.UNSETTLED)
    .values(
        state=_WITHDRAWN,
        first_error=case((_row.first_error == constant(""), given("first")), else_=_row.first_error),
        last_error=_WITHDRAWN,
        last_sentence=constant(""),
        lease_owner=constant(""),
        lease_until=_NULL,
        settled_at=given("at"),
        head=constant(0),
        due_at=_NULL,
    )
    .returning(_row.chain)
)
# A bill is not at risk while a void of it stands, and a void is no risk by itself: as the queue counts.
_RECOUNT: Final = """
UPDATE counters SET
 unsent_count = (SELECT count(*) FROM queue WHERE settled_at IS NULL),
 parked_count = (SELECT count(*) FROM queue WHERE state = 'PARKED'),
 unsent_fen = (
  SELECT coalesce(sum(act.amount_fen), 0) FROM queue AS act
  WHERE act.settled_at IS NULL AND act.kind <> 'BILL_VOIDED' AND NOT (
   act.kind = 'BILL_SIGNED' AND EXISTS (
    SELECT 1 FROM queue AS void
    WHERE void.chain = act.chain AND void.visit = act.visit
     AND void.kind = 'BILL_VOIDED' AND void.state <> 'WITHDRAWN'
   )
  )
 )
"""


def carry_acts(old: SalvageReader, new: Connection) -> int:
    """Take the acts of ``old`` over, and return how many will be sent for it."""
    taken = _Acts(old, new)
    for row in old.acts():
        taken.take(row)
    if old.has_lost_acts():
        taken.take_lost()
    mark_carried(new, taken.untried)
    new.execute(_RECOUNT)
    return taken.carried


def mark_carried(new: Connection, untried: Container[str] = ()) -> None:
    """Have the acts that will be sent say that they may have been sent before, but for the ``untried``."""
    unsent = new.execute("SELECT id FROM queue WHERE settled_at IS NULL AND first_error = ''").fetchall()
    marked = [(CARRIED, act_id) for (act_id,) in unsent if act_id not in untried]
    new.executemany("UPDATE queue SET first_error = ? WHERE id = ?", marked)


class _Acts:
    """The acts of the new file while those of the old one come in."""

    def __init__(self, old: SalvageReader, new: Connection) -> None:
        self._old = old
        self._new = new
        self._queue = SqlQueue(new)
        self._known = {act_id for (act_id,) in new.execute("SELECT id FROM queue")}
        self._read: set[str] = set()
        self.untried: set[str] = set()
        self.carried = 0

    def take(self, row: QueueRow) -> None:
        """Take a row over: what was withdrawn stays so, everything else is sent, or sent again."""
        self._read.add(row.act.id)
        if row.state is ActState.READY and not row.attempts and row.first_error != CARRIED:
            self.untried.add(row.act.id)
        if row.state is ActState.WITHDRAWN and row.settled_at is not None:
            self._add(row.act)
            self._withdraw(row.act.id, micros(row.settled_at), row.first_error)
        elif row.act.id not in self._known:
            self.carried += self._add(row.act)
        elif row.state is not ActState.PARKED:
            # Set aside in the backup, and tried again since: by whom, the audit says.
            values = {"of_id": row.act.id, "from_state": ActState.PARKED.value}
            self._new.execute(act_rows.RETRY_NOW, values | {"now": micros(row.next_attempt)})

    def take_lost(self) -> None:
        """Take over what can only be found by its bytes, and what others say of acts that cannot be read."""
        withdrawn = {act: at for act, at in withdrawals(self._old) if act not in self._read}
        for act in self._old.lost_acts(frozenset(self._known)):
            added = self._add(act)
            self.carried += added and act.id not in withdrawn
        for act_id, at in withdrawn.items():
            self._withdraw(act_id, at)

    def _add(self, act: Act) -> bool:
        if act.id in self._known:
            return False
        try:
            self._queue.add(act)
        except (ActExistsError, StoreFailedError, Error):
            self._old.unreadable += 1
            return False
        self._known.add(act.id)
        return True

    def _withdraw(self, act_id: str, at: int, first_error: str = "") -> None:
        values = {"of_id": act_id, "at": at, "first": first_error}
        for (chain,) in self._new.execute(_WITHDRAW, values).fetchall():
            self._new.execute(act_rows.PROMOTE, {"of_chain": chain})


def withdrawals(old: SalvageReader) -> Iterator[tuple[str, int]]:
    """Yield the acts that audit log and follow-ups say were withdrawn, with the time in microseconds."""
    unreadable = old.unreadable
    names = [column.name for column in audit.columns]
    for sequence, at, operator, deed, subject, facts, before, own in old.rows(audit.name, names):
        if deed == WITHDRAWAL and own == chained(before, sequence, at, operator, deed, subject, facts):
            for act in (subject, *json.loads(facts).get("behind", ())):
                yield act, at
    for document, closed_at in old.keyed(follow_ups.name, "act", ("document", "closed_at")):
        # What is set aside, or gets no answer, is closed by withdrawing it, and by nothing else.
        if closed_at is not None and _is_of_unsent(document):
            yield RECORD.load(document).subject, closed_at
    # They are counted where these tables are taken over.
    old.unreadable = unreadable


def _is_of_unsent(document: bytes) -> bool:
    try:
        return RECORD.load(document).matter in {Matter.PARKED, Matter.HELD_UP}
    except StoreFailedError:
        return False
