"""Quotes that many tests start from, split by the real rules, and what an insurer may say to them."""

from dataclasses import fields, replace

from clinic_terminal.domain.adjudication import LineInput, Split, Standing, split
from clinic_terminal.domain.bill import BillLine
from clinic_terminal.domain.catalogue import Item
from clinic_terminal.domain.pipeline import Part
from clinic_terminal.domain.quote import CentralPart, CentralSplit, Quote
from clinic_terminal.domain.quote_changes import Present
from tests.build import (
    CHILD,
    CLINIC,
    CONSULT,
    DENTAL,
    FILLING,
    GAS,
    LOCKED_HERE,
    NOW,
    TODAY,
    YEAR,
    bill,
    line,
)

LINES = (line(CONSULT), line(FILLING, 2), line(GAS))


def ours(*lines: LineInput, standing: Standing = LOCKED_HERE, **more: object) -> Split:
    return split(DENTAL, YEAR, standing, bill(*(lines or LINES), **more))


def theirs(result: Split) -> CentralSplit:
    """Return the answer of an insurer that comes to exactly our split."""
    names = [one.name for one in fields(Part) if one.name != "reasons"]
    parts = tuple(CentralPart(**{name: getattr(part, name) for name in names}) for part in result.parts)
    return CentralSplit(result.status, parts, result.totals, result.pool_before, result.pool_after, 1, NOW)


def altered(answer: CentralSplit, number: int, **amounts: int) -> CentralSplit:
    """Return the answer with other amounts on one line, whatever that does to its sums."""
    parts = (replace(part, **amounts) if part.line == number else part for part in answer.parts)  # type: ignore[arg-type]  # keywords of a test
    return replace(answer, parts=tuple(parts))


def printed(item: Item, *teeth: str, qty: int = 1, unit_fen: int | None = None) -> BillLine:
    price = item.price_fen if unit_fen is None else unit_fen
    return BillLine(item.code, item.name_zh, item.name_en, item.category, teeth, qty, price)


PRINTED = (printed(CONSULT), printed(FILLING, "55", "84", qty=2), printed(GAS))


def quote(**more: object) -> Quote:
    values: dict[str, object] = {
        "id": "01990000-0000-7000-8000-00003f2a91bc",
        "visit": "V-1",
        "clinic": CLINIC,
        "day": TODAY,
        "person": CHILD,
        "policy": "POL-1",
        "plan": DENTAL.code,
        "plan_name": "练习齿科计划",
        "booking_ref": None,
        "lines": PRINTED,
        "discount_fen": 0,
        "self_pay": False,
        "result": ours(),
        "snapshot_version": 1,
        "as_of": NOW,
        "made_at": NOW,
        "made_by": "王敏",
    }
    return Quote(**{**values, **more})  # type: ignore[arg-type]  # keywords of a test


def present(**more: object) -> Present:
    values: dict[str, object] = {
        "day": TODAY, "lines": PRINTED, "discount_fen": 0, "self_pay": False, "result": ours(),
        "snapshot_version": 1,
    }  # fmt: skip
    return Present(**{**values, **more})  # type: ignore[arg-type]  # keywords of a test
