"""How the line to the service manager stands, kept calm: one lost answer is no outage, one answer no return.

``Track`` adds reports up without a clock, a lock or a listener; ``LineKeeper`` owns the only one there is.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from clinic_terminal.application.ports import Clock

APART_S: Final = 2.0
"""Reports closer together count once: requests that run side by side fail, or succeed, together."""

QUIET_S: Final = 45.0
"""After this silence a single failure is enough; the sync loop is heard every 30 s while all is well."""

STEADY_S: Final = 10.0
"""One answer proves the return where no failure followed for so long, as in an idle clinic."""

RELAPSE_S: Final = 60.0
"""An outage so soon after the return is a relapse: the next return must be proved for longer."""

LONGEST_PROOF_S: Final = 60.0

CHOSEN: Final = "CHOSEN_OFFLINE"
"""The code of a line that a person closed."""

DOWN: Final = "OFFLINE"
"""Why a verification rests on what is stored: the line was known to be down when it was asked for."""

SLOW: Final = "SLOW"
"""The same, where the server was asked and had not answered when the family had waited long enough."""


class Line(StrEnum):
    """UNKNOWN before the first attempt; REFUSED where the server answers but does not let us in."""

    UNKNOWN = "UNKNOWN"
    ONLINE = "ONLINE"
    OFFLINE = "OFFLINE"
    REFUSED = "REFUSED"


@dataclass(frozen=True, slots=True)
class LineState:
    """The line as it is shown. ``code`` is the failure's cause where there is one.

    ``chosen``: a person chose to work offline; the line is then OFFLINE whatever the network does.
    ``doubted``: the last request over a line that was up brought no answer; a second one will tell.
    ``since``: when it came to stand so. ``alarm``: why the queue stands still although it should not, a code
    of `application.watchdog`; empty while all is well.
    """

    line: Line
    code: str = ""
    chosen: bool = False
    since: datetime | None = None
    alarm: str = ""
    doubted: bool = False

    @property
    def is_offline(self) -> bool:
        """Whether what is stored here answers first."""
        return self.line is Line.OFFLINE


@dataclass(frozen=True, slots=True)
class Track:
    """What the reports so far add up to; all times are seconds of the monotonic clock.

    ``missed``: the failure that waits for a second one. ``heard``: the last answer. ``up``: the answer that
    waits for its proof. ``back``: the last return. ``proof``: how long a return must hold to be believed.
    """

    line: Line = Line.UNKNOWN
    code: str = ""
    missed: float | None = None
    heard: float | None = None
    up: float | None = None
    back: float | None = None
    proof: float = APART_S

    @property
    def is_in_doubt(self) -> bool:
        """Whether one more report would change the line, so that it is worth asking soon."""
        waits = self.missed is not None or self.up is not None
        return waits or self.line is Line.UNKNOWN


def after_answer(track: Track, at: float) -> Track:
    """Return the track after the server answered, whatever it said, as long as it let us in.

    Online, or before any report, that is the end of every doubt. Else the answer opens a proof, and one
    that comes ``proof`` seconds later with no failure between brings the line back.
    """
    fresh = replace(track, heard=at, missed=None)
    if track.line in (Line.UNKNOWN, Line.ONLINE):
        return replace(fresh, line=Line.ONLINE, code="")
    if track.up is None:
        return replace(fresh, up=at)
    return _returned(fresh, at) if at - track.up >= track.proof else fresh


def after_failure(track: Track, code: str, at: float) -> Track:
    """Return the track after a request brought no usable answer.

    Before any report, after a long silence, or ``APART_S`` after an earlier failure that no answer
    followed, the line is down; else the failure waits for its second.
    """
    fresh = replace(track, up=None)
    if track.line is Line.OFFLINE:
        return replace(fresh, code=code)
    silent = track.heard is None or at - track.heard > QUIET_S
    again = track.missed is not None and at - track.missed >= APART_S
    if track.line is Line.UNKNOWN or silent or again:
        return _down(fresh, Line.OFFLINE, code, at)
    return fresh if track.missed is not None else replace(fresh, missed=at)


def after_refusal(track: Track, code: str, at: float) -> Track:
    """Return the track after the server did not let this terminal in: that is certain at the first time."""
    fresh = replace(track, up=None, heard=at, missed=None)
    if track.line is Line.REFUSED:
        return replace(fresh, code=code)
    return _down(fresh, Line.REFUSED, code, at)


def after_waiting(track: Track, at: float) -> Track:
    """Return the track as time alone changes it: an answer that stood for ``STEADY_S`` brings it back."""
    if track.up is None or at - track.up < max(STEADY_S, track.proof):
        return track
    return _returned(track, at)


def _down(track: Track, line: Line, code: str, at: float) -> Track:
    relapsed = track.back is not None and at - track.back < RELAPSE_S
    longer = min(max(STEADY_S, 2 * track.proof), LONGEST_PROOF_S)
    return replace(track, line=line, code=code, missed=None, proof=longer if relapsed else APART_S)


def _returned(track: Track, at: float) -> Track:
    return replace(track, line=Line.ONLINE, code="", up=None, back=at)


Hear = Callable[[LineState], None]


class LineKeeper:
    """The one truth about the line: every report comes in here, every change goes out from here.

    Safe for several threads. Listeners are called in the thread whose report changed the line, one
    change at a time and in order, so they must hand over and not wait.
    """

    def __init__(self, clock: Clock, chosen_since: datetime | None = None) -> None:
        self._clock = clock
        self._lock = threading.RLock()
        self._listeners: list[Hear] = []
        self._track = Track()
        self._chosen = chosen_since
        self._alarm = ""
        self._state = LineState(Line.UNKNOWN, since=clock.now())
        if chosen_since is not None:
            self._state = _chosen_state(chosen_since)

    @property
    def state(self) -> LineState:
        """The line now."""
        return self._state

    @property
    def is_in_doubt(self) -> bool:
        """Whether one more report would change the line; never while a person closed it."""
        with self._lock:
            return self._chosen is None and self._track.is_in_doubt

    def listen(self, hear: Hear) -> None:
        """Have ``hear`` called with every change from now on."""
        with self._lock:
            self._listeners.append(hear)

    def forget(self, hear: Hear) -> None:
        """Call ``hear`` no more."""
        with self._lock:
            self._listeners = [one for one in self._listeners if one != hear]

    def answered(self) -> None:
        """Report that the server answered."""
        with self._lock:
            self._take(after_answer(self._track, self._clock.monotonic()))

    def failed(self, code: str) -> None:
        """Report that no usable answer came; ``code`` says why, such as TIMEOUT."""
        with self._lock:
            self._take(after_failure(self._track, code, self._clock.monotonic()))

    def refused(self, code: str) -> None:
        """Report that the server does not let this terminal in."""
        with self._lock:
            self._take(after_refusal(self._track, code, self._clock.monotonic()))

    def wait(self) -> None:
        """Let time count; called now and then, so that one lonely answer can prove itself."""
        with self._lock:
            self._take(after_waiting(self._track, self._clock.monotonic()))

    def sound(self, alarm: str) -> None:
        """Say that the queue stands still, and why; an empty code ends the alarm."""
        with self._lock:
            self._alarm = alarm
            self._take(self._track)

    def close_line(self, since: datetime) -> None:
        """Stand OFFLINE by a person's choice until `open_line`."""
        with self._lock:
            self._chosen = since
            self._take(self._track)

    def open_line(self) -> None:
        """Undo the choice: what was known of the network before is too old to count."""
        with self._lock:
            self._chosen = None
            self._take(Track())

    def _take(self, track: Track) -> None:
        self._track = track
        before, self._state = self._state, self._shown(self._clock.now())
        if self._state != before:
            for hear in self._listeners:
                hear(self._state)

    def _shown(self, now: datetime) -> LineState:
        if self._chosen is not None:
            return replace(_chosen_state(self._chosen), alarm=self._alarm)
        before, track = self._state, self._track
        stays = not before.chosen and before.line is track.line
        return LineState(
            track.line,
            track.code,
            since=before.since if stays else now,
            alarm=self._alarm,
            doubted=track.missed is not None,
        )


def _chosen_state(since: datetime) -> LineState:
    return LineState(Line.OFFLINE, CHOSEN, chosen=True, since=since)
