from datetime import UTC, datetime, timedelta

import pytest

from clinic_terminal.bootstrap import clocks
from clinic_terminal.bootstrap.clocks import SystemClock, UuidIds

START = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


class Hands:
    """The computer's two clocks, moved by hand."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.wall, self.seconds = START, 100.0
        hands = self

        class Wall(datetime):
            @classmethod
            def now(cls, tz: object = None) -> datetime:  # type: ignore[override]  # only UTC is asked
                del tz
                return hands.wall

        monkeypatch.setattr(clocks, "datetime", Wall)
        monkeypatch.setattr("time.monotonic", lambda: hands.seconds)

    def pass_by(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.seconds += seconds


@pytest.fixture
def hands(monkeypatch: pytest.MonkeyPatch) -> Hands:
    return Hands(monkeypatch)


def test_before_the_server_is_heard_the_wall_clock_counts(hands: Hands) -> None:
    assert SystemClock().now() == hands.wall


def test_a_wrong_wall_clock_is_corrected_by_the_servers_time(hands: Hands) -> None:
    clock = SystemClock()
    clock.heard(START + timedelta(days=2))
    hands.pass_by(60)
    assert clock.now() == START + timedelta(days=2, seconds=60)


def test_a_step_within_whole_seconds_is_none(hands: Hands) -> None:
    clock = SystemClock()
    clock.heard(START + timedelta(seconds=1))
    assert clock.now() == hands.wall


def test_setting_the_wall_clock_back_moves_nothing(hands: Hands) -> None:
    clock = SystemClock()
    clock.heard(START + timedelta(hours=1))
    hands.pass_by(10)
    hands.wall -= timedelta(days=1)
    assert clock.now() == START + timedelta(hours=1, seconds=10)


def test_a_night_in_sleep_is_counted_by_the_wall_clock(hands: Hands) -> None:
    clock = SystemClock()
    clock.heard(START + timedelta(hours=1))
    hands.wall += timedelta(hours=9)
    assert clock.now() == START + timedelta(hours=10)


def test_a_start_before_a_known_time_begins_at_that_time(hands: Hands) -> None:
    clock = SystemClock()
    clock.not_before(START - timedelta(hours=1))
    assert clock.now() == hands.wall
    clock.not_before(START + timedelta(hours=5))
    assert clock.now() == START + timedelta(hours=5)


def test_ids_are_uuid7_in_order() -> None:
    ids = [UuidIds().new() for _ in range(50)]
    assert ids == sorted(ids)
    assert all(one[14] == "7" for one in ids)
