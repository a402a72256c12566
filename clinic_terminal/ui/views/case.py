"""One child at the desk with one policy: what was found, what the desk did since, what comes next."""

from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Final

from clinic_terminal.application.check_in import Verification
from clinic_terminal.application.data_consent import is_current
from clinic_terminal.application.judging import PolicyVerdict
from clinic_terminal.domain.adjudication import Reason
from clinic_terminal.domain.gates import Check, CheckCode, Decision, Doubt, Verdict
from clinic_terminal.domain.identity import DataConsent, IdDocument, Identity
from clinic_terminal.domain.visit import Stage, Visit

ANSWERED: Final = frozenset({Reason.FIRST_VISIT_UNBOOKED, Doubt.DATA_TOO_OLD, Doubt.SILENCE_TOO_LONG})
"""What holds a visit until the hotline's answer is written down; other calls have to mend the data."""


class Mode(Enum):
    """What the desk may do now: let in, call, look again, send home, confirm that the family pays all."""

    BILLABLE = auto()
    HOLD = auto()
    ATTEND = auto()
    REFUSED = auto()
    MISMATCH = auto()
    CONFIRM_SELF_PAY = auto()


class Step(Enum):
    """What is asked of the desk before a child is let in, in this order."""

    IDENTITY = auto()
    CONSENT = auto()
    BRAND = auto()
    ANSWER = auto()


@dataclass(frozen=True, slots=True)
class LockFacts:
    """The brand lock: ``kind`` is OFF, EXEMPT, NONE_YET, OURS or OTHER; empty texts are not known."""

    kind: str
    brand: str
    since: str
    ours: str

    @property
    def bound(self) -> str:
        """The name of the brand that the policy is bound to, ours or another; empty where it is free."""
        return "" if self.kind in {"OFF", "NONE_YET"} else self.brand


@dataclass(frozen=True, slots=True)
class Case:
    """A verification with the policy that was chosen; ``visit`` once the child is let in or expected.

    ``identity`` and ``consent`` are what the desk saw and heard, None while it has not; ``told``: the family
    heard that this visit chooses its brand.
    """

    verification: Verification
    policy: PolicyVerdict
    visit: Visit | None = None
    identity: Identity | None = None
    consent: DataConsent | None = None
    told: bool = False
    confirming: bool = False

    @property
    def decision(self) -> Decision:
        """The decision that counts: with what the desk saw and heard, and what the hotline said."""
        return self.policy.answered(self.identity, self.consent, self.visit)

    @property
    def document(self) -> IdDocument | None:
        """Which identity document was looked at."""
        return self.identity.document if self.identity else None

    @property
    def can_admit(self) -> bool:
        """Whether nothing is left to ask before the child is registered; the hotline may answer later."""
        asked = all(self.is_done(step) for step in self.steps if step is not Step.ANSWER)
        return asked and self.identity is not None

    @property
    def is_admitted(self) -> bool:
        """Whether the child is registered already."""
        return self.visit is not None and self.visit.stage is Stage.ARRIVED

    @property
    def mode(self) -> Mode:
        """What the desk may do now."""
        decision = self.decision
        if decision.cause is Doubt.CARD_DIFFERS:
            return Mode.MISMATCH
        if self.confirming:
            return Mode.CONFIRM_SELF_PAY
        if decision.verdict.is_billable:
            return Mode.BILLABLE
        modes = {Verdict.CALL: Mode.HOLD, Verdict.ATTEND: Mode.ATTEND}
        return modes.get(decision.verdict, Mode.REFUSED)

    @property
    def lock(self) -> LockFacts:
        """What was found about the brand lock."""
        check = self.check(CheckCode.BRAND)
        facts = check.facts if check else {}
        return LockFacts(
            facts.get("kind", "OFF"),
            facts.get("brand", ""),
            facts.get("since", ""),
            facts.get("ours", ""),
        )

    @property
    def other_ways(self) -> tuple[int, ...]:
        """The places, among the child's policies, of the others that can be billed here today."""
        return tuple(
            number
            for number, one in enumerate(self.verification.policies)
            if one.snapshot.chain != self.policy.snapshot.chain
            and one.answered(self.identity, self.consent).verdict.is_billable
        )

    @property
    def online(self) -> bool:
        """Whether the server spoke of this policy just now."""
        return self.policy.question.online

    def check(self, code: CheckCode) -> Check | None:
        """Return the check of that code, None where it was not made."""
        return next((one for one in self.decision.checks if one.code is code), None)

    @property
    def steps(self) -> tuple[Step, ...]:
        """What is asked of the desk for this case, done or not."""
        mode = self.mode
        if mode is Mode.CONFIRM_SELF_PAY:
            return (Step.IDENTITY,)
        if mode is Mode.ATTEND:
            return (Step.IDENTITY,) if self.decision.cause is Doubt.IDENTITY_DIFFERS else ()
        if mode is Mode.REFUSED:
            return (Step.CONSENT,) if self.decision.cause is Doubt.CONSENT_REFUSED else ()
        held_by_data = mode is Mode.HOLD and self.decision.cause not in ANSWERED
        if mode is Mode.MISMATCH or held_by_data:
            return ()
        wanted = {
            Step.IDENTITY: True,
            Step.CONSENT: not self.knows_consent,
            Step.BRAND: self.lock.kind == "NONE_YET",
            Step.ANSWER: mode is Mode.HOLD,
        }
        return tuple(step for step, is_wanted in wanted.items() if is_wanted)

    @property
    def knows_consent(self) -> bool:
        """Whether the family agreed to the present text before today's visit, so that nobody is asked."""
        return is_current(self.verification.known.consent)

    @property
    def step(self) -> Step | None:
        """The first step that is not done, None where nothing is left to ask."""
        return next((step for step in self.steps if not self.is_done(step)), None)

    def is_done(self, step: Step) -> bool:
        """Tell whether the desk did that step."""
        done = {
            Step.IDENTITY: self.identity is not None and self.identity.holds,
            Step.CONSENT: self.is_admitted or (self.consent is not None and self.consent.given),
            Step.BRAND: self.is_admitted or self.told,
            Step.ANSWER: False,
        }
        return done[step]

    def with_verification(self, found: Verification, policy: PolicyVerdict) -> "Case":
        """Return the case with a newer answer of the same child; what the desk did stays."""
        consent = self.consent or new_case(found, policy, self.visit).consent
        return replace(self, verification=found, policy=policy, consent=consent)


def new_case(found: Verification, policy: PolicyVerdict, visit: Visit | None = None) -> Case:
    """Return the case of a fresh answer, with what is known of the child already."""
    heard = policy.question.consent
    consent = heard if heard is not None and (is_current(heard) or not heard.given) else None
    return Case(found, policy, visit, visit.identity if visit else None, consent)


def policy_for(found: Verification, visit: Visit | None, before: Case | None = None) -> PolicyVerdict | None:
    """Return the policy that needs no asking: the visit's own, the one on show, or the only one."""
    chains = {one.snapshot.chain: one for one in found.policies}
    if visit is not None and visit.chain in chains:
        return chains[visit.chain]
    if before is not None and before.policy.snapshot.chain in chains:
        return chains[before.policy.snapshot.chain]
    return found.usual
