"""Which items were put on bills, by whom and how often; and everybody's favourites."""

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.sqlite import insert
from sqlcipher3.dbapi2 import Connection

from clinic_terminal.domain.habits import Habits, ItemUse
from clinic_terminal.store.sql import Values, compiled, constant, given
from clinic_terminal.store.tables import favourites, item_use
from clinic_terminal.store.values import micros, moment

_use = item_use.c
_add = insert(item_use).values(
    operator=given("operator"), item=given("item"), count=constant(1), last_used=given("last_used")
)
_COUNT = compiled(
    _add.on_conflict_do_update(
        index_elements=[_use.operator, _use.item],
        set_={
            "count": _use.count + constant(1),
            "last_used": func.max(_use.last_used, _add.excluded.last_used),
        },
    )
)
_OWN = compiled(select(_use.item, _use.count, _use.last_used).where(_use.operator == given("operator")))
_CLINIC = compiled(select(_use.item, func.sum(_use.count)).group_by(_use.item))
_MARKED = compiled(select(favourites.c.item).where(favourites.c.operator == given("operator")))
_MARK = compiled(insert(favourites).on_conflict_do_nothing())
_UNMARK = compiled(
    delete(favourites).where(favourites.c.operator == given("operator"), favourites.c.item == given("item"))
)


class SqlHabits:
    """Uses and favourites within one transaction."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def count(self, operator: str, item: str, at: datetime) -> None:
        """Count one use of an item by an operator."""
        values: Values = {"operator": operator, "item": item, "last_used": micros(at)}
        self._connection.execute(_COUNT, values)

    def of(self, operator: str) -> Habits:
        """Return an operator's uses and favourites, and the clinic's counts."""
        own = self._connection.execute(_OWN, {"operator": operator}).fetchall()
        clinic = self._connection.execute(_CLINIC).fetchall()
        marked = self._connection.execute(_MARKED, {"operator": operator}).fetchall()
        return Habits(
            {item: ItemUse(count, moment(last)) for item, count, last in own},
            dict(clinic),
            frozenset(item for (item,) in marked),
        )

    def mark(self, operator: str, item: str, *, favourite: bool) -> None:
        """Make an item an operator's favourite, or no more."""
        self._connection.execute(_MARK if favourite else _UNMARK, {"operator": operator, "item": item})
