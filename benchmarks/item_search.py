"""Typing into the item search among 20,000 items: every keystroke is a whole search with its ranking.

The items are the shipped catalogue's names with what clinics put before and behind them, and each query is
typed letter by letter as a hand does: initials, full pinyin, Chinese, codes, English. The operator has used
300 items and the clinic 3,000, so that ranking by use has work to do.
"""

import random
import statistics
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from benchmarks.measure import Claim
from clinic_terminal.application.item_search import Finder
from clinic_terminal.bootstrap.catalogues import load_catalogue
from clinic_terminal.domain.catalogue import Catalogue, Item
from clinic_terminal.domain.habits import Habits, ItemUse
from clinic_terminal.pinyin import readings

SEED = 20260521
ITEMS = 20_000
OWN, CLINIC = 300, 3_000
QUERIES = 60
LONGEST = 8
P95_MS = 16.0
NOW = datetime(2026, 5, 21, 2, 30, tzinfo=UTC)

BEFORE = (
    "乳牙", "恒牙", "年轻恒牙", "儿童", "前牙", "磨牙", "多生牙", "上颌", "下颌", "单侧", "双侧", "数字化",
    "显微", "复杂", "简单", "二次", "局部", "全口", "半口", "左侧", "右侧", "进口", "国产", "夜间", "急诊",
)  # fmt: skip
BEHIND = (
    "", "术", "治疗", "（单面）", "（双面）", "（三面）", "修复", "检查", "材料费", "复诊", "（进口材料）",
    "（国产材料）", "拍片", "分析", "（每牙）", "（每次）",
)  # fmt: skip


def claims() -> list[Claim]:
    """Measure and return the claim."""
    chance = random.Random(SEED)  # noqa: S311  nothing secret: the same items in every run
    catalogue = _catalogue(chance)
    begun = time.perf_counter()
    finder = Finder(catalogue)
    built = time.perf_counter() - begun
    habits = _habits(chance, list(catalogue.items))
    keystrokes = [typed for query in _queries(chance, catalogue) for typed in _letter_by_letter(query)]
    times = [_seconds(finder, typed, habits) for typed in keystrokes]
    p95 = statistics.quantiles(times, n=20)[-1] * 1000
    middle, worst = statistics.median(times) * 1000, max(times) * 1000
    return [
        Claim(
            f"search over {ITEMS:,} items with ranking, p95 of a keystroke",
            f"{P95_MS:.0f} ms",
            p95 / P95_MS,
            1.0,
            at_least=False,
            figures=f"p95 {p95:.1f} ms, median {middle:.1f}, worst {worst:.1f}, {len(times)} keystrokes, "
            f"index made in {built * 1000:.0f} ms",
        )
    ]


def _seconds(finder: Finder, typed: str, habits: Habits) -> float:
    """Return what a keystroke takes: the middle one of three, as other programs run beside this one."""
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        finder.find(typed, habits)
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def _catalogue(chance: random.Random) -> Catalogue:
    shipped = list(load_catalogue().items.values())
    items: dict[str, Item] = {}
    for number in range(ITEMS):
        item = shipped[number % len(shipped)]
        code = f"{item.code[:2]}{number:05}"
        name = f"{chance.choice(BEFORE)}{item.name_zh}{chance.choice(BEHIND)}"
        items[code] = replace(item, code=code, name_zh=name, name_en=f"{item.name_en} {number}")
    return Catalogue("benchmark", items)


def _habits(chance: random.Random, codes: list[str]) -> Habits:
    used = chance.sample(codes, CLINIC)
    own = {
        code: ItemUse(chance.randint(1, 400), NOW - timedelta(hours=number))
        for number, code in enumerate(used[:OWN])
    }
    return Habits(own, {code: chance.randint(1, 4_000) for code in used})


def _queries(chance: random.Random, catalogue: Catalogue) -> Iterator[str]:
    """Yield what hands type: each kind for some items."""
    for item in chance.sample(list(catalogue.items.values()), QUERIES):
        signs = [sign for sign in item.name_zh if readings(sign)]
        spoken = [min(readings(sign)) for sign in signs]
        yield "".join(reading[0] for reading in spoken)
        yield "".join(spoken)
        yield item.name_zh
        yield item.code
        yield item.name_en
        yield f"{item.name_zh[:2]} {''.join(reading[0] for reading in spoken[2:5])}"


def _letter_by_letter(query: str) -> Iterator[str]:
    for size in range(1, min(len(query), LONGEST) + 1):
        yield query[:size]
