"""Guarantee letters as the practice server remembers them."""

import json
from datetime import date

from clinic_terminal.domain.eligibility import Authorisation
from clinic_terminal.sandbox.database import Database


def letters_of(database: Database, chain: str) -> tuple[Authorisation, ...]:
    """Return the guarantee letters of a policy."""
    rows = database.rows("SELECT * FROM letters WHERE chain = ? ORDER BY number", chain)
    return tuple(
        Authorisation(
            row["number"],
            tuple(json.loads(row["items"])),
            row["approved_fen"],
            row["used_fen"],
            date.fromisoformat(row["start"]),
            date.fromisoformat(row["end"]),
        )
        for row in rows
    )


def add_letter(database: Database, chain: str, letter: Authorisation) -> None:
    """Remember a guarantee letter; one of the same number keeps what it used and gets the new dates."""
    database.run(
        "INSERT INTO letters VALUES (?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (number) DO UPDATE SET start = excluded.start, end = excluded.end",
        letter.number,
        chain,
        json.dumps(letter.items),
        letter.approved_fen,
        letter.used_fen,
        letter.start.isoformat(),
        letter.end.isoformat(),
    )


def use_letter(database: Database, number: str, fen: int) -> None:
    """Take ``fen`` from a letter; a negative amount gives back."""
    database.run("UPDATE letters SET used_fen = used_fen + ? WHERE number = ?", fen, number)
