"""The report of the busy hour, in Markdown: what was done to the program, and what stands on both sides."""

import os
import platform
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from clinic_terminal import __version__
from clinic_terminal.application.acts import ActState
from clinic_terminal.domain.money import yuan
from clinic_terminal.showcase import outage_desk as desk
from clinic_terminal.showcase.outage_books import Books


@dataclass(slots=True)
class Hour:
    """What happened in the hour. ``told``: the ids of the closed visits, as the desk said them.

    ``cuts`` is how often the line dropped and ``broken`` how many connections ended by it.
    """

    visits: Counter[str] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)
    kills: int = 0
    restarts: int = 0
    cuts: int = 0
    broken: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0


def as_report(hour: Hour, books: Books, visits: int, now: datetime) -> str:
    """Return the report of an hour of so many visits that ended ``now``."""
    rows = [*_of_the_hour(hour, visits), *_of_the_acts(books), *_of_the_money(books)]
    lines = [
        "# An outage in a busy hour",
        "",
        "All people are invented. Real program, real server, real files, real HTTP over a line that is cut.",
        f"Program {__version__}, {now:%Y-%m-%d %H:%M} UTC. {machine()}",
        "",
        "| what | figure |",
        "|---|---:|",
        *(f"| {what} | {figure} |" for what, figure in rows),
        "",
        *_wrong(books),
    ]
    return "\n".join(lines) + "\n"


def _of_the_hour(hour: Hour, visits: int) -> list[tuple[str, object]]:
    return [
        ("visits asked for", visits),
        ("played by key events in the real window", hour.visits[desk.BY_KEYS]),
        ("played by the verbs behind the pages", hour.visits[desk.BY_VERBS]),
        ("closed, and killed before they could say so", visits - sum(hour.visits.values())),
        ("program killed (SIGKILL) and started again", hour.kills),
        ("server ended and started again", hour.restarts),
        ("line cut: port closed, calls refused, then opened again", hour.cuts),
        ("connections broken by these cuts", hour.broken),
        *((f"faults planned in the server: {name}", count) for name, count in sorted(hour.faults.items())),
        ("seconds", f"{hour.seconds:.0f}"),
    ]


def _of_the_acts(books: Books) -> list[tuple[str, object]]:
    return [
        ("act ids that the terminal made", books.ids_here),
        ("of these told by the desk as it closed the visit", books.told),
        ("rows in the server's list", books.rows_there),
        ("acts there that the terminal did not make", books.unknown_here),
        ("acts made here that are not there", books.missing_there),
        ("receipts stored here", sum(row.state == ActState.ACCEPTED for row in books.acts)),
        ("acts with the same amounts and content on both sides", sum(row.agrees for row in books.acts)),
    ]


def _of_the_money(books: Books) -> list[tuple[str, object]]:
    ours = [row.ours for row in books.acts if row.ours]
    theirs = [row.theirs for row in books.acts if row.theirs]
    return [
        ("insurer, by the bills here", _money(sum(one[0] for one in ours))),
        ("insurer, by the server's list", _money(sum(one[0] for one in theirs))),
        ("families, by the bills here", _money(sum(one[1] for one in ours))),
        ("families, by the server's list", _money(sum(one[1] for one in theirs))),
        ("posted to the policies' pools, by the bills here", _money(sum(p.ours_fen for p in books.policies))),
        ("the server's used pools grew by", _money(sum(row.theirs_fen for row in books.policies))),
        ("policies with bills", len(books.policies)),
        ("policies whose pool agrees to the fen", sum(row.agrees for row in books.policies)),
    ]


def _money(fen: int) -> str:
    return f"{yuan(fen)} yuan ({fen:,} fen)"


def _wrong(books: Books) -> list[str]:
    acts = [
        f"- `{row.act}` {row.state}: here {row.ours}, server {row.theirs}"
        for row in books.acts
        if not row.agrees
    ]
    policies = [
        f"- policy `{row.chain}`, {row.bills} bills: {row.ours_fen} fen posted here, {row.theirs_fen} there"
        for row in books.policies
        if not row.agrees
    ]
    return acts + policies


def machine() -> str:
    """Name the machine without saying whose it is."""
    info, model = Path("/proc/cpuinfo"), platform.machine()
    if info.is_file():
        named = [
            line for line in info.read_text(encoding="utf-8").splitlines() if line.startswith("model name")
        ]
        model = named[0].partition(":")[2].strip() if named else model
    return (
        f"Machine: {model}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}."
    )
