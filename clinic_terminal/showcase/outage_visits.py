"""The visits of the busy hour: which child gets which treatment, and how each gets from door to paper."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from math import pi, sin
from typing import Final

from clinic_terminal.application import check_in, payments, settlement, signing, treatment
from clinic_terminal.application.check_in import Identified
from clinic_terminal.application.data_consent import TEXT_VERSION
from clinic_terminal.application.failures import NothingToConfirmError
from clinic_terminal.application.line import DOWN
from clinic_terminal.application.ports import Operator
from clinic_terminal.application.signing import Signing
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.domain.consent import InkPoint, Relationship, Stroke
from clinic_terminal.domain.identity import DataConsent, IdDocument, Identity
from clinic_terminal.domain.visit import OPEN_STAGES, CardSource, Stage, Visit

GUARDIAN: Final = "练习家长"
FILM: Final = "PV07"
FILLING: Final = "BS07"
_PRIMARY: Final = tuple(str(10 * quadrant + tooth) for quadrant in (5, 6, 7, 8) for tooth in range(1, 6))
_PERMANENT: Final = ("16", "26", "36", "46", "11", "21", "31", "41", "12", "22", "32", "42")
_LATER: Final = tuple(f"{quadrant}{tooth}" for tooth in (3, 4, 5, 7) for quadrant in (1, 2, 3, 4))
TEETH: Final = (*_PRIMARY, *_PERMANENT, *_LATER)
"""Teeth of a mixed dentition: a film of each of them is a treatment of its own, and none repeats another."""

_EVERY_THIRD: Final = 3


@dataclass(frozen=True, slots=True)
class Plan:
    """One visit that is to be: the child's member number and what is done at which tooth."""

    member: str
    tooth: str
    with_filling: bool


def planned(number: int, members: Sequence[str]) -> Plan:
    """Return the plan of the visit at ``number`` (from 0): no tooth of a child comes twice."""
    tooth = TEETH[number // len(members) % len(TEETH)]
    return Plan(members[number % len(members)], tooth, number % _EVERY_THIRD == 0 and tooth in _PRIMARY)


def billable_members(terminal: Terminal, members: Sequence[str]) -> list[str]:
    """Return which of these children may be billed directly today by a single policy."""
    found = []
    for member in members:
        seen = check_in.verify(terminal, Identified(member, CardSource.NUMBER), terminal.clock.today())
        if len(seen.policies) == 1 and seen.policies[0].decision.verdict.is_billable:
            found.append(member)
    return found


def play(terminal: Terminal, operator: Operator, plan: Plan, *, online: bool) -> Visit:
    """Take a child from the door to the paper by the verbs that the pages call."""
    today = terminal.clock.today()
    asked = Identified(plan.member, CardSource.NUMBER)
    seen = (
        check_in.verify(terminal, asked, today)
        if online
        else check_in.verify_stored(terminal, asked, today, DOWN)
    )
    agreed = DataConsent(Relationship.MOTHER, TEXT_VERSION, terminal.clock.now(), guardian=GUARDIAN)
    visit = check_in.admit(
        terminal,
        operator,
        seen,
        seen.policies[0],
        Identity(IdDocument.HUKOU),
        consent=agreed,
        to_chair=True,
    )
    return carry_on(terminal, operator, visit, plan, online=online)


def carry_on(terminal: Terminal, operator: Operator, visit: Visit, plan: Plan, *, online: bool) -> Visit:
    """Bring a visit to its end from wherever it stands: also one that a killed program left behind."""
    if visit.stage is Stage.ARRIVED:
        visit = treatment.start(terminal, operator, visit.id).visit
    if visit.stage is Stage.IN_TREATMENT:
        visit = _treated(terminal, operator, visit, plan)
    if visit.stage is Stage.TO_SETTLE:
        visit = settlement.freeze(terminal, operator, visit.id, online=online)
    if visit.stage is Stage.FROZEN:
        visit = _signed(terminal, operator, visit)
    return visit


def _treated(terminal: Terminal, operator: Operator, visit: Visit, plan: Plan) -> Visit:
    if not visit.lines:
        treatment.add_item(terminal, operator, visit.id, FILM, (plan.tooth,))
        if plan.with_filling:
            treatment.add_item(terminal, operator, visit.id, FILLING, (plan.tooth,))
    chart = treatment.open_chart(terminal, visit.id)
    for finding in chart.findings:
        with suppress(NothingToConfirmError):
            treatment.confirm(terminal, operator, visit.id, finding.key)
    return treatment.hand_to_desk(terminal, operator, visit.id).visit


def _signed(terminal: Terminal, operator: Operator, visit: Visit) -> Visit:
    if visit.consent is None:
        given = Signing(GUARDIAN, Relationship.MOTHER, signature(), 3_000, "zh")
        visit = signing.sign(terminal, operator, visit.id, visit.digest, given)
    payments.pay_exactly(terminal, operator, visit.id)
    return settlement.finish(terminal, operator, visit.id).visit


def signature() -> tuple[Stroke, ...]:
    """Return two strokes that are long enough for a signature, in the pad's units."""
    first = tuple(
        InkPoint(800 + 190 * n, round(1500 + 600 * sin(n * pi / 7)), 500, 12 * n) for n in range(30)
    )
    second = tuple(
        InkPoint(5200 + 160 * n, round(1400 - 500 * sin(n * pi / 9)), 500, 500 + 12 * n) for n in range(24)
    )
    return (first, second)


def left_open(terminal: Terminal) -> list[Visit]:
    """Return the visits of today that were begun and not finished."""
    with terminal.store.read() as uow:
        return uow.visits.on_day(terminal.clock.today(), OPEN_STAGES)


def count_done(terminal: Terminal) -> int:
    """Return how many visits of today are closed."""
    with terminal.store.read() as uow:
        return len(uow.visits.on_day(terminal.clock.today(), (Stage.DONE,)))
