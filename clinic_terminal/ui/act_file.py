"""Unsent acts in a locked file that another terminal or the hotline can read, with its passphrase."""

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from clinic_terminal.application.failures import ApplicationError
from clinic_terminal.application.ports import Operator
from clinic_terminal.application.terminal import Terminal, enrolment_of
from clinic_terminal.ui.saved_file import write_whole

_MOST: Final = 1_000_000
_PHRASE_BYTES: Final = 20
_SALT_BYTES: Final = 16
_NONCE_BYTES: Final = 12


class NothingToExportError(ApplicationError):
    """Every act has its answer."""

    code = "NOTHING_TO_EXPORT"

    def __init__(self) -> None:
        super().__init__("There is nothing unsent to export.")


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A written file: where, how many acts, the insurer's amounts in fen, and what opens it."""

    path: Path
    acts: int
    amount_fen: int
    phrase: str


def export_unsent(terminal: Terminal, operator: Operator, path: Path) -> ExportedFile:
    """Write all unsent acts, locked by a fresh passphrase, whole or not at all.

    The queue keeps them as they are: whoever books them first, their ids make that the second time changes
    nothing. Raises NothingToExportError, ExportFailedError, StoreFailedError.
    """
    from clinic_terminal.contract.act_export import export_text
    from clinic_terminal.contract.act_lock import lock_up

    with terminal.store.read() as uow:
        rows = uow.queue.rows(_MOST, unsent_only=True)[::-1]
        enrolment = enrolment_of(uow)
    if not rows:
        raise NothingToExportError
    text = export_text(
        [(row.act, row.state.value) for row in rows],
        terminal=enrolment.terminal,
        clinic=enrolment.clinic.id,
        made_at=terminal.clock.now(),
    )
    phrase = fresh_phrase()
    locked = lock_up(text, phrase, secrets.token_bytes(_SALT_BYTES), secrets.token_bytes(_NONCE_BYTES))
    write_whole(path, locked)
    with terminal.store.begin() as uow:
        terminal.audit(uow, operator, "export_acts", "", acts=len(rows))
    return ExportedFile(path, len(rows), sum(row.act.amount_fen for row in rows), phrase)


def fresh_phrase() -> str:
    """Return a passphrase that nobody has seen."""
    from clinic_terminal.contract.act_lock import passphrase

    return passphrase(secrets.token_bytes(_PHRASE_BYTES))
