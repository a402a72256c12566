"""A loop that was stopped stays so, although its watchdog had just decided to start it anew."""

import threading

from tests.sync.test_watchdog import Guarded, guarded

__all__ = ["guarded"]

SECONDS = 10


def running() -> set[threading.Thread]:
    return {thread for thread in threading.enumerate() if thread.name == "sync" and thread.is_alive()}


def test_the_watchdogs_last_decision_does_not_outlive_the_loop(guarded: Guarded) -> None:
    before, loop = running(), guarded.loop
    loop.start()
    loop.stop(SECONDS)
    assert not loop.is_alive
    loop.restart()  # the watchdog looked whether it may just before the loop was stopped
    assert not loop.is_alive
    assert running() <= before


def test_a_loop_is_started_anew_until_it_is_stopped(guarded: Guarded) -> None:
    loop = guarded.loop
    loop.start()
    loop.restart()
    assert loop.is_alive
    loop.stop(SECONDS)
    assert not loop.is_alive
