"""A quote on paper, where the clinic has its quotes come out."""

from pathlib import Path

from clinic_terminal.application.paper_orders import PaperKind, PaperLanguage
from clinic_terminal.application.papers import print_paper
from clinic_terminal.application.ports import Operator
from clinic_terminal.application.print_records import PaperWish
from clinic_terminal.application.printer_address import Way
from clinic_terminal.application.printer_choices import choices_of
from clinic_terminal.application.quotes import print_quote
from clinic_terminal.application.terminal import Terminal


def hand_out_quote(
    terminal: Terminal, operator: Operator, quote_id: str, language: PaperLanguage
) -> Path | None:
    """Print a quote where quotes go, and return None; where that is a PDF, return it to be opened.

    Raises QuoteUnknownError, QuotePaperFailedError, and the failures of ``printing_failures``.
    """
    choice = choices_of(terminal).of(PaperKind.QUOTE)
    if choice.printer.way is Way.PDF:
        return print_quote(terminal, operator, quote_id, language)
    wish = PaperWish(PaperKind.QUOTE, choice.size, language)
    printed = print_paper(terminal, operator, quote_id, wish, choice.printer)
    if printed.error is not None:
        raise printed.error
    return None
