"""Episodes in a weather of one's own: what R8 and R9 have in common."""

import time
from collections import Counter

from clinic_terminal.simulation.faults import Weather
from clinic_terminal.simulation.runner import ACTS_AN_EPISODE, play
from clinic_terminal.simulation.schedule import draw
from torture.results import MOST_SHOWN, Result


def run_in(weather: Weather, name: str, acts: int, seed: int, machines: int) -> Result:
    """Bring acts through in this weather; the count is acts."""
    started, done, number = time.perf_counter(), 0, 0
    broken: list[str] = []
    figures: Counter[str] = Counter()
    while done < acts:
        label = f"{name}/{seed}/{number}"
        schedule = draw(label, min(ACTS_AN_EPISODE, acts - done), machines, frozenset(weather.rates))
        outcome = play(schedule.in_weather(weather))
        done, number = done + outcome.acts, number + 1
        figures += outcome.injected + outcome.seen
        broken += [f"seed {label}: {sentence}" for sentence in outcome.broken]
    seconds = time.perf_counter() - started
    return Result(name, done, len(broken), seconds, seed, tuple(broken[:MOST_SHOWN]), figures)
