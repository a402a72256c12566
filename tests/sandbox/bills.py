"""Bills as a terminal would freeze them, on the rules themselves."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from clinic_terminal.domain.adjudication import BillInput, LineInput, split
from clinic_terminal.domain.bill import BillLine, FrozenBill, content
from clinic_terminal.domain.eligibility import Snapshot
from clinic_terminal.sandbox.world import World
from tests.practice import Client

FILM = ("PV07", 6_000, 1)
FILLING = ("BS07", 70_000, 1)
DEMO_LINES = (FILM, FILLING)

Line = tuple[str, int, int]


@dataclass(frozen=True)
class Wishes:
    """What a bill may have beside its lines."""

    booking_ref: str | None = None
    self_pay: bool = False
    discount_fen: int = 0


NOTHING_ELSE = Wishes()


def bill(
    world: World,
    client: Client,
    snapshot: Snapshot,
    day: date,
    lines: tuple[Line, ...] = DEMO_LINES,
    wishes: Wishes = NOTHING_ELSE,
) -> dict[str, Any]:
    """Return the content of a bill that is frozen on the figures of ``snapshot``."""
    request = _bill_input(world, client, snapshot, day, lines, wishes)
    result = split(world.plans[snapshot.plan], snapshot.period, snapshot.standing(), request)
    frozen = FrozenBill(
        id=str(uuid.uuid4()),
        visit=str(uuid.uuid4()),
        clinic=client.clinic,
        terminal=client.terminal,
        day=day,
        person=snapshot.person,
        policy=snapshot.policy,
        plan=snapshot.plan,
        plan_name=snapshot.plan_name,
        booking_ref=request.booking_ref,
        lines=tuple(_line(world, line) for line in lines),
        discount_fen=request.discount_fen,
        self_pay=request.self_pay,
        result=result,
        brand_lock_set=False,
        snapshot_version=snapshot.version,
        as_of=snapshot.as_of,
        offline=False,
        operator="desk",
        frozen_at=snapshot.as_of,
    )
    return content(frozen)


def _bill_input(
    world: World, client: Client, snapshot: Snapshot, day: date, lines: tuple[Line, ...], wishes: Wishes
) -> BillInput:
    return BillInput(
        date=day,
        brand=client.clinic.brand,
        lines=tuple(_line_input(world, snapshot, line, day) for line in lines),
        booking_ref=wishes.booking_ref or snapshot.booking_ref,
        self_pay=wishes.self_pay,
        discount_fen=wishes.discount_fen,
        network=frozenset(snapshot.categories_on(day)),
    )


def _line_input(world: World, snapshot: Snapshot, line: Line, day: date) -> LineInput:
    code, fen, qty = line
    item = world.catalogue.item(code)
    approved = snapshot.approved_for(code, day)
    return LineInput(code, item.category, fen, qty, item.surgery, item.exam, approved)


def _line(world: World, line: Line) -> BillLine:
    item = world.catalogue.item(line[0])
    return BillLine(item.code, item.name_zh, item.name_en, item.category.value, (), line[2], line[1])
