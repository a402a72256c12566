from hypothesis import given
from hypothesis import strategies as st

from clinic_terminal.sync.backoff import LONGEST_RETRY_AFTER_S, LONGEST_WAIT_S, wait_seconds


@given(st.integers(0, 10_000), st.none() | st.integers(0, 10**9), st.floats(0, 0.999))
def test_a_wait_is_capped_and_never_undercuts_the_server(
    attempts: int, asked: int | None, chance: float
) -> None:
    wait = wait_seconds(attempts, asked, lambda: chance)
    assert 0 < wait <= max(LONGEST_WAIT_S, LONGEST_RETRY_AFTER_S)
    assert wait >= min(asked or 0, LONGEST_RETRY_AFTER_S)


def test_waits_double_up_to_the_cap() -> None:
    assert [wait_seconds(n, None, lambda: 1.0) for n in (1, 2, 3, 9, 50)] == [1, 2, 4, 256, 300]


def test_full_jitter_spreads_from_nearly_nothing() -> None:
    assert wait_seconds(9, None, lambda: 0.0) == 0.1
