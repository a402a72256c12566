"""Search by letters among 20,000 item names, as they are typed, against 16 ms and a bare scan.

The names are put together from the words of the practice catalogue. Each query is typed from its first
letter to its last, as pinyin, as initials, as characters and mixed, and the twelve best are asked for, as
the treatment page does. The peer looks for the same text as it stands in every name and no more.
"""

import gc
import random
import statistics
import time
import tracemalloc
from collections.abc import Callable, Sequence
from functools import partial

from benchmarks.measure import Claim
from clinic_terminal.pinyin import Index, readings
from clinic_terminal.sandbox.world import load_world

SEED = 20260521
NAMES = 20_000
TYPED = 150
BEST = 12
FRAME_MS = 16.0
_SHORTEST, _LONGEST = 2, 6


def claims() -> list[Claim]:
    """Measure and return the claims."""
    chance = random.Random(SEED)  # noqa: S311  nothing secret: the same names in every run
    names = _names(chance)
    index = Index[int]()
    for number, name in enumerate(names):
        index.add(number, (name,))
    built = _seconds(lambda: index.find("w"))
    queries = [query for _ in range(TYPED) for query in _typed(chance.choice(names), chance)]
    ours = _times(queries, lambda query: index.find(query, BEST))
    everything = _times(queries, index.find)
    bare = _times(queries, lambda query: _scan(names, query))
    figures = f"{len(queries):,} queries, made ready in {built * 1000:.0f} ms, {_megabytes(names):.0f} MiB"
    return [
        _against_frame(f"the {BEST} best of {NAMES:,} names by letters, p95", ours, figures),
        _against_frame(f"all that fit of {NAMES:,} names by letters, p95", everything, figures),
        Claim(
            f"the {BEST} best of {NAMES:,} names by letters, median",
            "a bare scan for the same text",
            statistics.median(ours) / statistics.median(bare),
            4.0,
            at_least=False,
            figures=f"{statistics.median(ours) * 1e3:.2f} ms against {statistics.median(bare) * 1e3:.2f} ms",
        ),
    ]


def _against_frame(what: str, times: Sequence[float], figures: str) -> Claim:
    p95 = statistics.quantiles(times, n=20)[-1] * 1000
    shown = f"p95 {p95:.2f} ms, worst {max(times) * 1000:.2f} ms; {figures}"
    return Claim(what, f"{FRAME_MS:.0f} ms", p95 / FRAME_MS, 1.0, at_least=False, figures=shown)


def _names(chance: random.Random) -> list[str]:
    words = [item.name_zh for item in load_world().catalogue.items.values()]
    return [
        "".join(chance.choice(words)[: chance.randint(_SHORTEST, _LONGEST)] for _ in range(2)) + str(number)
        for number in range(NAMES)
    ]


def _typed(name: str, chance: random.Random) -> list[str]:
    """Return what stands in the field after each key, for one way of typing a part of ``name``."""
    start = chance.randrange(max(1, len(name) - _LONGEST))
    part = name[start : start + chance.randint(_SHORTEST, _LONGEST)]
    ways = chance.choice(((_full,), (_initial,), (str,), (_full, _initial, str)))
    whole = "".join(chance.choice(ways)(sign) for sign in part)
    return [whole[:length] for length in range(1, len(whole) + 1)]


def _full(sign: str) -> str:
    return min(readings(sign), default=sign)


def _initial(sign: str) -> str:
    return _full(sign)[0]


def _scan(names: Sequence[str], query: str) -> list[str]:
    return [name for name in names if query in name][:BEST]


def _times(queries: Sequence[str], find: Callable[[str], object]) -> list[float]:
    return [_seconds(partial(find, query)) for query in queries]


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _megabytes(names: Sequence[str]) -> float:
    """Return what an index that is ready holds of memory."""
    gc.collect()
    tracemalloc.start()
    index = Index[int]()
    for number, name in enumerate(names):
        index.add(number, (name,))
    index.find("w")
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return held / 2**20
