"""Who is this child: from a scan, a typed number, a picture, or what the family says."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from clinic_terminal.application.card_ports import GreyPicture
from clinic_terminal.application.failures import CardRefusedError, PersonUnknownError
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.domain.member import CardClaims, CardOutcome, CardReading, is_member_number
from clinic_terminal.domain.visit import CardSource

_SMALL_CARD = re.compile(r"db[0-9]+:[^A-Z]*")


@dataclass(frozen=True, slots=True)
class Identified:
    """Who was scanned or typed; ``claims`` only where a card proved it."""

    member: str
    source: CardSource
    token: str = ""
    kid: str = ""
    claims: CardClaims | None = None


def identify(terminal: Terminal, text: str) -> Identified:
    """Read a scanned or typed text.

    Raises CardRefusedError with the reading's outcome; a member number alone identifies without proof.
    """
    return _identified(terminal.cards.read_text(_upright(text.strip()), terminal.clock.now()))


def identify_picture(terminal: Terminal, path: Path) -> tuple[Identified, ...]:
    """Read the card in a picture file: one child, or several different ones to be asked about.

    Raises PictureUnreadableError, or CardRefusedError: with EMPTY where the picture shows no code.
    """
    return _all_identified(terminal.cards.read_picture(path, terminal.clock.now()))


def identify_grey(terminal: Terminal, picture: GreyPicture) -> tuple[Identified, ...]:
    """Do the same with a picture in memory, as from the clipboard or the screen."""
    return _all_identified(terminal.cards.read_grey(picture, terminal.clock.now()))


def identify_frame(terminal: Terminal, frame: GreyPicture) -> tuple[Identified, ...]:
    """Look at one frame of a camera; empty while there is no code in it that two frames agree on.

    Raises CardRefusedError where the code that they agree on cannot be used.
    """
    return _all_identified(terminal.cards.read_frame(frame, terminal.clock.now()))


def identify_person(
    terminal: Terminal, name: str, birth_date: date, last_four: str
) -> tuple[Identified, ...]:
    """Look for a child by name, birth date and the last four of the policy number; this proves nothing.

    Only what this terminal keeps is looked at, so it works without a network. Raises PersonUnknownError.
    """
    with terminal.store.read() as uow:
        found = uow.snapshots.find(name, birth_date, last_four)
    if not found:
        raise PersonUnknownError
    members = dict.fromkeys(snapshot.person.member for snapshot in found)
    return tuple(Identified(member, CardSource.NUMBER) for member in members)


def _upright(text: str) -> str:
    """Return a card's text as it was issued: caps lock turns a scanner's capitals into small letters."""
    return text.upper() if _SMALL_CARD.fullmatch(text) else text


def _all_identified(readings: Sequence[CardReading]) -> tuple[Identified, ...]:
    return tuple(_identified(reading) for reading in readings)


def _identified(reading: CardReading) -> Identified:
    if reading.outcome is CardOutcome.OK and reading.claims is not None:
        claims = reading.claims
        return Identified(claims.member, CardSource.CARD, reading.token, reading.kid, claims)
    if reading.outcome is CardOutcome.NOT_A_CARD and is_member_number(reading.member):
        return Identified(reading.member, CardSource.NUMBER)
    raise CardRefusedError(reading.outcome, reading.detail)
