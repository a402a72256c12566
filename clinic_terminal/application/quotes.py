"""Quotes: what a treatment would cost now, kept, held against the insurer's split, and made into a bill."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Final

from clinic_terminal.application.acts import AuditRow
from clinic_terminal.application.data_consent import with_latest
from clinic_terminal.application.failures import (
    CentralRefusedError,
    CentralSessionError,
    CentralUnreachableError,
    EmptyBillError,
    PaperFailedError,
    QuoteOfAnotherError,
    QuotePaperFailedError,
)
from clinic_terminal.application.line_groups import Added
from clinic_terminal.application.paper_orders import PaperLanguage
from clinic_terminal.application.ports import Operator, QuoteQuery
from clinic_terminal.application.settlement import bill_line
from clinic_terminal.application.store_ports import UnitOfWork
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.application.treatment import Chart, chart_of
from clinic_terminal.domain.line_groups import Wanted, with_lines
from clinic_terminal.domain.quote import Quote
from clinic_terminal.domain.quote_changes import Change, Present, changes_since
from clinic_terminal.domain.quote_check import compared
from clinic_terminal.domain.references import first_reference
from clinic_terminal.domain.visit import Stage, Visit, require

_SAME_PRESS: Final = timedelta(minutes=1)
"""Within it a second press for the same bill shows the quote that was made by the first."""

WITHHELD: Final = "DATA_WITHHELD"
"""The code of a quote that nobody is asked about, for the family's sake."""

_NOBODY: Final = ""
"""What the terminal does by itself stands in the audit log under no operator."""


@dataclass(frozen=True, slots=True)
class BilledQuote:
    """A quote whose lines were put on a bill, and where that bill is not what was quoted."""

    quote: Quote
    added: Added
    changes: tuple[Change, ...]

    @property
    def visit(self) -> Visit:
        """The visit with the lines."""
        return self.added.chart.visit


def make_quote(terminal: Terminal, operator: Operator, visit_id: str) -> Quote:
    """Keep what the bill of a visit would cost now; the visit stays as it is.

    A second press within a minute gives the same quote. Raises EmptyBillError, BillNotSplittableError,
    NoSnapshotError, VisitUnknownError, StoreFailedError.
    """
    quote_id = terminal.ids.new()
    with terminal.store.begin() as uow:
        chart = chart_of(terminal, uow, uow.visits.get(visit_id))
        if not chart.visit.lines:
            raise EmptyBillError
        quote = _quote(terminal, operator, chart, quote_id)
        last = next(iter(uow.quotes.of_chain(quote.chain, most=1)), None)
        if last and last.says_the_same(quote) and quote.made_at - last.made_at <= _SAME_PRESS:
            return last
        uow.quotes.put(quote)
        terminal.audit(uow, operator, "make_quote", quote.id, visit=visit_id, lines=len(quote.lines))
        return quote


def ask_central(terminal: Terminal, quote_id: str) -> Quote:
    """Have the insurer split a quote and keep its answer, or why there is none; it never changes our own.

    A quote keeps its first answer, and one of another day is asked about no more. Where the family refused
    that the child's data leave this computer, nothing is asked. Raises QuoteUnknownError, StoreFailedError.
    """
    with terminal.store.read() as uow:
        quote = uow.quotes.get(quote_id)
        withheld = with_latest(uow, uow.visits.get(quote.visit)).is_withheld
    if quote.answer is not None or quote.day != terminal.clock.today():
        return quote
    asked = replace(quote, unanswered=WITHHELD) if withheld else _asked(terminal, quote)
    with terminal.store.begin() as uow:
        if (stored := uow.quotes.get(quote_id)).answer is not None:
            return stored
        uow.quotes.put(asked)
        uow.audit.add(AuditRow(terminal.clock.now(), _NOBODY, "ask_quote", quote_id, _outcome(asked)))
    return asked


def _asked(terminal: Terminal, quote: Quote) -> Quote:
    try:
        return replace(quote, answer=terminal.central.quote(_query(quote)), unanswered="")
    except (CentralUnreachableError, CentralSessionError) as error:
        return replace(quote, unanswered=f"{error.code}.{error.cause}")
    except CentralRefusedError as error:
        return replace(quote, unanswered=f"{error.code}.{error.answer_code}")


def quotes_of(terminal: Terminal, visit: Visit) -> tuple[Quote, ...]:
    """Return the quotes of the child under the policy of ``visit``, the newest first."""
    with terminal.store.read() as uow:
        return tuple(uow.quotes.of_chain(visit.chain))


def changes_now(terminal: Terminal, visit_id: str, quote_id: str) -> tuple[Change, ...]:
    """Return what would differ if a quote became the bill of a visit now, without doing it.

    Raises QuoteUnknownError, QuoteOfAnotherError, VisitUnknownError, VisitStateError, NoSnapshotError,
    BillNotSplittableError.
    """
    with terminal.store.read() as uow:
        quote, visit = _pair(uow, visit_id, quote_id)
        chart = chart_of(terminal, uow, visit)
        taken = with_lines(visit, chart.catalogue, _wanted(quote, visit))
        return changes_since(quote, _present(replace(chart, visit=taken.visit)))


def bill_from_quote(terminal: Terminal, operator: Operator, visit_id: str, quote_id: str) -> BilledQuote:
    """Put the lines of a quote on an open bill at the prices of the visit's day, and say what differs.

    A quote is good for its moment only: neither its prices nor its discount are taken over. A line that
    stands on the bill already is not put there twice; one that is no longer offered, or does not fit, is
    left out. Raises QuoteUnknownError, QuoteOfAnotherError, VisitUnknownError, VisitStateError,
    NoSnapshotError, BillNotSplittableError, StoreFailedError.
    """
    with terminal.store.begin() as uow:
        quote, visit = _pair(uow, visit_id, quote_id)
        catalogue = terminal.catalogue_on(uow, visit.day)
        group = with_lines(visit, catalogue, _wanted(quote, visit))
        stored = uow.visits.put(group.visit) if group.added else visit
        for line in group.added:
            uow.habits.count(operator.id, line.item, terminal.clock.now())
        chart = chart_of(terminal, uow, stored)
        changes = changes_since(quote, _present(chart))
        terminal.audit(
            uow,
            operator,
            "bill_from_quote",
            visit_id,
            quote=quote_id,
            lines=len(group.added),
            changes=len(changes),
        )
        return BilledQuote(quote, Added(chart, len(group.added), group.left_out), changes)


def print_quote(terminal: Terminal, operator: Operator, quote_id: str, language: PaperLanguage) -> Path:
    """Write a quote as paper and return where it is; raises QuoteUnknownError, QuotePaperFailedError."""
    with terminal.store.begin() as uow:
        quote = uow.quotes.get(quote_id)
        terminal.audit(uow, operator, "print_quote", quote_id, language=language)
    try:
        return terminal.papers.produce_quote(quote, language)
    except PaperFailedError as error:
        raise QuotePaperFailedError(error.cause) from error


def _quote(terminal: Terminal, operator: Operator, chart: Chart, quote_id: str) -> Quote:
    visit, snapshot = chart.visit, chart.snapshot
    return Quote(
        id=quote_id,
        visit=visit.id,
        clinic=chart.clinic,
        day=visit.day,
        person=visit.person,
        policy=visit.policy,
        plan=visit.plan,
        plan_name=snapshot.plan_name,
        booking_ref=first_reference(visit.booking_ref, snapshot.booking_ref),
        lines=tuple(bill_line(chart.catalogue, line) for line in visit.lines),
        discount_fen=visit.discount_fen,
        self_pay=visit.self_pay,
        result=chart.estimate(),
        snapshot_version=snapshot.version,
        as_of=snapshot.as_of,
        made_at=terminal.clock.now(),
        made_by=operator.name,
    )


def _query(quote: Quote) -> QuoteQuery:
    return QuoteQuery(
        member=quote.person.member,
        policy=quote.policy,
        day=quote.day,
        lines=tuple((line.item, line.unit_fen, line.qty, line.discount_fen) for line in quote.lines),
        booking_ref=quote.booking_ref,
        self_pay=quote.self_pay,
        discount_fen=quote.discount_fen,
    )


def _outcome(quote: Quote) -> dict[str, object]:
    found = compared(quote)
    if found is None:
        return {"unanswered": quote.unanswered}
    return {
        "differences": len(found.differences),
        "unexplained": len(found.gaps),
        "same_status": found.same_status,
    }


def _pair(uow: UnitOfWork, visit_id: str, quote_id: str) -> tuple[Quote, Visit]:
    quote, visit = uow.quotes.get(quote_id), uow.visits.get(visit_id)
    if quote.chain != visit.chain:
        raise QuoteOfAnotherError
    require(visit, "bill_from_quote", Stage.ARRIVED, Stage.IN_TREATMENT, Stage.TO_SETTLE)
    return quote, visit


def _wanted(quote: Quote, visit: Visit) -> Sequence[Wanted]:
    """Return the lines of a quote that do not stand on the bill yet."""
    there = {(line.item, line.teeth) for line in visit.lines}
    return [
        Wanted(line.item, line.teeth, line.surfaces)
        for line in quote.lines
        if (line.item, line.teeth) not in there
    ]


def _present(chart: Chart) -> Present:
    visit = chart.visit
    return Present(
        visit.day,
        tuple(bill_line(chart.catalogue, line) for line in visit.lines),
        visit.discount_fen,
        visit.self_pay,
        chart.estimate(),
        chart.snapshot.version,
    )
