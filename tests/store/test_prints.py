"""Printings on the file: kept when they begin, again when they end, found by their visit."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given

from clinic_terminal.application.paper_orders import Copy, PaperKind, PaperSize
from clinic_terminal.application.print_records import PrintOutcome, PrintRecord
from clinic_terminal.application.printer_address import PrinterAddress, Way
from clinic_terminal.store.prints import PRINT
from clinic_terminal.store.store import SqlStore
from tests.build import NOW
from tests.store import shapes

FIRST = PrintRecord(
    "P-1", "V-1", PaperKind.BILL, PaperSize.A4, "zh", Copy.FAMILY, 1, 2, NOW, "王敏",
    PrinterAddress(Way.NETWORK, "10.0.0.5:9100", quiet=True),
)  # fmt: skip


@given(shapes.values(PrintRecord))
def test_any_printing_comes_back_equal(one: PrintRecord) -> None:
    assert PRINT.load(PRINT.dump(one)) == one


def test_the_outcome_takes_its_place_in_the_printing(store: SqlStore) -> None:
    ended = replace(FIRST, outcome=PrintOutcome.MAYBE, code="OUT_OF_PAPER", digest="d" * 64)
    for one in (FIRST, ended):
        with store.begin() as work:
            work.prints.put(one)
    with store.read() as work:
        assert work.prints.of("V-1") == [ended]


def test_printings_come_latest_first_and_of_their_visit_only(store: SqlStore) -> None:
    later = replace(FIRST, id="P-2", at=NOW + timedelta(minutes=1))
    other = replace(FIRST, id="P-3", subject="V-2")
    with store.begin() as work:
        for one in (FIRST, later, other):
            work.prints.put(one)
    with store.read() as work:
        assert work.prints.of("V-1") == [later, FIRST]
        assert work.prints.of("nobody") == []
