"""At the desk: who is this child, may we bill directly, let it in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from clinic_terminal.application.card_ports import GreyPicture
from clinic_terminal.application.failures import (
    CardRefusedError,
    CentralSessionError,
    CentralUnreachableError,
    MemberUnknownError,
    NoSnapshotError,
    PersonUnknownError,
)
from clinic_terminal.application.judging import PolicyVerdict, asking, judge_policy
from clinic_terminal.application.ports import EligibilityQuery, Operator, SignedSnapshot
from clinic_terminal.application.store_ports import UnitOfWork
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.domain.eligibility import Snapshot
from clinic_terminal.domain.gates import Decision, Doubt
from clinic_terminal.domain.identity import Identity
from clinic_terminal.domain.member import (
    CardClaims,
    CardOutcome,
    CardReading,
    is_member_number,
)
from clinic_terminal.domain.visit import OPEN_STAGES, CardSource, Evidence, Stage, Visit, arrive, with_booking

_SMALL_CARD = re.compile(r"db[0-9]+:[^A-Z]*")
_UNREACHABLE = (CentralUnreachableError, CentralSessionError)


@dataclass(frozen=True, slots=True)
class Identified:
    """Who was scanned or typed; ``claims`` only where a card proved it."""

    member: str
    source: CardSource
    token: str = ""
    kid: str = ""
    claims: CardClaims | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """The answer to a scan: one verdict a policy; ``online`` where the server answered just now.

    ``problem`` is the code of what kept the server from answering, empty where it did.
    """

    identified: Identified
    day: date
    policies: tuple[PolicyVerdict, ...]
    online: bool
    problem: str = ""

    @property
    def usual(self) -> PolicyVerdict | None:
        """The only policy, or None where the family has to choose."""
        return self.policies[0] if len(self.policies) == 1 else None


def identify(terminal: Terminal, text: str) -> Identified:
    """Read a scanned or typed text.

    Raises CardRefusedError with the reading's outcome; a member number alone identifies without proof.
    """
    return _identified(terminal.cards.read_text(_upright(text.strip()), terminal.clock.now()))


def identify_picture(terminal: Terminal, path: Path) -> tuple[Identified, ...]:
    """Read the card in a picture file: one child, or several different ones to be asked about.

    Raises PictureUnreadableError, or CardRefusedError: with EMPTY where the picture shows no code.
    """
    return _all_identified(terminal.cards.read_picture(path, terminal.clock.now()))


def identify_grey(terminal: Terminal, picture: GreyPicture) -> tuple[Identified, ...]:
    """Do the same with a picture in memory, as from the clipboard or the screen."""
    return _all_identified(terminal.cards.read_grey(picture, terminal.clock.now()))


def identify_frame(terminal: Terminal, frame: GreyPicture) -> tuple[Identified, ...]:
    """Look at one frame of a camera; empty while there is no code in it that two frames agree on.

    Raises CardRefusedError where the code that they agree on cannot be used.
    """
    return _all_identified(terminal.cards.read_frame(frame, terminal.clock.now()))


def identify_person(
    terminal: Terminal, name: str, birth_date: date, last_four: str
) -> tuple[Identified, ...]:
    """Look for a child by name, birth date and the last four of the policy number; this proves nothing.

    Only what this terminal keeps is looked at, so it works without a network. Raises PersonUnknownError.
    """
    with terminal.store.read() as uow:
        found = uow.snapshots.find(name, birth_date, last_four)
    if not found:
        raise PersonUnknownError
    members = dict.fromkeys(snapshot.person.member for snapshot in found)
    return tuple(Identified(member, CardSource.NUMBER) for member in members)


def _upright(text: str) -> str:
    """Return a card's text as it was issued: caps lock turns a scanner's capitals into small letters."""
    return text.upper() if _SMALL_CARD.fullmatch(text) else text


def _all_identified(readings: Sequence[CardReading]) -> tuple[Identified, ...]:
    return tuple(_identified(reading) for reading in readings)


def _identified(reading: CardReading) -> Identified:
    if reading.outcome is CardOutcome.OK and reading.claims is not None:
        claims = reading.claims
        return Identified(claims.member, CardSource.CARD, reading.token, reading.kid, claims)
    if reading.outcome is CardOutcome.NOT_A_CARD and is_member_number(reading.member):
        return Identified(reading.member, CardSource.NUMBER)
    raise CardRefusedError(reading.outcome, reading.detail)


def verify(terminal: Terminal, identified: Identified, day: date) -> Verification:
    """Ask the service manager, or the cached snapshots where it does not answer.

    Raises MemberUnknownError, NoSnapshotError, PlanUnknownError, CentralRefusedError, StoreFailedError.
    """
    query = EligibilityQuery(day, identified.member, identified.token)
    problem = ""
    try:
        signed = terminal.central.eligibility(query)
    except _UNREACHABLE as error:
        signed, problem = [], error.code
    if not signed and not problem:
        raise MemberUnknownError
    with terminal.store.begin() as uow:
        _keep(uow, signed)
        return judge(terminal, uow, identified, day, online=not problem, problem=problem)


def _keep(uow: UnitOfWork, signed: list[SignedSnapshot]) -> None:
    for one in signed:
        uow.snapshots.put(one.snapshot, one.signed)


def judge(  # noqa: PLR0913  what is judged and how it is known, each of another kind
    terminal: Terminal, uow: UnitOfWork, identified: Identified, day: date, *, online: bool, problem: str = ""
) -> Verification:
    """Decide from what is stored now; raises NoSnapshotError where nothing is known of the member."""
    snapshots = uow.snapshots.of_member(identified.member)
    if not snapshots:
        raise NoSnapshotError
    policies = tuple(
        judge_policy(
            uow,
            one,
            asking(terminal, day, online=online, card=identified.claims, visit=_todays_visit(uow, one, day)),
        )
        for one in snapshots
    )
    in_force = tuple(one for one in policies if one.snapshot.period.start <= day <= one.snapshot.period.end)
    return Verification(identified, day, in_force or policies[-1:], online, problem)


def admit(  # noqa: PLR0913  what the desk decided, each of another kind
    terminal: Terminal,
    operator: Operator,
    verification: Verification,
    policy: PolicyVerdict,
    identity: Identity,
    *,
    to_chair: bool = False,
) -> Visit:
    """Let the child in: open its visit, or go on with the one it has today under this policy.

    Raises CardRefusedError with NAME_DIFFERS where card and service manager name different children.
    """
    if policy.decision.cause is Doubt.CARD_DIFFERS:
        raise CardRefusedError(CardOutcome.OK, "NAME_DIFFERS")
    with terminal.store.begin() as uow:
        known = _todays_visit(uow, policy.snapshot, verification.day)
        visit = known or _new_visit(terminal, policy, verification.day)
        if visit.stage in (Stage.EXPECTED, Stage.ARRIVED):
            evidence = _evidence(verification, policy)
            visit = arrive(visit, terminal.clock.now(), identity, evidence, policy.decision)
        if to_chair and visit.stage is Stage.ARRIVED:
            visit = replace(visit, stage=Stage.IN_TREATMENT)
        stored = uow.visits.put(visit)
        terminal.audit(uow, operator, "check_in", stored.id, verdict=policy.decision.verdict.value)
        return stored


def _todays_visit(uow: UnitOfWork, snapshot: Snapshot, day: date) -> Visit | None:
    chain = snapshot.chain
    todays = uow.visits.on_day(day, (Stage.EXPECTED, *OPEN_STAGES))
    return next((visit for visit in todays if visit.chain == chain), None)


def _new_visit(terminal: Terminal, policy: PolicyVerdict, day: date) -> Visit:
    snapshot = policy.snapshot
    return Visit(
        id=terminal.ids.new(),
        stage=Stage.ARRIVED,
        day=day,
        person=snapshot.person,
        policy=snapshot.policy,
        plan=snapshot.plan,
        booking_ref=snapshot.booking_ref,
    )


def _evidence(verification: Verification, policy: PolicyVerdict) -> Evidence:
    identified, snapshot = verification.identified, policy.snapshot
    return Evidence(
        identified.source,
        identified.token,
        identified.kid,
        snapshot.version,
        snapshot.as_of,
        verification.online,
    )


def enter_booking(terminal: Terminal, operator: Operator, visit_id: str, reference: str) -> Visit:
    """Enter the booking reference that the hotline gave, which releases a held first visit."""
    with terminal.store.begin() as uow:
        visit = with_booking(uow.visits.get(visit_id), reference)
        decision = _decision_with_booking(terminal, uow, visit)
        stored = uow.visits.put(replace(visit, decision=decision))
        terminal.audit(uow, operator, "enter_booking", stored.id)
        return stored


def _decision_with_booking(terminal: Terminal, uow: UnitOfWork, visit: Visit) -> Decision | None:
    snapshot = uow.snapshots.get(visit.person.member, visit.policy)
    if snapshot is None:
        return visit.decision
    online = visit.evidence is not None and visit.evidence.online
    return judge_policy(uow, snapshot, asking(terminal, visit.day, online=online, visit=visit)).decision


def is_billable(visit: Visit) -> bool:
    """Tell whether the desk found that the child may be billed directly."""
    return visit.decision is not None and visit.decision.verdict.is_billable
