"""Printers are named exactly, chosen for each paper, kept, and what cannot be read again is a PDF."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_terminal.application import printer_choices as verbs
from clinic_terminal.application.paper_orders import SIZES, Copy, PaperKind, PaperSize
from clinic_terminal.application.printer_address import (
    PDF,
    PrinterAddress,
    Way,
    checked_address,
    kept_address,
)
from clinic_terminal.application.printer_choices import AutoPaper, KindChoice
from clinic_terminal.application.printing_failures import PrinterAddressError, WrongPrinterError
from tests.application.people import audited
from tests.fakes.printers import OFFICE, SLIP
from tests.terminal import CLERK, Bench, make_bench


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = make_bench(tmp_path)
    yield made
    made.store.close()


@pytest.mark.parametrize(
    ("way", "typed", "where"),
    [
        (Way.NETWORK, "192.168.1.50", "192.168.1.50:9100"),
        (Way.NETWORK, " 192.168.1.50:6101 ", "192.168.1.50:6101"),
        (Way.NETWORK, "Slip-1.clinic.local", "slip-1.clinic.local:9100"),
        (Way.USB, "04B8:0E15", "04b8:0e15"),
        (Way.USB, "0x04b8 0x0e15", "04b8:0e15"),
        (Way.FILE, "/dev/usb/lp0", "/dev/usb/lp0"),
        (Way.FILE, "LPT1", "LPT1"),
        (Way.FILE, r"\\.\USB001", r"\\.\USB001"),
        (Way.SYSTEM, "前台 HP", "前台 HP"),
        (Way.PDF, "anything", ""),
    ],
)
def test_an_address_has_one_form(way: Way, typed: str, where: str) -> None:
    assert checked_address(way, typed).where == where


@pytest.mark.parametrize(
    ("way", "typed"),
    [
        (Way.NETWORK, ""),
        (Way.NETWORK, "192.168.1"),
        (Way.NETWORK, "192.168.1.256"),
        (Way.NETWORK, "192.168.1.50:0"),
        (Way.NETWORK, "192.168.1.50:70000"),
        (Way.NETWORK, "192.168.1.50:"),
        (Way.NETWORK, "192.168.1.50:٣"),
        (Way.NETWORK, "http://192.168.1.50"),
        (Way.NETWORK, "-slip"),
        (Way.NETWORK, "::1"),
        (Way.USB, "04b8"),
        (Way.USB, "04b8:0e1g"),
        (Way.FILE, "lp0"),
        (Way.FILE, "COM0"),
        (Way.SYSTEM, ""),
        (Way.SYSTEM, "a\nb"),
        (Way.SYSTEM, "x" * 201),
    ],
)
def test_what_is_no_address_is_refused_by_its_kind(way: Way, typed: str) -> None:
    with pytest.raises(PrinterAddressError) as caught:
        checked_address(way, typed)
    assert caught.value.cause == way


@pytest.mark.parametrize(
    "address",
    [PDF, OFFICE, SLIP, PrinterAddress(Way.SYSTEM, "a|b"), PrinterAddress(Way.USB, "04b8:0e15", quiet=True)],
)
def test_a_kept_address_is_read_back(address: PrinterAddress) -> None:
    assert kept_address(address.text) == address


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading(text: str) -> None:
    found = kept_address(text)
    assert kept_address(found.text) == found


def test_only_slip_printers_can_be_quiet() -> None:
    assert checked_address(Way.NETWORK, "10.0.0.5", quiet=True).quiet
    assert not checked_address(Way.SYSTEM, "Office", quiet=True).quiet


def test_before_anything_is_chosen_every_paper_is_a_pdf(bench: Bench) -> None:
    choices = verbs.choices_of(bench.terminal)
    assert all(choices.of(kind) == KindChoice(PDF, sizes[0]) for kind, sizes in SIZES.items())
    assert (choices.auto, choices.slips) == ((), ())
    assert not choices.binding_link


def test_choices_are_kept_and_audited(bench: Bench) -> None:
    terminal, auto = bench.terminal, (AutoPaper(PaperKind.BILL, Copy.CLINIC), AutoPaper(PaperKind.SLIP))
    verbs.choose_printer(terminal, CLERK, PaperKind.BILL, KindChoice(OFFICE, PaperSize.A5))
    verbs.choose_printer(terminal, CLERK, PaperKind.SLIP, KindChoice(SLIP, PaperSize.MM80))
    verbs.choose_auto(terminal, CLERK, auto)
    choices = verbs.choices_of(terminal)
    assert choices.of(PaperKind.BILL) == KindChoice(OFFICE, PaperSize.A5)
    assert choices.of(PaperKind.SLIP) == KindChoice(SLIP, PaperSize.MM80)
    assert choices.auto == auto
    assert [deed for _who, deed, _facts in audited(bench)] == ["choose_printer"] * 2 + ["choose_auto_print"]


def test_a_sheet_is_not_sent_to_the_roll(bench: Bench) -> None:
    with pytest.raises(WrongPrinterError):
        verbs.choose_printer(bench.terminal, CLERK, PaperKind.BILL, KindChoice(SLIP, PaperSize.A4))


def test_slip_printers_are_remembered_the_latest_first_and_each_once(bench: Bench) -> None:
    other = PrinterAddress(Way.USB, "04b8:0e15")
    for one in (SLIP, other, SLIP):
        verbs.keep_slip_printer(bench.terminal, CLERK, one)
    assert verbs.choices_of(bench.terminal).slips == (SLIP, other)
    for number in range(20):
        verbs.keep_slip_printer(bench.terminal, CLERK, PrinterAddress(Way.NETWORK, f"10.0.1.{number}:9100"))
    assert len(verbs.choices_of(bench.terminal).slips) == 8


@pytest.mark.parametrize("kept", ["nonsense", "{}", '["BILL"]', "[1, null]", "MM80 PDF||", "A3 SYSTEM||x"])
def test_what_cannot_be_read_any_more_counts_as_not_chosen(bench: Bench, kept: str) -> None:
    with bench.store.begin() as uow:
        for name in ("papers.printer.BILL", "papers.after-finish", "papers.slip-printers"):
            uow.memory.set_choice(name, kept)
    choices = verbs.choices_of(bench.terminal)
    assert choices.of(PaperKind.BILL) == KindChoice(PDF, PaperSize.A4)
    assert (choices.auto, choices.slips) == ((), ())


@pytest.mark.parametrize(
    "typed", ["http://x.example", "card.example", "https://", "https://a b", "https://[", "x"]
)
def test_only_a_secure_web_address_becomes_a_code(bench: Bench, typed: str) -> None:
    with pytest.raises(PrinterAddressError) as caught:
        verbs.choose_binding_link(bench.terminal, CLERK, typed)
    assert caught.value.cause == "LINK"


def test_the_link_can_be_taken_away(bench: Bench) -> None:
    verbs.choose_binding_link(bench.terminal, CLERK, "https://card.example/bind")
    verbs.choose_binding_link(bench.terminal, CLERK, "")
    assert not verbs.choices_of(bench.terminal).binding_link
