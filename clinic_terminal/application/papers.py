"""The verbs on papers: draw them, print them, print them again. The bill is stored before any of them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from clinic_terminal.application.drawn_papers import drawn_paper, read_drawn
from clinic_terminal.application.failures import ApplicationError, ExportFailedError, PaperFailedError
from clinic_terminal.application.paper_matter import order_of
from clinic_terminal.application.paper_orders import PaperOrder
from clinic_terminal.application.ports import Operator
from clinic_terminal.application.print_records import PaperWish, PrintOutcome, PrintRecord, earlier
from clinic_terminal.application.printer_address import PDF, PrinterAddress, Way
from clinic_terminal.application.printer_choices import choices_of, wish_for
from clinic_terminal.application.printing_failures import (
    NoSuchPaperError,
    PrintFailedError,
)
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.domain.visit import Visit


@dataclass(frozen=True, slots=True)
class Finished:
    """A closed visit and its paper; ``paper_problem`` is a cause code where the paper failed."""

    visit: Visit
    paper: Path | None
    paper_problem: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """A paper as it would come out now: its PDF's bytes, and how often it came out before."""

    pdf: bytes
    reprint: int


@dataclass(frozen=True, slots=True)
class Printed:
    """One printing, and why it failed where it did."""

    record: PrintRecord
    error: ApplicationError | None = None


def print_bill(terminal: Terminal, visit: Visit) -> Finished:
    """Write the sealed paper of a closed visit; a paper failure never loses the bill."""
    if visit.bill is None or visit.consent is None:
        return Finished(visit, None, "NO_BILL")
    try:
        return Finished(visit, terminal.papers.produce(visit.bill, visit.digest, visit.consent))
    except PaperFailedError as error:
        return Finished(visit, None, error.cause)


def proof(terminal: Terminal, subject: str, wish: PaperWish) -> Proof:
    """Draw a paper as it would come out now, to be looked at; nothing is counted.

    ``subject``: id of the visit, or of the quote where the kind is QUOTE. Raises what ``order_of`` raises,
    and PaperFailedError.
    """
    with terminal.store.read() as uow:
        reprint = earlier(uow.prints.of(subject), wish)
        order = order_of(uow, subject, wish, reprint)
    with drawn_paper(terminal, order) as pdf:
        return Proof(read_drawn(pdf), reprint)


def prints_of(terminal: Terminal, subject: str) -> tuple[PrintRecord, ...]:
    """Return what was printed of a visit, the latest first."""
    with terminal.store.read() as uow:
        return tuple(uow.prints.of(subject))


def print_paper(
    terminal: Terminal, operator: Operator, subject: str, wish: PaperWish, printer: PrinterAddress
) -> Printed:
    """Draw a paper and print it; what became of it is kept and returned, with its failure if any.

    The printing is stored before it begins, so that two at once never both pass for the first, and a program
    that ends in between leaves its mark. Raises what ``order_of`` raises, and StoreFailedError.
    """
    if printer.way is Way.PDF:
        raise NoSuchPaperError
    work = _printing(terminal, printer, wish.copies_to_print)
    return _kept(terminal, operator, subject, wish, printer, work)


def save_paper(
    terminal: Terminal, operator: Operator, subject: str, wish: PaperWish, save: Callable[[bytes], object]
) -> Printed:
    """Draw a paper and have ``save`` write its PDF where a person chose; kept and returned as `print_paper`.

    ``save`` raises ExportFailedError.
    """

    def work(pdf: Path) -> PrintOutcome:
        save(read_drawn(pdf))
        return PrintOutcome.SAVED

    return _kept(terminal, operator, subject, replace(wish, copies=1), PDF, work)


def print_after_finish(terminal: Terminal, operator: Operator, visit: Visit) -> tuple[Printed, ...]:
    """Print what was chosen to be printed by itself; each paper on its own, none keeps another back.

    A printer that fails is not tried again for the next paper: nobody waits for it more than once.
    A paper that came out already, that the visit does not have, or that has no printer is left out.
    """
    choices = choices_of(terminal)
    language = visit.consent.language if visit.consent else ""
    done = prints_of(terminal, visit.id)
    printed: list[Printed] = []
    stuck: dict[PrinterAddress, PrintFailedError] = {}
    for auto in choices.auto:
        wish, printer = wish_for(choices, auto, language), choices.of(auto.kind).printer
        if printer.way is Way.PDF or earlier(done, wish):
            continue
        work = _printing(terminal, printer, 1, stuck.get(printer))
        try:
            printed.append(ended := _kept(terminal, operator, visit.id, wish, printer, work))
        except NoSuchPaperError:
            continue
        if isinstance(ended.error, PrintFailedError):
            stuck[printer] = ended.error
    return tuple(printed)


def _printing(
    terminal: Terminal, printer: PrinterAddress, copies: int, stuck: PrintFailedError | None = None
) -> Callable[[Path], PrintOutcome]:
    """Return the work of printing; a printer that was just ``stuck`` is not waited for again."""

    def work(pdf: Path) -> PrintOutcome:
        if stuck is not None:
            raise type(stuck)
        confirmed = terminal.printers.print(printer, pdf, copies)
        return PrintOutcome.PRINTED if confirmed else PrintOutcome.SENT

    return work


def _kept(  # noqa: PLR0913, PLR0917  a printing is all of these
    terminal: Terminal,
    operator: Operator,
    subject: str,
    wish: PaperWish,
    printer: PrinterAddress,
    work: Callable[[Path], PrintOutcome],
) -> Printed:
    record, order = _begun(terminal, operator, subject, wish, printer)
    try:
        with drawn_paper(terminal, order) as pdf:
            known = replace(record, digest=sha256(read_drawn(pdf)).hexdigest())
            ended = Printed(replace(known, outcome=work(pdf)))
    except (PrintFailedError, PaperFailedError, ExportFailedError) as error:
        ended = Printed(_failed(record, error), error)
    with terminal.store.begin() as uow:
        uow.prints.put(ended.record)
    return ended


def _begun(
    terminal: Terminal, operator: Operator, subject: str, wish: PaperWish, printer: PrinterAddress
) -> tuple[PrintRecord, PaperOrder]:
    """Keep that a printing begins, under its number, and return what is to be drawn."""
    record_id, now = terminal.ids.new(), terminal.clock.now()
    with terminal.store.begin() as uow:
        number = earlier(uow.prints.of(subject), wish) + 1
        order = order_of(uow, subject, wish, number - 1)
        record = PrintRecord(
            record_id, subject, wish.kind, wish.size, wish.language, wish.copy, number,
            wish.copies_to_print, now, operator.name, printer,
        )  # fmt: skip
        uow.prints.put(record)
        deed = "reprint" if record.is_copy else "print"
        facts = {
            "paper": wish.kind.value,
            "copy": wish.copy.value,
            "number": number,
            "way": printer.way.value,
        }
        terminal.audit(uow, operator, deed, subject, **facts)
    return record, order


def _failed(record: PrintRecord, error: ApplicationError) -> PrintRecord:
    maybe = isinstance(error, PrintFailedError) and error.started
    return replace(record, outcome=PrintOutcome.MAYBE if maybe else PrintOutcome.FAILED, code=error.code)
