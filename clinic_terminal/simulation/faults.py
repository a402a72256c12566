"""The faults that a simulation can inject, and how hard the weather of one episode blows."""

from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import Final


class FaultName(StrEnum):
    """What can go wrong; the names that ``simulate --faults`` takes."""

    LOSE_REQUEST = "LOSE_REQUEST"
    """The request never reaches the server."""
    LOSE_ANSWER = "LOSE_ANSWER"
    """The server commits, and its answer is lost."""
    DUPLICATE = "DUPLICATE"
    """The request arrives twice: at once, or again after up to ten days."""
    DELAY = "DELAY"
    """The terminal stops waiting; the server gets the request seconds to ten days later, in any order."""
    SLOW = "SLOW"
    """The answer comes after the lease has lapsed."""
    STATUS = "STATUS"
    """408, 425, 429 with Retry-After, 500 to 504."""
    SESSION = "SESSION"
    """Phases in which the server answers 401 or 403 to this terminal."""
    POISON = "POISON"
    """Acts that the server answers with 409, 413 or 422 for ever."""
    PORTAL = "PORTAL"
    """A captive portal's page with status 200."""
    TRUNCATED = "TRUNCATED"
    """Half of the server's JSON."""
    FALSE_ANSWER = "FALSE_ANSWER"
    """An answer with another digest or id, or signed by nobody known."""
    OUTAGE = "OUTAGE"
    """Phases without any connection."""
    CLOCK = "CLOCK"
    """The wall clock of a computer jumps by up to two days."""
    RESTART = "RESTART"
    """The program dies at any step: in a verb, in a transaction, while a request is under way."""
    MEANWHILE = "MEANWHILE"
    """Others work while a request is under way: the desk enqueues, another window drains the same file."""


class UnknownFaultError(ValueError):
    """A fault's name that is none."""

    def __init__(self, name: str) -> None:
        known = ", ".join(FaultName)
        super().__init__(f"There is no fault {name}; known are all, none, {known}.")


def read_faults(text: str) -> frozenset[FaultName]:
    """Return the faults of ``all``, ``none`` or a list of names with commas; raises UnknownFaultError."""
    if text == "all":
        return frozenset(FaultName)
    if text == "none":
        return frozenset()
    names = [name.strip().upper().replace("-", "_") for name in text.split(",")]
    unknown = next((name for name in names if name not in FaultName.__members__), None)
    if unknown is not None:
        raise UnknownFaultError(unknown)
    return frozenset(FaultName(name) for name in names)


_MOST: Final = {
    FaultName.LOSE_REQUEST: 0.3,
    FaultName.LOSE_ANSWER: 0.3,
    FaultName.DUPLICATE: 0.5,
    FaultName.DELAY: 0.15,
    FaultName.SLOW: 0.1,
    FaultName.STATUS: 0.3,
    FaultName.SESSION: 0.03,
    FaultName.POISON: 0.05,
    FaultName.PORTAL: 0.1,
    FaultName.TRUNCATED: 0.1,
    FaultName.FALSE_ANSWER: 0.1,
    FaultName.OUTAGE: 0.03,
    FaultName.CLOCK: 0.05,
    FaultName.RESTART: 0.15,
    FaultName.MEANWHILE: 0.25,
}
"""The highest rate of each fault, per request or step; an episode draws its own between none and this."""

_CALM: Final = 0.25
"""The share of episodes that a fault stays out of, so that each is also met alone and in small company."""


@dataclass(frozen=True, slots=True)
class Weather:
    """How often each fault strikes in one episode."""

    rates: dict[FaultName, float]

    def rate(self, fault: FaultName) -> float:
        """Return the rate, 0 for a fault that is not there."""
        return self.rates.get(fault, 0.0)


CALM: Final = Weather({})


def weather_of(faults: frozenset[FaultName], chance: Random) -> Weather:
    """Draw the weather of an episode; the same chance gives the same, whatever the order of ``faults``."""
    rates: dict[FaultName, float] = {}
    for fault in FaultName:
        spared, force = chance.random() < _CALM, chance.random()
        if fault in faults and not spared:
            rates[fault] = _MOST[fault] * force
    return Weather(rates)
