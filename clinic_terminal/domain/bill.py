"""A frozen bill: exactly what the guardian is shown, signs and takes home."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from clinic_terminal.domain.adjudication import Part, Split, SplitStatus, Totals
from clinic_terminal.domain.eligibility import Clinic, Person
from clinic_terminal.domain.money import yuan
from clinic_terminal.domain.surfaces import Surfaces

FIRST_FORM = "clinic-bill/1"
"""The form of bills that were frozen before the second one; their signatures still hold."""

FORM = "clinic-bill/2"
"""Binds everything that a bill holds, also what only some papers show."""


@dataclass(frozen=True, slots=True)
class BillLine:
    """A line as printed: names in both languages, places, whole units, fen per unit."""

    item: str
    name_zh: str
    name_en: str
    category: str
    teeth: tuple[str, ...]
    qty: int
    unit_fen: int
    surfaces: Surfaces = ()
    discount_fen: int = 0
    """What was taken off this line, over all its units."""

    @property
    def amount_fen(self) -> int:
        """What the line comes to after its own discount, before a share of the bill's."""
        return self.unit_fen * self.qty - self.discount_fen


@dataclass(frozen=True, slots=True)
class FrozenBill:
    """Everything that the signature binds. ``snapshot_version`` and ``as_of`` say what the split knew.

    ``offline`` is True where the figures rest on a snapshot that could not be refreshed.
    """

    id: str
    visit: str
    clinic: Clinic
    terminal: str
    day: date
    person: Person
    policy: str
    plan: str
    plan_name: str
    booking_ref: str | None
    lines: tuple[BillLine, ...]
    discount_fen: int
    self_pay: bool
    result: Split
    brand_lock_set: bool
    snapshot_version: int
    as_of: datetime
    offline: bool
    operator: str
    frozen_at: datetime
    form: str = FIRST_FORM

    @property
    def chain(self) -> str:
        """The order of acts is kept within this key: member and policy."""
        return f"{self.person.member}/{self.policy}"

    @property
    def pay_now_fen(self) -> int:
        """What the guardian pays at the desk."""
        return self.result.totals.on_site

    @property
    def is_direct(self) -> bool:
        """Whether the insurer has a part in it."""
        return self.result.status is SplitStatus.PAID


def content(bill: FrozenBill) -> dict[str, Any]:
    """Return the bill as plain values for the canonical form (RFC 8785) that is digested and sent.

    Money is integer fen, dates and times are ISO 8601 text to the second, times in UTC.
    """
    return _plain(bill) | (_second_form(bill) if bill.form != FIRST_FORM else {})


def _second_form(bill: FrozenBill) -> dict[str, Any]:
    """Return what the first form left out, beside the signed content in places of its own."""
    result, clinic, person = bill.result, bill.clinic, bill.person
    posted = result.posted
    return {
        "gate": result.gate.value if result.gate else None,
        "place": {"brand_name": clinic.brand_name, "city": clinic.city},
        "child": {"sex": person.sex.value, "family": person.family},
        "part_items": [f"{part.line} {part.item}" for part in result.parts],
        "posted": {
            "pool_fen": posted.pool_fen,
            "covered_fen": posted.covered_fen,
            "category_fen": {key.value: fen for key, fen in posted.category_fen.items()},
            "deductible_fen": posted.deductible_fen,
            "units": dict(posted.units),
        },
    }


def _plain(bill: FrozenBill) -> dict[str, Any]:
    return {
        "form": bill.form,
        "id": bill.id,
        "visit": bill.visit,
        "clinic": {"id": bill.clinic.id, "name": bill.clinic.name, "brand": bill.clinic.brand},
        "terminal": bill.terminal,
        "date": bill.day.isoformat(),
        "member": {
            "number": bill.person.member,
            "name": bill.person.name,
            "birth_date": bill.person.birth_date.isoformat(),
        },
        "policy": {"number": bill.policy, "plan": bill.plan, "plan_name": bill.plan_name},
        "booking_ref": bill.booking_ref,
        "discount_fen": bill.discount_fen,
        "self_pay": bill.self_pay,
        "status": bill.result.status.value,
        "lines": [_line_content(index, line, bill.result) for index, line in enumerate(bill.lines, 1)],
        "totals": _totals_content(bill.result.totals),
        "pool": {"before_fen": bill.result.pool_before, "after_fen": bill.result.pool_after},
        "brand_lock_set": bill.brand_lock_set,
        "basis": {
            "snapshot_version": bill.snapshot_version,
            "as_of": _instant(bill.as_of),
            "offline": bill.offline,
        },
        "operator": bill.operator,
        "frozen_at": _instant(bill.frozen_at),
    }


def _totals_content(totals: Totals) -> dict[str, int]:
    return {
        "billed_fen": totals.billed,
        "insurer_fen": totals.insurer,
        "guardian_fen": totals.guardian,
        "on_site_fen": totals.on_site,
        "online_fen": totals.online,
        "claim_fen": totals.claim,
    }


def _line_content(number: int, line: BillLine, result: Split) -> dict[str, Any]:
    named: dict[str, Any] = {"surfaces": dict(line.surfaces)} if line.surfaces else {}
    off = {"discount_fen": line.discount_fen} if line.discount_fen else {}
    return (
        named
        | off
        | {
            "line": number,
            "item": line.item,
            "name_zh": line.name_zh,
            "name_en": line.name_en,
            "category": line.category,
            "teeth": list(line.teeth),
            "qty": line.qty,
            "unit_fen": line.unit_fen,
            "parts": [_part_content(part) for part in result.parts if part.line == number],
        }
    )


def _part_content(part: Part) -> dict[str, Any]:
    return {
        "billed_fen": part.billed,
        "not_covered_fen": part.not_covered,
        "deductible_fen": part.deductible,
        "coinsurance_fen": part.coinsurance,
        "over_limit_fen": part.over_limit,
        "penalty_fen": part.penalty,
        "insurer_fen": part.insurer,
        "guardian_fen": part.guardian,
        "reasons": [reason.value for reason in part.reasons],
    }


def _instant(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def differences(signed: dict[str, Any], found: dict[str, Any], place: str = "") -> list[str]:
    """Return the places where two bill contents differ, such as ``lines.2.unit_fen: 700.00 → 70.00``."""
    rows: list[str] = []
    for key in sorted({*signed, *found}):
        here = f"{place}.{key}" if place else key
        rows += _difference(here, signed.get(key), found.get(key))
    return rows


def _difference(place: str, signed: Any, found: Any) -> list[str]:  # noqa: ANN401  any plain value of a bill
    if isinstance(signed, dict) and isinstance(found, dict):
        return differences(signed, found, place)
    if isinstance(signed, list) and isinstance(found, list) and len(signed) == len(found):
        pairs = enumerate(zip(signed, found, strict=True), 1)
        return [row for index, (left, right) in pairs for row in _difference(f"{place}.{index}", left, right)]
    if signed == found:
        return []
    return [f"{place}: {_shown(place, signed)} → {_shown(place, found)}"]


def _shown(place: str, value: Any) -> str:  # noqa: ANN401  any plain value of a bill
    if place.endswith("_fen") and isinstance(value, int):
        return yuan(value)
    return "—" if value is None else str(value)
