"""Snapshots: the latest word of the service manager on each policy, with the signed text it came in."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from sqlalchemy import ColumnClause, Text, and_, cast, func, literal_column, or_, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlcipher3.dbapi2 import Connection

from clinic_terminal.domain.eligibility import Person, Snapshot
from clinic_terminal.domain.member import normalised_name
from clinic_terminal.store.sql import Values, compiled, constant, given
from clinic_terminal.store.tables import snapshots
from clinic_terminal.store.values import PERSON, SNAPSHOT, micros

SET_BACK: Final = timedelta(minutes=10)
"""A lower version that is so much later is no old answer that was late: the server was set back to a backup.

The clocks of one server's parts differ by less, and a restoration takes longer.
"""

_SET_BACK_MICROS: Final = SET_BACK // timedelta(microseconds=1)
_row = snapshots.c
_add = insert(snapshots)
_new = _add.excluded
_PUT = compiled(
    _add.on_conflict_do_update(
        index_elements=[_row.member, _row.policy],
        set_={name: _new[name] for name in ("version", "as_of", "signed", "document")},
        # The same version asked for again is as good as new: its time tells how fresh it is.
        where=or_(
            _new.version > _row.version,
            and_(_new.version == _row.version, _new.as_of >= _row.as_of),
            _new.as_of > _row.as_of + constant(_SET_BACK_MICROS),
        ),
    )
)
_OF_MEMBER = compiled(select(_row.document).where(_row.member == given("member")).order_by(_row.policy))
_WITHDRAW = compiled(
    update(snapshots)
    .where(_row.member == given("of_member"), _row.policy == given("of_policy"))
    .values(document=given("marked"))
)
_GET = compiled(select(_row.document).where(_row.member == given("member"), _row.policy == given("policy")))

# The inner question is answered by the key's index alone, which is small beside the documents.
_ROWID: ColumnClause[int] = literal_column("rowid")
_ENDS_LIKE = func.upper(func.substr(_row.policy, constant(-4))) == given("last_four")
_OF_POLICIES = compiled(
    select(_row.document)
    .where(_ROWID.in_(select(_ROWID).select_from(snapshots).where(_ENDS_LIKE)))
    .order_by(_row.member, _row.policy)
)
# Of a child with several policies any row will do: they name the same person.
_PERSON = func.json_extract(cast(_row.document, Text), constant("$.person"))
_PEOPLE = compiled(select(func.min(_PERSON)).group_by(_row.member).order_by(_row.member))


def to_row(snapshot: Snapshot, signed: str) -> Values:
    """Return the columns of ``snapshot``."""
    return {
        "member": snapshot.person.member,
        "policy": snapshot.policy,
        "version": snapshot.version,
        "as_of": micros(snapshot.as_of),
        "signed": signed,
        "document": SNAPSHOT.dump(snapshot),
    }


class SqlSnapshots:
    """The snapshots within one transaction."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, snapshot: Snapshot, signed: str) -> None:
        """Keep the snapshot unless a newer version of it, or a later copy of the same, is already here.

        A lower version that is later by more than SET_BACK is of a server that was set back, and kept too.
        """
        self._connection.execute(_PUT, to_row(snapshot, signed))

    def withdraw(self, member: str, kept: Sequence[str] = ()) -> None:
        """Mark the member's policies but ``kept`` as no longer named by the service manager."""
        for snapshot in self.of_member(member):
            if snapshot.policy not in kept and not snapshot.withdrawn:
                marked = SNAPSHOT.dump(replace(snapshot, withdrawn=True))
                values: Values = {"of_member": member, "of_policy": snapshot.policy, "marked": marked}
                self._connection.execute(_WITHDRAW, values)

    def of_member(self, member: str) -> list[Snapshot]:
        """Return the latest snapshot of each policy of the member."""
        rows = self._connection.execute(_OF_MEMBER, {"member": member})
        return [SNAPSHOT.load(document) for (document,) in rows]

    def get(self, member: str, policy: str) -> Snapshot | None:
        """Return the latest snapshot of one policy."""
        row = self._connection.execute(_GET, {"member": member, "policy": policy}).fetchone()
        return None if row is None else SNAPSHOT.load(row[0])

    def people(self) -> list[Person]:
        """Return every known child once, by member number."""
        return [PERSON.load(document.encode()) for (document,) in self._connection.execute(_PEOPLE)]

    def find(self, name: str, birth_date: date, last_four: str) -> list[Snapshot]:
        """Return the latest snapshots of children by name, birth date and the policy number's last four."""
        rows = self._connection.execute(_OF_POLICIES, {"last_four": last_four.strip().upper()})
        found = [SNAPSHOT.load(document) for (document,) in rows]
        wanted = normalised_name(name), birth_date
        return [one for one in found if (normalised_name(one.person.name), one.person.birth_date) == wanted]
