"""Reconciliation by digest, day by day: never by choosing a side (reliability.md, rule 14).

What the server lost is offered to it again under its first id, which can book nothing twice. What this
terminal lost is listed with what the server has of it. Everything else is for a person.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Final

from clinic_terminal.application import reconciliation_days, reconciliation_terminals
from clinic_terminal.application.acts import Answer, AnswerClass, AuditRow
from clinic_terminal.application.day_comparison import DayComparison, Kept, NextStep, compared
from clinic_terminal.application.follow_up_record import Matter, open_record, statement_subject
from clinic_terminal.application.ports import Operator, Statement
from clinic_terminal.application.store_ports import UnitOfWork
from clinic_terminal.application.terminal import Terminal, enrolment_of
from clinic_terminal.domain.shanghai import SHANGHAI, shanghai_date

DAYS_BACK: Final = reconciliation_days.DAYS_BACK

PROGRAM: Final = ""
"""The operator of what the program does by itself."""

UNANSWERED: Final = 3
"""After so many acts in a row without an answer the line is down, and the others are left for later."""


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
    vain = frozenset() if asked else _offered_in_vain_today(terminal, day)
    comparison = _kept(terminal, _compared(terminal, terminal.central.statement(day)).with_vain(vain))
    if not comparison.missing_there:
        return comparison
    answers = _offered_again(terminal, comparison.missing_there)
    after = _compared(terminal, terminal.central.statement(day))
    offered = tuple(act for act, answer in answers.items() if answer.state is not None)
    return _kept(terminal, replace(after.with_vain(vain.union(answers)), offered=offered))


def _offered_in_vain_today(terminal: Terminal, day: date) -> frozenset[str]:
    with terminal.store.read() as uow:
        known = uow.statements.get(day)
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


def _offered_again(terminal: Terminal, acts: Collection[str]) -> dict[str, Answer]:
    """Send what the server lost once more, in order; return what it said to each act that it answered.

    An act without an answer holds up its own chain alone.
    """
    answers: dict[str, Answer] = {}
    waiting: set[str] = set()
    unanswered = 0
    for act_id in acts:
        with terminal.store.read() as uow:
            row = uow.queue.get(act_id)
        if row is None or row.act.chain in waiting:
            continue
        answer = terminal.central.put_act(row.act)
        if answer.answer_class is AnswerClass.TRANSIENT and unanswered + 1 < UNANSWERED:
            waiting.add(row.act.chain)
            unanswered += 1
            continue
        if answer.answer_class in {AnswerClass.TRANSIENT, AnswerClass.SESSION}:
            break
        unanswered = 0
        answers[act_id] = answer
        _note_offered(terminal, act_id, answer)
    return answers


def _note_offered(terminal: Terminal, act_id: str, answer: Answer) -> None:
    with terminal.store.begin() as uow:
        facts = {"state": answer.state.value if answer.state else "", "code": answer.code}
        uow.audit.add(AuditRow(terminal.clock.now(), PROGRAM, "offered_again", act_id, facts))
        if answer.state is not None and answer.snapshot_version is not None:
            # The version of the first answer may stand for something else by now.
            uow.statements.booked_anew(act_id, answer.snapshot_version)


def _kept(terminal: Terminal, comparison: DayComparison) -> DayComparison:
    with terminal.store.begin() as uow:
        before = uow.statements.get(comparison.day)
        uow.statements.put(comparison)
        reconciliation_days.go_on(uow, comparison, before, terminal.clock.today())
        _follow_up(uow, comparison)
    return comparison


def _follow_up(uow: UnitOfWork, comparison: DayComparison) -> None:
    """Open a follow-up for every difference that a person has to look at."""
    day = comparison.day
    for one in comparison.differences:
        if one.step not in {NextStep.CALL, NextStep.RETRY}:
            continue
        facts = {
            "day": day.isoformat(),
            "act": one.act,
            "kind": one.kind.value,
            "ours_fen": _text(one.ours_fen),
            "theirs_fen": _text(one.theirs_fen),
        }
        open_record(uow, statement_subject(day, one.act), Matter.STATEMENT, comparison.compared_at, facts)


def _text(fen: int | None) -> str:
    return "" if fen is None else str(fen)
