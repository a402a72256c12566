"""What the server itself said of an act: its sentence in both languages, and its own figures."""

from clinic_terminal.application.acts import QueueRow
from clinic_terminal.application.outcomes import OutcomeTotals, read_outcome
from clinic_terminal.i18n import Translate
from clinic_terminal.ui.views.bill_words import is_english


def servers_sentence(row: QueueRow, words: Translate) -> str:
    """Return the server's sentence in the reader's language; empty where there is none in it."""
    if not is_english(words):
        # A problem document speaks English alone; its code is explained instead.
        return row.last_sentence if any(_is_chinese(sign) for sign in row.last_sentence) else ""
    said = read_outcome(row.receipt)
    return said.sentence_en if said else ""


def servers_figures(row: QueueRow) -> OutcomeTotals | None:
    """Return the figures of the receipt, None where it has none."""
    said = read_outcome(row.receipt)
    return said.totals if said else None


def _is_chinese(sign: str) -> bool:
    return "\u4e00" <= sign <= "\u9fff"
