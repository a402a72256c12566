"""E-invoices on the real store: written down once, found again, taken back by a red-letter invoice."""

from datetime import timedelta
from typing import Any

import pytest

from clinic_terminal.application.invoice_failures import InvoiceKnownError, InvoiceUnknownError
from clinic_terminal.application.invoices import (
    Noted,
    Wanted,
    find_invoices,
    invoices_of,
    note_invoice,
    reverse_invoice,
)
from clinic_terminal.domain.errors import VisitStateError
from clinic_terminal.domain.invoice import InvoiceError, InvoiceStatus
from clinic_terminal.domain.visit import Visit
from tests.application.people import audited, to_settle
from tests.build import TODAY, snapshot
from tests.closing import closed
from tests.terminal import CLERK, Bench

NUMBER, OTHER, RED = "26312000000123456789", "26312000000199996789", "26312000000223456780"


def _visit(bench: Bench) -> Visit:
    with bench.store.begin() as uow:
        uow.snapshots.put(snapshot(), "signed")
    return closed(bench.terminal, CLERK, snapshot())


def _noted(**changed: Any) -> Noted:  # noqa: ANN401  fields of an invoice
    return Noted(**{"number": NUMBER, "day": TODAY, "fen": 35_000, "buyer": "练习家长", **changed})


def test_an_invoice_is_written_down_for_its_visit(bench: Bench) -> None:
    visit = _visit(bench)
    kept = note_invoice(bench.terminal, CLERK, visit.id, _noted(number="2631 2000 0001 2345 6789"))
    assert (kept.number, kept.visit, kept.operator) == (NUMBER, visit.id, CLERK.name)
    assert invoices_of(bench.terminal, visit.id) == [kept]
    assert audited(bench)[-1] == (
        CLERK.id, "note_invoice", {"number": NUMBER, "fen": 35_000, "day": "2026-05-21"},
    )  # fmt: skip


def test_a_number_is_written_down_once_whichever_visit_it_is_for(bench: Bench) -> None:
    first, second = _visit(bench), _visit(bench)
    note_invoice(bench.terminal, CLERK, first.id, _noted())
    for visit in (first, second):
        with pytest.raises(InvoiceKnownError):
            note_invoice(bench.terminal, CLERK, visit.id, _noted())
    reverse_invoice(bench.terminal, CLERK, NUMBER, RED, TODAY)
    with pytest.raises(InvoiceKnownError):
        note_invoice(bench.terminal, CLERK, second.id, _noted(number=RED))
    assert invoices_of(bench.terminal, second.id) == []


def test_an_open_visit_and_a_wrong_number_are_refused(bench: Bench) -> None:
    with pytest.raises(VisitStateError):
        note_invoice(bench.terminal, CLERK, to_settle(bench), _noted())
    with pytest.raises(InvoiceError):
        note_invoice(bench.terminal, CLERK, _visit(bench).id, _noted(number="1"))


def test_an_invoice_is_found_by_date_amount_and_the_end_of_its_number(bench: Bench) -> None:
    visit = _visit(bench)
    note_invoice(bench.terminal, CLERK, visit.id, _noted())
    note_invoice(
        bench.terminal, CLERK, visit.id, _noted(number=OTHER, fen=100, day=TODAY - timedelta(days=1))
    )

    def numbers(*wanted: Wanted) -> list[str]:
        return [found.invoice.number for found in find_invoices(bench.terminal, wanted)]

    assert numbers(Wanted(day=TODAY)) == [NUMBER]
    assert numbers(Wanted(fen=100)) == [OTHER]
    assert numbers(Wanted(ending="6789")) == [NUMBER, OTHER]
    assert numbers(Wanted(ending=NUMBER)) == [NUMBER]
    assert numbers(Wanted(fen=100), Wanted(ending="6789")) == [NUMBER, OTHER]
    assert numbers(Wanted(day=TODAY, fen=100)) == []
    assert numbers() == []
    (found,) = find_invoices(bench.terminal, (Wanted(fen=100),))
    assert found.visit.id == visit.id


def test_a_red_letter_invoice_is_kept_beside_the_one_it_takes_back(bench: Bench) -> None:
    visit = _visit(bench)
    note_invoice(bench.terminal, CLERK, visit.id, _noted())
    with pytest.raises(InvoiceUnknownError):
        reverse_invoice(bench.terminal, CLERK, OTHER, RED, TODAY)
    reverse_invoice(bench.terminal, CLERK, NUMBER, RED, TODAY)
    (kept,) = invoices_of(bench.terminal, visit.id)
    assert (kept.status, kept.red_number, kept.red_day) == (InvoiceStatus.REVERSED, RED, TODAY)
    note_invoice(bench.terminal, CLERK, visit.id, _noted(number=OTHER))
    with pytest.raises(InvoiceKnownError):
        reverse_invoice(bench.terminal, CLERK, OTHER, RED, TODAY)
    assert audited(bench)[-2][1] == "reverse_invoice"
