"""Reconciliation by digest, day by day: never by choosing a side (reliability.md, rule 14).

What the server lost is offered to it again under its first id, which can book nothing twice. What this
terminal lost is listed with what the server has of it. Everything else is for a person.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Final

from clinic_terminal.application import reconciliation_days, reconciliation_terminals
from clinic_terminal.application.changes_anew import fetch_anew
from clinic_terminal.application.day_comparison import DayComparison, Kept, NextStep, compared
from clinic_terminal.application.follow_up_record import Matter, open_record, statement_subject
from clinic_terminal.application.ports import Operator, Statement
from clinic_terminal.application.reconciliation_offers import offer_again
from clinic_terminal.application.store_ports import UnitOfWork
from clinic_terminal.application.terminal import Terminal, enrolment_of
from clinic_terminal.domain.shanghai import SHANGHAI, shanghai_date

DAYS_BACK: Final = reconciliation_days.DAYS_BACK


def days(terminal: Terminal, most: int = DAYS_BACK) -> tuple[DayComparison, ...]:
    """Return the days that were compared, the newest first."""
    with terminal.store.read() as uow:
        return tuple(uow.statements.latest(most))


def reconcile(terminal: Terminal, operator: Operator, day: date) -> DayComparison:
    """Compare a day now because a person asks for it.

    Raises CentralUnreachableError, CentralSessionError, CentralRefusedError, NotEnrolledError,
    StoreFailedError; what was compared before then stands.
    """
    with terminal.store.begin() as uow:
        terminal.audit(uow, operator, "reconcile", day.isoformat())
    return compare_day(terminal, day, asked=True)


def compare_day(terminal: Terminal, day: date, *, asked: bool = False) -> DayComparison:
    """Compare a day, offer again what the server lost, keep what came of it, and a follow-up for the rest.

    What was offered in vain is for a person, and is offered again the next day, or where one ``asked``.
    Raises as `reconcile`.
    """
    with terminal.store.read() as uow:
        before = uow.statements.get(day)
    vain = frozenset() if asked else _offered_in_vain_today(terminal, before)
    first = _compared(terminal, terminal.central.statement(day)).with_vain(vain)
    comparison = _kept(terminal, replace(first, unanswered=before.unanswered if before else ()))
    if not comparison.missing_there:
        return comparison
    offers = offer_again(terminal, comparison)
    if offers.unanswered:
        # Whatever becomes of the second list: what got no answer comes last, and counts its days.
        _kept(terminal, replace(comparison, unanswered=offers.unanswered))
    after = _compared(terminal, terminal.central.statement(day)).with_vain(vain | offers.in_vain)
    return _kept(terminal, replace(after, offered=offers.booked, unanswered=offers.unanswered))


def _offered_in_vain_today(terminal: Terminal, known: DayComparison | None) -> frozenset[str]:
    if known is None or shanghai_date(known.compared_at) != terminal.clock.today():
        return frozenset()
    return known.offered_in_vain


def _compared(terminal: Terminal, statement: Statement) -> DayComparison:
    start = datetime.combine(statement.day, time(), SHANGHAI)
    with terminal.store.read() as uow:
        rows = uow.statements.acts_between(start, start + timedelta(days=1))
        decisions = {row.act.id: uow.decisions.get(row.act.id) for row in rows}
        kept = Kept(
            enrolment_of(uow).terminal,
            rows,
            {act: decision for act, decision in decisions.items() if decision is not None},
            reconciliation_terminals.former(uow, statement.day),
        )
    # The server's time where it told it: a clock that is days ahead here must not make a day count as over.
    at = statement.server_time or terminal.clock.now()
    return compared(kept, statement, at, lambda ids: _digest(terminal, ids))


def _digest(terminal: Terminal, ids: Iterable[str]) -> str:
    """Return the digest over act ids by the statement's rule: SHA-256 of the sorted list's RFC 8785 form."""
    return sha256(terminal.canonical(sorted(ids))).hexdigest()


def _kept(terminal: Terminal, comparison: DayComparison) -> DayComparison:
    with terminal.store.begin() as uow:
        before = uow.statements.get(comparison.day)
        comparison = comparison.after(before)
        uow.statements.put(comparison)
        reconciliation_days.go_on(uow, comparison, before, terminal.clock.today())
        _follow_up(uow, comparison)
        if before is not None and comparison.missed_decisions - before.missed_decisions:
            fetch_anew(uow)
    return comparison


def _follow_up(uow: UnitOfWork, comparison: DayComparison) -> None:
    """Open a follow-up for every difference that a person has to look at."""
    day = comparison.day
    for one in comparison.differences:
        if one.step not in {NextStep.CALL, NextStep.RETRY}:
            continue
        states = {"ours_state": one.ours_state, "theirs_state": one.theirs_state}
        facts = {
            "day": day.isoformat(),
            "act": one.act,
            "kind": one.kind.value,
            "ours_fen": _text(one.ours_fen),
            "theirs_fen": _text(one.theirs_fen),
        } | (states if one.awaits_decision else {})
        open_record(uow, statement_subject(day, one.act), Matter.STATEMENT, comparison.compared_at, facts)


def _text(fen: int | None) -> str:
    return "" if fen is None else str(fen)
