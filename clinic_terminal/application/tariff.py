"""The clinic's price list: look at what a new one would change, adopt it, and give the present one out."""

from dataclasses import dataclass
from datetime import date

from clinic_terminal.application.failures import TariffMovedError, TariffRefusedError
from clinic_terminal.application.ports import Operator
from clinic_terminal.application.store_ports import UnitOfWork
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.domain.tariff import PriceLine, TariffEdition, TariffRow, edition_on, price_list
from clinic_terminal.domain.tariff_plan import ChangeKind, TariffDraft, TariffPlan, plan_tariff


@dataclass(frozen=True, slots=True)
class TariffState:
    """The tariff as it stands: the catalogue's edition, the last adoption, and the days still to come."""

    catalogue: str
    items: int
    own: int
    last: TariffEdition | None
    coming: tuple[tuple[date, int], ...]
    """Days after today on which prices begin to hold, and how many."""


def tariff_state(terminal: Terminal) -> TariffState:
    """Return what the tariff looks like today."""
    today = terminal.clock.today()
    with terminal.store.read() as uow:
        base = edition_on(terminal.shelf.editions(terminal.catalogue), today)
        tariff = uow.tariff.editions()
    coming: dict[date, int] = {}
    for day in tariff.after(today).values():
        coming[day] = coming.get(day, 0) + 1
    last = tariff.editions[-1] if tariff.editions else None
    own = sum(code in base.items for code in tariff.rows_on(today))
    return TariffState(base.edition, len(base.items), own, last, tuple(sorted(coming.items())))


def plan_tariff_import(terminal: Terminal, draft: TariffDraft, since: date) -> TariffPlan:
    """Return what adopting ``draft`` from ``since`` would change, and every fault of it by row."""
    with terminal.store.read() as uow:
        return _plan(terminal, uow, draft, since)


def apply_tariff(terminal: Terminal, operator: Operator, plan: TariffPlan) -> TariffEdition:
    """Adopt a plan as it was shown: all its rows in one transaction, or none.

    Raises TariffRefusedError (it has faults, or changes nothing), TariffMovedError (what holds, or the day,
    is no longer what the plan was made against), StoreFailedError.
    """
    if not plan.is_adoptable:
        raise TariffRefusedError
    edition_id = terminal.ids.new()
    with terminal.store.begin() as uow:
        if _plan(terminal, uow, plan.draft, plan.since) != plan:
            raise TariffMovedError
        edition = TariffEdition(edition_id, terminal.clock.now(), operator.name, plan.catalogue, plan.rows)
        uow.tariff.put(edition)
        terminal.audit(uow, operator, "apply_tariff", edition_id, **_facts(terminal, plan))
        return edition


def export_tariff(terminal: Terminal, day: date) -> tuple[PriceLine, ...]:
    """Return every item as it holds on ``day``, for a file."""
    with terminal.store.read() as uow:
        base = edition_on(terminal.shelf.editions(terminal.catalogue), day)
        return price_list(base, uow.tariff.editions(), day)


def _plan(terminal: Terminal, uow: UnitOfWork, draft: TariffDraft, since: date) -> TariffPlan:
    editions = terminal.shelf.editions(terminal.catalogue)
    return plan_tariff(draft, editions, uow.tariff.editions(), since, terminal.clock.today())


def _facts(terminal: Terminal, plan: TariffPlan) -> dict[str, object]:
    kinds = {kind.value: plan.count(kind) for kind in ChangeKind if plan.count(kind)}
    content = [_plain(row) for row in plan.rows]
    return {
        "since": plan.since.isoformat(),
        "rows": len(plan.rows),
        "kinds": kinds,
        "warnings": len(plan.warnings),
        "digest": terminal.digest(content),
    }


def _plain(row: TariffRow) -> list[object]:
    return [row.item, row.price_fen, row.since.isoformat(), row.offered, row.name]
