"""The server's snapshot joined with what this terminal has not sent yet (reliability.md, rule 7)."""

from collections.abc import Sequence

from clinic_terminal.application.acts import UNSENT, ActState, QueueRow
from clinic_terminal.domain.adjudication import Standing
from clinic_terminal.domain.eligibility import Snapshot

_BOOKED = (ActState.ACCEPTED, ActState.ADJUSTED)


def effective_standing(snapshot: Snapshot, rows: Sequence[QueueRow]) -> Standing:
    """Return the standing under ``snapshot`` plus the acts in ``rows`` that it does not hold yet.

    Downloaded state never overwrites an unsent act: what is used is the union of both.
    """
    known = snapshot.standing()
    used, lock = known.used, known.brand_lock
    for row in rows:
        if _is_missing_from(snapshot, row):
            used = used.plus(row.act.posted)
            lock = lock or row.act.lock
    return Standing(used, lock, known.card)


def _is_missing_from(snapshot: Snapshot, row: QueueRow) -> bool:
    if row.state in UNSENT:
        return True
    newer = row.snapshot_version is not None and row.snapshot_version > snapshot.version
    return row.state in _BOOKED and newer
