"""What in a snapshot cannot all be true: found here, so that no rule is read out of it."""

from clinic_terminal.domain.eligibility import Snapshot
from clinic_terminal.domain.plan import Plan


def contradictions(snapshot: Snapshot, plan: Plan) -> tuple[str, ...]:
    """Return the stable names of what contradicts itself or the plan; empty where all can be true."""
    used, as_of = snapshot.used, snapshot.as_of.date()
    by_category = sum(used.category_fen.values())
    found = {
        "POOL_OVERDRAWN": used.pool_fen > plan.pool_fen,
        "NEGATIVE_USE": min(used.pool_fen, used.covered_fen, used.deductible_fen, *used.units.values()) < 0,
        "CATEGORIES_DO_NOT_ADD_UP": bool(used.category_fen) and by_category != used.pool_fen,
        "LOCK_IN_THE_FUTURE": snapshot.lock is not None and snapshot.lock.since > as_of,
        "LETTER_OVERDRAWN": any(one.used_fen > one.approved_fen for one in snapshot.authorisations),
        "LETTER_TURNED_AROUND": any(one.end < one.start for one in snapshot.authorisations),
        "OTHER_PLAN": snapshot.plan != plan.code,
    }
    return tuple(name for name, is_so in found.items() if is_so)
