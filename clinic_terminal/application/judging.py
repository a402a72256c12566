"""One decision from what is stored now: snapshot, queue, what the desk knows of the child, the limits."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from clinic_terminal.application.ports import PlanEdition
from clinic_terminal.application.repeats import repeated_lines
from clinic_terminal.application.standing import effective_standing
from clinic_terminal.application.store_ports import MemberRecord, UnitOfWork
from clinic_terminal.application.terminal import Terminal, edition_of, enrolment_of
from clinic_terminal.domain.adjudication import Standing
from clinic_terminal.domain.appointment import visit_under
from clinic_terminal.domain.eligibility import Snapshot
from clinic_terminal.domain.gates import AgeLimits, Decision, Question, decide
from clinic_terminal.domain.identity import DataConsent, Identity
from clinic_terminal.domain.member import CardClaims
from clinic_terminal.domain.visit import OPEN_STAGES, Stage, Visit


@dataclass(frozen=True, slots=True)
class PolicyVerdict:
    """The decision under one policy, with everything that it rests on."""

    snapshot: Snapshot
    edition: PlanEdition
    standing: Standing
    decision: Decision
    question: Question

    def answered(
        self, identity: Identity | None, consent: DataConsent | None, visit: Visit | None = None
    ) -> Decision:
        """Return the decision with what the desk saw and heard since; None leaves what is known.

        ``visit`` brings what the hotline said. An earlier decision is never taken over: it may rest on
        evidence that has changed since.
        """
        known = self.question
        if visit is not None:
            called = {
                "booking_ref": visit.booking_ref or known.booking_ref,
                "phone": visit.phone or known.phone,
            }
            known = replace(known, **called)  # type: ignore[arg-type]  # each of its own kind
        return decide(replace(known, identity=identity or known.identity, consent=consent or known.consent))


@dataclass(frozen=True, slots=True)
class Asking:
    """What a decision is made for: the day, whether the server answered just now, the card, the visit."""

    day: date
    now: datetime
    limits: AgeLimits
    online: bool = True
    card: CardClaims | None = None
    visit: Visit | None = None


def asking(
    terminal: Terminal,
    day: date,
    *,
    online: bool = True,
    card: CardClaims | None = None,
    visit: Visit | None = None,
) -> Asking:
    """Return what to decide for, with the present and the limits of ``terminal``."""
    limits = AgeLimits(terminal.limits.snapshot_hours, terminal.limits.silence_hours)
    return Asking(day, terminal.clock.now(), limits, online, card, visit)


def judge_policy(uow: UnitOfWork, snapshot: Snapshot, of: Asking) -> PolicyVerdict:
    """Decide under the policy of ``snapshot``; raises PlanUnknownError, NotEnrolledError."""
    edition = edition_of(uow, snapshot.plan)
    standing = effective_standing(snapshot, uow.queue.of_chain(snapshot.chain))
    known = uow.members.get(snapshot.person.member) or MemberRecord(snapshot.person.member)
    visit = of.visit
    question = Question(
        plan=edition.plan,
        snapshot=snapshot,
        standing=standing,
        clinic=enrolment_of(uow).clinic,
        day=of.day,
        now=of.now,
        limits=of.limits,
        online=of.online,
        last_heard=uow.memory.freshness().server_time,
        booking_ref=visit.booking_ref if visit else None,
        card=of.card,
        identity=visit.identity if visit else None,
        consent=latest_consent(visit, known),
        phone=visit.phone if visit else None,
        repeated=repeated_lines(uow, visit) if visit else (),
    )
    return PolicyVerdict(snapshot, edition, standing, decide(question), question)


def latest_consent(visit: Visit | None, known: MemberRecord) -> DataConsent | None:
    """Return what a guardian answered last, for this visit or for the child: minds may change."""
    answers = filter(None, (known.consent, visit.data_consent if visit else None))
    return max(answers, key=lambda answer: answer.at, default=None)


def todays_visit(uow: UnitOfWork, snapshot: Snapshot, day: date) -> Visit | None:
    """Return the visit that the child has on ``day`` under the policy of ``snapshot``, if any is open.

    An appointment of the child under no policy, or another one, becomes one under this policy.
    """
    return visit_under(uow.visits.on_day(day, (Stage.EXPECTED, *OPEN_STAGES)), snapshot)
