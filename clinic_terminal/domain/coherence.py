"""What in a snapshot cannot all be true: found here, so that no rule is read out of it.

Only what no honest server can say counts. Figures that a correction may move are left alone, and so are the
visit records: they show the periods before, and a child's other policies, too (facts.md, C4).
"""

from collections.abc import Iterator

from clinic_terminal.domain.adjudication import Counters
from clinic_terminal.domain.eligibility import Authorisation, Snapshot
from clinic_terminal.domain.plan import DeductibleScope, Plan
from clinic_terminal.domain.shanghai import shanghai_date


def contradictions(snapshot: Snapshot, plan: Plan) -> tuple[str, ...]:
    """Return the stable names of what contradicts itself or the plan; empty where all can be true."""
    found = {
        "OTHER_PLAN": snapshot.plan != plan.code,
        **_in_figures(snapshot.used, plan),
        **_in_dates(snapshot),
        "LETTER_OVERDRAWN": any(one.used_fen > one.approved_fen for one in snapshot.authorisations),
        "LETTER_NEGATIVE": any(_is_negative(one) for one in snapshot.authorisations),
        "LETTER_TURNED_AROUND": any(one.end < one.start for one in snapshot.authorisations),
    }
    return tuple(name for name, is_so in found.items() if is_so)


def _in_figures(used: Counters, plan: Plan) -> dict[str, bool]:
    """Compare the counters with each other and with the plan's limits.

    A server that does not count per category, or no covered cost, leaves those figures out.
    """
    pool, covered, per_category = used.pool_fen, used.covered_fen, used.category_fen
    yearly = plan.deductible.scope is DeductibleScope.PER_POLICY_YEAR
    return {
        "NEGATIVE_USE": min(_figures(used)) < 0,
        "POOL_OVERDRAWN": pool > plan.pool_fen,
        "CATEGORY_OVERDRAWN": any(
            per_category.get(category, 0) > limit for category, limit in plan.sublimit_fen.items()
        ),
        "DEDUCTIBLE_OVERDRAWN": yearly and used.deductible_fen > plan.deductible.fen,
        "CATEGORIES_DO_NOT_ADD_UP": bool(per_category) and sum(per_category.values()) != pool,
        "PAID_OVER_COVERED": bool(covered) and pool > covered,
    }


def _figures(used: Counters) -> Iterator[int]:
    yield from (used.pool_fen, used.covered_fen, used.deductible_fen)
    yield from used.category_fen.values()
    yield from used.units.values()


def _in_dates(snapshot: Snapshot) -> dict[str, bool]:
    """Compare the facts' dates with the day on which they were told, as the calendar in China has it."""
    told = shanghai_date(snapshot.as_of)
    return {
        "LOCK_IN_THE_FUTURE": snapshot.lock is not None and snapshot.lock.since > told,
        "RECORD_IN_THE_FUTURE": any(visit.day > told for visit in snapshot.history),
        "BORN_IN_THE_FUTURE": snapshot.person.birth_date > told,
    }


def _is_negative(letter: Authorisation) -> bool:
    return letter.approved_fen < 0 or letter.used_fen < 0
