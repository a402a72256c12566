"""A day's acts here and at the server, side by side: counts, digests, and every single difference."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from clinic_terminal.application.acts import ActState, QueueRow
from clinic_terminal.application.outcomes import PENDING, read_outcome
from clinic_terminal.application.ports import Decision, Statement, StatementRow
from clinic_terminal.domain.shanghai import shanghai_date

ON_THEIR_WAY: Final = (ActState.READY, ActState.SENDING)
"""The server may have such an act already, or not: its answer is still to come."""


_NOT_BOOKED: Final = (ActState.PARKED, ActState.WITHDRAWN)


class DifferenceKind(StrEnum):
    """How one act differs."""

    MISSING_THERE = "MISSING_THERE"
    """Its receipt is stored here, and the server knows nothing of it: it was restored from a backup."""
    MISSING_HERE = "MISSING_HERE"
    """The server booked it for this terminal, which knows nothing of it: its database was lost."""
    STATE = "STATE"
    AMOUNT = "AMOUNT"
    CONTENT = "CONTENT"
    """The same id stands for other content."""


class NextStep(StrEnum):
    """What to do about a difference."""

    OFFER_AGAIN = "OFFER_AGAIN"
    """The program sends it again under its id, which cannot book it twice; nobody need do anything."""
    WAIT = "WAIT"
    """The server's decision is on its way with the changes."""
    RETRY = "RETRY"
    """The server has it: tried again, the set-aside act gets its answer."""
    CALL = "CALL"
    """A person has to find out with the service manager."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a day: how many acts, the insurer's amount in fen, the digest over their ids."""

    count: int
    insurer_fen: int
    digest: str


@dataclass(frozen=True, slots=True)
class DayDifference:
    """One act that differs; what a side does not have is empty or None. Amounts are the insurer's, in fen."""

    act: str
    kind: DifferenceKind
    step: NextStep
    act_kind: str
    visit: str
    ours_state: str
    theirs_state: str
    ours_fen: int | None
    theirs_fen: int | None

    @property
    def awaits_decision(self) -> bool:
        """Whether the server decided what is still pending here."""
        return self.kind is DifferenceKind.STATE and self.ours_state == PENDING


@dataclass(frozen=True, slots=True)
class Unanswered:
    """An act that got no answer when it was offered again, or stands behind one; since which day."""

    act: str
    since: date


@dataclass(frozen=True, slots=True)
class DayComparison:
    """A day compared. ``waiting`` acts of it are not answered yet, ``elsewhere`` are of other terminals.

    ``offered``: acts that were missing at the server and were sent again since. ``unanswered``: those that
    got no answer, in the order in which they are to be tried again.
    """

    day: date
    compared_at: datetime
    ours: Side
    theirs: Side
    differences: tuple[DayDifference, ...] = ()
    waiting: int = 0
    elsewhere: int = 0
    offered: tuple[str, ...] = ()
    unanswered: tuple[Unanswered, ...] = ()

    @property
    def equal(self) -> bool:
        """Whether both sides say the same of every act that has its answer."""
        return not self.differences

    @property
    def is_empty(self) -> bool:
        """Whether neither side has anything of that day."""
        return not (self.ours.count or self.theirs.count or self.waiting)

    @property
    def missing_there(self) -> tuple[str, ...]:
        """The acts to be offered again, in the order in which they happened."""
        return tuple(one.act for one in self.differences if one.step is NextStep.OFFER_AGAIN)

    @property
    def offered_in_vain(self) -> frozenset[str]:
        """The acts that the server refused when they were offered again, or took and does not list."""
        return frozenset(
            one.act
            for one in self.differences
            if one.kind is DifferenceKind.MISSING_THERE and one.step is NextStep.CALL
        )

    def with_vain(self, acts: Collection[str]) -> "DayComparison":
        """Return the comparison where those acts that are still missing there are for a person."""
        return replace(
            self,
            differences=tuple(
                replace(one, step=NextStep.CALL)
                if one.act in acts and one.kind is DifferenceKind.MISSING_THERE
                else one
                for one in self.differences
            ),
        )

    def after(self, before: "DayComparison | None") -> "DayComparison":
        """Return the comparison as it follows the one before: what was waited for on an earlier day, calls.

        A decision comes with the changes within minutes, or it was missed and does not come again.
        """
        awaited = before.awaited_before(shanghai_date(self.compared_at)) if before else frozenset()
        missing = {one.act for one in self.differences if one.kind is DifferenceKind.MISSING_THERE}
        return replace(
            self,
            differences=tuple(
                replace(one, step=NextStep.CALL) if one.act in awaited and one.awaits_decision else one
                for one in self.differences
            ),
            unanswered=tuple(one for one in self.unanswered if one.act in missing),
        )

    @property
    def missed_decisions(self) -> frozenset[str]:
        """The acts whose decision was waited for in vain."""
        return frozenset(
            one.act for one in self.differences if one.awaits_decision and one.step is NextStep.CALL
        )

    def awaited_before(self, day: date) -> frozenset[str]:
        """Return the acts whose decision was already waited for before ``day``."""
        if shanghai_date(self.compared_at) >= day:
            return self.missed_decisions
        return frozenset(one.act for one in self.differences if one.awaits_decision)


@dataclass(frozen=True, slots=True)
class Kept:
    """What this terminal keeps of a day: its rows, oldest first, and decisions that came after receipts.

    ``former``: the ids that it had then, before it was enrolled again.
    """

    terminal: str
    rows: Sequence[QueueRow]
    decisions: dict[str, Decision]
    former: Collection[str] = ()


def compared(
    kept: Kept, statement: Statement, at: datetime, digest: Callable[[Iterable[str]], str]
) -> DayComparison:
    """Return how ``kept`` and the server's list differ; ``digest`` is the statement's rule over act ids."""
    known = {row.act.id for row in kept.rows}
    own = {"", kept.terminal, *kept.former}
    theirs = {row.act: row for row in statement.rows if row.terminal in own or row.act in known}
    # What was withdrawn here is nowhere; where the server has it all the same, a person must know.
    rows = [row for row in kept.rows if row.state is not ActState.WITHDRAWN or row.act.id in theirs]
    answered = [row for row in rows if row.state not in ON_THEIR_WAY]
    booked = [row for row in answered if row.state not in _NOT_BOOKED]
    differences = [_difference(row, theirs.get(row.act.id), kept) for row in rows]
    missing_here = [_only_there(row) for row in theirs.values() if row.act not in known]
    there = [row for row in theirs.values() if not _is_waited_for(row.act, kept)]
    return DayComparison(
        day=statement.day,
        compared_at=at,
        ours=_side([row.act.id for row in booked], [_ours_fen(row) for row in booked], digest),
        theirs=_side([row.act for row in there], [row.insurer_fen for row in there], digest),
        differences=(*(one for one in differences if one is not None), *missing_here),
        waiting=len(rows) - len(answered),
        elsewhere=len(statement.rows) - len(theirs),
    )


def _side(ids: list[str], amounts: list[int], digest: Callable[[Iterable[str]], str]) -> Side:
    return Side(len(ids), sum(amounts), digest(ids))


def _is_waited_for(act: str, kept: Kept) -> bool:
    return any(row.act.id == act and row.state in ON_THEIR_WAY for row in kept.rows)


def _difference(row: QueueRow, there: StatementRow | None, kept: Kept) -> DayDifference | None:
    if there is None:
        return _made(row, None, DifferenceKind.MISSING_THERE) if row.settled_at is not None else None
    if there.digest != row.act.digest:
        return _made(row, there, DifferenceKind.CONTENT)
    if row.state in ON_THEIR_WAY:
        return None
    said = _ours_state(row, kept)
    if said != there.state:
        return _made(row, there, DifferenceKind.STATE, said)
    differs = _ours_fen(row) != there.insurer_fen
    return _made(row, there, DifferenceKind.AMOUNT, said) if differs else None


def _made(row: QueueRow, there: StatementRow | None, kind: DifferenceKind, said: str = "") -> DayDifference:
    state = said or row.state.value
    return DayDifference(
        act=row.act.id,
        kind=kind,
        step=_step(kind, state),
        act_kind=row.act.kind.value,
        visit=row.act.visit,
        ours_state=state,
        theirs_state=there.state if there else "",
        ours_fen=_ours_fen(row),
        theirs_fen=there.insurer_fen if there else None,
    )


def _step(kind: DifferenceKind, ours_state: str) -> NextStep:
    if kind is DifferenceKind.MISSING_THERE:
        return NextStep.OFFER_AGAIN
    if kind is DifferenceKind.STATE and ours_state == PENDING:
        return NextStep.WAIT
    parked = ours_state == ActState.PARKED.value
    return NextStep.RETRY if kind is DifferenceKind.STATE and parked else NextStep.CALL


def _only_there(there: StatementRow) -> DayDifference:
    return DayDifference(
        act=there.act,
        kind=DifferenceKind.MISSING_HERE,
        step=NextStep.CALL,
        act_kind=there.kind,
        visit="",
        ours_state="",
        theirs_state=there.state,
        ours_fen=None,
        theirs_fen=there.insurer_fen,
    )


def _ours_state(row: QueueRow, kept: Kept) -> str:
    """Return the server's own word as it stands in the receipt, or in the decision that came later."""
    said = read_outcome(row.receipt)
    if said is None:
        return row.state.value
    decision = kept.decisions.get(row.act.id)
    if said.state == PENDING and decision is not None and decision.answer.state is not None:
        return decision.answer.state.value
    return said.state


def _ours_fen(row: QueueRow) -> int:
    """Return what the server booked by its receipt; without a readable one, what was reported.

    A later decision without figures of its own books what was reported.
    """
    said = read_outcome(row.receipt)
    if said is None or (row.decided and said.totals is None):
        return 0 if row.state in {ActState.REJECTED, ActState.WITHDRAWN} else row.act.amount_fen
    return said.totals.insurer_fen if said.totals else 0
