"""What a clinic chose of its printers, kept: one for each kind of paper, and what is printed by itself."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from clinic_terminal.application.paper_orders import SIZES, Copy, PaperKind, PaperSize
from clinic_terminal.application.ports import Operator
from clinic_terminal.application.print_records import PaperWish
from clinic_terminal.application.printer_address import PDF, PrinterAddress, kept_address
from clinic_terminal.application.printing_failures import PrinterAddressError, WrongPrinterError
from clinic_terminal.application.store_ports import UnitOfWork
from clinic_terminal.application.terminal import Terminal

CHOSEN_KINDS: Final = (
    PaperKind.BILL,
    PaperKind.SLIP,
    PaperKind.PAY_LATER,
    PaperKind.BINDING,
    PaperKind.QUOTE,
    PaperKind.SIGN_SHEET,
)
"""The papers that may have a printer each, in the order in which they are shown."""

_LINK: Final = "papers.binding-link"
_AUTO: Final = "papers.after-finish"
_SLIPS: Final = "papers.slip-printers"
_LONGEST_LINK: Final = 300
_MOST_SLIPS: Final = 8


@dataclass(frozen=True, slots=True)
class KindChoice:
    """Where a kind of paper goes, and on which sheet."""

    printer: PrinterAddress
    size: PaperSize


@dataclass(frozen=True, slots=True)
class AutoPaper:
    """A paper that is printed by itself when a visit is finished."""

    kind: PaperKind
    copy: Copy = Copy.FAMILY


AUTO_PAPERS: Final = (
    AutoPaper(PaperKind.BILL, Copy.FAMILY),
    AutoPaper(PaperKind.BILL, Copy.CLINIC),
    AutoPaper(PaperKind.SLIP, Copy.FAMILY),
    AutoPaper(PaperKind.PAY_LATER, Copy.FAMILY),
)
"""What may be printed by itself."""


@dataclass(frozen=True, slots=True)
class PrinterChoices:
    """Everything chosen. ``slips``: slip printers that were typed by hand."""

    kinds: dict[PaperKind, KindChoice]
    auto: tuple[AutoPaper, ...]
    slips: tuple[PrinterAddress, ...]
    binding_link: str

    def of(self, kind: PaperKind) -> KindChoice:
        """Return the choice for a kind; a PDF on the usual sheet where nothing was chosen."""
        return self.kinds.get(kind) or KindChoice(PDF, SIZES[kind][0])


def read_choices(uow: UnitOfWork) -> PrinterChoices:
    """Return what was chosen; what cannot be read any more counts as not chosen."""
    kinds = {kind: _kind_choice(kind, uow.memory.choice(_name(kind))) for kind in CHOSEN_KINDS}
    auto = set(_listed(uow.memory.choice(_AUTO)))
    slips = (kept_address(text) for text in _listed(uow.memory.choice(_SLIPS)))
    return PrinterChoices(
        kinds,
        tuple(one for one in AUTO_PAPERS if _auto_name(one) in auto),
        tuple(one for one in slips if one.is_slip),
        binding_link(uow),
    )


def choices_of(terminal: Terminal) -> PrinterChoices:
    """Return what was chosen."""
    with terminal.store.read() as uow:
        return read_choices(uow)


def choose_printer(terminal: Terminal, operator: Operator, kind: PaperKind, choice: KindChoice) -> None:
    """Send a kind of paper to a printer from now on.

    Raises WrongPrinterError where a sheet is to go to the 80 mm roll.
    """
    if choice.printer.is_slip and choice.size is not PaperSize.MM80:
        raise WrongPrinterError
    kept = f"{choice.size.value} {choice.printer.text}"
    _keep(
        terminal, operator, _name(kind), kept, "choose_printer", kind=kind.value, way=choice.printer.way.value
    )


def choose_auto(terminal: Terminal, operator: Operator, papers: Iterable[AutoPaper]) -> None:
    """Have these papers printed by themselves when a visit is finished."""
    names = [_auto_name(one) for one in papers]
    _keep(terminal, operator, _AUTO, json.dumps(names), "choose_auto_print", papers=names)


def keep_slip_printer(terminal: Terminal, operator: Operator, address: PrinterAddress) -> None:
    """Remember a slip printer that was typed by hand, the latest first."""
    with terminal.store.read() as uow:
        before = [one for one in read_choices(uow).slips if one.where != address.where]
    kept = json.dumps([one.text for one in (address, *before)][:_MOST_SLIPS])
    _keep(terminal, operator, _SLIPS, kept, "keep_slip_printer", way=address.way.value)


def choose_binding_link(terminal: Terminal, operator: Operator, typed: str) -> None:
    """Keep the web address that the binding slip shows as a code; empty for none.

    Raises PrinterAddressError with cause LINK where it is no address of the web.
    """
    link = typed.strip()
    if link and not _is_web_address(link):
        raise PrinterAddressError("LINK")
    _keep(terminal, operator, _LINK, link, "choose_binding_link", set=bool(link))


def binding_link(uow: UnitOfWork) -> str:
    """Return the web address for binding the e-card, or an empty text."""
    return uow.memory.choice(_LINK)


def wish_for(choices: PrinterChoices, auto: AutoPaper, language: str) -> PaperWish:
    """Return the wish for a paper that is printed by itself, in the language that the family read."""
    chinese = language.startswith("zh") or not language
    return PaperWish(auto.kind, choices.of(auto.kind).size, "zh" if chinese else "both", auto.copy)


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    plain = text.isascii() and text.isprintable() and " " not in text
    return plain and len(text) <= _LONGEST_LINK and parts.scheme == "https" and bool(parts.hostname)


def _keep(terminal: Terminal, operator: Operator, name: str, value: str, deed: str, **facts: Any) -> None:  # noqa: ANN401  facts of the audit log
    with terminal.store.begin() as uow:
        uow.memory.set_choice(name, value)
        terminal.audit(uow, operator, deed, name, **facts)


def _kind_choice(kind: PaperKind, kept: str) -> KindChoice:
    size, _blank, printer = kept.partition(" ")
    if size not in SIZES[kind]:
        return KindChoice(PDF, SIZES[kind][0])
    return KindChoice(kept_address(printer), PaperSize(size))


def _listed(kept: str) -> list[str]:
    try:
        found = json.loads(kept or "[]")
    except ValueError:
        return []
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []


def _name(kind: PaperKind) -> str:
    return f"papers.printer.{kind.value}"


def _auto_name(one: AutoPaper) -> str:
    return f"{one.kind.value}.{one.copy.value}"
