"""Everything else that lasts: enrolment, plans, card keys, operators, freshness."""

from collections.abc import Sequence

from sqlalchemy import Table, select
from sqlalchemy.dialects.sqlite import insert
from sqlcipher3.dbapi2 import Connection

from clinic_terminal.application.acts import Freshness
from clinic_terminal.application.ports import Enrolment, Operator, PlanEdition
from clinic_terminal.store.sql import Values, compiled, given
from clinic_terminal.store.tables import card_keys, choices, enrolment, marks, operators, plans, revoked
from clinic_terminal.store.values import ENROLMENT, PLAN, micros_or_none, moment_or_none


def _put(table: Table) -> str:
    """Return the statement that adds a row or replaces the one of the same key."""
    add = insert(table)
    rest = {column.name: add.excluded[column.name] for column in table.c if not column.primary_key}
    return compiled(add.on_conflict_do_update(index_elements=list(table.primary_key), set_=rest))


_ENROLMENT = compiled(select(enrolment.c.document))
_SET_ENROLMENT = _put(enrolment)
_PLANS = compiled(select(plans.c.document).order_by(plans.c.code))
_PUT_PLAN = _put(plans)
_CARD_KEYS = compiled(select(card_keys.c.document))
_SET_CARD_KEYS = _put(card_keys)
_REVOKED = compiled(select(revoked.c.serial))
_ADD_REVOKED = compiled(insert(revoked).on_conflict_do_nothing())
_OPERATORS = compiled(select(operators).order_by(operators.c.name, operators.c.id))
_PUT_OPERATOR = _put(operators)
_CHOICE = compiled(select(choices.c.value).where(choices.c.name == given("name")))
_SET_CHOICE = _put(choices)
_MARKS = compiled(
    select(
        marks.c.last_attempt, marks.c.last_upload, marks.c.last_download, marks.c.server_time, marks.c.cursor
    )
)
_SET_MARKS = _put(marks)


class SqlMemory:
    """The rest within one transaction."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def enrolment(self) -> Enrolment | None:
        """Return what this terminal was enrolled as."""
        row = self._connection.execute(_ENROLMENT).fetchone()
        return None if row is None else ENROLMENT.load(row[0])

    def set_enrolment(self, enrolment: Enrolment) -> None:
        """Keep the enrolment."""
        self._connection.execute(_SET_ENROLMENT, {"id": 1, "document": ENROLMENT.dump(enrolment)})

    def plans(self) -> dict[str, PlanEdition]:
        """Return the plan editions by code."""
        editions = [PLAN.load(document) for (document,) in self._connection.execute(_PLANS)]
        return {edition.plan.code: edition for edition in editions}

    def put_plan(self, edition: PlanEdition) -> None:
        """Keep a plan edition, replacing the one of the same code."""
        row: Values = {"code": edition.plan.code, "document": PLAN.dump(edition)}
        self._connection.execute(_PUT_PLAN, row)

    def card_keys(self) -> str:
        """Return the verified card key document (JSON), or an empty text."""
        row = self._connection.execute(_CARD_KEYS).fetchone()
        return "" if row is None else str(row[0])

    def set_card_keys(self, document: str) -> None:
        """Keep the verified card key document."""
        self._connection.execute(_SET_CARD_KEYS, {"id": 1, "document": document})

    def revoked(self) -> frozenset[str]:
        """Return the revoked card serials, lower-case hex."""
        return frozenset(serial for (serial,) in self._connection.execute(_REVOKED))

    def add_revoked(self, serials: Sequence[str]) -> None:
        """Add revoked card serials."""
        self._connection.executemany(_ADD_REVOKED, [{"serial": serial.lower()} for serial in serials])

    def operators(self) -> list[Operator]:
        """Return the operators by name."""
        rows = self._connection.execute(_OPERATORS)
        return [
            Operator(key, name, pin_hash, bool(active), bool(manager))
            for key, name, pin_hash, active, manager in rows
        ]

    def put_operator(self, operator: Operator) -> None:
        """Keep an operator."""
        row: Values = {
            "id": operator.id,
            "name": operator.name,
            "pin_hash": operator.pin_hash,
            "active": int(operator.active),
            "manager": int(operator.manager),
        }
        self._connection.execute(_PUT_OPERATOR, row)

    def choice(self, name: str) -> str:
        """Return what a person chose under ``name``, or an empty text."""
        row = self._connection.execute(_CHOICE, {"name": name}).fetchone()
        return "" if row is None else str(row[0])

    def set_choice(self, name: str, value: str) -> None:
        """Keep what a person chose."""
        self._connection.execute(_SET_CHOICE, {"name": name, "value": value})

    def freshness(self) -> Freshness:
        """Return the freshness marks."""
        row = self._connection.execute(_MARKS).fetchone()
        if row is None:
            return Freshness()
        *times, cursor = row
        attempt, upload, download, server = map(moment_or_none, times)
        return Freshness(attempt, upload, download, server, cursor)

    def set_freshness(self, freshness: Freshness) -> None:
        """Keep the freshness marks; called only by the code that received the data."""
        row: Values = {
            "id": 1,
            "last_attempt": micros_or_none(freshness.last_attempt),
            "last_upload": micros_or_none(freshness.last_upload),
            "last_download": micros_or_none(freshness.last_download),
            "server_time": micros_or_none(freshness.server_time),
            "cursor": freshness.cursor,
        }
        self._connection.execute(_SET_MARKS, row)
