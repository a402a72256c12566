"""Invoices and receipt numbers on the file."""

import pytest
from hypothesis import given

from clinic_terminal.application.invoice_failures import InvoiceKnownError, InvoiceUnknownError
from clinic_terminal.domain.invoice import Invoice
from clinic_terminal.store import values
from clinic_terminal.store.store import SqlStore
from tests.build import NOW, TODAY
from tests.store import shapes

INVOICE = Invoice("26312000000123456789", "V-1", TODAY, 35_000, "林悦", "王敏", NOW)


@given(shapes.values(Invoice))
def test_any_invoice_comes_back_equal(one: Invoice) -> None:
    assert values.INVOICE.load(values.INVOICE.dump(one)) == one


def test_an_invoice_that_is_not_there_is_not_changed(store: SqlStore) -> None:
    with store.begin() as work, pytest.raises(InvoiceUnknownError):
        work.invoices.put(INVOICE)


def test_a_known_number_leaves_the_transaction_usable(store: SqlStore) -> None:
    with store.begin() as work:
        work.invoices.add(INVOICE)
        with pytest.raises(InvoiceKnownError):
            work.invoices.add(INVOICE)
        assert work.invoices.get(INVOICE.number) == INVOICE
        assert work.invoices.get("") is None


class UndoneError(Exception):
    """The step after the number fails."""


def _given_out_and_undone(store: SqlStore) -> None:
    with store.begin() as work:
        assert work.receipts.next(TODAY, "T-1", "V-2") == "260521-T1-0002"
        raise UndoneError


def test_receipt_numbers_are_given_out_once_and_none_is_lost_by_an_undone_step(store: SqlStore) -> None:
    with store.begin() as work:
        assert work.receipts.next(TODAY, "T-1", "V-1") == "260521-T1-0001"
    with pytest.raises(UndoneError):
        _given_out_and_undone(store)
    with store.begin() as work:
        assert work.receipts.next(TODAY, "T-1", "V-3") == "260521-T1-0002"
        assert work.receipts.visit_of("260521-T1-0002") == "V-3"
