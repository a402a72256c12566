"""Invented quotes for the papers: split by the real rules, with an insurer that says what a test wants."""

from dataclasses import fields, replace

from clinic_terminal.domain.adjudication import Split, SplitStatus
from clinic_terminal.domain.quote import CentralPart, CentralSplit, Quote
from tests.printing import bills

NUMBER = "2D9E-4A11"


def quote(case: bills.Case | None = None, answer: CentralSplit | None = None) -> Quote:
    """Return the quote of an invented bill."""
    bill = bills.bill(case)
    return Quote(
        id=bill.id,
        visit=bill.visit,
        clinic=bill.clinic,
        day=bill.day,
        person=bill.person,
        policy=bill.policy,
        plan=bill.plan,
        plan_name=bill.plan_name,
        booking_ref=bill.booking_ref,
        lines=bill.lines,
        discount_fen=bill.discount_fen,
        self_pay=bill.self_pay,
        result=bill.result,
        snapshot_version=bill.snapshot_version,
        as_of=bill.as_of,
        made_at=bills.NOW,
        made_by="王敏",
        answer=answer,
    )


def same(result: Split) -> CentralSplit:
    """Return the answer of an insurer that comes to exactly our split."""
    names = [one.name for one in fields(CentralPart) if one.name != "reasons"]
    parts = tuple(
        CentralPart(**{name: getattr(part, name) for name in names}, reasons=tuple(part.reasons))
        for part in result.parts
    )
    return CentralSplit(
        result.status, parts, result.totals, result.pool_before, result.pool_after, 7, bills.NOW
    )


def with_part(answer: CentralSplit, line: int, **amounts: int) -> CentralSplit:
    """Return the answer with other amounts in the sub-lines of one line."""
    parts = (replace(part, **amounts) if part.line == line else part for part in answer.parts)  # type: ignore[arg-type]  # amounts
    return replace(answer, parts=tuple(parts))


def other(result: Split) -> CentralSplit:
    """Return an answer that adds up but takes 12 yuan more of the filling (line 3) for the insurer's side."""
    answer = with_part(same(result), 3, coinsurance=36_200, insurer=33_800, guardian=36_200)
    totals = replace(
        answer.totals,
        insurer=answer.totals.insurer - 1_200,
        guardian=answer.totals.guardian + 1_200,
        on_site=answer.totals.on_site + 1_200,
        claim=answer.totals.claim - 1_200,
    )
    return replace(answer, totals=totals, pool_after=answer.pool_after + 1_200)


def unowned(result: Split) -> CentralSplit:
    """Return an answer in which ten yuan of the filling have no owner."""
    return with_part(same(result), 3, insurer=34_000)


def unpaid(result: Split) -> CentralSplit:
    """Return an answer with the same amounts that holds the bill back."""
    return replace(same(result), status=SplitStatus.HOLD, pool_after=result.pool_before)
