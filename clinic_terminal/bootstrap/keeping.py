"""The commands that keep the clinic's data: backup, restore, and the queue as a file."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from clinic_terminal.application.acts import CARRIED, Act, ActKind
from clinic_terminal.application.backup_ports import Backup, BackupReason
from clinic_terminal.application.changes_anew import fetch_anew
from clinic_terminal.application.failures import ActExistsError
from clinic_terminal.application.ports import Enrolment, Operator
from clinic_terminal.application.store_ports import UnitOfWork
from clinic_terminal.application.terminal import enrolment_of
from clinic_terminal.bootstrap.asking import ask, getpass
from clinic_terminal.bootstrap.recovery_key import adopt_key, must_open, recovery_key
from clinic_terminal.bootstrap.rescue import Rescue, backups_of, new_passphrase
from clinic_terminal.contract.act_export import ActExport, ExportedAct, read_export
from clinic_terminal.contract.act_lock import is_locked, unlock
from clinic_terminal.settings import Paths

COMMAND_LINE = Operator("command-line", "command line", "")
"""Who stands in the audit log for what a command did."""


@dataclass(frozen=True, slots=True)
class Console:
    """Where a command says what it did, and how it asks; ``secret`` asks without showing."""

    out: TextIO = sys.stdout
    ask: Callable[[str], str] = ask
    secret: Callable[[str], str] = getpass

    def say(self, sentence: str) -> None:
        """Write one line."""
        self.out.write(f"{sentence}\n")


def back_up(paths: Paths, out: Path | None, console: Console) -> int:
    """Make a checked backup, while the program may be working; 0 once it is good."""
    backups = backups_of(paths)
    made = backups.copy_to(out) if out else backups.make(BackupReason.BY_HAND)
    console.say(f"{made.path}: {made.acts} acts, {made.unsent} of them unsent; opened and checked.")
    console.say("It opens with this terminal's own key only. Keep a copy of it on another disk.")
    return 0


def list_backups(paths: Paths, console: Console) -> int:
    """Say which backups there are, newest first."""
    for backup in backups_of(paths).kept():
        console.say(_described(backup))
    return 0


def restore(paths: Paths, file: Path, console: Console, *, sure: bool) -> int:
    """Restore ``file`` after asking; 1 where it was not wanted."""
    if not sure:
        console.say(f"{file} will take the place of this terminal's database.")
        console.say("The present file is kept, and what was made after the backup is taken over from it.")
        if console.ask("Type 'restore' to go on: ").strip().lower() != "restore":
            console.say("Nothing was changed.")
            return 1
    done = Rescue(paths).restore(file)
    console.say(f"Restored. Acts taken over from the replaced file: {done.carried_acts}.")
    if done.replaced is not None:
        console.say(f"The replaced file is kept in {done.replaced}")
    if done.unreadable:
        console.say(f"Rows of it that could not be read any more: {done.unreadable}.")
    for name in done.papers:
        console.say(f"A sealed bill without a visit, to be looked at by a person: {name}")
    return 0


def tell_key(paths: Paths, console: Console) -> int:
    """Say this terminal's key as it is written down."""
    console.say(recovery_key(paths))
    return 0


def take_key(paths: Paths, console: Console) -> int:
    """Ask for the written key, and take it where it opens this terminal's database or there is none."""
    typed = console.secret("Recovery key: ")
    must_open(paths, typed)
    if adopt_key(paths, typed):
        console.say(
            "The keyring does not give this terminal's other keys: it is given up, they are made anew."
        )
    opens = "It opens this terminal's database" if paths.database.exists() else "There is no database yet"
    console.say(f"The recovery key is taken. {opens}.")
    return 0


def export_queue(paths: Paths, out: Path, console: Console, *, plain: bool) -> int:
    """Write the unsent acts to a file, also out of a damaged database, and say its passphrase."""
    phrase = "" if plain else new_passphrase()
    done = Rescue(paths).export_unsent(out, phrase)
    console.say(f"{done.file}: {done.acts} unsent acts, {done.amount_fen} fen of the insurer.")
    if done.unreadable:
        console.say(f"Rows that could not be read: at most {done.unreadable}.")
    if phrase:
        console.say(f"Passphrase: {phrase}  (tell it by another way than the file)")
    return 0


def read_queue(file: Path, console: Console) -> int:
    """List the acts in a file and check each; 1 where one does not hold."""
    export = _opened(file, console)
    console.say(f"terminal {export.terminal}, clinic {export.clinic}, {export.made_at.isoformat()}")
    for act in export.acts:
        sound = "sound" if act.is_sound else "NOT SOUND"
        console.say(f"{act.id} {act.kind} {act.created_at.isoformat()} {act.amount_fen} {act.state} {sound}")
    console.say(f"{len(export.acts)} acts, {len(export.unsound)} not sound.")
    return 1 if export.unsound else 0


def import_queue(paths: Paths, file: Path, console: Console) -> int:
    """Queue the acts of this clinic's file that this terminal does not have; they are sent as ever.

    The file may be a former terminal's, of another computer or of before a new enrolment: the acts keep
    their ids, so that none is booked twice.
    """
    from clinic_terminal.bootstrap.program import open_program

    export = _opened(file, console)
    program = open_program(paths)
    try:
        with program.store.read() as uow:
            here = enrolment_of(uow)
        # Outside of the transaction: an open window could store nothing while the question stands.
        if not _is_of(here, export, console):
            return 1
        with program.store.begin() as uow:
            if enrolment_of(uow).clinic.id != here.clinic.id:
                console.say("This terminal was given to another clinic meanwhile; nothing was changed.")
                return 1
            taken = sum(_queued(uow, act) for act in export.acts if act.is_sound)
            if taken:
                # Decisions on them may have come before they were here.
                fetch_anew(uow)
            program.terminal.audit(uow, COMMAND_LINE, "queue_import", file.name, acts=taken)
    finally:
        program.close()
    known, unsound = len(export.acts) - len(export.unsound) - taken, len(export.unsound)
    console.say(f"{taken} acts queued, {known} were here already, {unsound} not sound and left out.")
    return 0


def _is_of(here: Enrolment, export: ActExport, console: Console) -> bool:
    """Say whether the file is of this clinic; a file out of a damaged database may not tell whose it is."""
    if not export.clinic:
        console.say("The file does not tell whose acts these are.")
        if console.ask(f"Type 'ours' if they are of {here.clinic.name}: ").strip().lower() == "ours":
            return True
    elif export.clinic == here.clinic.id:
        return True
    whose = f"terminal {export.terminal}, clinic {export.clinic}" if export.clinic else "nobody known"
    console.say(f"These are acts of {whose}; nothing was changed.")
    return False


def _queued(uow: UnitOfWork, act: ExportedAct) -> bool:
    known = Act(
        act.id,
        ActKind(act.kind),
        act.chain,
        act.visit,
        act.created_at,
        act.body,
        act.digest,
        act.amount_fen,
        act.posted,
        act.lock,
    )
    try:
        uow.queue.add(known, CARRIED)
    except ActExistsError:
        return False
    return True


def _opened(file: Path, console: Console) -> ActExport:
    text = file.read_bytes()
    return read_export(unlock(text, console.secret("Passphrase: ")) if is_locked(text) else text)


def _described(backup: Backup) -> str:
    good = "good" if backup.is_good else "NOT CHECKED"
    return f"{backup.name} {backup.made_at.isoformat()} {backup.size} bytes, {backup.acts} acts, {good}"
