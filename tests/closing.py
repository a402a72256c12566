"""Visits that are closed by the verbs of settlement, without the steps before them."""

from clinic_terminal.application import settlement, signing
from clinic_terminal.application.papers import Finished
from clinic_terminal.application.payments import pay_exactly
from clinic_terminal.application.ports import Operator
from clinic_terminal.application.signing import Signing
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.domain.consent import Relationship
from clinic_terminal.domain.eligibility import Snapshot
from clinic_terminal.domain.visit import Stage, Visit, VisitLine
from tests.build import TODAY, ink

FILLING_LINE = VisitLine("BS07", ("55",), 70_000, 1)
FILM_LINE = VisitLine("PV07", ("55",), 6_000, 1)
GAS_LINE = VisitLine("NC01", (), 50_000, 1)


def to_settle(
    terminal: Terminal,
    facts: Snapshot,
    lines: tuple[VisitLine, ...] = (FILM_LINE, FILLING_LINE),
    **more: object,
) -> Visit:
    """Return a stored visit of the child of ``facts``, ready to be settled; keywords are its fields."""
    fields: dict[str, object] = {
        "id": terminal.ids.new(),
        "stage": Stage.TO_SETTLE,
        "day": TODAY,
        "person": facts.person,
        "policy": facts.policy,
        "plan": facts.plan,
        "lines": lines,
        "repeats_confirmed": True,
    }
    with terminal.store.begin() as uow:
        return uow.visits.put(Visit(**{**fields, **more}))  # type: ignore[arg-type]  # keywords of a test


def closed(
    terminal: Terminal,
    operator: Operator,
    facts: Snapshot,
    lines: tuple[VisitLine, ...] = (FILM_LINE, FILLING_LINE),
    **more: object,
) -> Visit:
    """Return a visit that was signed and finished; keywords are its fields, ``online`` where it was split."""
    online = bool(more.pop("online", True))
    visit = to_settle(terminal, facts, lines, **more)
    frozen = settlement.freeze(terminal, operator, visit.id, online=online)
    given = Signing("测试家长", Relationship.MOTHER, ink(), 3_000, "zh")
    signing.sign(terminal, operator, visit.id, frozen.digest, given)
    return finish(terminal, operator, visit.id).visit


def finish(terminal: Terminal, operator: Operator, visit_id: str) -> Finished:
    """Have the family pay in cash what is still due, and finish."""
    pay_exactly(terminal, operator, visit_id)
    return settlement.finish(terminal, operator, visit_id)
