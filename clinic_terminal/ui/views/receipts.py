"""What the server itself said of an act: its sentence in both languages, and its own figures."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clinic_terminal.application.acts import QueueRow
from clinic_terminal.i18n import Translate
from clinic_terminal.ui.views.bill_words import is_english

if TYPE_CHECKING:
    from clinic_terminal.contract.acts import ActAnswer


@dataclass(frozen=True, slots=True)
class ServersFigures:
    """How the insurer split a bill, in fen."""

    insurer_fen: int
    on_site_fen: int


def servers_sentence(row: QueueRow, words: Translate) -> str:
    """Return the server's sentence in the reader's language; empty where there is none in it."""
    if not is_english(words):
        return row.last_sentence
    answer = _answer(row)
    return answer.sentence_en if answer else ""


def servers_figures(row: QueueRow) -> ServersFigures | None:
    """Return the figures of the receipt, None where it has none."""
    answer = _answer(row)
    if answer is None or answer.totals is None:
        return None
    return ServersFigures(answer.totals.insurer_fen, answer.totals.on_site_fen)


def _answer(row: QueueRow) -> "ActAnswer | None":
    # Loaded when a receipt is first read: the window opens without it.
    from pydantic import ValidationError

    from clinic_terminal.contract.acts import ActAnswer

    try:
        return ActAnswer.model_validate_json(row.receipt)
    except ValidationError:
        return None
