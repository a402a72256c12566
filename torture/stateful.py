"""Hypothesis stateful model of the queue: any order of leases, answers, late answers, waits and restarts."""

import sys
import time
from typing import Final

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import invariant, run_state_machine_as_test

from tests.store.test_queue_machine import QueueMachine
from torture.results import Result, scaled

GOAL: Final = 500_000
SLICE: Final = 0.005
SMALL: Final = 0.0004
_STEPS: Final = 50


class CountedMachine(QueueMachine):
    """The stateful model, whose steps are counted."""

    steps = 0

    @invariant()
    def count(self) -> None:
        """Count a step."""
        type(self).steps += 1


def run(share: float, seed_number: int) -> Result:
    """Run a share of the steps; the model is held against the store after each of them."""
    started, wanted = time.perf_counter(), scaled(GOAL, share)
    CountedMachine.steps = 0
    broken: tuple[str, ...] = ()
    rounds = 0
    while CountedMachine.steps < wanted and not broken:
        examples = max(1, (wanted - CountedMachine.steps) // _STEPS)
        machine = seed(seed_number * 1_000 + rounds)(CountedMachine)
        try:
            run_state_machine_as_test(machine, settings=_settings(examples))
        except AssertionError as error:
            broken = (f"seed {seed_number}: {error}",)
        rounds += 1
    seconds = time.perf_counter() - started
    return Result("R10", CountedMachine.steps, len(broken), seconds, seed_number, broken)


def _settings(examples: int) -> settings:
    return settings(
        max_examples=examples,
        stateful_step_count=_STEPS,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )


if __name__ == "__main__":
    from torture.__main__ import alone

    sys.exit(alone(sys.modules[__name__]))
