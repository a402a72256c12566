"""The money that unsent bills put at risk: what is voided is at risk no more, in any order of answers."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_terminal.application.acts import UNSENT, Act, ActKind
from clinic_terminal.domain.adjudication import Counters
from clinic_terminal.store.store import SqlStore, open_store
from tests.build import NOW
from tests.store.parts import ACCEPTED, KEY, REFUSED, REJECTED, StillClock, act


def bill(number: int) -> Act:
    """Return a bill; there are two chains."""
    return act(number, f"M{number % 2}/P", 1_000 * (number + 1))


def void_of(voided: Act) -> Act:
    """Return the void of a bill."""
    return replace(
        voided,
        id=f"void-{voided.id}",
        kind=ActKind.BILL_VOIDED,
        amount_fen=-voided.amount_fen,
        posted=Counters(),
    )


def at_risk(store: SqlStore) -> tuple[int, int]:
    """Return the money and the number of what is unsent, as the kept counters have it."""
    with store.read() as work:
        exposure = work.queue.exposure()
    return exposure.unsent_fen, exposure.unsent_count


def recounted(store: SqlStore) -> tuple[int, int]:
    """Return the same, counted row by row."""
    with store.read() as work:
        rows = work.queue.rows(1_000)
    voided = {row.act.visit for row in rows if row.act.kind is ActKind.BILL_VOIDED}
    unsent = [row for row in rows if row.state in UNSENT]
    bills = [row.act for row in unsent if row.act.kind is ActKind.BILL_SIGNED]
    return sum(one.amount_fen for one in bills if one.visit not in voided), len(unsent)


STEPS = st.lists(
    st.tuples(st.sampled_from(["bill", "void", "send", "refuse", "park", "retry"]), st.integers(0, 5)),
    min_size=8,
    max_size=30,
)


@given(STEPS)
@settings(max_examples=40)
def test_the_kept_sum_is_that_of_unsent_bills_that_stand(steps: list[tuple[str, int]]) -> None:
    with TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "terminal.db", KEY, StillClock())
        known: dict[str, Act] = {}
        for step, number in steps:
            _play(store, known, step, number)
            assert at_risk(store) == recounted(store)
        store.close()


def _play(store: SqlStore, known: dict[str, Act], step: str, number: int) -> None:
    one = bill(number)
    with store.begin() as work:
        if step == "bill" and one.id not in known:
            known[one.id] = one
            work.queue.add(one)
        elif step == "void" and one.id in known and (taken_back := void_of(one)).id not in known:
            known[taken_back.id] = taken_back
            work.queue.add(taken_back)
        elif step == "retry" and one.id in known:
            work.queue.retry_now(one.id, NOW)
        elif step in {"send", "refuse", "park"}:
            for row in work.queue.lease("test", NOW, 60):
                if step == "park":
                    work.queue.park(row, REFUSED, NOW)
                else:
                    work.queue.settle(row, ACCEPTED if step == "send" else REJECTED, NOW)


def test_a_second_void_of_one_visit_takes_nothing_twice(store: SqlStore) -> None:
    first, other = bill(0), bill(2)
    again = replace(void_of(first), id="void-again")
    for one in (first, other, void_of(first), again):
        with store.begin() as work:
            work.queue.add(one)
    assert at_risk(store) == (other.amount_fen, 4)
