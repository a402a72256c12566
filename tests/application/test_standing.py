from dataclasses import replace

import pytest

from clinic_terminal.application.acts import Act, ActKind, ActState, QueueRow
from clinic_terminal.application.standing import effective_standing
from clinic_terminal.domain.adjudication import Counters
from tests.build import NOW, snapshot

ACT = Act("A", ActKind.BILL_SIGNED, "M/P", "V", NOW, b"{}", "d" * 64, 41_000, Counters(41_000), "XIAOLU")
ROW = QueueRow(ACT, ActState.READY, 0, 0, "", None, NOW, "", "", "", None, b"", None)
FIRST = snapshot(lock=None, version=5)


@pytest.mark.parametrize(
    ("state", "applied_in", "counts"),
    [
        (ActState.READY, None, True),
        (ActState.SENDING, None, True),
        (ActState.PARKED, None, True),
        (ActState.REJECTED, None, False),
        (ActState.WITHDRAWN, None, False),
        (ActState.ACCEPTED, 6, True),
        (ActState.ADJUSTED, 6, True),
        (ActState.ACCEPTED, 5, False),
        (ActState.ACCEPTED, None, False),
    ],
)
def test_an_act_counts_until_the_snapshot_holds_it(
    state: ActState, applied_in: int | None, counts: bool
) -> None:
    row = replace(ROW, state=state, snapshot_version=applied_in)
    standing = effective_standing(FIRST, [row])
    assert standing.used.pool_fen == (41_000 if counts else 0)
    assert standing.brand_lock == ("XIAOLU" if counts else None)


def test_a_lock_that_the_server_knows_is_never_replaced() -> None:
    other = replace(ROW, act=replace(ACT, lock="OTHER"))
    assert effective_standing(snapshot(), [other]).brand_lock == "XIAOLU"
