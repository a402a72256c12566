"""What a clinic bills for a plan, with the days from which and until which it does."""

from collections.abc import Iterable, Sequence
from datetime import date

from clinic_terminal.domain.network import NetworkClinic, Scope, Service
from clinic_terminal.domain.plan import COVERED_CATEGORIES, Category
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.views.bill_words import category_name


def joined(categories: Sequence[Category], words: Translate) -> str:
    """Return categories side by side."""
    return " · ".join(category_name(one, words) for one in categories)


def until_text(day: date | None) -> str:
    """Return a day as figures; empty where there is none."""
    return day.isoformat() if day else ""


def plan_line(clinic: NetworkClinic, plan: str, day: date, words: Translate) -> str:
    """Return what a clinic bills for a plan on ``day`` and later, each part with its days."""
    rows = [row for row in clinic.services if row.plan == plan]
    parts = [_part(group, day, words) for group in _groups(row for row in rows if _counts(row, day))]
    if parts:
        return "\n".join(parts)
    ended = [row.end for row in rows if row.end is not None and row.end < day]
    if ended:
        return words(N_("{day} 后不在网络内")).format(day=until_text(max(ended)))
    return words(N_("不在网络内"))


def since_text(
    clinic: NetworkClinic, plan: str, category: Category | None, day: date, words: Translate
) -> str:
    """Return since when, and until when, a clinic bills all that it bills on ``day``; empty for any plan."""
    _ = words
    rows = [
        row
        for row in clinic.services
        if row.plan == plan
        and row.is_on(day)
        and row.scope is Scope.OUTPATIENT
        and category in {None, row.category}
    ]
    if not rows:
        return ""
    start, ends = max(row.start for row in rows), [row.end for row in rows if row.end is not None]
    if not ends:
        return _("{start} 起").format(start=until_text(start))
    return _("{start} 至 {end}").format(start=until_text(start), end=until_text(min(ends)))


def _counts(row: Service, day: date) -> bool:
    return row.category in COVERED_CATEGORIES and (row.is_on(day) or row.is_ahead(day))


def _groups(rows: Iterable[Service]) -> list[list[Service]]:
    """Return the rows of the same days and scope together, visits before stays, the earlier first."""
    groups: dict[tuple[bool, date, date], list[Service]] = {}
    for row in rows:
        key = (row.scope is Scope.INPATIENT, row.start, row.end or date.max)
        groups.setdefault(key, []).append(row)
    return [groups[key] for key in sorted(groups)]


def _part(rows: list[Service], day: date, words: Translate) -> str:
    _, first = words, rows[0]
    held = {row.category for row in rows}
    what = joined([one for one in COVERED_CATEGORIES if one in held], words)
    if first.scope is Scope.INPATIENT:
        what = _("住院：{categories}").format(categories=what)
    if first.end is None:
        return _("{what}，{start} 起").format(what=what, start=until_text(first.start))
    if first.is_ahead(day):
        return _("{what}，{start} 至 {end}").format(
            what=what, start=until_text(first.start), end=until_text(first.end)
        )
    return _("{what}，到 {end} 为止").format(what=what, end=until_text(first.end))
