"""May this child be billed directly: asked of the service manager, or decided by what is stored here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from clinic_terminal.application.failures import NoSnapshotError, PlanUnknownError
from clinic_terminal.application.identify import Identified
from clinic_terminal.application.inquiry import OUTDATED, inquire, keep
from clinic_terminal.application.judging import PolicyVerdict, asking, judge_policy, todays_visit
from clinic_terminal.application.ports import EligibilityQuery
from clinic_terminal.application.store_ports import MemberRecord, UnitOfWork
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.domain.eligibility import Snapshot


@dataclass(frozen=True, slots=True)
class Verification:
    """The answer to a scan: one verdict a policy; ``online`` where the server answered just now.

    ``known``: what this branch knows of the child beyond that. ``problem`` is the code, with its cause, of
    what kept the server's answer away, empty where it decided. ``unknown_plans``: policies in force whose
    plan's rules are not here yet, so that nothing can be said of them.
    """

    identified: Identified
    day: date
    policies: tuple[PolicyVerdict, ...]
    online: bool
    known: MemberRecord
    problem: str = ""
    unknown_plans: tuple[str, ...] = ()

    @property
    def usual(self) -> PolicyVerdict | None:
        """The only policy, or None where the family has to choose."""
        return self.policies[0] if len(self.policies) == 1 else None


@dataclass(frozen=True, slots=True)
class _Heard:
    """The policies to judge, and of each whether the server spoke of it just now; else why it did not."""

    fresh: Mapping[str, bool]
    problem: str = ""


def verify(terminal: Terminal, identified: Identified, day: date) -> Verification:
    """Ask the service manager, and decide by what is stored where no answer to believe comes.

    A policy that the answer leaves out is one that the service manager no longer stands for.
    Raises MemberUnknownError, NoSnapshotError, PlanUnknownError, WrongMemberError, PolicyTwiceError,
    CentralRefusedError, StoreFailedError.
    """
    inquiry = inquire(terminal, EligibilityQuery(day, identified.member, identified.token))
    if inquiry.failure is None:
        with terminal.store.begin() as uow:
            fresh = keep(uow, inquiry, terminal.clock.now())
        # Apart from the keeping, which a plan that is not here yet must not undo.
        with terminal.store.read() as uow:
            heard = _Heard(fresh, "" if all(fresh.values()) else OUTDATED)
            return _judged(terminal, uow, identified, day, heard)
    try:
        return verify_stored(terminal, identified, day, inquiry.problem)
    except NoSnapshotError:
        if inquiry.is_discarded:
            raise inquiry.failure from None
        raise NoSnapshotError(inquiry.cause) from None


def verify_stored(terminal: Terminal, identified: Identified, day: date, problem: str) -> Verification:
    """Decide by what is stored here alone; ``problem`` is the code of why nobody is asked.

    Raises NoSnapshotError where nothing is known of the member, PlanUnknownError, StoreFailedError.
    """
    with terminal.store.read() as uow:
        known = uow.snapshots.of_member(identified.member)
        if not known:
            raise NoSnapshotError
        heard = _Heard({one.policy: False for one in known}, problem)
        return _judged(terminal, uow, identified, day, heard)


def _judged(
    terminal: Terminal, uow: UnitOfWork, identified: Identified, day: date, heard: _Heard
) -> Verification:
    told = [one for one in uow.snapshots.of_member(identified.member) if one.policy in heard.fresh]
    plans = uow.memory.plans()
    unknown = [one.plan for one in told if one.plan not in plans and _is_in_force(one, day)]
    policies = [
        _verdict(terminal, uow, identified, day, one, online=heard.fresh[one.policy])
        for one in told
        if one.plan in plans
    ]
    in_force = [one for one in policies if _is_in_force(one.snapshot, day)]
    if not in_force and (unknown or not policies):
        # No refusal by an old policy may stand for a new one that nothing can be said of.
        raise PlanUnknownError(unknown[0] if unknown else told[0].plan)
    return Verification(
        identified,
        day,
        tuple(in_force or [max(policies, key=lambda one: one.snapshot.period.end)]),
        not heard.problem,
        uow.members.get(identified.member) or MemberRecord(identified.member),
        heard.problem,
        tuple(dict.fromkeys(unknown)),
    )


def _verdict(  # noqa: PLR0913  who, when, which policy and how it is known
    terminal: Terminal,
    uow: UnitOfWork,
    identified: Identified,
    day: date,
    snapshot: Snapshot,
    *,
    online: bool,
) -> PolicyVerdict:
    visit = todays_visit(uow, snapshot, day)
    return judge_policy(
        uow, snapshot, asking(terminal, day, online=online, card=identified.claims, visit=visit)
    )


def _is_in_force(snapshot: Snapshot, day: date) -> bool:
    return snapshot.period.start <= day <= snapshot.period.end
