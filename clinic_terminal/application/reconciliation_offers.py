"""What a server that was set back lost, offered to it again: no bad act keeps the others from it.

An act without an answer holds up its own chain alone, and comes after all others the next time. On the second
day without an answer it is for a person, and is offered once a day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from clinic_terminal.application.acts import Answer, AnswerClass, AuditRow, QueueRow
from clinic_terminal.application.day_comparison import DayComparison, Unanswered
from clinic_terminal.application.lost_bytes import DAMAGED, whole_row
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.domain.shanghai import shanghai_date

UNANSWERED: Final = 3
"""After so many acts in a row without an answer the line is down, and the others are left for later."""

_PROGRAM: Final = ""
"""The operator of what the program does by itself."""

_NO_ANSWER: Final = (AnswerClass.TRANSIENT, AnswerClass.SESSION)


@dataclass(slots=True)
class Offers:
    """What came of it: the answers by act, and what is without one, the longest untried first.

    ``given_up`` got none on an earlier day either, or stands in its chain behind one that did not.
    """

    answers: dict[str, Answer] = field(default_factory=dict)
    unanswered: tuple[Unanswered, ...] = ()
    given_up: frozenset[str] = frozenset()

    @property
    def in_vain(self) -> frozenset[str]:
        """The acts that are for a person if the server still does not list them."""
        return self.given_up.union(self.answers)

    @property
    def booked(self) -> tuple[str, ...]:
        """The acts that the server took."""
        return tuple(act for act, answer in self.answers.items() if answer.state is not None)


def offer_again(terminal: Terminal, comparison: DayComparison) -> Offers:
    """Send once more what is missing there, each chain in its order; raises StoreFailedError."""
    rows = _in_order(_rows(terminal, comparison.missing_there), comparison.unanswered)
    offers, today = Offers(), shanghai_date(comparison.compared_at)
    since = {one.act: one.since for one in comparison.unanswered}
    held: dict[str, date] = {}
    tried: list[Unanswered] = []
    in_a_row = 0
    for row in rows:
        chain = row.act.chain
        if chain not in held:
            if in_a_row >= UNANSWERED:
                continue
            answer = _put(terminal, row)
            if answer.answer_class is AnswerClass.SESSION:
                break
            if answer.answer_class is not AnswerClass.TRANSIENT:
                in_a_row = 0
                offers.answers[row.act.id] = answer
                continue
            in_a_row += 1
            held[chain] = since.get(row.act.id, today)
        tried.append(Unanswered(row.act.id, held[chain]))
    offers.given_up = frozenset(one.act for one in tried if one.since < today)
    done = {one.act for one in tried}.union(offers.answers)
    offers.unanswered = (*(one for one in comparison.unanswered if one.act not in done), *tried)
    return offers


def _rows(terminal: Terminal, acts: Sequence[str]) -> list[QueueRow]:
    with terminal.store.read() as uow:
        return uow.act_list.of_ids(tuple(acts))


def _in_order(rows: Sequence[QueueRow], last: Iterable[Unanswered]) -> list[QueueRow]:
    """Return the rows with the chains last that got no answer before, the longest untried of them first."""
    chains = {row.act.id: row.act.chain for row in rows}
    places: dict[str, int] = {}
    for one in last:
        if one.act in chains:
            places.setdefault(chains[one.act], len(places) + 1)
    return sorted(rows, key=lambda row: places.get(row.act.chain, 0))


def _put(terminal: Terminal, row: QueueRow) -> Answer:
    """Send an act, and note an answer to it; one whose bytes cannot be read is not sent."""
    whole = whole_row(terminal.store, row.act.id)
    answer = DAMAGED if whole is None else terminal.central.put_act(whole.act)
    if answer.answer_class not in _NO_ANSWER:
        _note(terminal, row.act.id, answer)
    return answer


def _note(terminal: Terminal, act_id: str, answer: Answer) -> None:
    with terminal.store.begin() as uow:
        facts = {"state": answer.state.value if answer.state else "", "code": answer.code}
        uow.audit.add(AuditRow(terminal.clock.now(), _PROGRAM, "offered_again", act_id, facts))
        if answer.state is not None and answer.snapshot_version is not None:
            # The version of the first answer may stand for something else by now.
            uow.statements.booked_anew(act_id, answer.snapshot_version)
