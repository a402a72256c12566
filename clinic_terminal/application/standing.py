"""The server's snapshot joined with what this terminal has not sent yet (reliability.md, rule 7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from clinic_terminal.application.acts import CARRIED, UNSENT, ActKind, ActState, QueueRow
from clinic_terminal.application.outcomes import is_pending
from clinic_terminal.domain.adjudication import Counters, Reason, Standing
from clinic_terminal.domain.eligibility import Snapshot

_BOOKED = (ActState.ACCEPTED, ActState.ADJUSTED)

ELSEWHERE: Final = "?"
"""The lock of a brand that is not known here yet: the server refused a bill for it after the snapshot."""


@dataclass(frozen=True, slots=True)
class _Tally:
    """What is used and locked so far; ``maker`` is the act or visit that made the lock."""

    used: Counters
    lock: str | None
    maker: str


def effective_standing(snapshot: Snapshot, rows: Sequence[QueueRow]) -> Standing:
    """Return the standing under ``snapshot`` plus the acts in ``rows`` that it does not hold yet.

    ``rows`` are the chain's, oldest first. Downloaded state never overwrites an unsent act: what is used is
    the union of both. Where an answer got lost, so that the snapshot may or may not hold an act, the
    standing errs to the side that gives less: such a bill counts, such a void does not count yet. A bill
    that the server has but did not decide on counts too.
    """
    known = snapshot.standing()
    bills = {row.act.visit: row for row in rows if row.act.kind is ActKind.BILL_SIGNED}
    tally = _Tally(known.used, known.brand_lock, snapshot.lock.visit if snapshot.lock else "")
    heard = 0
    for row in rows:
        if row.act.kind is ActKind.BILL_VOIDED:
            tally = _with_void(tally, snapshot, row, bills.get(row.act.visit), heard)
        elif _is_missing_from(snapshot, row):
            tally = _with_act(tally, row)
        elif _tells_of_a_lock(snapshot, row) and tally.lock is None:
            tally = _Tally(tally.used, ELSEWHERE, "")
        heard = max(heard, row.snapshot_version or 0)
    return Standing(tally.used, tally.lock, known.card)


def _with_act(tally: _Tally, row: QueueRow) -> _Tally:
    used = tally.used.plus(row.act.posted)
    if tally.lock is None and row.act.lock is not None:
        return _Tally(used, row.act.lock, row.act.id)
    return _Tally(used, tally.lock, tally.maker)


def _with_void(
    tally: _Tally, snapshot: Snapshot, void: QueueRow, bill: QueueRow | None, heard: int
) -> _Tally:
    """Take back what the bill of the same visit posted, and its lock where this void may release it.

    ``heard`` is the newest version that the server told of in its answers to the acts before the void.
    """
    if bill is None or not _is_void_missing_from(snapshot, void, bill, heard):
        return tally
    used = _not_below_zero(tally.used.minus(bill.act.posted))
    made_by_bill = tally.maker in {bill.act.id, bill.act.visit}
    releases = void.act.lock is not None and made_by_bill and _is_unused(used)
    return _Tally(used, None, "") if releases else _Tally(used, tally.lock, tally.maker)


def _is_missing_from(snapshot: Snapshot, row: QueueRow) -> bool:
    return row.state in UNSENT or (row.state in _BOOKED and (_is_newer(snapshot, row) or is_pending(row)))


def _is_void_missing_from(snapshot: Snapshot, void: QueueRow, bill: QueueRow, heard: int) -> bool:
    if _is_missing_from(snapshot, bill):
        # The server gets a chain in its order, so a snapshot without the bill is one without the void.
        return void.state in UNSENT or void.state is ActState.ACCEPTED
    if bill.state is not ActState.ACCEPTED:
        # What the server booked for an adjusted bill is its own figure: only its snapshot can give it back.
        return False
    if void.state is ActState.ACCEPTED:
        return _is_newer(snapshot, void)
    # Once it was tried, the server may hold it although the answer got lost. But it gets a chain in its
    # order, and each change makes a new version: up to the one heard before, the void is not in it. Times
    # would not tell that, since the clock here may be wrong.
    return void.state in UNSENT and (_was_never_sent(void) or snapshot.version <= heard)


def _was_never_sent(void: QueueRow) -> bool:
    """Say whether nobody tried it: neither from here, nor from the file that it was taken over from."""
    return not void.attempts and void.first_error != CARRIED


def _is_newer(snapshot: Snapshot, row: QueueRow) -> bool:
    return row.snapshot_version is not None and row.snapshot_version > snapshot.version


def _tells_of_a_lock(snapshot: Snapshot, row: QueueRow) -> bool:
    """Tell whether the server refused a bill for a lock that the snapshot is too old to name."""
    refused = row.state is ActState.REJECTED and row.last_error == Reason.BRAND_LOCKED.value
    return refused and _is_newer(snapshot, row)


def _is_unused(used: Counters) -> bool:
    figures = (used.pool_fen, used.covered_fen, used.deductible_fen)
    return not any((*figures, *used.category_fen.values(), *used.units.values()))


def _not_below_zero(used: Counters) -> Counters:
    """Return ``used`` without negative figures, which a server that corrected its books could leave."""
    return Counters(
        max(0, used.pool_fen),
        max(0, used.covered_fen),
        {key: fen for key, fen in used.category_fen.items() if fen > 0},
        max(0, used.deductible_fen),
        {key: count for key, count in used.units.items() if count > 0},
    )
