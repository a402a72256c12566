"""Tones: what a colour means, with the sign that says the same without colour."""

from enum import StrEnum
from typing import Final


class Tone(StrEnum):
    """The meanings a coloured thing may have."""

    OK = "ok"
    WARN = "warn"
    STOP = "stop"
    OFFLINE = "offline"
    NEUTRAL = "neutral"
    ACCENT = "accent"


SIGNS: Final = {
    Tone.OK: "check",
    Tone.WARN: "warning",
    Tone.STOP: "stop",
    Tone.OFFLINE: "offline",
    Tone.NEUTRAL: "minus",
    Tone.ACCENT: "info",
}
"""The icon of each tone."""


def ink(tone: Tone) -> str:
    """Return the token for words in a tone."""
    return "ink-2" if tone is Tone.NEUTRAL else str(tone)


def ground(tone: Tone) -> str:
    """Return the token for the ground under those words."""
    return "sunken" if tone is Tone.NEUTRAL else f"{tone}-soft"


def fill(tone: Tone) -> str:
    """Return the token for a solid disc or bar in a tone."""
    return "ink-faint" if tone is Tone.NEUTRAL else str(tone)
